import {
  type DynamoDBClient,
  errorTypeRegistries,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import { HttpRequest } from '@smithy/core/protocols';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import type { HandlerExecutionContext, SerializeMiddleware } from '@smithy/types';
import { collectStream, lightCodec } from './light-codec.ts';
import { Sha256 } from './sha256.ts';

// What the SDK computes anew for each request, and needs only once. docs/performance.md says what it saves.

/** The SDK's own, except for the codec, the hash and the collector. */
export const lightSettings = {
  sha256: Sha256,
  streamCollector: collectStream,
  protocolSettings: {
    defaultNamespace: 'com.amazonaws.dynamodb',
    errorTypeRegistries,
    serviceTarget: 'DynamoDB_20120810',
    jsonCodec: lightCodec,
  },
};

/** To be called before the first request. */
export function lighten(client: DynamoDBClient): void {
  const { config, middlewareStack } = client;
  keepSigner(config);
  // It copies every input and output for a log that has no reader.
  middlewareStack.remove('loggerMiddleware');
  // It would pass on a trace, by which AWS finds functions that call themselves. DynamoDB calls none.
  middlewareStack.remove('recursionDetectionMiddleware');
  copyLess(client);
  setHeaders(client);
  keepEndpoint(client);
  sign(client);
}

/** The SDK's own middleware copies its configuration twice for each request. This one has what a protocol needs. */
function copyLess({ config, middlewareStack }: DynamoDBClient): void {
  const { base64Decoder, base64Encoder, disableHostPrefix, protocol } = config;
  const { requestHandler, streamCollector, urlParser, utf8Decoder, utf8Encoder } = config;
  middlewareStack.use(
    getSchemaSerdePlugin({
      base64Decoder,
      base64Encoder,
      disableHostPrefix,
      protocol,
      requestHandler,
      streamCollector,
      urlParser,
      utf8Decoder,
      utf8Encoder,
    }),
  );
}

/** One middleware for all headers that are the same for each request, and one for the length. */
function setHeaders({ config, middlewareStack }: DynamoDBClient): void {
  const userAgent = createUserAgent(config);
  middlewareStack.remove('getUserAgentMiddleware');
  middlewareStack.remove('hostHeaderMiddleware');
  middlewareStack.remove('contentLengthMiddleware');
  middlewareStack.add(
    (next) => async (args) => {
      const { request } = args;
      if (HttpRequest.isInstance(request)) {
        const { hostname, port, headers, body } = request;
        headers['user-agent'] = await userAgent;
        headers.host = port === undefined ? hostname : `${hostname}:${port}`;
        headers['content-length'] = String(Buffer.byteLength(body));
      }
      return next(args);
    },
    { step: 'build', name: 'fixedHeaders' },
  );
}

type Serialize = SerializeMiddleware<ServiceInputTypes, ServiceOutputTypes>;

/** The endpoint follows from settings alone: it is resolved at the first request of each command. */
function keepEndpoint({ middlewareStack }: DynamoDBClient): void {
  const followers = new WeakMap<HandlerExecutionContext, Parameters<Serialize>[0]>();
  const findFollower: Serialize = (next, context) => {
    followers.set(context, next);
    return next;
  };
  middlewareStack.addRelativeTo(findFollower, {
    relation: 'after',
    toMiddleware: 'endpointV2Middleware',
    name: 'findFollower',
  });
  middlewareStack.add(
    (next, context) => {
      const follower = followers.get(context) ?? next;
      return (args) => (context.endpointV2 === undefined ? next(args) : follower(args));
    },
    { step: 'serialize', priority: 'high', name: 'keepEndpoint' },
  );
}

/** The SDK's own looks for the scheme and the credentials before each request. */
function sign({ config, middlewareStack }: DynamoDBClient): void {
  const [scheme] = config.httpAuthSchemes;
  if (scheme === undefined) throw new Error('The SDK has no signer');
  const { signer } = scheme;
  middlewareStack.remove('httpAuthSchemeMiddleware');
  middlewareStack.remove('httpSigningMiddleware');
  middlewareStack.add(
    (next, context) => async (args) => {
      if (!HttpRequest.isInstance(args.request)) return next(args);
      // Of this attempt alone: it receives the time at which it was signed.
      const properties = { config, context };
      const request = await signer.sign(args.request, {}, properties);
      try {
        const result = await next({ ...args, request });
        signer.successHandler?.(result.response, properties);
        return result;
      } catch (error) {
        if (error instanceof Error) signer.errorHandler?.(properties)(error);
        throw error;
      }
    },
    { step: 'finalizeRequest', name: 'sign' },
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
