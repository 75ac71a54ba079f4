import type { Outputs } from '../server/deployment/outputs.ts';
import { docsCallbackPath } from '../server/docs/files.ts';
import { type FaultSettings, faultHeader } from './gateway/faults.ts';

/** The first screen: the URLs, the demo applicant, and commands to paste. */
export function createBanner(
  { outputs, outputsFile }: { outputs: Outputs; outputsFile: string },
  { milliseconds, faults }: { milliseconds: number; faults?: FaultSettings | undefined },
): string {
  const { apiUrl, b2bApiUrl, webUrl, demoApplicant } = outputs;
  const callbackUrls = outputs.callbackUrls.filter((url) => url !== `${apiUrl}${docsCallbackPath}`);
  const hall = outputs.cityHalls[0];
  const market = {
    marketName: 'Old Town Market',
    marketDescription: 'Mulled wine and carols',
    marketAveragePrice: 12.5,
    city: hall?.cities[0],
  };
  const outputsFlag = `--outputs ${quote(outputsFile)}`;
  return `
Christmas Markets runs on this machine (ready in ${(milliseconds / 1000).toFixed(1)} s, Ctrl-C stops it)

${webUrl ? `  the app        ${webUrl}\n` : ''}  try the API    ${apiUrl}/docs
  API            ${apiUrl}${b2bApiUrl === apiUrl ? '' : `\n  city halls     ${b2bApiUrl}`}
  OpenAPI        ${apiUrl}/openapi.json
  sign up, in    npm run -s token -- --browser ${outputsFlag}
  demo applicant ${demoApplicant?.email}   password ${demoApplicant?.password}
  callback URLs  ${callbackUrls.join('\n                 ')}
                 (others: npm start -- --callback-url URL)
  all outputs    ${outputsFile}${faults ? `\n  faults are on  ${describeFaults(faults)}` : ''}

As an applicant, in a second terminal:

  APPLICANT=$(npm run -s token -- ${outputsFlag})
  curl -H "authorization: Bearer $APPLICANT" -H 'content-type: application/json' \\
    -d ${quote(JSON.stringify(market))} \\
    ${apiUrl}/v1/b2c/christmas-markets/user/me -w '\\n'

As a city hall, ${hall?.name}:

  CITY_HALL=$(curl -sS -u '${hall?.clientId}:${hall?.clientSecret}' \\
    -d grant_type=client_credentials ${outputs.b2bTokenUrl} \\
    | sed -E 's/.*"access_token":"([^"]+)".*/\\1/')
  curl -H "authorization: Bearer $CITY_HALL" \\
    '${b2bApiUrl}/v1/b2b/christmas-markets/city/${encodeURIComponent(hall?.cities[0] ?? '')}?status=pending' -w '\\n'
`;
}

function describeFaults({ every }: FaultSettings): string {
  const asked = `in a request with the header ${faultHeader}`;
  return every === undefined ? asked : `${asked}, and in one of ${every} requests`;
}

/** Quotes a word for a POSIX shell. */
function quote(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
