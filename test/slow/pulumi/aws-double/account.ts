import { isDeepStrictEqual } from 'node:util';
import { isObject, types, type Values } from '../../../infra/graph.ts';
import { describe } from '../../../infra/provider.ts';
import { findResourceType } from './resource-types.ts';

export type Stored = { type: string; inputs: Values; outputs: Values };

type Operation = 'create' | 'update' | 'delete';
type Fault = { operation: Operation; name: RegExp; message: string };

/** What an AWS account contains: the double stores it and refuses what AWS refuses. */
export class Account {
  readonly resources = new Map<string, Stored>();
  /** `<operation> <name>` in the order in which they were done. */
  readonly log: string[] = [];
  /** What the provider would ask of AWS, reads included: `<method> <subject>`. */
  readonly calls: string[] = [];
  /** Of the provider: `aws:config:<key>`, as text or JSON. */
  settings: Record<string, string> = {};
  readonly #faults: Fault[] = [];
  #created = 0;

  /** The next `operation` on a resource with such a name fails, once. */
  failNext(operation: Operation, name: RegExp, message: string): void {
    this.#faults.push({ operation, name, message });
  }

  create(type: string, name: string, inputs: Values): { id: string; outputs: Values } {
    this.#fail('create', name);
    const id = this.#chooseId(type, inputs);
    this.#assertVersions(type, inputs);
    if (this.resources.has(toKey(type, id))) throw new Error(`${type} ${id} already exists`);
    const stored = { type, inputs, outputs: { id, ...describe(type, id, inputs) } };
    this.resources.set(toKey(type, id), stored);
    this.log.push(`create ${name}`);
    return { id, outputs: stored.outputs };
  }

  read(type: string, id: string): Stored | undefined {
    return this.resources.get(toKey(type, id));
  }

  update(type: string, id: string, name: string, inputs: Values): Values {
    this.#fail('update', name);
    const stored = this.#demand(type, id);
    this.#assertVersions(type, inputs);
    const published = inputs.publish === true && {
      version: `${Number(stored.outputs.version) + 1}`,
    };
    stored.inputs = inputs;
    stored.outputs = { id, ...describe(type, id, inputs), ...published };
    this.log.push(`update ${name}`);
    return stored.outputs;
  }

  delete(type: string, id: string, name: string): void {
    this.#fail('delete', name);
    const { inputs } = this.#demand(type, id);
    const { deletionProtection } = findResourceType(type);
    if (
      deletionProtection !== undefined &&
      isDeepStrictEqual(inputs[deletionProtection.input], deletionProtection.value)
    ) {
      throw new Error(`${id} cannot be deleted: its deletion protection is on`);
    }
    if (type === types.bucket) this.#emptyBucket(id, inputs.forceDestroy === true);
    this.resources.delete(toKey(type, id));
    this.log.push(`delete ${name}`);
  }

  /** Objects that Pulumi retained are still there. */
  #emptyBucket(id: string, isAllowed: boolean): void {
    for (const [key, { type, inputs }] of this.resources) {
      if (type !== 'aws:s3/bucketObjectv2:BucketObjectv2' || inputs.bucket !== id) continue;
      if (!isAllowed) throw new Error(`BucketNotEmpty: ${id}`);
      this.resources.delete(key);
    }
  }

  #fail(operation: Operation, name: string): void {
    const index = this.#faults.findIndex(
      (fault) => fault.operation === operation && fault.name.test(name),
    );
    const [fault] = index < 0 ? [] : this.#faults.splice(index, 1);
    if (fault !== undefined) throw new Error(fault.message);
  }

  /** An alias needs versions that were published. */
  #assertVersions(type: string, { functionName, functionVersion, routingConfig }: Values): void {
    if (type !== 'aws:lambda/alias:Alias') return;
    const newest = this.#demand('aws:lambda/function:Function', String(functionName)).outputs;
    const weights = isObject(routingConfig) ? routingConfig.additionalVersionWeights : {};
    for (const version of [functionVersion, ...Object.keys(isObject(weights) ? weights : {})]) {
      if (Number(version) > Number(newest.version)) {
        throw new Error(`ResourceNotFoundException: no version ${version} of ${functionName}`);
      }
    }
  }

  #demand(type: string, id: string): Stored {
    const stored = this.read(type, id);
    if (stored === undefined) throw new Error(`There is no ${type} ${id}`);
    return stored;
  }

  /** Named resources have their name as the id, as in the real provider. */
  #chooseId(type: string, { name, namePrefix, bucket }: Values): string {
    this.#created += 1;
    const number = this.#created.toString(36).padStart(10, '0');
    if (type.startsWith('aws:apigatewayv2/') || type.startsWith('aws:cognito/')) return number;
    if (type === types.bucket && typeof bucket === 'string') return bucket;
    if (typeof name === 'string') return name;
    return typeof namePrefix === 'string' ? `${namePrefix}${number}` : number;
  }
}

function toKey(type: string, id: string): string {
  return `${type} ${id}`;
}
