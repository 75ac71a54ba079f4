/** What the peers read of an event of API Gateway, payload format 2.0. */
export type Event = {
  routeKey: string;
  rawPath: string;
  rawQueryString: string;
  headers: Record<string, string | undefined>;
  pathParameters?: Record<string, string | undefined> | undefined;
  body?: string | undefined;
  requestContext: { http: { method: string } };
};
