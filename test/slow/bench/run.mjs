// The measured process: `node run.mjs [<bundle> <events file> <calls>]`. Plain JavaScript, because stripping
// types would be measured too. Without arguments it is Node itself.
const [bundle, eventsFile, count = '1'] = process.argv.slice(2);
if (bundle !== undefined && eventsFile !== undefined) {
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

  const events = JSON.parse(readFileSync(eventsFile, 'utf8'));
  const { handler } = await import(bundle);
  const measured = Number(count);
  let before = process.cpuUsage();
  for (let call = 0; call < measured; call += 1) {
    // The second half is warm.
    if (call === Math.floor(measured / 2) && call > 0) before = process.cpuUsage();
    const { statusCode, body } = await handler(events[call % events.length], {});
    if (statusCode >= 300) throw new Error(`${statusCode} ${body}`);
  }
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${JSON.stringify({ cpu: user + system, all: process.cpuUsage() })}\n`);
  process.exit(0);
}
