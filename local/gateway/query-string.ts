import { Refusal } from './answer.ts';
import { malformedQueryStatus } from './assumptions.ts';

/** Decodes values (`+` is a space) and joins the values of a repeated name with a comma. */
export function parseQueryString(rawQueryString: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of rawQueryString.split('&')) {
    if (pair === '') continue;
    const equalsAt = pair.indexOf('=');
    const name = decode(equalsAt === -1 ? pair : pair.slice(0, equalsAt));
    const value = equalsAt === -1 ? '' : decode(pair.slice(equalsAt + 1));
    const earlier = parameters.get(name);
    parameters.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return parameters;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Refusal(malformedQueryStatus);
  }
}
