import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { AnalyzerClient } from '@pulumi/pulumi/proto/analyzer_grpc_pb.js';
import analyzer, { type AnalyzerInfo } from '@pulumi/pulumi/proto/analyzer_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { reveal, type Values } from './graph.ts';
import { toStruct } from './wire.ts';

const folder = fileURLToPath(new URL('../../infra/policies', import.meta.url));
const runner = createRequire(import.meta.url).resolve('@pulumi/pulumi/cmd/run-policy-pack');
const levels = ['advisory', 'mandatory', 'disabled', 'remediate'];

/** The policy pack as a process that serves the engine, as `pulumi up --policy-pack` starts it. */
export async function startPolicyPack() {
  // The address of an engine is demanded; only errors while loading are sent there.
  const child = spawn(process.execPath, [runner, '127.0.0.1:1', '.'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port]: Buffer[] = await once(child.stdout, 'data');
  const client = new AnalyzerClient(
    `127.0.0.1:${port?.toString().trim()}`,
    credentials.createInsecure(),
  );
  return {
    async policyNames() {
      const info = await call<AnalyzerInfo>((done) =>
        client.getAnalyzerInfo(new empty.Empty(), done),
      );
      return info.getPoliciesList().map((policy) => policy.getName());
    },
    async analyze({ type, name, inputs }: { type: string; name: string; inputs: Values }) {
      const revealed = Object.fromEntries(
        Object.entries(inputs).map(([key, value]) => [key, reveal(value)]),
      );
      const request = new analyzer.AnalyzeRequest()
        .setType(type)
        .setName(name)
        .setUrn(`urn:pulumi:dev::christmas-markets::${type}::${name}`)
        .setOptions(new analyzer.AnalyzerResourceOptions())
        .setProperties(toStruct(revealed));
      const response = await call<InstanceType<typeof analyzer.AnalyzeResponse>>((done) =>
        client.analyze(request, done),
      );
      return response.getDiagnosticsList().map((each) => {
        const violation = each.getMessage().trim().split('\n').at(-1);
        return `${levels[each.getEnforcementlevel()]} ${each.getPolicyname()}: ${violation}`;
      });
    },
    async [Symbol.asyncDispose]() {
      client.close();
      const closed = once(child, 'close');
      child.kill();
      await closed;
    },
  };
}

function call<Response>(
  send: (done: (error: ServiceError | null, response: Response) => void) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => (error ? reject(error) : resolve(response)));
  });
}
