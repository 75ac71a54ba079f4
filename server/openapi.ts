import { generateOpenApiDocument } from 'trpc-to-openapi';
import { b2bRouter } from './b2b.ts';
import { b2cRouter } from './b2c.ts';
import { publicRouter } from './public.ts';
import { router } from './trpc.ts';

/** Where one deployment, or the local stack, is reached. */
export type Urls = { apiUrl: string; b2bApiUrl: string };

/** The OpenAPI document of all REST operations. Build time only: the generator stays out of the Lambda. */
export function createDocument({ apiUrl, b2bApiUrl }: Urls): string {
  const document = generateOpenApiDocument(
    router({ public: publicRouter, b2c: b2cRouter, b2b: b2bRouter }),
    {
      openApiVersion: '3.1.0',
      title: 'Christmas Markets',
      version: '1.0.0',
      baseUrl: apiUrl,
    },
  );
  return JSON.stringify({
    ...document,
    servers: [...new Set([apiUrl, b2bApiUrl])].map((url) => ({ url })),
  });
}
