import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const sources = fileURLToPath(new URL('../../sdk/src/', import.meta.url));
const modules = ['index', 'react-query', 'rest', 'testing', 'trpc', 'validators'];
const program = ts.createProgram(
  modules.map((name) => `${sources}${name}.ts`),
  { allowImportingTsExtensions: true, noEmit: true, types: [] },
);

it.each(modules)('every export of %s.ts has a description', (name) => {
  const { checker, exported } = readExports(name);
  expect(exported.length).toBeGreaterThan(2);
  const silent = exported.filter(
    (symbol) =>
      // openapi-typescript's own: what it says stands at each path.
      !isDeclaredIn('rest.gen.ts', symbol) && symbol.getDocumentationComment(checker).length === 0,
  );
  expect(silent.map((symbol) => symbol.name)).toEqual([]);
});

it("every property of the data has the server's description", () => {
  const { checker, exported } = readExports('index');
  const data = exported.filter((symbol) => isDeclaredIn('contract.ts', symbol));
  const properties = data.flatMap((symbol) =>
    checker
      .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
      // Those of strings and unions are not ours.
      .filter((property) => isDeclaredIn('rest.gen.ts', property))
      .map((property) => ({ name: `${symbol.name}.${property.name}`, property })),
  );
  const names = properties.map(({ name }) => name);
  expect(names).toContain('Market.marketName');
  // Also where an alias picks, omits or combines.
  expect(names).toContain('MarketSubmission.marketName');
  expect(names).toContain('MarketChanges.marketAveragePrice');
  expect(names).toContain('OwnMarketsQuery.cursor');
  const silent = properties.filter(
    ({ property }) => !property.getJsDocTags(checker).some(({ name }) => name === 'description'),
  );
  expect(silent.map(({ name }) => name)).toEqual([
    // Their types say it.
    'Issue.params',
    'Market.status',
  ]);
});

function readExports(name: string): { checker: ts.TypeChecker; exported: ts.Symbol[] } {
  const file = `${sources}${name}.ts`;
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`Expected a module in ${file}`);
  const exported = checker
    .getExportsOfModule(module)
    .map((each) => (each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each));
  return { checker, exported };
}

function isDeclaredIn(file: string, { declarations = [] }: ts.Symbol): boolean {
  return declarations.some((declaration) => declaration.getSourceFile().fileName.endsWith(file));
}
