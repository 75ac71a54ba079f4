import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { Problem, type ProblemCode, problems } from '../../../server/domain/problems.ts';
import { describe } from './descriptions.ts';
import { printTypes } from './print-types.ts';

/** The SDK's own spelling of the server's contract, which no longer needs the server. */
export function generateContract(): string {
  const types = printTypes(fromHere('contract.ts'), readCompilerOptions(), describe);
  return `// Made from the server's routers by \`npm run generate\`. Change those, not this.\n\n${types}\n${printProblemCodes()}`;
}

function printProblemCodes(): string {
  const codes = Object.keys(problems).filter(isProblemCode);
  const members = codes.map((code) => {
    const { status } = new Problem(code, '');
    return `  /** ${problems[code].title} (${status}). */\n  | '${code}'`;
  });
  return `/** Every way in which the API itself says no. */\nexport type ProblemCode =\n${members.join('\n')};\n`;
}

function isProblemCode(code: string): code is ProblemCode {
  return code in problems;
}

function readCompilerOptions(): ts.CompilerOptions {
  const path = fromHere('../../../tsconfig.json');
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const root = fromHere('../../..');
  return ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root).options;
}

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
