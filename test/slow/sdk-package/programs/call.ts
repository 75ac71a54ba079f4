import { apiUrl } from './settings.ts';

/** A call of the REST API by `fetch`, with the error of the API. */
export async function call(token: string | undefined, body?: object): Promise<unknown> {
  const response = await fetch(`${apiUrl}/v1/b2c/christmas-markets/user/me`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body ? JSON.stringify(body) : null,
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail, { cause: answer });
  return answer;
}
