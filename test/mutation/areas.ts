type Area = {
  /** What is mutated. */
  mutate: string[];
  /** The tests that must notice: few and quick, because a survivor costs a run of all of them. */
  testFiles: string[];
};

/** The rules that matter, each with the tests that speak to it. */
export const areas = {
  gateway: {
    mutate: ['server/local/gateway/{authorizers,claims,jwt-authorizer}.ts'],
    testFiles: ['test/unit/gateway/{authorizer,event,routes}.test.ts'],
  },
  caller: {
    mutate: ['server/caller.ts'],
    testFiles: ['test/security/{advice,tokens}.test.ts'],
  },
  cities: {
    mutate: ['server/cities.ts'],
    testFiles: ['test/unit/cities.test.ts', 'test/security/rights.test.ts'],
  },
  dispatch: {
    mutate: ['server/{rest,routes,rpc}.ts'],
    testFiles: [
      'test/api/{access,journey}.test.ts',
      'test/security/{advice,requests,rights}.test.ts',
      'test/unit/contract.test.ts',
    ],
  },
  markets: {
    mutate: ['server/markets/{cursor,decide,edit,erase,failures,pages,submit}.ts'],
    testFiles: [
      'test/api/{journey,users}.test.ts',
      'test/security/{advice,cursors,leaks,limits,races}.test.ts',
    ],
  },
} satisfies Record<string, Area>;
