import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import * as grpc from '@grpc/grpc-js';
import { LanguageRuntimeService } from '@pulumi/pulumi/proto/language_grpc_pb.js';
import language, {
  type RunPluginRequest,
  type RunRequest,
} from '@pulumi/pulumi/proto/language_pb.js';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import * as z from 'zod';

/*
 * A language host for Node.js: the part of Pulumi that starts the program and the policy pack. Pulumi's own
 * is a separate Go module, which the CLI's module does not contain. Both programs start as Pulumi starts
 * them, by the entry points of @pulumi/pulumi.
 */

/** Of the CLI, which logs there. */
const engineAddress = process.argv.at(-1) ?? '';

const server = new grpc.Server();
server.addService(LanguageRuntimeService, {
  handshake: answer(() => new language.LanguageHandshakeResponse()),
  getPluginInfo: answer(() => new plugin.PluginInfo().setVersion('1.0.0')),
  // The providers that the program needs: the CLI would download them, and ours is attached.
  getRequiredPackages: answer(() => new language.GetRequiredPackagesResponse()),
  getRequiredPlugins: answer(() => new language.GetRequiredPluginsResponse()),
  about: answer(() => new language.AboutResponse().setExecutable(process.execPath)),
  getProgramDependencies: answer(() => new language.GetProgramDependenciesResponse()),
  cancel: answer(() => new empty.Empty()),
  run: (call: grpc.ServerUnaryCall<RunRequest, unknown>, callback: grpc.sendUnaryData<unknown>) => {
    runProgram(call.request).then(
      (response) => callback(null, response),
      (error) => callback({ code: grpc.status.UNKNOWN, details: String(error) }),
    );
  },
  runPlugin: (call: grpc.ServerWritableStream<RunPluginRequest, unknown>) => {
    runPolicyPack(call);
  },
});
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});

// A CLI that is killed cannot end its language host.
const cliPid = process.ppid;
setInterval(() => {
  if (process.ppid !== cliPid) process.exit();
}, 1_000).unref();

function answer<Response>(respond: () => Response): grpc.handleUnaryCall<unknown, Response> {
  return (_, callback) => callback(null, respond());
}

const optionsSchema = z.object({
  typescript: z.boolean().default(true),
  nodeargs: z.string().default(''),
});

async function runProgram(request: RunRequest) {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() ?? request.getPwd();
  const options = optionsSchema.parse(info?.getOptions()?.toJavaScript() ?? {});
  const args = [
    ...['--monitor', request.getMonitorAddress(), '--engine', engineAddress],
    ...['--organization', request.getOrganization(), '--project', request.getProject()],
    ...['--stack', request.getStack(), '--pwd', request.getPwd()],
    ...['--parallel', String(request.getParallel())],
    ...(request.getDryrun() ? ['--dry-run'] : []),
    info?.getEntryPoint() || '.',
  ];
  const child = spawn(
    process.execPath,
    [...options.nodeargs.split(' ').filter(Boolean), resolveFrom(folder, 'run'), ...args],
    {
      cwd: request.getPwd(),
      env: {
        ...process.env,
        PULUMI_NODEJS_TYPESCRIPT: String(options.typescript),
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const [exitCode]: (number | null)[] = await once(child, 'close');
  const response = new language.RunResponse();
  // Pulumi's code for a failure that the program has reported itself.
  if (exitCode === 32) return response.setBail(true);
  return exitCode === 0 ? response : response.setError(`The program ended with ${exitCode}`);
}

function runPolicyPack(call: grpc.ServerWritableStream<RunPluginRequest, unknown>): void {
  const { request } = call;
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const child = spawn(
    process.execPath,
    [resolveFrom(folder, 'run-policy-pack'), ...request.getArgsList(), folder],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  child.stdout.on('data', (chunk: Buffer) => {
    call.write(new language.RunPluginResponse().setStdout(chunk));
  });
  child.stderr.on('data', (chunk: Buffer) => {
    call.write(new language.RunPluginResponse().setStderr(chunk));
  });
  child.on('close', (code) => {
    call.write(new language.RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
  call.on('cancelled', () => child.kill());
}

function resolveFrom(folder: string, command: string): string {
  return createRequire(`${folder}/`).resolve(`@pulumi/pulumi/cmd/${command}`);
}
