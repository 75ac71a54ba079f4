/** `node_modules/@smithy/core/dist-es/index.js` → `node_modules/@smithy/core` */
export function parsePackagePath(input: string): string | undefined {
  return /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

export function toPackageName(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
