import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import { UserError } from '../program.ts';

const alarmsSchema = z.array(z.string());

/** The alarms that are raised, by AWS's CLI with the credentials of the deploy. */
export async function findRaisedAlarms(
  names: readonly string[],
  region: string,
): Promise<string[]> {
  const args = [
    ...['cloudwatch', 'describe-alarms', '--region', region, '--output', 'json'],
    ...['--state-value', 'ALARM', '--query', 'MetricAlarms[].AlarmName', '--alarm-names', ...names],
  ];
  try {
    const { stdout } = await promisify(execFile)('aws', args);
    return alarmsSchema.parse(JSON.parse(stdout));
  } catch (error) {
    throw new UserError(
      `The alarms cannot be read by "aws cloudwatch describe-alarms": ${error instanceof Error ? error.message : error}`,
    );
  }
}
