/** What goes back over the wire, before the request id is put on it. */
export type Answer = {
  status: number;
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer;
};

/** Thrown by any step of the request's way: the gateway answers by itself, and no step follows. */
export class Refusal extends Error {
  readonly status: RefusalStatus;
  readonly answer: Answer;

  constructor(status: RefusalStatus, { headers = [], ...options }: RefusalOptions = {}) {
    super(messages[status], options);
    this.status = status;
    this.answer = {
      status,
      headers: [['content-type', 'application/json'], ...headers],
      body: Buffer.from(JSON.stringify({ message: messages[status] })),
    };
  }
}

export type RefusalOptions = ErrorOptions & { headers?: Answer['headers'] };

export type RefusalStatus = keyof typeof messages;

const messages = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
