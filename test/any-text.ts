import fc from 'fast-check';

/** A string of any code points. fast-check's own, `unit: 'binary'`, takes a second to prepare. */
export function anyText(
  constraints: Omit<fc.StringConstraints, 'unit'> = {},
): fc.Arbitrary<string> {
  return fc.string({ ...constraints, unit: character });
}

const character = fc
  // All but the surrogates, which are no characters by themselves.
  .oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map(
    (codePoint) => String.fromCodePoint(codePoint),
    // With this, fast-check also tries texts like `__proto__`.
    (text) => {
      const codePoint = typeof text === 'string' ? text.codePointAt(0) : undefined;
      if (codePoint === undefined || String.fromCodePoint(codePoint) !== text)
        throw new Error(`Expected one character, found ${text}`);
      return codePoint;
    },
  );
