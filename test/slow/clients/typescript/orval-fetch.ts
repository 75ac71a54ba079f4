import { environment } from './environment.ts';

/** What the client that orval generates calls for each request. */
export async function send<T>(path: string, request: RequestInit): Promise<T> {
  const isCityHall = path.startsWith('/v1/b2b/');
  const headers = new Headers(request.headers);
  const { apiUrl, b2bApiUrl, applicantToken, cityHallToken } = environment;
  headers.set('authorization', `Bearer ${isCityHall ? cityHallToken : applicantToken}`);
  const response = await fetch((isCityHall ? b2bApiUrl : apiUrl) + path, { ...request, headers });
  const data: unknown = await response.json();
  return { data, status: response.status, headers: response.headers } as T;
}
