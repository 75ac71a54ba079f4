import { type DynamoDBClient, errorTypeRegistries } from '@aws-sdk/client-dynamodb';
import { HttpRequest } from '@smithy/core/protocols';
import { Sha256 } from './sha256.ts';

// What the SDK computes anew for each request, and needs only once. docs/performance.md says what it saves.

/** The codec of the SDK walks over every value to look for bytes and sets, which markets do not have. */
const codec = {
  setSerdeContext() {},
  createSerializer() {
    let json = '';
    return {
      setSerdeContext() {},
      write(_schema: unknown, input: unknown) {
        json = JSON.stringify(input);
      },
      flush: () => json,
    };
  },
  createDeserializer: () => ({
    setSerdeContext() {},
    read: (_schema: unknown, data: Uint8Array | string): unknown => {
      return JSON.parse(typeof data === 'string' ? data : Buffer.from(data).toString());
    },
    readObject: (_schema: unknown, value: unknown) => value,
  }),
};

/** The SDK's own, except for the codec and the hash. */
export const lightSettings = {
  sha256: Sha256,
  protocolSettings: {
    defaultNamespace: 'com.amazonaws.dynamodb',
    errorTypeRegistries,
    serviceTarget: 'DynamoDB_20120810',
    jsonCodec: codec,
  },
};

/** To be called before the first request. */
export function lighten({ config, middlewareStack }: DynamoDBClient): void {
  keepSigner(config);
  // It copies every input and output for a log that has no reader.
  middlewareStack.remove('loggerMiddleware');
  // It would pass on a trace, by which AWS finds functions that call themselves. DynamoDB calls none.
  middlewareStack.remove('recursionDetectionMiddleware');
  const userAgent = createUserAgent(config);
  middlewareStack.remove('getUserAgentMiddleware');
  middlewareStack.add(
    (next) => async (args) => {
      if (HttpRequest.isInstance(args.request))
        args.request.headers['user-agent'] = await userAgent;
      return next(args);
    },
    { step: 'build', priority: 'low', name: 'userAgent' },
  );
}

/** The SDK makes a signer for each request. This one still asks for the credentials each time. */
function keepSigner(config: DynamoDBClient['config']): void {
  const create = config.signer;
  let signer: ReturnType<typeof create> | undefined;
  config.signer = (scheme) => {
    signer ??= create(scheme);
    return signer;
  };
}

async function createUserAgent(config: DynamoDBClient['config']): Promise<string> {
  const pairs = await config.defaultUserAgentProvider();
  return pairs
    .map(([name, version]) =>
      version === undefined ? name : `${name}${name.includes('/') ? '#' : '/'}${version}`,
    )
    .join(' ');
}
