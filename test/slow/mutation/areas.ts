type Area = {
  /** The mutated files. */
  mutate: string[];
  /** The tests that must detect the mutants: few and quick, because a survivor costs a run of all of them. */
  testFiles: string[];
};

/** The most important rules, each with its tests. */
export const areas = {
  decide: {
    mutate: ['server/markets/decide.ts'],
    testFiles: ['test/api/lost-answers.test.ts', 'test/security/{advice,races,writes}.test.ts'],
  },
  routes: {
    mutate: ['server/contract/routes.ts'],
    testFiles: ['test/unit/contract.test.ts', 'test/api/access.test.ts'],
  },
  rest: {
    mutate: ['server/http/rest.ts'],
    testFiles: ['test/unit/contract.test.ts', 'test/security/{advice,requests}.test.ts'],
  },
  rpc: {
    mutate: ['server/http/rpc.ts'],
    testFiles: [
      'test/unit/contract.test.ts',
      'test/security/{advice,limits,requests,rights}.test.ts',
    ],
  },
  writes: {
    mutate: ['server/markets/{edit,submit}.ts'],
    testFiles: ['test/api/lost-answers.test.ts', 'test/security/{advice,races,writes}.test.ts'],
  },
  cursor: {
    mutate: ['server/markets/cursor.ts'],
    testFiles: ['test/security/{advice,cursors}.test.ts'],
  },
  list: {
    mutate: ['server/markets/list.ts'],
    testFiles: ['test/api/{capacity,lists}.test.ts', 'test/security/{cursors,limits}.test.ts'],
  },
  failures: {
    mutate: ['server/markets/failures.ts'],
    testFiles: ['test/security/{advice,leaks,writes}.test.ts'],
  },
  erase: {
    mutate: ['server/markets/erase.ts'],
    testFiles: ['test/api/users.test.ts', 'test/security/writes.test.ts'],
  },
  'access-token': {
    mutate: ['server/contract/access-token.ts'],
    testFiles: ['test/unit/caller.test.ts', 'test/security/tokens.test.ts'],
  },
  cities: {
    mutate: ['server/domain/cities.ts'],
    testFiles: ['test/unit/cities.test.ts', 'test/security/rights.test.ts'],
  },
  gateway: {
    mutate: ['local/gateway/{authorizers,claims,jwt-authorizer}.ts'],
    testFiles: ['test/unit/gateway/{authorizer,event,routes}.test.ts'],
  },
} satisfies Record<string, Area>;
