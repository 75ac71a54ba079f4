import type { oas31 } from 'zod-openapi';

/** What a reader should know before the first operation. */
export const description = `People apply to run a Christmas market in a city, and the city hall approves or rejects the application.

**Revisions.** \`revision\` names the exact content of a market. Every edit makes a new one and sets the market back to \`pending\`. Edits and decisions quote the revision that was read; if the market has changed since, the answer is 409 and nothing happens.

**Pages.** Lists answer with \`items\` and, where there is more, \`nextCursor\`, which is the \`cursor\` of the next call. \`limit\` says how many a page may hold.

**Errors.** Our refusals are problem details (RFC 9457) with a stable \`code\`, \`issues\` where the input was wrong, and the \`requestId\` to report. The gateway in front of the API refuses in its own words: \`{"message": "Unauthorized"}\`. Repeat a call only after no answer, 429 or any 5xx, after the seconds of \`Retry-After\` where it is given, and wait longer each time. Submit with an \`Idempotency-Key\`, a UUID of version 4 in lower case (macOS: \`uuidgen | tr A-Z a-z\`): without one, each repeat makes another market. An edit that is repeated although it had succeeded answers 409 \`STALE_REVISION\`: read the market to see what it is now.

**Growth.** New operations, new optional inputs, new members of answers and new problem codes may come at any time within \`/v1\`: ignore what you do not know. Anything else comes as \`/v2\`. What is to go away answers with \`Deprecation\` (RFC 9745) and \`Sunset\` (RFC 8594) headers for six months at least before it does.`;

export const tags: oas31.TagObject[] = [
  {
    name: 'Applicants',
    description: 'What people may do, signed in: everything with their own markets.',
  },
  {
    name: 'City halls',
    description:
      'What the systems of city halls may do: read the markets of their own cities and decide on them. A token holds a `City/{key}` scope for each of those cities, with the key as in the list of cities.',
  },
  { name: 'Public', description: 'What anyone may ask, without a token.' },
];
