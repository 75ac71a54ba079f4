import { expect, it } from 'vitest';
import * as schemas from '../../server/domain/schemas.ts';
import { readJsonBody } from '../../server/http/request.ts';
import { createStaticFile } from '../../server/http/static-file.ts';
import { parseJson } from '../../server/http/strict-json.ts';
import { toEvent } from '../unit/recorded-event.ts';

// 42: a text that a stranger chooses is read in linear time, whatever it is made for.

const file = createStaticFile({ content: 'x', contentType: 'text/plain' });
const withHeaders = (headers: Record<string, string>, body = '') => ({
  ...toEvent('GET /docs'),
  headers,
  body,
});

const readers: [string, (text: string) => unknown][] = [
  ['accept-encoding', (text) => file(withHeaders({ 'accept-encoding': text }))],
  ['if-none-match', (text) => file(withHeaders({ 'if-none-match': text }))],
  ['content-type', (text) => readJsonBody(withHeaders({ 'content-type': text }, '{}'))],
  ['authorization', (text) => text.match(/^Bearer +(\S+)$/i)],
  ['JSON', (text) => parseJson(`[${JSON.stringify(text)}${' '.repeat(text.length)}]`, 'x')],
  ['a name', (text) => schemas.marketNameSchema.safeParse(text)],
  ['a description', (text) => schemas.marketDescriptionSchema.safeParse(text)],
  ['a city', (text) => schemas.citySchema.safeParse(text)],
  ['an id', (text) => schemas.userIdSchema.safeParse(text)],
  ['a cursor', (text) => schemas.pageInput.cursor.safeParse(text)],
];

const texts: [string, (length: number) => string][] = [
  ['spaces', (length) => `gzip${' '.repeat(length)}x`],
  ['commas', (length) => `gzip${','.repeat(length)}x`],
  ['semicolons', (length) => `gzip${'; q=0'.repeat(length / 5)}x`],
  ['Bearer and spaces', (length) => `Bearer${' '.repeat(length)}x y`],
  ['quotes', (length) => '"'.repeat(length)],
  ['invisible characters', (length) => '\u200b'.repeat(length)],
  ['flags', (length) => '🏴\u{e0067}'.repeat(length / 4)],
];

function measure(run: () => unknown): number {
  const times = Array.from({ length: 9 }, () => {
    const started = performance.now();
    try {
      run();
    } catch {
      // A refusal is as good an answer.
    }
    return performance.now() - started;
  });
  return Math.min(...times);
}

it.each(
  readers.flatMap(([reader, read]) =>
    texts.map(([text, make]) => [reader, text, read, make] as const),
  ),
)('42: %s of %s', (_reader, _text, read, make) => {
  const short = make(980);
  const long = make(9_800);
  measure(() => read(short));
  // Ten times as long: quadratic is a hundred times. Half a millisecond is noise.
  expect(measure(() => read(long))).toBeLessThan(40 * measure(() => read(short)) + 0.5);
});
