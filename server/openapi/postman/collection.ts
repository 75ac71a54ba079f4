import * as z from 'zod';
import { type Operation, operations } from '../../contract/routes.ts';
import { exampleMarket } from '../../domain/examples.ts';
import { applicantAuth, cityHallAuth } from './auth.ts';
import { eraseVariable } from './environment.ts';
import { createRequest, documentSchema } from './request.ts';
import { createEvent, createScript } from './script.ts';
import { createTokenRequests } from './token-requests.ts';

/**
 * A Postman collection of all operations, to be run from top to bottom. It gets its tokens itself, and each
 * request passes its results on in variables of the environment. A run ends with an approved market: the
 * last folder, which deletes it, is skipped unless the reader asks for it.
 */
export function createCollection(text: string, { signIn }: { signIn: boolean }): object {
  const document = documentSchema.parse(JSON.parse(text));
  const { title: name, description } = document.info;
  const isDeletion = ({ meta }: Operation) => meta.openapi.method === 'DELETE';
  const createCalls = (some: readonly Operation[]) =>
    some
      .toSorted((a, b) => findRank(a) - findRank(b))
      .map((operation) => createCall(operation, createRequest(operation.routeKey, document)));
  const all = [...operations.values()];
  return {
    info: {
      name,
      description,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    item: [
      { name: 'Tokens', item: createTokenRequests({ signIn }) },
      ...createCalls(all.filter((operation) => !isDeletion(operation))),
      {
        name: 'Withdraw and erase',
        description: `Deletes the market of this run, and then all data of the applicant. A run skips this folder unless the variable \`${eraseVariable}\` of the environment is \`yes\`.`,
        item: createCalls(all.filter(isDeletion)),
        event: [
          createEvent('prerequest', [
            `if (pm.environment.get('${eraseVariable}') !== 'yes') pm.execution.skipRequest();`,
          ]),
        ],
      },
    ],
  };
}

/** The order of the requests. Operations that are not listed run before the last read. */
const course = [
  'listCities',
  'getHealth',
  'submitMarket',
  'listOwnMarkets',
  'editMarket',
  'listCityMarkets',
  'getCityMarket',
  'decideMarket',
  'decideMarkets',
  'listCityChanges',
  'exportOwnData',
  'getOwnMarket',
  'withdrawMarket',
  'eraseOwnData',
];

function findRank({ meta }: Operation): number {
  const rank = course.indexOf(meta.openapi.operationId);
  return rank === -1 ? course.indexOf('exportOwnData') : rank;
}

function createCall(
  { authorizer, meta }: Operation,
  request: ReturnType<typeof createRequest>,
): object {
  const { url, name, ...rest } = request;
  const auth = { b2c: applicantAuth, b2b: cityHallAuth };
  return {
    name,
    request: {
      ...withVariables(rest),
      url: {
        ...withVariables(url),
        host: [authorizer === 'b2b' ? '{{b2bApiUrl}}' : '{{apiUrl}}'],
        // The example of a cursor is not a cursor of a real page.
        query: url.query.map((each) => ({
          ...each,
          disabled: each.key === 'cursor' && each.value !== 'now',
        })),
      },
      auth: authorizer === null ? { type: 'noauth' } : auth[authorizer],
    },
    event: createScript({ operationId: meta.openapi.operationId, status: meta.status ?? 200 }),
  };
}

/** Variables of these names replace the values of the example market. */
const variables = ['marketId', 'revision', 'userId', 'city'] as const;

function withVariables<T extends object>(part: T): object {
  const text = variables.reduce(
    (replaced, name) => replaced.replaceAll(exampleMarket[name], `{{${name}}}`),
    JSON.stringify(part),
  );
  return z.looseObject({}).parse(JSON.parse(text));
}
