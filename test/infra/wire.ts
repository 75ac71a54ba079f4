import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import { isObject, notYetKnown, type Value, type Values } from './graph.ts';

// The signatures of Pulumi's wire format, as in @pulumi/pulumi/runtime/rpc.
const signature = '4dabf18193072939515e22adb298388d';
const signatures = {
  secret: '1b47061264138c4ac30d75fd1eb44270',
  asset: 'c44067f5952c0a294b673a41bacd8c17',
  archive: '0def7320c3a5731c473e5ecbe6d01bc7',
  resource: '5cf8f73096256a8f31e491e813e4eb8e',
};
const unknownValue = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

type Struct = InstanceType<typeof struct.Struct>;

export function fromStruct(message: Struct | undefined): Values {
  return message === undefined ? {} : decodeAll(message.toJavaScript());
}

export function toStruct(values: Values): Struct {
  return struct.Struct.fromJavaScript(encodeAll(values));
}

function decodeAll(values: Record<string, unknown>): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, decode(value)]));
}

function decode(value: unknown): Value {
  if (value === unknownValue) return notYetKnown;
  if (Array.isArray(value)) return value.map(decode);
  if (isObject(value)) return decodeObject(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return null;
}

function decodeObject({ [signature]: signed, ...value }: Record<string, unknown>): Value {
  switch (signed) {
    case undefined:
      return decodeAll(value);
    case signatures.secret:
      return { $secret: decode(value.value) };
    case signatures.asset:
      return { $asset: decode(value.path ?? value.text ?? value.uri) };
    case signatures.archive:
      return { $archive: decode(value.path ?? value.uri ?? value.assets) };
    case signatures.resource:
      return { $resource: decode(value.urn) };
    default:
      throw new Error(`The harness does not know the signature ${signed}`);
  }
}

function encodeAll(values: Values): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, encode(value)]));
}

function encode(value: Value): Value {
  if (value === notYetKnown) return unknownValue;
  if (Array.isArray(value)) return value.map(encode);
  if (value === null || typeof value !== 'object') return value;
  const signed = (sign: string, members: Values) => ({ [signature]: sign, ...encodeAll(members) });
  const { $secret, $asset, $archive, $resource } = value;
  if ($secret !== undefined) return signed(signatures.secret, { value: $secret });
  if ($asset !== undefined) return signed(signatures.asset, { path: $asset });
  if ($archive !== undefined) return signed(signatures.archive, { path: $archive });
  if ($resource !== undefined) return signed(signatures.resource, { urn: $resource });
  return encodeAll(value);
}
