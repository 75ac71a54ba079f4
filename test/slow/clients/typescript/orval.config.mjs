export default {
  markets: {
    input: '../../../../openapi.json',
    output: {
      target: '../generated/orval/client.ts',
      client: 'fetch',
      // The base URL and the token, as its documentation suggests.
      override: { mutator: { path: './orval-fetch.ts', name: 'send' } },
    },
  },
};
