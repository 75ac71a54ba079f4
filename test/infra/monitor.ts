import * as grpc from '@grpc/grpc-js';
import { EngineService } from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import engine, { type LogRequest } from '@pulumi/pulumi/proto/engine_pb.js';
import provider from '@pulumi/pulumi/proto/provider_pb.js';
import { ResourceMonitorService } from '@pulumi/pulumi/proto/resource_grpc_pb.js';
import resource, {
  type ReadResourceRequest,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  type ResourceCallRequest,
  type ResourceInvokeRequest,
  type SupportsFeatureRequest,
} from '@pulumi/pulumi/proto/resource_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { type Graph, notYetKnown, type Values } from './graph.ts';
import { answer, bindServer } from './grpc.ts';
import { describe, invocations } from './provider.ts';
import { toResource, toUrn } from './registration.ts';
import { fromStruct, toStruct } from './wire.ts';

export type LogLine = { severity: 'info' | 'warning' | 'error'; message: string };

const severities = ['debug', 'info', 'warning', 'error'] as const;

/** The resource monitor and the engine of one run, on loopback. */
export async function startMonitor(args: { project: string; stack: string; preview: boolean }) {
  const graph: Graph = { resources: [], outputs: {} };
  const log: LogLine[] = [];
  let rootUrn = '';
  const server = new grpc.Server({ 'grpc.max_receive_message_length': 64 << 20 });

  server.addService(ResourceMonitorService, {
    supportsFeature: answer((_: SupportsFeatureRequest) =>
      new resource.SupportsFeatureResponse().setHassupport(true),
    ),
    registerResourceHook: answer(() => new empty.Empty()),
    registerPackage: answer(() => new resource.RegisterPackageResponse().setRef('package')),
    registerResource: answer((request: RegisterResourceRequest) => {
      const registered = toResource(request, args);
      if (graph.resources.some(({ urn }) => urn === registered.urn)) {
        throw new Error(`Duplicate resource URN '${registered.urn}'`);
      }
      graph.resources.push(registered);
      const response = new resource.RegisterResourceResponse().setUrn(registered.urn);
      if (!registered.custom) return response.setObject(toStruct({}));
      const secrets = new Set(request.getAdditionalsecretoutputsList());
      if (args.preview) {
        const pending = Object.fromEntries([...secrets].map((key) => [key, notYetKnown]));
        return response.setObject(
          toStruct(markSecrets({ ...registered.inputs, ...pending }, secrets)),
        );
      }
      const id = `${registered.name}-id`;
      const outputs = { id, ...describe(registered.type, registered.name, registered.inputs) };
      return response.setId(id).setObject(toStruct(markSecrets(outputs, secrets)));
    }),
    registerResourceOutputs: answer((request: RegisterResourceOutputsRequest) => {
      if (request.getUrn() === rootUrn) graph.outputs = fromStruct(request.getOutputs());
      return new empty.Empty();
    }),
    readResource: answer((request: ReadResourceRequest) =>
      new resource.ReadResourceResponse()
        .setUrn(toUrn(request.getType(), request.getName(), request.getParent(), args))
        .setProperties(
          toStruct(
            describe(request.getType(), request.getName(), fromStruct(request.getProperties())),
          ),
        ),
    ),
    invoke: answer((request: ResourceInvokeRequest) => {
      const answered = invocations[request.getTok()];
      if (answered === undefined) throw new Error(`No answer to the invoke ${request.getTok()}`);
      return new resource.ResourceInvokeResponse().setReturn(toStruct(answered));
    }),
    call: answer((request: ResourceCallRequest) => {
      if (!request.getTok().startsWith('pulumi:providers:')) {
        throw new Error(`No answer to the call ${request.getTok()}`);
      }
      return new provider.CallResponse();
    }),
    signalAndWaitForShutdown: answer(() => new empty.Empty()),
  });
  server.addService(EngineService, {
    log: answer((request: LogRequest) => {
      const severity = severities[request.getSeverity()] ?? 'error';
      if (severity !== 'debug') log.push({ severity, message: request.getMessage() });
      return new empty.Empty();
    }),
    setRootResource: answer((request: InstanceType<typeof engine.SetRootResourceRequest>) => {
      rootUrn = request.getUrn();
      return new engine.SetRootResourceResponse();
    }),
    getRootResource: answer(() => new engine.GetRootResourceResponse().setUrn(rootUrn)),
    requirePulumiVersion: answer(() => new engine.RequirePulumiVersionResponse()),
    startDebugging: answer(() => new empty.Empty()),
  });

  const port = await bindServer(server);
  return { address: `127.0.0.1:${port}`, graph, log, stop: () => server.forceShutdown() };
}

function markSecrets(outputs: Values, secrets: ReadonlySet<string>): Values {
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [
      key,
      secrets.has(key) ? { $secret: value } : value,
    ]),
  );
}
