/** The databases differ; what a test has to know of that stands here. */
type Engine = {
  name: string;
  /** Whether `ConsumedCapacity` counts what a write does to the index. */
  indexIsCharged: boolean;
};

const dynalite: Engine = { name: 'dynalite', indexIsCharged: false };

/** AWS's own, local and in the cloud. */
const dynamodb: Engine = { name: 'DynamoDB', indexIsCharged: true };

export const engine = process.env.DYNAMODB_ENDPOINT === undefined ? dynalite : dynamodb;
