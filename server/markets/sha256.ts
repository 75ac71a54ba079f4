import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Checksum, SourceData } from '@smithy/types';

/**
 * For the signatures of requests. Node takes 40 µs for an HMAC whose key is bytes, and 8 µs if the key is a
 * `KeyObject`. The SDK keeps the bytes of its signing key for a day, so that one object serves all requests.
 */
export class Sha256 implements Checksum {
  readonly #secret: SourceData | undefined;
  #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: SourceData) {
    this.#secret = secret;
    this.#hash = this.#create();
  }

  update(chunk: Uint8Array): void {
    this.#hash.update(chunk);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#create();
  }

  #create() {
    const secret = this.#secret;
    if (secret === undefined) return createHash('sha256');
    return createHmac('sha256', typeof secret === 'string' ? secret : toKey(secret));
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
