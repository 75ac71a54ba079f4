import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  cityHallsSchema,
  createCatalogue,
  parseCityScope,
  toCityKey,
} from '../../server/domain/cities.ts';

describe('a city key', () => {
  it.each([
    ['București', 'bucuresti'],
    ['BUCUREȘTI', 'bucuresti'],
    ['Bucureşti', 'bucuresti'],
    ['București', 'bucuresti'],
    ['Cluj-Napoca', 'cluj-napoca'],
    ['  cluj   napoca ', 'cluj-napoca'],
    ['İstanbul', 'istanbul'],
    ["L'Aquila", 'l-aquila'],
    ['Αθήνα', 'αθηνα'],
  ])('of %s is %s', (name, key) => {
    expect(toCityKey(name)).toBe(key);
    expect(toCityKey(name.normalize('NFD'))).toBe(key);
  });

  it('of a key is the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(toCityKey(toCityKey(name))).toBe(toCityKey(name));
      }),
    );
  });
});

it('the key of a configured city has up to 60 characters, and names are trimmed', () => {
  const key = 'a'.repeat(60);
  const cities = [{ name: ' Αθήνα ', key }, ' Iași '];
  expect(cityHallsSchema.parse([{ name: 'a', cities }])[0]?.cities).toEqual([
    { name: 'Αθήνα', key },
    { name: 'Iași', key: 'iasi' },
  ]);
});

describe('the catalogue', () => {
  const halls = cityHallsSchema.parse([
    { name: 'north', cities: ['Suceava', 'Botoșani'] },
    { name: 'athens', cities: [{ name: 'Αθήνα', key: 'athina' }] },
  ]);
  const catalogue = createCatalogue(halls);

  it.each(['Botoșani', 'BOTOSANI', 'Botoşani', 'botosani'])('finds %s', (spelling) => {
    expect(catalogue.find(spelling)).toEqual({ key: 'botosani', name: 'Botoșani' });
  });

  it.each(['Αθήνα', 'ΑΘΗΝΑ', 'athina'])('finds %s', (spelling) => {
    expect(catalogue.find(spelling)?.key).toBe('athina');
  });

  it.each(['', 'Botoșani2', '__proto__', 'constructor'])('does not find "%s"', (spelling) => {
    expect(catalogue.find(spelling)).toBeUndefined();
  });

  it('names the cities of each set of scopes, and of no other set or catalogue', () => {
    const scopes = new Set(['B2BIdentifier/ApproveChristmasMarkets', 'City/suceava', 'City/none']);
    for (const _ of ['computed', 'kept']) {
      expect(catalogue.listNames(scopes)).toEqual(['Suceava']);
      expect(catalogue.listNames(new Set(['City2/athina', 'City/suceava']))).toEqual([
        'Suceava',
        'Αθήνα',
      ]);
      expect(catalogue.listNames(new Set())).toEqual([]);
      expect(createCatalogue([]).listNames(scopes)).toEqual([]);
    }
  });
});

describe('a city scope', () => {
  it.each([
    ['City/iasi', 'iasi'],
    ['City2/iasi', 'iasi'],
    ['city/iasi', undefined],
    ['City/Iasi', undefined],
    ['XCity/iasi', undefined],
    ['City/iasi/x', undefined],
    ['B2BIdentifier/ApproveChristmasMarkets', undefined],
  ])('%s names %s', (scope, key) => {
    expect(parseCityScope(scope)).toBe(key);
  });
});

describe('the configuration of city halls is refused, with what to write instead:', () => {
  const cities = (count: number) => Array.from({ length: count }, (_, index) => `City ${index}`);
  it.each([
    ['no hall', [], /configure at least one city hall/],
    ['a hall without a city', [{ name: 'a', cities: [] }], /at least one city/],
    ['an unknown key', [{ name: 'a', cities: ['A'], city: 'A' }], /city/],
    ['a name in capitals', [{ name: 'Cluj', cities: ['A'] }], /e\.g\. "cluj"/],
    [
      'a city with a hidden mark',
      [{ name: 'a', cities: ['Cluj\u200e'] }],
      /an invisible character/,
    ],
    ['a city with a tab', [{ name: 'a', cities: ['Cluj\tNapoca'] }], /an invisible character/],
    ['a city without an ASCII key', [{ name: 'a', cities: ['Αθήνα'] }], /key: "athina"/],
    ['a name that ends in "-"', [{ name: 'cluj-', cities: ['A'] }], /e\.g\. "cluj"/],
    ['a name that begins with "-"', [{ name: '-cluj', cities: ['A'] }], /e\.g\. "cluj"/],
    [
      'a city that is no text',
      [{ name: 'a', cities: [5] }],
      /write the city as "Name" or as \{name: "Name", key: "ascii-key"\}/,
    ],
    ...['-athina', 'athina-', 'Athina', 'a'.repeat(61)].map((key): [string, unknown, RegExp] => [
      `the key ${key}`,
      [{ name: 'a', cities: [{ name: 'Αθήνα', key }] }],
      /has no key of a-z, 0-9 and "-"/,
    ]),
    [
      'two spellings of one city',
      [{ name: 'a', cities: ['Iași', 'Iasi'] }],
      /both answer to the key "iasi"/,
    ],
    [
      'two cities of one name, whose markets would be one to either city hall',
      [
        { name: 'sachsen', cities: [{ name: 'Neustadt', key: 'neustadt-sachsen' }] },
        { name: 'hessen', cities: ['Neustadt'] },
      ],
      /"Neustadt" and "Neustadt" both answer to the key "neustadt".*another name/,
    ],
    [
      'the same, with a key for each',
      [
        { name: 'sachsen', cities: [{ name: 'Neustadt', key: 'neustadt-sachsen' }] },
        { name: 'hessen', cities: [{ name: 'NEUSTADT', key: 'neustadt-hessen' }] },
      ],
      /both answer to the key "neustadt"/,
    ],
    [
      "a city whose key is another's name",
      [
        {
          name: 'a',
          cities: [
            { name: 'Αθήνα', key: 'foo' },
            { name: 'Foo', key: 'bar' },
          ],
        },
      ],
      /"Αθήνα" and "Foo" both answer to the key "foo"/,
    ],
    [
      'two halls of one name',
      [
        { name: 'a', cities: ['A'] },
        { name: 'a', cities: ['B'] },
      ],
      /two city halls are called "a"/,
    ],
    ['50 cities in one hall', [{ name: 'a', cities: cities(50) }], /split it into two/],
    [
      '51 halls',
      cities(51).map((city, index) => ({ name: `hall-${index}`, cities: [city] })),
      /deploy a second stack/,
    ],
  ])('%s', (_, value, advice) => {
    const parsed = cityHallsSchema.safeParse(value);
    expect(parsed.error && z.prettifyError(parsed.error)).toMatch(advice);
  });

  it('but not 49 cities in a hall, nor 50 halls', () => {
    expect(cityHallsSchema.safeParse([{ name: 'a', cities: cities(49) }]).success).toBe(true);
    const halls = cities(50).map((city, index) => ({ name: `hall-${index}`, cities: [city] }));
    expect(cityHallsSchema.safeParse(halls).success).toBe(true);
  });
});
