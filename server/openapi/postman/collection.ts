import converter from 'openapi-to-postmanv2';
import * as z from 'zod';
import { operations } from '../../contract/routes.ts';
import { exampleMarket } from '../../domain/examples.ts';
import { applicantAuth, cityHallAuth } from './auth.ts';
import { toScript } from './script.ts';
import { toTokenRequests } from './token-requests.ts';

/**
 * A Postman collection of the document, to be run from top to bottom: it gets its tokens itself, and
 * each call hands on to the next what that needs.
 */
export async function createCollection(
  document: string,
  { signIn }: { signIn: boolean },
): Promise<unknown> {
  const { item: folders, info } = collectionSchema.parse(await convert(document));
  const calls = folders.flatMap((folder) => folder.item.map(toCall));
  return {
    info: { ...info, _postman_id: undefined },
    item: [
      { name: 'Tokens', item: toTokenRequests({ signIn }) },
      ...calls.toSorted((a, b) => a.rank - b.rank).map(({ call }) => call),
    ],
  };
}

/** In the order of a real visit; unnamed operations run before the ones that delete. */
const course = [
  'listCities',
  'getHealth',
  'submitMarket',
  'listOwnMarkets',
  'editMarket',
  'listCityMarkets',
  'decideMarket',
  'exportOwnData',
  'withdrawMarket',
  'eraseOwnData',
];

const itemSchema = z.looseObject({
  name: z.string(),
  request: z.looseObject({
    method: z.string(),
    url: z.looseObject({
      path: z.array(z.string()),
      query: z.array(z.looseObject({ key: z.string() })),
    }),
  }),
});

const collectionSchema = z.object({
  info: z.looseObject({ name: z.string() }),
  item: z.array(z.object({ item: z.array(itemSchema) })),
});

function convert(document: string): Promise<unknown> {
  const options = {
    folderStrategy: 'Tags',
    parametersResolution: 'Example',
    // Answers are in the document; here they would only be in the way.
    includeAuthInfoInExample: false,
  };
  return new Promise((resolve, reject) => {
    converter.convertV2({ type: 'json', data: JSON.parse(document) }, options, (error, result) => {
      if (error) reject(error);
      else if (result.result) resolve(result.output[0].data);
      else reject(new Error(result.reason));
    });
  });
}

function toCall({ name, request, protocolProfileBehavior }: z.infer<typeof itemSchema>) {
  const { method, url } = request;
  const path = url.path.map((part) => part.replace(/^:(.*)/, '{$1}')).join('/');
  const operation = operations.get(`${method} /${path}`);
  if (operation === undefined) throw new Error(`${method} /${path}: not an operation`);
  const { authorizer, meta } = operation;
  const { operationId } = meta.openapi;
  const rank = course.indexOf(operationId);
  const auth = { b2c: applicantAuth, b2b: cityHallAuth };
  return {
    rank: rank === -1 ? course.indexOf('exportOwnData') : rank,
    call: {
      name,
      request: {
        ...withVariables(request),
        url: {
          ...withVariables(url),
          host: [authorizer === 'b2b' ? '{{b2bApiUrl}}' : '{{apiUrl}}'],
          // The example of a cursor belongs to a page that nobody has seen.
          query: url.query.map((each) => ({ ...each, disabled: each.key === 'cursor' })),
        },
        auth: authorizer === null ? { type: 'noauth' } : auth[authorizer],
      },
      event: toScript({ operationId, status: meta.status ?? 200 }),
      protocolProfileBehavior,
    },
  };
}

/** What the calls hand on: variables of these names stand where the examples have their values. */
const variables = ['marketId', 'revision', 'userId', 'city'] as const;

function withVariables<T extends object>(part: T): object {
  const text = variables.reduce(
    (replaced, name) => replaced.replaceAll(exampleMarket[name], `{{${name}}}`),
    JSON.stringify(part),
  );
  return z.looseObject({}).parse(JSON.parse(text));
}
