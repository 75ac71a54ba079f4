import { operations } from '../contract/routes.ts';
import { type ProblemCode, problems } from '../domain/problems.ts';
import { problemAdvice } from './problem-advice.ts';
import { listProblemCodes, toStatus } from './problem-codes.ts';

/** The error table of each Markdown file, by path from the root of the repository. */
export function createErrorTables(): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', createTable(() => true)],
    ['sdk/README.md', createTable(() => true)],
    ['docs/city-systems.md', createTable((code) => cityHallCodes.has(code))],
  ]);
}

/** The Markdown text with this table between its two markers. */
export function replaceErrorTable(markdown: string, table: string): string {
  const from = markdown.indexOf(start);
  const to = markdown.indexOf(end);
  if (from === -1 || to < from) throw new Error(`Expected the lines ${start} and ${end}`);
  return `${markdown.slice(0, from)}${start}

${table}

${markdown.slice(to)}`;
}

const start = '<!-- errors: npm run openapi writes this table -->';
const end = '<!-- /errors -->';

const cityHallCodes = new Set(
  [...operations.values()]
    .filter(({ authorizer }) => authorizer === 'b2b')
    .flatMap(listProblemCodes),
);

function createTable(isListed: (code: ProblemCode) => boolean): string {
  const rows = Object.keys(problems)
    .filter(isProblemCode)
    .filter(isListed)
    .map(
      (code) =>
        `| \`${code}\` | ${toStatus(code)} | ${problems[code].title} | ${problemAdvice[code]} |`,
    );
  return ['| `code` | status | meaning | what to do |', '|---|---|---|---|', ...rows].join('\n');
}

function isProblemCode(name: string): name is ProblemCode {
  return name in problems;
}
