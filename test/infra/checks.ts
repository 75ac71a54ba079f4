import { checkAuthorizers, checkRoutes, checkSplit } from './checks/access.ts';
import { checkArchive } from './checks/archive.ts';
import { checkBackup } from './checks/backup.ts';
import { checkOrder } from './checks/order.ts';
import {
  checkAlarms,
  checkProtection,
  checkRole,
  checkSecrets,
  checkTable,
} from './checks/resources.ts';
import { violationsOf } from './checks/violations.ts';
import type { Graph } from './graph.ts';

/** All that is wrong with a graph: what breaks a policy, and what is not as the program means it. */
export function problemsOf(graph: Graph, { isProtected }: { isProtected: boolean }): string[] {
  return [
    ...violationsOf(graph),
    ...checkRoutes(graph),
    ...checkAuthorizers(graph),
    ...checkSplit(graph),
    ...checkTable(graph),
    ...checkBackup(graph, isProtected),
    ...checkArchive(graph, isProtected),
    ...checkRole(graph),
    ...checkSecrets(graph),
    ...checkProtection(graph, isProtected),
    ...checkAlarms(graph),
    ...checkOrder(graph),
  ];
}
