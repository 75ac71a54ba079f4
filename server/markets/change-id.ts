import { v7 as uuidv7 } from 'uuid';

/** Milliseconds since 1970. Lambdas have clocks that differ. */
export type Clock = () => number;

/** The place of a write in the changes of its city: a UUID of version 7. */
export function createChangeId(clock: Clock): string {
  return uuidv7({ msecs: clock() });
}

/** The lowest of all changeIds of a millisecond. */
export function firstChangeIdAt(milliseconds: number): string {
  const time = milliseconds.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

export function readChangeTime(changeId: string): number {
  return Number.parseInt(changeId.slice(0, 13).replace('-', ''), 16);
}
