/** An HTTP response, before the gateway adds the request id. */
export type Answer = {
  status: number;
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer;
  /** An injected fault: the connection closes before the answer, or in the middle of its body. */
  brokenOff?: 'before' | 'within';
};

/** Thrown by any step: the gateway answers itself, and the steps after it do not run. */
export class Refusal extends Error {
  readonly status: RefusalStatus;
  readonly answer: Answer;
  readonly reason: string | undefined;

  constructor(status: RefusalStatus, { headers = [], reason, ...options }: RefusalOptions = {}) {
    super(messages[status], options);
    this.status = status;
    this.reason = reason;
    this.answer = {
      status,
      headers: [['content-type', 'application/json'], ...headers],
      body: Buffer.from(JSON.stringify({ message: messages[status] })),
    };
  }
}

export type RefusalOptions = ErrorOptions & {
  headers?: Answer['headers'];
  /** For the developer, on the terminal. A client never receives it. */
  reason?: string;
};

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
