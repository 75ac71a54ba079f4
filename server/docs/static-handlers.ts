import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { staticRoutes } from '../contract/routes.ts';
import { readServedSide, type ServedSide } from '../deployment/served-side.ts';
import { Problem } from '../domain/problems.ts';
import type { Answer } from '../http/answers.ts';
import { createStaticFile, once } from '../http/static-file.ts';
import { docsFileNames, docsFiles, isDocsFile, type ReadDocsFile } from './files.ts';
import { createDocsPage } from './page.ts';
import type { Urls } from './places.ts';

/** Public static responses by route key. */
type Serve = (event: APIGatewayProxyEventV2) => Answer;

export type StaticHandlers = ReadonlyMap<string, Serve>;

/** The OpenAPI document, and the page that shows it if the files of the page are available. */
export function createStaticHandlers({
  document,
  urls,
  clientId,
  readDocsFile,
}: {
  /** Called at the first request for it, so that it does not slow a cold start. */
  document: (side: ServedSide) => string;
  urls: Urls;
  clientId: string;
  readDocsFile: ReadDocsFile | undefined;
}): StaticHandlers {
  const serveDocument = createForEachSide((side) =>
    createStaticFile({ content: document(side), contentType: 'application/json' }),
  );
  const handlers: [string, Serve][] = [[staticRoutes.document.routeKey, serveDocument]];
  if (readDocsFile !== undefined) {
    const servePage = createForEachSide((side) =>
      createStaticFile(createDocsPage({ urls, clientId, side })),
    );
    handlers.push(
      [staticRoutes.docs.routeKey, servePage],
      [staticRoutes.docsFile.routeKey, createDocsFiles(readDocsFile)],
      [staticRoutes.root.routeKey, redirectToDocs],
    );
  }
  return new Map(handlers);
}

/** Each API of a stack has its own, created at the first request. */
function createForEachSide(create: (side: ServedSide) => Serve): Serve {
  const both = once(() => create(undefined));
  const alone = { b2c: once(() => create('b2c')), b2b: once(() => create('b2b')) };
  return (event) => {
    const side = readServedSide(event);
    return (side ? alone[side] : both)()(event);
  };
}

/** Serves only the listed names: text from a client never becomes a path of the file system. */
function createDocsFiles(readDocsFile: ReadDocsFile): Serve {
  const files = new Map(
    docsFileNames.map((name) => [
      name,
      once(() => createStaticFile({ ...docsFiles[name], content: readDocsFile(name) })),
    ]),
  );
  return (event) => {
    const name = event.pathParameters?.proxy ?? '';
    if (name === '') return redirectToDocs();
    const file = isDocsFile(name) ? files.get(name) : undefined;
    if (file === undefined) throw new Problem('NOT_FOUND', 'There is no such file.');
    return file()(event);
  };
}

function redirectToDocs(): Answer {
  return { statusCode: 308, headers: { location: '/docs' } };
}
