import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { Refusal } from './answer.ts';
import { bodyTooLargeStatus } from './assumptions.ts';

/** Rejects with a `Refusal` if the body is too large, and with another error if the client aborts. */
export function readBody(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(message.headers['content-length'] ?? 0) > maxBodyBytes) {
      reject(new Refusal(bodyTooLargeStatus));
      return;
    }
    if (message.destroyed) {
      reject(new Error('The client closed the connection.'));
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) {
        chunks.push(chunk);
      } else {
        chunks.length = 0;
        reject(new Refusal(bodyTooLargeStatus));
      }
    });
    message.once('end', () => resolve(Buffer.concat(chunks)));
    message.once('error', reject);
  });
}

/** The body in the event: text for the text types of AWS, base64 for all others. */
export function toEventBody(
  body: Buffer,
  contentType: string | undefined,
): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = contentType !== undefined && textTypePattern.test(contentType) && isUtf8(body);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

const maxBodyBytes = 10 * 1024 * 1024;

/** A form (`application/x-www-form-urlencoded`) and a missing type count as binary at AWS. */
const textTypePattern = /^\s*(text\/[^;]+|application\/(json|xml|javascript))\s*(;|$)/i;
