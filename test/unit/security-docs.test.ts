import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { accessLogFormat } from '../../infra/api/stage-settings.ts';
import { timeoutSeconds } from '../../infra/lambda/function.ts';
import { maxHeadBytes } from '../../local/gateway/request.ts';
import { passwordPolicy, tokenLifetimes } from '../../server/deployment/user-pool-settings.ts';
import { maxCitiesPerHall, maxCityHalls } from '../../server/domain/cities.ts';
import { maxPayloadBytes } from '../../server/domain/payload.ts';
import { limits } from '../../server/domain/schemas.ts';
import { maxBodyBytes } from '../../server/http/request.ts';

const docs = new URL('../../docs/', import.meta.url);
const text = readFileSync(new URL('security.md', docs), 'utf8');

const read = (path: string) => readFileSync(new URL(path, docs), 'utf8');

/** A test's title is a literal right after its call, or the first of a row of a table of cases. */
const quotes = ["'", '"', '`'];
const hasTitle = (source: string, start: string) =>
  quotes.some((quote) => source.includes(`${quote}${start}`));

const lastCase = 48;
const pages = ['security.md', 'asvs.md'];

describe('docs/security.md', () => {
  it('lists every numbered case once, each with a test that is titled by its number', () => {
    const rows = [...text.matchAll(/^\| (\d+) \| .+ \| \[[^\]]+\]\(([^)]+)\) \|$/gm)];
    expect(rows.map(([, number]) => Number(number))).toEqual(
      Array.from({ length: lastCase }, (_, index) => index + 1),
    );
    for (const [, number, path = ''] of rows) {
      expect(hasTitle(read(path), `${number}: `), `${number} in ${path}`).toBe(true);
    }
  });

  it.each(pages)('%s refers to existing numbered cases', (page) => {
    const references = [...read(page).matchAll(/\bcases? ([\d, –]+)/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, list = ''] of references) {
      for (const number of list.match(/\d+/g) ?? []) {
        expect(Number(number)).toBeGreaterThan(0);
        expect(Number(number)).toBeLessThanOrEqual(lastCase);
      }
    }
  });

  it.each(pages)('%s names titles of existing tests', (page) => {
    const content = read(page);
    const references = [...content.matchAll(/\]\((\.\.\/test\/[^)]+)\)\s“([^”]+)”/g)];
    expect(references.length).toBeGreaterThan(0);
    expect(references).toHaveLength(content.split('“').length - 1);
    for (const [, path = '', title = ''] of references) {
      const found = quotes.some((quote) => read(path).includes(`${quote}${title}${quote}`));
      expect(found, `${title} in ${path}`).toBe(true);
    }
  });

  it.each([...pages, '../SECURITY.md'])('%s links to existing files', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)#:]+)[)#]/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(0);
    for (const path of links) {
      expect(existsSync(new URL(path, new URL(page, docs))), path).toBe(true);
    }
  });

  it('states how long a submit can still be in progress', () => {
    expect(text.match(/\d+ seconds(?= are over|\. Deciding)/g)).toEqual(
      Array(2).fill(`${timeoutSeconds} seconds`),
    );
    expect(read('../SECURITY.md')).toContain(`for ${timeoutSeconds} s at most`);
  });

  it('names each field of the access log: integrationError and three others were kept silent', () => {
    const section = text.slice(
      text.indexOf("API Gateway's access log"),
      text.indexOf('Who decided'),
    );
    const fields = Object.keys(z.record(z.string(), z.string()).parse(JSON.parse(accessLogFormat)));
    expect(fields.length).toBeGreaterThan(8);
    for (const field of fields) expect(section).toContain(`\`${field}\``);
  });

  it('states the limits of the code, all of them', () => {
    const section = text.slice(text.indexOf('## Limits'), text.indexOf('## Privacy'));
    const rows = [...section.matchAll(/^\| ([^|]+) \| (\d+) \| /gm)];
    expect(Object.fromEntries(rows.map(([, name = '', number]) => [name, Number(number)]))).toEqual(
      {
        'markets per applicant (`marketsPerApplicant`)': 50,
        'decisions per request': limits.decisionsPerRequest,
        'decisions per market': limits.decisionsPerMarket,
        'calls in a tRPC batch': limits.callsPerBatch,
        'bytes of the response to a batch': maxPayloadBytes,
        'bytes of a body': maxBodyBytes,
        'bytes of a request line and headers': maxHeadBytes,
        'items of a page': limits.pageSize,
        'items of a page by default': limits.defaultPageSize,
        'characters of a cursor': limits.cursor,
        "characters of a market's name": limits.marketName,
        "characters of a market's description": limits.marketDescription,
        'characters of a reason': limits.reason,
        'characters of an address': limits.address,
        'characters of a reference': limits.reference,
        'characters of `decidedByPerson`': limits.decidedByPerson,
        'characters of a city': limits.city,
        'price in EUR': limits.marketAveragePrice,
        'markets erased per call': limits.marketsPerErasure,
        'city halls per deployment': maxCityHalls,
        'cities per city hall': maxCitiesPerHall,
        'lifetime of an access token in minutes': tokenLifetimes.accessTokenMinutes,
        'lifetime of a refresh token in days': tokenLifetimes.refreshTokenDays,
        'minimum characters of a password': passwordPolicy.minimumLength,
      },
    );
  });
});
