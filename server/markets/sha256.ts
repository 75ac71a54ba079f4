import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { Checksum, SourceData } from '@smithy/types';
import { joinChunks } from './bytes.ts';

/**
 * For the signatures of requests. Node takes 40 µs for an HMAC whose key is bytes, and 8 µs if the key is a
 * `KeyObject`. The SDK keeps the bytes of its signing key for a day, so that one object serves all requests.
 */
export class Sha256 implements Checksum {
  readonly #secret: SourceData | undefined;
  #chunks: Uint8Array[] = [];

  constructor(secret?: SourceData) {
    this.#secret = secret;
  }

  update(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
  }

  async digest(): Promise<Uint8Array> {
    const data = joinChunks(this.#chunks);
    const secret = this.#secret;
    // In one step: an object of a hash takes longer than hashing a request.
    if (secret === undefined) return hash('sha256', data, 'buffer');
    const key = typeof secret === 'string' ? secret : toKey(secret);
    return createHmac('sha256', key).update(data).digest();
  }

  reset(): void {
    this.#chunks = [];
  }
}

const keys = new WeakMap<Exclude<SourceData, string>, KeyObject>();

function toKey(secret: Exclude<SourceData, string>): KeyObject {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const view = ArrayBuffer.isView(secret)
    ? Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
    : Buffer.from(secret);
  const key = createSecretKey(view);
  keys.set(secret, key);
  return key;
}
