import { startDynamoDBLocal } from './dynamodb-local.ts';

/** One database for all test files, each stack with a table of its own in it. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.DYNAMODB_ENDPOINT;
  if (given !== undefined) {
    console.log(`The database under test: ${given} (DYNAMODB_ENDPOINT)`);
    if (given.startsWith('https:')) console.warn('LEFT OUT: test/property/faults.test.ts');
    return undefined;
  }
  const local = await startDynamoDBLocal();
  if (local === undefined) {
    console.warn(leftOut);
    return async () => console.warn(leftOut);
  }
  console.log(`The database under test: AWS's DynamoDB Local at ${local.endpoint}`);
  process.env.DYNAMODB_ENDPOINT = local.endpoint;
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  return async () => {
    await local[Symbol.asyncDispose]();
  };
}

const leftOut = `
LEFT OUT: no test ran against AWS's DynamoDB Local, as there is no "java" here. What ran, ran against
the embedded dynalite. Install Java 17 (Debian: openjdk-17-jre-headless), or name another DynamoDB
by DYNAMODB_ENDPOINT, AWS_REGION and credentials.
`;
