import { rm } from 'node:fs/promises';
import type { TestContext } from 'vitest';
import { build, document, execute, install, need } from './commands.ts';

const version = '7.25.0';
const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1';

/** Generates a client into the returned folder. */
export async function generate(
  context: TestContext,
  generator: 'python' | 'go' | 'java',
  options: readonly string[],
): Promise<string> {
  need(context, ['java', 'mvn']);
  const folder = `${build}/${generator}-client`;
  await install(context, {
    command: 'mvn',
    args: [
      ...['--quiet', '--batch-mode', `${plugin}:copy`],
      `-Dartifact=org.openapitools:openapi-generator-cli:${version}`,
      `-DoutputDirectory=${build}`,
    ],
    cwd: '/',
  });
  await rm(folder, { recursive: true, force: true });
  const only = 'apiTests=false,modelTests=false,apiDocs=false,modelDocs=false';
  await execute({
    command: 'java',
    args: [
      ...['-jar', `${build}/openapi-generator-cli-${version}.jar`, 'generate'],
      ...['-i', document, '-g', generator, '-o', folder, '--global-property', only],
      ...options,
    ],
  });
  return folder;
}

/** The jars that the generated client needs, separated by colons. */
export async function installClassPath(context: TestContext, folder: string): Promise<string> {
  const file = `${folder}/class-path.txt`;
  await install(context, {
    command: 'mvn',
    args: ['--quiet', '--batch-mode', `${plugin}:build-classpath`, `-Dmdep.outputFile=${file}`],
    cwd: folder,
  });
  return file;
}
