import { writeFileSync } from 'node:fs';
import { runProgram } from '../program.ts';
import { createBoundary, createDeployerPolicy, createWebDeployerPolicy } from './policy.ts';

/* npm run deployer-policy: the IAM policies for who deploys, as files. */

await runProgram(async () => {
  for (const [name, document] of [
    ['policy', createDeployerPolicy()],
    ['web', createWebDeployerPolicy()],
    ['boundary', createBoundary()],
  ] as const) {
    const file = new URL(`../../infra/deployer/${name}.json`, import.meta.url);
    writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
  }
});
