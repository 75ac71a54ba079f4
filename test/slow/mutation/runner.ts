import { relative, resolve } from 'node:path';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestRunner,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import { createVitest, type TestSpecification, type Vitest } from 'vitest/node';

type FileResult = { failure?: string; hits: Record<string, number>; timeSpentMs: number };

/**
 * Stryker's own Vitest runner (9.6) selects tests by name in a way that Vitest 5 does not support: no
 * test runs and every mutant survives. It also treats a file that fails to load as passed. Here a test
 * is a whole file that runs alone: files share nothing, while the tests of one file may share a stack. A
 * mutant is killed if the file fails, including a failure to load and in a hook.
 */
class FileTestRunner implements TestRunner {
  #vitest: Vitest | undefined;
  readonly #durations = new Map<string, number>();
  /** By source file, the test files that killed its mutants, the last one first. */
  readonly #killers = new Map<string, string[]>();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    this.#vitest = await createVitest('test', {
      config: 'test/slow/mutation/vitest.config.ts',
      watch: false,
      // Threads end with the process that Stryker kills after a timeout.
      pool: 'threads',
      maxWorkers: 1,
      fileParallelism: false,
      bail: 1,
      reporters: [{}],
      silent: true,
    });
    this.#vitest.provide('mutation', {});
    await this.#vitest.standalone();
  }

  async dryRun({ testFiles }: DryRunOptions): Promise<DryRunResult> {
    const perTest: Record<string, Record<string, number>> = {};
    const tests = [];
    for (const specification of await this.#specifications(testFiles)) {
      const name = toName(specification);
      const { failure, hits, timeSpentMs } = await this.#run(specification);
      perTest[name] = hits;
      const test = { id: name, name, timeSpentMs, fileName: specification.moduleId };
      tests.push(
        failure === undefined
          ? { ...test, status: TestStatus.Success as const }
          : { ...test, status: TestStatus.Failed as const, failureMessage: failure },
      );
    }
    return {
      status: DryRunStatus.Complete,
      tests,
      mutantCoverage: { static: {}, perTest },
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, testFilter } = options;
    this.#vitest?.provide('mutation', {
      activeMutant: activeMutant.id,
      ...(hitLimit !== undefined && { hitLimit }),
    });
    const killers = this.#killers.get(activeMutant.fileName) ?? [];
    const specifications = await this.#specifications(testFilter);
    const rank = (specification: TestSpecification) => {
      const name = toName(specification);
      return killers.includes(name)
        ? killers.indexOf(name) - killers.length
        : (this.#durations.get(name) ?? 0);
    };
    specifications.sort((a, b) => rank(a) - rank(b));
    let nrOfTests = 0;
    for (const specification of specifications) {
      nrOfTests++;
      const { failure } = await this.#run(specification);
      if (failure === undefined) continue;
      const name = toName(specification);
      this.#killers.set(activeMutant.fileName, [name, ...killers.filter((each) => each !== name)]);
      return {
        status: MutantRunStatus.Killed,
        killedBy: [name],
        failureMessage: failure,
        nrOfTests,
      };
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }

  async dispose(): Promise<void> {
    await this.#vitest?.close();
  }

  async #specifications(names?: readonly string[]): Promise<TestSpecification[]> {
    const all = (await this.#vitest?.globTestSpecifications()) ?? [];
    const chosen = names?.map((name) => resolve(name));
    return all.filter(({ moduleId }) => chosen?.includes(moduleId) ?? true);
  }

  async #run(specification: TestSpecification): Promise<FileResult> {
    if (this.#vitest === undefined) throw new Error('Call init() first');
    const started = performance.now();
    // Vitest keeps the results of earlier runs: clear them, so that only this run is read.
    this.#vitest.state.filesMap.clear();
    const { testModules, unhandledErrors } = await this.#vitest.runTestSpecifications([
      specification,
    ]);
    const module = testModules.find(({ moduleId }) => moduleId === specification.moduleId);
    const passed = module?.state() === 'passed' && module.ok() && unhandledErrors.length === 0;
    const timeSpentMs = Math.round(performance.now() - started);
    if (passed) this.#durations.set(toName(specification), timeSpentMs);
    return {
      ...(!passed && { failure: describeFailure(module, unhandledErrors) }),
      hits: module?.meta().mutantHits ?? {},
      timeSpentMs,
    };
  }
}

type Module = Awaited<ReturnType<Vitest['runTestSpecifications']>>['testModules'][number];

function describeFailure(module: Module | undefined, unhandled: readonly unknown[]): string {
  if (module === undefined) return 'The file did not run';
  for (const test of module.children.allTests('failed')) {
    return `${test.fullName}: ${test.result().errors?.[0]?.message}`;
  }
  for (const suite of [module, ...module.children.allSuites()]) {
    const [error] = suite.errors();
    if (error !== undefined) return error.message;
  }
  return unhandled.length > 0 ? String(unhandled[0]) : `The file is ${module.state()}`;
}

function toName({ moduleId }: TestSpecification): string {
  return relative(process.cwd(), moduleId);
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'vitest-files', FileTestRunner),
];
