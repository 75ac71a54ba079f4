import { Refusal } from './answer.ts';
import type { GatewayRequest } from './request.ts';

const faults = ['429', '503', 'slow', 'cut'] as const;

/**
 * `429`: throttled. `503`: the integration does not answer, and the Lambda is not called. `slow`: the
 * Lambda's answer is delayed. `cut`: the connection closes in the middle of the Lambda's answer.
 */
export type Fault = (typeof faults)[number];

export type FaultSettings = {
  /** Every n-th request gets a fault, in the order of `Fault`. Without it, only requests that ask. */
  every?: number | undefined;
  /** @default 10_000 */
  slowMs?: number;
};

/** The request header that asks for one fault: `x-fault: 429`. */
export const faultHeader = 'x-fault';

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
    return count % every === 0 ? faults[(count / every - 1) % faults.length] : undefined;
  };
}

function parseFault(asked: string): Fault {
  const fault = faults.find((each) => each === asked);
  if (fault !== undefined) return fault;
  const reason = `${faultHeader}: ${JSON.stringify(asked)}: expected one of ${faults.join(', ')}`;
  throw new Refusal(400, { reason });
}
