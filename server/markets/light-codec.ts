import type { Readable } from 'node:stream';
import { joinChunks, toBuffer } from './bytes.ts';

/** The codec of the SDK walks over every value to look for bytes and sets, which markets do not have. */
export const lightCodec = {
  setSerdeContext() {},
  createSerializer() {
    let json = '';
    return {
      setSerdeContext() {},
      write(_schema: unknown, input: unknown) {
        json = JSON.stringify(input);
      },
      // Bytes: a string would be encoded three times, for its length, its hash and the socket.
      flush: () => Buffer.from(json),
    };
  },
  createDeserializer: () => ({
    setSerdeContext() {},
    read: (_schema: unknown, data: Uint8Array | string): unknown =>
      JSON.parse(typeof data === 'string' ? data : toBuffer(data).toString()),
    readObject: (_schema: unknown, value: unknown) => value,
  }),
};

/** The SDK's own pipes the stream into another one. */
export function collectStream(stream: Readable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('end', () => resolve(joinChunks(chunks)));
  });
}
