import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import * as z from 'zod';
import { openJsonFile } from './json-file.ts';

export type SigningKey = {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** As the JWKS publishes it. */
  jwk: JWK;
};

/** Cognito signs the two kinds of token with different keys and publishes both. */
export type SigningKeys = { idToken: SigningKey; accessToken: SigningKey };

const privateKeySchema = z.string().refine(isRsaPrivateKey, 'not an RSA private key in PEM');
const keysSchema = z.object({ idToken: privateKeySchema, accessToken: privateKeySchema });

export async function openSigningKeys(path: string, generate = generateKey): Promise<SigningKeys> {
  const { value } = await openJsonFile({
    path,
    schema: keysSchema,
    initial: async () => ({ idToken: await generate(), accessToken: await generate() }),
  });
  return {
    idToken: await toSigningKey(value.idToken),
    accessToken: await toSigningKey(value.accessToken),
  };
}

async function toSigningKey(pem: string): Promise<SigningKey> {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(pem);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateKey, publicKey, jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' } };
}

/** An RSA private key of 2048 bits, as PKCS #8 in PEM. */
export async function generateKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return privateKey;
}

function isRsaPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
