import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

it.each(['index', 'rest'])('everything that %s.ts exports says what it is', (name) => {
  const file = fileURLToPath(new URL(`../../sdk/src/${name}.ts`, import.meta.url));
  const program = ts.createProgram([file], { allowImportingTsExtensions: true, noEmit: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`Expected a module in ${file}`);
  const exported = checker.getExportsOfModule(module);
  expect(exported.length).toBeGreaterThan(5);
  const silent = exported.filter((each) => {
    const symbol = each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each;
    // openapi-typescript's own: what it says stands at each path.
    const isGenerated = symbol.declarations?.some((declaration) =>
      declaration.getSourceFile().fileName.endsWith('rest.gen.ts'),
    );
    return !isGenerated && symbol.getDocumentationComment(checker).length === 0;
  });
  expect(silent.map((symbol) => symbol.name)).toEqual([]);
});
