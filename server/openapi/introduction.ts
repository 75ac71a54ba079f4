import type { oas31 } from 'zod-openapi';

/** The introduction of the document: what all operations have in common. */
export const description = `People apply to run a Christmas market in a city, and the city hall approves or rejects the application.

**Revisions.** \`revision\` identifies the exact content of a market. Every edit creates a new revision and sets the market back to \`pending\`. An edit or a decision sends the revision that you read. If the market has changed since then, the response is 409 and nothing is written.

**Pages.** A list returns \`items\` and, if there are more, \`nextCursor\`: send it as \`cursor\` in the next request. \`limit\` is the maximum number of items in a page.

**Text.** Text is stored as it is sent, with two exceptions: a tab becomes a space, and CR LF and CR become LF. LF is allowed only in \`marketDescription\` and \`reason\`. Lengths count Unicode code points. Every text needs a visible character. These characters are refused: control characters, bidirectional formatting characters (such as U+202E), line and paragraph separators (U+2028, U+2029), deprecated formatting characters (U+206A to U+206F), interlinear annotation (U+FFF9 to U+FFFB), lone surrogates, tags and variation selectors of plane 14 (except in flags of regions and after Han characters), and three invisible characters in a row. The patterns in this document check only a part of these rules.

**Errors.** The errors of the API are problem details (RFC 9457) with a stable \`code\`, with \`issues\` if the input is not valid, and with the \`requestId\` to report. The gateway in front of the API has another error body: \`{"message": "Unauthorized"}\`. Repeat a request only after no response, 429 or any 5xx. Wait for the seconds of \`Retry-After\` if it is present, and longer before each further attempt. Submit with an \`Idempotency-Key\`, a UUID of version 4 (\`uuidgen\`): without one, each repeated request submits another market. If an edit succeeded, its repetition returns 409 \`STALE_REVISION\`: read the market to see its content.

**Compatibility.** Within \`/v1\`, new operations, optional inputs, members of responses and problem codes may be added at any time: ignore the ones that you do not know. Any other change is a new version, \`/v2\`. A deprecated operation sends the headers \`Deprecation\` (RFC 9745) and \`Sunset\` (RFC 8594) for at least six months before it is removed.`;

export const tags: oas31.TagObject[] = [
  {
    name: 'Applicants',
    description: 'For people who are signed in: the operations on their own markets.',
  },
  {
    name: 'City halls',
    description:
      'For the systems of city halls: read the markets of their own cities and decide on them. A token has a `City/{key}` scope for each of those cities. `GET /v1/cities` lists the keys.',
  },
  { name: 'Public', description: 'Operations without a token.' },
];
