import type { RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb.js';
import type { Resource } from './graph.ts';
import { fromStruct } from './wire.ts';

export function toResource(
  request: RegisterResourceRequest,
  stack: { project: string; stack: string },
): Resource {
  const propertyDependencies: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((each, property) => {
    propertyDependencies[property] = each.getUrnsList().toSorted();
  });
  return {
    urn: toUrn(request.getType(), request.getName(), request.getParent(), stack),
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    inputs: fromStruct(request.getObject()),
    propertyDependencies,
    dependencies: request.getDependenciesList().toSorted(),
    parent: request.getParent(),
    protect: request.getProtect() === true,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    beforeCreate: request.getHooks()?.getBeforeCreateList() ?? [],
    beforeUpdate: request.getHooks()?.getBeforeUpdateList() ?? [],
  };
}

/** `urn:pulumi:<stack>::<project>::<types of the parents>$<type>::<name>` */
export function toUrn(
  type: string,
  name: string,
  parent: string,
  { project, stack }: { project: string; stack: string },
): string {
  const parentType = parent.split('::')[2];
  const nested = parentType !== undefined && parentType !== 'pulumi:pulumi:Stack';
  return `urn:pulumi:${stack}::${project}::${nested ? `${parentType}$` : ''}${type}::${name}`;
}
