import { startDynamoDBLocal } from './dynamodb-local.ts';

/** One database for all test files. Each stack has its own table. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.DYNAMODB_ENDPOINT;
  if (given !== undefined) {
    console.log(`The database under test: ${given} (DYNAMODB_ENDPOINT)`);
    if (given.startsWith('https:')) console.warn('SKIPPED: test/property/faults.test.ts');
    return undefined;
  }
  const local = await startDynamoDBLocal();
  if (local === undefined) {
    console.warn(skippedWarning);
    return async () => console.warn(skippedWarning);
  }
  console.log(`The database under test: AWS's DynamoDB Local at ${local.endpoint}`);
  process.env.DYNAMODB_ENDPOINT = local.endpoint;
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  return async () => {
    await local[Symbol.asyncDispose]();
  };
}

const skippedWarning = `
SKIPPED: no test ran against AWS's DynamoDB Local, because this machine has no "java". The tests ran against the
embedded dynalite. Install Java 17 (Debian: openjdk-17-jre-headless), or set DYNAMODB_ENDPOINT, AWS_REGION and
credentials to use another DynamoDB.
`;
