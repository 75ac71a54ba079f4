import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/** The bytes that a browser loads: bundled as Vite does, minified and gzipped. `folder` is where imports are found. */
export async function measure(source: string, folder: string): Promise<number> {
  const entry = `${folder}/entry.js`;
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    tsconfig: false,
    // An app has them anyway.
    external: [/^react($|\/)/, /^@tanstack\//],
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? source : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ minify: true, comments: false });
  return toGzippedBytes(output[0].code);
}

export function toGzippedBytes(code: string): number {
  return gzipSync(code, { level: 9 }).length;
}

export function toKilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} KB`;
}
