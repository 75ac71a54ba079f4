import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { docsRoutes, documentRoute } from '../contract/routes.ts';
import { Problem } from '../domain/problems.ts';
import type { Answer } from '../http/answers.ts';
import { createStaticFile, once } from '../http/static-file.ts';
import { docsFileNames, docsFiles, isDocsFile, type ReadDocsFile } from './files.ts';
import { toDocsPage } from './page.ts';
import type { Urls } from './places.ts';

/** What is served to anyone as it is, by route key. */
export type Pages = ReadonlyMap<string, (event: APIGatewayProxyEventV2) => Answer>;

/** The OpenAPI document, and the page that shows it where its files are at hand. */
export function createPages({
  document,
  urls,
  clientId,
  readDocsFile,
}: {
  /** Made when it is first asked for: a cold start does not wait for it. */
  document: () => string;
  urls: Urls;
  clientId: string;
  readDocsFile: ReadDocsFile | undefined;
}): Pages {
  const serveDocument = once(() =>
    createStaticFile({ content: document(), contentType: 'application/json' }),
  );
  const pages: [string, (event: APIGatewayProxyEventV2) => Answer][] = [
    [documentRoute.routeKey, (event) => serveDocument()(event)],
  ];
  if (readDocsFile !== undefined) {
    const servePage = once(() => createStaticFile(toDocsPage({ urls, clientId })));
    const serveFile = createDocsFiles(readDocsFile);
    pages.push(
      [docsRoutes.page.routeKey, (event) => servePage()(event)],
      [docsRoutes.file.routeKey, serveFile],
    );
  }
  return new Map(pages);
}

/** Only what the list names: nothing is ever looked up by what the client wrote. */
function createDocsFiles(readDocsFile: ReadDocsFile) {
  const files = new Map(
    docsFileNames.map((name) => [
      name,
      once(() => createStaticFile({ ...docsFiles[name], content: readDocsFile(name) })),
    ]),
  );
  return (event: APIGatewayProxyEventV2): Answer => {
    const name = event.pathParameters?.file ?? '';
    const file = isDocsFile(name) ? files.get(name) : undefined;
    if (file === undefined) throw new Problem('NOT_FOUND', 'There is no such file.');
    return file()(event);
  };
}
