// The measured process: `node run.mjs [<bundle> <calls file>]`. Plain JavaScript, because stripping
// types would be measured too. Without arguments it is Node itself.
const [bundle, callsFile] = process.argv.slice(2);
if (bundle !== undefined && callsFile !== undefined) {
  // As Lambda's runtime does: an import of these modules would load all that they can lazily load.
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const http = process.getBuiltinModule('node:http');
  const https = process.getBuiltinModule('node:https');
  // The issuer of the measurement is on loopback. TLS is left out for all handlers.
  https.request = (url, ...rest) => http.request(`${url}`.replace('https:', 'http:'), ...rest);
  // A counted process is slow: its time limits must not end a call.
  const now = performance.now.bind(performance);
  performance.now = () => now() / 1_000;
  AbortSignal.timeout = () => new AbortController().signal;
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (callback, delay = 0, ...args) =>
    setTimeout(callback, delay * 1_000, ...args);

  const calls = JSON.parse(readFileSync(callsFile, 'utf8'));
  const { handler } = await import(bundle);
  for (const { event, times } of calls) {
    for (let time = 0; time < times; time += 1) {
      const { statusCode, body } = await handler(event, {});
      if (statusCode >= 300) throw new Error(`${statusCode} ${body}`);
    }
  }
  process.stdout.write(JSON.stringify(process.cpuUsage()));
  process.exit(0);
}
