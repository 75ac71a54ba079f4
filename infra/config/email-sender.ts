import * as z from 'zod';
import { findHostNameFault } from '../../server/deployment/host-name.ts';
import { parseArn } from './arn.ts';

const identityPrefix = 'identity/';

/** `a@b.example`, or a name of ASCII letters before `<a@b.example>`; other names stand in quotes. */
const sender = /^(?:(?:[\w !#$%&'*+/=?^`{|}~-]+|"[ -!#-[\]-~]+") )?<([^<>\s]+)>$|^([^<>\s"]+)$/;

const addressSchema = z.email();

export const emailSenderSchema = z
  .strictObject({
    from: z.string().refine((value) => addressSchema.safeParse(parseAddress(value)).success, {
      error: ({ input }) =>
        `${JSON.stringify(input)} is not a sender: write "Markets <no-reply@markets.example.org>", the name in ASCII and in double quotes if it contains punctuation`,
    }),
    sesIdentityArn: z.string().refine(
      (value) => {
        const { service, resource } = parseArn(value);
        return service === 'ses' && isIdentity(resource);
      },
      {
        error: ({ input }) =>
          `${JSON.stringify(input)} is not the ARN of an SES identity: write e.g. "arn:aws:ses:eu-central-1:123456789012:identity/markets.example.org"`,
      },
    ),
  })
  .superRefine(({ from, sesIdentityArn }, context) => {
    const address = parseAddress(from);
    const identity = readIdentity(sesIdentityArn);
    if (maySend(address, identity)) return;
    context.addIssue({
      code: 'custom',
      path: ['from'],
      message: `its SES identity is "${identity}", which may not send as "${address}": write an address of that identity, or the ARN of another identity`,
    });
  });

/** The address alone, without the name; empty if there is none. */
function parseAddress(from: string): string {
  const [, named, bare] = sender.exec(from) ?? [];
  return named ?? bare ?? '';
}

function readIdentity(sesIdentityArn: string): string {
  return parseArn(sesIdentityArn).resource.slice(identityPrefix.length);
}

function isIdentity(resource: string): boolean {
  if (!resource.startsWith(identityPrefix)) return false;
  const identity = resource.slice(identityPrefix.length);
  if (identity.includes('@')) return addressSchema.safeParse(identity).success;
  return identity.includes('.') && findHostNameFault(identity) === undefined;
}

/** SES: an address sends as itself; a domain as every address in it and in its subdomains. */
function maySend(address: string, identity: string): boolean {
  if (identity.includes('@'))
    return splitAddress(address).join('@') === splitAddress(identity).join('@');
  const [, domain = ''] = splitAddress(address);
  return `.${domain}`.endsWith(`.${identity.toLowerCase()}`);
}

function splitAddress(address: string): [local: string, domain: string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at), address.slice(at + 1).toLowerCase()];
}
