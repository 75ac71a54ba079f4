import type { Package, Shipped } from './packages.ts';
import { findSwaggerUiParts } from './swagger-ui.ts';

/** Allowed licences by SPDX id, with the reason why each is compatible with our MIT licence. */
const allowedLicences = new Map([
  ['MIT', 'as ours: keep the copyright notice with copies'],
  ['MIT-0', 'MIT without any condition'],
  ['0BSD', 'no condition'],
  ['ISC', 'the same as MIT in fewer words'],
  ['BSD-2-Clause', 'as MIT'],
  ['BSD-3-Clause', "as MIT; the authors' names do not advertise for us"],
  ['Apache-2.0', 'permissive, with a patent grant: keep LICENSE and NOTICE with copies'],
]);

/** Returns docs/licences.md. Throws if a package has a licence that is not allowed. */
export function createLicencesPage(shipped: Shipped): string {
  assertAllowed(Object.values(shipped).flat());
  return `# Licences

Written by \`npm run licences\`; a test compares it with what is shipped. Ours is [MIT](../LICENSE).

| allowed | because |
|---|---|
${[...allowedLicences].map(([licence, reason]) => `| ${licence} | ${reason} |`).join('\n')}

Anything else fails the command and the test: \`allowedLicences\` in
[tools/supply/licences.ts](../tools/supply/licences.ts) is the decision. The licence of a package is the one that it
declares, as \`package-lock.json\` repeats it.

## In the Lambda

Bundled into \`index.mjs\`, as esbuild lists what went in. The build puts their licence texts beside it, in
\`THIRD-PARTY-LICENSES.txt\`.

${createTable(shipped.lambda)}

## Beside it: the page at \`/docs\`

${createTable(shipped.docs)}

The page serves Swagger UI's licence, its notice and the notices of its parts, and links to them. Its
bundle contains these parts, as far as \`swagger-ui-bundle.js.LICENSE.txt\` tells; the file names no versions:

| part | licence |
|---|---|
${findSwaggerUiParts()
  .map(({ name, licence }) => `| ${name} | ${licence} |`)
  .join('\n')}

## With the SDK

Installed by npm, each with its own licence file; nothing is bundled into the SDK.

${createTable(shipped.sdk)}
`;
}

export function assertAllowed(packages: readonly Package[]): void {
  const refused = packages.filter(({ licence }) => !allowedLicences.has(licence));
  if (refused.length === 0) return;
  const list = refused.map(({ name, version, licence }) => `${name} ${version} (${licence})`);
  throw new Error(
    `Not on the list of allowed licences: ${list.join(', ')}. Ship another package, or add the licence to tools/supply/licences.ts with its reason.`,
  );
}

function createTable(packages: readonly Package[]): string {
  return [
    '| package | version | licence |',
    '|---|---|---|',
    ...packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
  ].join('\n');
}
