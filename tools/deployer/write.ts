import { writeFileSync } from 'node:fs';
import { parseFlags } from '../program.ts';
import {
  createBoundary,
  createDeployerPolicy,
  createRecordsDeployerPolicy,
  createWebDeployerPolicy,
} from './policy.ts';

parseFlags({
  command: 'npm run deployer-policy',
  help: `npm run deployer-policy

Writes infra/deployer/policy.json, web.json, records.json and boundary.json: the IAM policies and the permissions boundary for
who deploys. Tests check that the committed files are current.`,
  options: {},
});

for (const [name, document] of [
  ['policy', createDeployerPolicy()],
  ['web', createWebDeployerPolicy()],
  ['records', createRecordsDeployerPolicy()],
  ['boundary', createBoundary()],
] as const) {
  const file = new URL(`../../infra/deployer/${name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
  console.log(`infra/deployer/${name}.json: written`);
}
