import ts from 'typescript';

/** What the TSDoc of an exported type's properties says, in the order in which they shall stand. */
export type Describe = (typeName: string) => ReadonlyMap<string, readonly string[]>;

/**
 * Every type that `file` exports, spelled out in full: no import, no generic, nothing to resolve.
 * Where one of them holds another, it holds it by name.
 */
export function printTypes(file: string, options: ts.CompilerOptions, describe: Describe): string {
  const program = ts.createProgram([file], { ...options, noEmit: true });
  const source = program.getSourceFile(file);
  if (source === undefined) throw new Error(`${file} cannot be read`);
  const problems = ts.getPreEmitDiagnostics(program, source);
  if (problems.length > 0) throw new Error(ts.formatDiagnostics(problems, formatHost));

  const checker = program.getTypeChecker();
  const aliases = source.statements.filter(ts.isTypeAliasDeclaration).filter(isExported);
  const named = new Map(
    aliases.map((alias) => [toShape(checker.getTypeAtLocation(alias), checker), alias.name.text]),
  );
  return aliases
    .map((alias) => {
      const name = alias.name.text;
      const type = checker.getTypeAtLocation(alias);
      const print = createPrinter(checker, named, describe(name));
      return `${commentOf(alias)}export type ${name} = ${print(type, { isTop: true, indent: '' })};\n`;
    })
    .join('\n');
}

type Place = { isTop: boolean; indent: string };

function createPrinter(
  checker: ts.TypeChecker,
  named: ReadonlyMap<string, string>,
  docs: ReadonlyMap<string, readonly string[]>,
) {
  const order = [...docs.keys()];
  return function print(type: ts.Type, { isTop, indent }: Place): string {
    const name = named.get(toShape(type, checker));
    if (!isTop && name !== undefined) return name;
    if (checker.isArrayType(type)) {
      return toArray(type, print(elementOf(type, checker), { isTop: false, indent }));
    }
    if (!isPlainObject(type)) return toText(type, checker);
    const inner = `${indent}  `;
    const properties = checker
      .getPropertiesOfType(type)
      .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
    const members = properties.map((property) => {
      const text = print(typeOf(property, checker), { isTop: false, indent: inner });
      return `${toComment(docs.get(property.name) ?? [], inner)}${inner}${toKey(property)}: ${text}${toEnd(property, checker)};\n`;
    });
    return members.length === 0 ? 'Record<string, never>' : `{\n${members.join('')}${indent}}`;
  };
}

/** The same for any two types that are spelled the same way. */
function toShape(type: ts.Type, checker: ts.TypeChecker): string {
  if (checker.isArrayType(type)) return toArray(type, toShape(elementOf(type, checker), checker));
  if (!isPlainObject(type)) return toText(type, checker);
  const members = checker
    .getPropertiesOfType(type)
    .map((property) => `${toKey(property)}: ${toShape(typeOf(property, checker), checker)}`);
  return `{${members.sort().join('; ')}}`;
}

function isPlainObject(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
}

function toArray(type: ts.Type, element: string): string {
  return `${type.symbol.name === 'ReadonlyArray' ? 'readonly ' : ''}${element}[]`;
}

function elementOf(type: ts.Type, checker: ts.TypeChecker): ts.Type {
  const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  if (element === undefined) throw new Error('Expected an array');
  return element;
}

/** Without the `undefined` of what is optional anyway. */
function typeOf(property: ts.Symbol, checker: ts.TypeChecker): ts.Type {
  const type = checker.getTypeOfSymbol(property);
  return isOptional(property) ? checker.getNonNullableType(type) : type;
}

/** In projects with `exactOptionalPropertyTypes`, `undefined` may still be given. */
function toEnd(property: ts.Symbol, checker: ts.TypeChecker): string {
  if (!isOptional(property)) return '';
  const text = toText(checker.getTypeOfSymbol(property), checker);
  return /(^|\| )undefined($| \|)/.test(text) ? ' | undefined' : '';
}

function toKey(property: ts.Symbol): string {
  const key = /^\w+$/.test(property.name) ? property.name : `'${property.name}'`;
  return isOptional(property) ? `${key}?` : key;
}

function isOptional(property: ts.Symbol): boolean {
  return (property.flags & ts.SymbolFlags.Optional) !== 0;
}

function toText(type: ts.Type, checker: ts.TypeChecker): string {
  return checker
    .typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias)
    .replaceAll('"', "'");
}

function toComment(lines: readonly string[], indent: string): string {
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
}

function isExported(alias: ts.TypeAliasDeclaration): boolean {
  return alias.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function commentOf(alias: ts.TypeAliasDeclaration): string {
  const [range] = ts.getLeadingCommentRanges(alias.getFullText(), 0) ?? [];
  return range ? `${alias.getFullText().slice(range.pos, range.end)}\n` : '';
}

const formatHost: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => process.cwd(),
  getNewLine: () => '\n',
};
