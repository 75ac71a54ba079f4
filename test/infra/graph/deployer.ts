import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  createBoundary,
  createDeployerPolicy,
  createRecordsDeployerPolicy,
  createWebDeployerPolicy,
} from '../../../tools/deployer/policy.ts';
import { recordRightsByType } from '../../../tools/deployer/record-rights.ts';
import { rightsByType, webRightsByType } from '../../../tools/deployer/rights.ts';
import { ofType } from '../graph.ts';
import { useGraphs } from './captured.ts';
import { types } from './references.ts';

const graphs = useGraphs();
const read = (name: string) =>
  readFileSync(new URL(`../../../infra/deployer/${name}.json`, import.meta.url), 'utf8');

const statementsSchema = z.object({
  Statement: z.array(z.object({ Action: z.union([z.string(), z.array(z.string())]) })),
});
const listActions = (document: unknown) =>
  statementsSchema
    .parse(document)
    .Statement.flatMap(({ Action }) => Action)
    .toSorted();

describe('the policy of who deploys', () => {
  it('is the committed one: otherwise run npm run deployer-policy', () => {
    expect(JSON.parse(read('policy'))).toEqual(createDeployerPolicy());
    expect(JSON.parse(read('web'))).toEqual(createWebDeployerPolicy());
    expect(JSON.parse(read('records'))).toEqual(createRecordsDeployerPolicy());
    expect(JSON.parse(read('boundary'))).toEqual(createBoundary());
  });

  it('covers every type that the program creates, and no other: see tools/deployer/rights.ts', () => {
    const typesOf = ({ resources }: typeof graphs.full, ofRecords: boolean) =>
      new Set(
        resources
          .filter(
            ({ custom, parent }) =>
              custom && ofRecords === /:(TableBackup|DecisionArchive)::/.test(parent),
          )
          .map(({ type }) => type),
      );
    const created = typesOf(graphs.full, false);
    expect(Object.keys(rightsByType).toSorted()).toEqual([...created].toSorted());
    const further = (found: Set<string>) =>
      [...found].filter((type) => !created.has(type)).toSorted();
    expect(Object.keys(webRightsByType).toSorted()).toEqual(further(typesOf(graphs.site, false)));
    expect(Object.keys(recordRightsByType).toSorted()).toEqual(further(typesOf(graphs.full, true)));
  });

  it('names actions, has no wildcard in them, and fits into a managed policy', () => {
    const policies = [
      createDeployerPolicy(),
      createWebDeployerPolicy(),
      createRecordsDeployerPolicy(),
      createBoundary(),
    ];
    for (const policy of policies) {
      const actions = listActions(policy);
      expect(actions.filter((action) => !/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action))).toEqual([]);
      expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6_144);
    }
  });

  it('applies to the names that Pulumi gives', () => {
    const named = [graphs.shared, graphs.split, graphs.full, graphs.site].flatMap(({ resources }) =>
      resources.filter(({ custom }) => custom),
    );
    expect(named.filter(({ name }) => !name.startsWith('christmas-markets-'))).toEqual([]);
  });

  it('creates roles with the boundary only, which allows what these roles do and nothing else', () => {
    for (const statement of createDeployerPolicy().Statement) {
      if ([statement.Action].flat().includes('iam:CreateRole')) {
        expect(statement).toMatchObject({
          Condition: { StringEquals: { 'iam:PermissionsBoundary': expect.any(String) } },
        });
      }
    }
    const allowed = ofType(graphs.full, types.rolePolicy).flatMap(({ inputs }) =>
      listActions(JSON.parse(z.string().parse(inputs.policy))),
    );
    expect([...new Set(allowed)].toSorted()).toEqual([...new Set(listActions(createBoundary()))]);
    for (const role of ofType(graphs.full, types.role)) {
      expect(role.inputs.permissionsBoundary).toContain('-boundary');
    }
    for (const role of ofType(graphs.split, types.role)) {
      expect(role.inputs).not.toHaveProperty('permissionsBoundary');
    }
  });
});
