import { Refusal } from './answer.ts';
import type { GatewayRequest } from './request.ts';

/** Every fault with its explanation, in the order of `--fault-every`. */
export const faults = [
  ['401', 'Unauthorized, as after the token has expired'],
  ['409', 'a revision in the body is replaced by an old one: STALE_REVISION'],
  ['410', 'a cursor of changes is replaced by an old one: CURSOR_EXPIRED'],
  ['429', 'Too Many Requests, as when the API throttles'],
  ['503', 'Service Unavailable with Retry-After: 1; nothing is written'],
  ['slow', 'the answer is sent 10 s late'],
  ['lost', 'the request is processed, then the connection closes without an answer'],
  ['cut', 'the request is processed, then the connection closes within the answer'],
] as const;

export type Fault = (typeof faults)[number][0];

export type FaultSettings = {
  /** Every n-th request gets a fault, each in turn. Without it, only requests that ask. */
  every?: number | undefined;
  /** @default 10_000 */
  slowMs?: number;
};

/** The request header that asks for one fault: `x-fault: 429`. */
export const faultHeader = 'x-fault';

const order = faults.map(([fault]) => fault);

/** Chooses the fault of each request. AWS has no such thing: it is for rehearsals on the local stack. */
export function createFaults({
  every,
}: FaultSettings): (request: GatewayRequest) => Fault | undefined {
  let count = 0;
  return ({ headers }) => {
    const asked = headers.get(faultHeader);
    if (asked !== undefined) return parseFault(asked);
    if (every === undefined) return undefined;
    count += 1;
    return count % every === 0 ? order[(count / every - 1) % order.length] : undefined;
  };
}

function parseFault(asked: string): Fault {
  const fault = order.find((each) => each === asked);
  if (fault !== undefined) return fault;
  const reason = `${faultHeader}: ${JSON.stringify(asked)}: expected one of ${order.join(', ')}`;
  throw new Refusal(400, { reason });
}
