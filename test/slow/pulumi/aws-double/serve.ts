import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as grpc from '@grpc/grpc-js';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import { ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import provider, {
  type CheckRequest,
  type ConfigureRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type InvokeRequest,
  type ReadRequest,
  type UpdateRequest,
} from '@pulumi/pulumi/proto/provider_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { notYetKnown, type Value } from '../../../infra/graph.ts';
import { answer, bindServer } from '../../../infra/grpc.ts';
import { invocations } from '../../../infra/provider.ts';
import { fromStruct, toStruct } from '../../../infra/wire.ts';
import { Account } from './account.ts';
import { findResourceType } from './resource-types.ts';

/** Pulumi's AWS provider, without AWS: the CLI attaches to it by `PULUMI_DEBUG_PROVIDERS=aws:<port>`. */
export async function serveAwsDouble() {
  const account = new Account();
  const server = new grpc.Server({ 'grpc.max_receive_message_length': 64 << 20 });
  server.addService(ResourceProviderService, {
    handshake: answer(() =>
      new provider.ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptResources(true),
    ),
    attach: answer(() => new empty.Empty()),
    getPluginInfo: answer(() => new plugin.PluginInfo().setVersion('7.48.0')),
    getSchema: answer(() => new provider.GetSchemaResponse().setSchema('{"name":"aws"}')),
    checkConfig: answer((request: CheckRequest) =>
      new provider.CheckResponse().setInputs(request.getNews()),
    ),
    diffConfig: answer(() =>
      new provider.DiffResponse().setChanges(provider.DiffResponse.DiffChanges.DIFF_NONE),
    ),
    configure: answer((request: ConfigureRequest) => {
      account.calls.push('configure');
      account.settings = Object.fromEntries(request.getVariablesMap().toArray());
      return new provider.ConfigureResponse()
        .setAcceptsecrets(true)
        .setAcceptresources(true)
        .setSupportspreview(true);
    }),
    invoke: answer((request: InvokeRequest) => {
      account.calls.push(`invoke ${request.getTok()}`);
      const answered = invocations[request.getTok()];
      if (answered === undefined) throw new Error(`No answer to the invoke ${request.getTok()}`);
      return new provider.InvokeResponse().setReturn(toStruct(answered));
    }),
    check: answer(check),
    diff: answer(diff),
    create: answer((request: CreateRequest) => {
      const { type, name } = readUrn(request.getUrn());
      const inputs = fromStruct(request.getProperties());
      const response = new provider.CreateResponse();
      if (request.getPreview()) return response.setProperties(toStruct(inputs));
      account.calls.push(`create ${name}`);
      const { id, outputs } = account.create(type, name, inputs);
      return response.setId(id).setProperties(toStruct(outputs));
    }),
    read: answer((request: ReadRequest) => {
      const { type, name } = readUrn(request.getUrn());
      account.calls.push(`read ${name}`);
      const stored = account.read(type, request.getId());
      const response = new provider.ReadResponse();
      if (stored === undefined) return response;
      return response
        .setId(request.getId())
        .setProperties(toStruct(stored.outputs))
        .setInputs(toStruct(stored.inputs));
    }),
    update: answer((request: UpdateRequest) => {
      const { type, name } = readUrn(request.getUrn());
      const inputs = fromStruct(request.getNews());
      const response = new provider.UpdateResponse();
      if (request.getPreview()) {
        const published = inputs.publish === true && { version: notYetKnown };
        return response.setProperties(
          toStruct({ ...fromStruct(request.getOlds()), ...inputs, ...published }),
        );
      }
      account.calls.push(`update ${name}`);
      return response.setProperties(toStruct(account.update(type, request.getId(), name, inputs)));
    }),
    delete: answer((request: DeleteRequest) => {
      const { type, name } = readUrn(request.getUrn());
      account.calls.push(`delete ${name}`);
      account.delete(type, request.getId(), name);
      return new empty.Empty();
    }),
    cancel: answer(() => new empty.Empty()),
  });
  const port = await bindServer(server);
  return { account, port, [Symbol.dispose]: () => server.forceShutdown() };
}

/** Names what has no name, as Pulumi's provider does, and keeps the name of an existing resource. */
function check(request: CheckRequest) {
  const { type, name } = readUrn(request.getUrn());
  const inputs = fromStruct(request.getNews());
  const { autonamed } = findResourceType(type);
  if (
    autonamed !== undefined &&
    inputs[autonamed] === undefined &&
    inputs.namePrefix === undefined
  ) {
    const old = fromStruct(request.getOlds())[autonamed];
    inputs[autonamed] = old ?? `${name}-${toSuffix(request.getRandomseed_asU8())}`;
    inputs.__defaults = [autonamed];
  }
  return new provider.CheckResponse().setInputs(toStruct(inputs));
}

function toSuffix(seed: Uint8Array): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, 7);
}

function diff(request: DiffRequest) {
  const { type } = readUrn(request.getUrn());
  const [olds, news] = [fromStruct(request.getOldInputs()), fromStruct(request.getNews())];
  const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
    (key) => key !== '__defaults' && !isSame(olds[key], news[key]),
  );
  const { replacing } = findResourceType(type);
  const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
  return new provider.DiffResponse()
    .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(changed)
    .setReplacesList(changed.filter((key) => replacing.includes(key)));
}

/** A value that is not known yet may be another. */
function isSame(old: Value | undefined, value: Value | undefined): boolean {
  return value !== notYetKnown && isDeepStrictEqual(old, value);
}

function readUrn(urn: string): { type: string; name: string } {
  const [, , types = '', name = ''] = urn.split('::');
  return { type: types.split('$').at(-1) ?? '', name };
}
