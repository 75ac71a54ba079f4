import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseConfig } from '../../../infra/config/config.ts';
import { outputsSchema } from '../../../server/deployment/outputs.ts';
import { useGraphs } from './captured.ts';

const page = readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8');

/** The rows of the table under a heading, a list of cells each. */
function tableOf(heading: string): string[][] {
  const section = page.split('\n## ').find((each) => each.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const configOf = (values: Record<string, string>) =>
  parseConfig('p', 'dev', { 'aws:region': 'eu-central-1', ...values });
const required = {
  'p:cityHalls': '[{"name":"cluj","cities":["Cluj-Napoca"]}]',
  'p:callbackUrls': '["https://example.org/callback"]',
  'p:logoutUrls': '["https://example.org/"]',
};

/** The program names them all to somebody who misspells one. */
function knownKeys(): string[] {
  try {
    configOf({ ...required, 'p:nonsense': '1' });
  } catch (error) {
    return /write one of (.*)$/m.exec(String(error))?.[1]?.split(', ') ?? [];
  }
  return [];
}

test('every key of the configuration is explained, with its default', () => {
  const defaults: Record<string, unknown> = configOf(required);
  const rows = knownKeys().map((key) => {
    if (`p:${key}` in required) return [key, 'required'];
    const value = defaults[key];
    if (value === undefined) return [key, 'none'];
    return [key, `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``];
  });
  expect(rows.length).toBeGreaterThan(10);
  expect(tableOf('Configuration').map(([key, value]) => [key?.replaceAll('`', ''), value])).toEqual(
    rows,
  );
});

test('the required keys are required', () => {
  for (const key of Object.keys(required)) {
    const others = Object.entries(required).filter(([each]) => each !== key);
    expect(() => configOf(Object.fromEntries(others))).toThrow(key.slice(2));
  }
});

test('every output is explained', () => {
  const named = tableOf('Outputs').flatMap(([names = '']) => names.match(/\w+/g) ?? []);
  const { demoApplicant: _, ...outputs } = outputsSchema.shape;
  expect(named.sort()).toEqual(
    [
      ...Object.keys(outputs),
      ...[
        'alarmTopicArn',
        'decisionArchiveBucket',
        'dnsRecords',
        'functionName',
        'liveVersion',
        'newestVersion',
        'rollbackAlarms',
        'signInUrl',
      ],
    ].sort(),
  );
});

/** Pulumi's modules, and what IAM calls their services. */
const services: Record<string, string[]> = {
  apigatewayv2: ['apigateway'],
  cloudwatch: ['cloudwatch', 'logs'],
  cognito: ['cognito-idp'],
  kinesis: ['firehose'],
};

const graphs = useGraphs();

test('the rights to all that is deployed are listed', () => {
  const modules = [...graphs.full.resources, ...graphs.site.resources]
    .filter(({ custom }) => custom)
    .map(({ type }) => /^aws:(\w+)\//.exec(type)?.[1] ?? type);
  const needed = new Set(modules.flatMap((module) => services[module] ?? [module]));
  expect(
    tableOf('Rights')
      .map(([service]) => service?.replaceAll('`', ''))
      .sort(),
  ).toEqual([...needed].sort());
});

test('what the city halls’ secrets are written to is not committed', () => {
  expect(page).toMatch(/--show-secrets .*> outputs\.json$/m);
  const ignored = readFileSync(new URL('../../../.gitignore', import.meta.url), 'utf8').split('\n');
  expect(ignored).toContain('/outputs*.json');
});

test('the sums are right', () => {
  const sums = page.split('\n## ').find((each) => each.startsWith('What it costs')) ?? '';
  const tables = sums.split('|---|---|---|').slice(1);
  expect(tables).toHaveLength(2);
  for (const table of tables) {
    const cells = [...table.matchAll(/\| (\d+\.\d\d) \|$/gm)].map(([, amount]) => Number(amount));
    const total = cells.reduce((sum, amount) => sum + amount, 0);
    expect(table).toContain(`**${total.toFixed(2)}**`);
  }
});

test('the write units of the estimate are those of capacity.md', () => {
  const capacity = readFileSync(new URL('../../../docs/capacity.md', import.meta.url), 'utf8');
  const units = ['submit (write units)', 'edit', 'decide'].map((operation) => {
    const row = capacity.split('\n').find((line) => line.startsWith(`| ${operation} |`)) ?? '';
    return Number(row.split('|')[4]);
  });
  const mean = units.reduce((sum, each) => sum + each, 0) / units.length;
  expect(page).toContain(`× ${mean.toFixed(1)} units (a market of 1.7 KB)`);
});
