import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import {
  createConnectionPolicy,
  createWebConfig,
  type WebConfig,
  webAssetsFolder,
  webCacheControl,
  webConfigPath,
} from '../../server/deployment/web-app.ts';
import * as aws from '../aws.ts';

/** Relative to the program's folder, so the state contains no path of one machine. */
const dist = '../web/dist';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

type WebFilesArgs = {
  bucket: pulumi.Output<string>;
  config: pulumi.Output<WebConfig>;
};

/**
 * The built app and its configuration. CloudFront keeps files whose names have a hash, and asks the bucket
 * about every other one: nothing has to be invalidated.
 */
export class WebFiles extends pulumi.ComponentResource {
  constructor(name: string, args: WebFilesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:WebFiles', name, {}, opts);
    const config = args.config.apply(createWebConfig);
    const create = (
      path: string,
      file: Pick<aws.s3.BucketObjectv2Args, 'content' | 'source'>,
      options: pulumi.CustomResourceOptions = {},
    ) =>
      new aws.s3.BucketObjectv2(
        `${name}${path.replaceAll(/[^\w]+/g, '-')}`,
        {
          bucket: args.bucket,
          key: path.slice(1),
          contentType: findContentType(path),
          cacheControl: webCacheControl[path.startsWith(webAssetsFolder) ? 'assets' : 'others'],
          ...file,
        },
        { parent: this, ...options },
      );

    // An open tab may still load parts of the app before. A lifecycle rule would not know which.
    const assets = listFiles()
      .filter((path) => path !== '/index.html')
      .map((path) =>
        create(
          path,
          { source: new pulumi.asset.FileAsset(`${dist}${path}`) },
          { retainOnDelete: path.startsWith(webAssetsFolder) },
        ),
      );
    const configuration = create(webConfigPath, { content: pulumi.jsonStringify(config) });
    // Last: it names the others.
    create(
      '/index.html',
      { content: config.apply((known) => createPage(known)) },
      { dependsOn: [...assets, configuration] },
    );
    this.registerOutputs();
  }
}

/** The policy of the page adds to that of the distribution, which cannot name the API. */
function createPage(config: WebConfig): string {
  const page = readFileSync(`${dist}/index.html`, 'utf8');
  const policy = `<meta http-equiv="Content-Security-Policy" content="${createConnectionPolicy(config)}">`;
  const found = page.replace('<head>', `<head>\n    ${policy}`);
  if (found === page) throw new Error(`${dist}/index.html has no <head>`);
  return found;
}

function listFiles(): string[] {
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath.slice(dist.length)}/${name}`)
    .sort();
}

function findContentType(path: string): string {
  const type = contentTypes[extname(path)];
  if (type === undefined) throw new Error(`${path}: add its content type to infra/web/files.ts`);
  return type;
}
