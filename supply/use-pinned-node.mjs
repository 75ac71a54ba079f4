// After `npm ci`. JavaScript, because the Node.js that runs it may be too old for TypeScript.
import { execSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { sep } from 'node:path';

const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const { arch, platform } = process;
const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;

if (!Object.hasOwn(optionalDependencies, name)) assertRecent();
else if (!isPinned()) {
  // npm 10 removes the link to it together with the packages of the other platforms, which have the same command.
  execSync(`npm rebuild ${name}`, { stdio: 'ignore' });
  if (!isPinned()) {
    // npm says nothing of an optional package that it cannot get, and goes on.
    throw new Error(
      `npm did not install ${name}, which runs everything here. Either its bytes are not those whose hash is in package-lock.json, or it could not be fetched, or optional packages are left out (npm config get omit).`,
    );
  }
}

/** Is `node`, as scripts find it, the package's? */
function isPinned() {
  const found = realpathSync(execSync('node -p process.execPath', { encoding: 'utf8' }).trim());
  return found.includes(`${sep}node_modules${sep}${name}${sep}`);
}

function assertRecent() {
  const [major] = process.versions.node.split('.');
  if (Number(major) >= 24) return;
  throw new Error(
    `For ${platform} on ${arch} no Node.js is among our packages: install Node.js 24 or newer. This is ${process.version}.`,
  );
}
