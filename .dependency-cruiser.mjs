/** The rules of CONTRIBUTING.md, "Which folder may import which". `npm run lint:imports` checks them. */

/** From top to bottom: a folder or file of `server/` imports only what is below it. */
const floors = [
  'lambda.ts',
  'app.ts',
  'dispatch.ts',
  'openapi',
  'docs',
  'deployment',
  'config.ts',
  'http',
  'contract',
  'markets',
  'observe',
  'domain',
];

const toPath = (names) => `^server/(${names.join('|').replaceAll('.', '\\.')})(/|$)`;

const upward = floors.slice(1).map((floor, index) => ({
  name: `server-${floor}-imports-upward`,
  severity: 'error',
  from: { path: toPath([floor]) },
  to: { path: toPath(floors.slice(0, index + 1)) },
}));

export default {
  forbidden: [
    ...upward,
    { name: 'import-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'server-imports-its-users',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(infra|local|tools|sdk|web|test)/' },
    },
    {
      name: 'client-imports-the-backend',
      severity: 'error',
      from: { path: '^(sdk/src|web)/' },
      to: { path: '^(server|infra|local|tools|test)/' },
    },
    {
      name: 'product-imports-tests',
      severity: 'error',
      from: { path: '^(server|infra|local|tools|sdk)/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    // Type imports count: a type is a dependency for the reader, too.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
  },
};
