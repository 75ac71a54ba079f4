// CommonJS, so an old Node.js can run it before the TypeScript, which it cannot.
const wanted = [22, 18];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
  process.stderr.write(
    `Node ${process.versions.node} is too old for this program, it needs ${wanted.join('.')} or newer: use "npm run deploy", which brings its own, or install Node 24.\n`,
  );
  process.exit(1);
}
