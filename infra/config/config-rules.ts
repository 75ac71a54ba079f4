import type * as z from 'zod';
import { listActionScopes, toCityResourceServers } from '../../server/contract/scopes.ts';
import { maxCityHalls } from '../../server/domain/cities.ts';
import type { Config } from './config.ts';
import { reservedByCognito } from './config-values.ts';

type Refuse = (key: keyof Config, advice: string) => void;

/** Where it is all deployed to. */
type Place = {
  /** `aws:region`; unknown where the environment says it. */
  region: string | undefined;
  /** `<project>-<stack>`, with which all names begin. */
  name: string;
};

/** What no single value shows. */
export function checkTogether({ region, name }: Place) {
  return (config: Config, context: z.core.$RefinementCtx<Config>): void => {
    const refuse: Refuse = (key, advice) => {
      context.addIssue({ code: 'custom', path: [key], message: advice });
    };
    checkClients(config, refuse);
    checkResourceServers(config, refuse);
    checkDomainPrefix(config, name, refuse);
    checkDomains(config, refuse);
    if (region !== undefined) {
      checkCertificates(config, region, refuse);
      checkSender(config, region, refuse);
    }
    checkThrottling(config, refuse);
  };
}

function checkClients({ cityHalls, clientVersions }: Config, refuse: Refuse): void {
  const halls = cityHalls.map((hall) => hall.name);
  for (const name of Object.keys(clientVersions)) {
    if (!halls.includes(name)) {
      refuse('clientVersions', `there is no city hall "${name}": write one of ${halls.join(', ')}`);
    }
  }
  const clients = halls.flatMap((name) => (clientVersions[name] ?? [1]).map(() => name));
  if (clients.length > maxCityHalls) {
    refuse(
      'clientVersions',
      `one API serves ${maxCityHalls} clients at most and these are ${clients.length}: rotate fewer city halls at a time`,
    );
    return;
  }
  const tooLong = clients.join('').length + clients.length * bytesPerClient - bytesForClients;
  if (tooLong > 0) {
    refuse(
      'cityHalls',
      `the names of the city halls are too long together (a Lambda's environment holds 4 KB): shorten them by ${tooLong} characters, or deploy a second stack`,
    );
  }
}

/** `\"<26 characters of a client id>\":\"<name>\",`: Lambda measures its environment as JSON. */
const bytesPerClient = 36;
/** What the other variables leave of 4,096 bytes, with the longest domain prefix and room to spare. */
const bytesForClients = 2_800;

/** Cognito's quota of a user pool. */
const maxResourceServers = 25;

function checkResourceServers({ topology, cityHalls }: Config, refuse: Refuse): void {
  const sides = topology === 'split' ? (['b2b'] as const) : (['b2c', 'b2b'] as const);
  const actions = new Set(sides.flatMap(listActionScopes).map((scope) => scope.split('/', 1)[0]));
  const cities = cityHalls.flatMap((hall) => hall.cities);
  const needed = actions.size + toCityResourceServers(cities).length;
  if (needed > maxResourceServers) {
    refuse(
      'cityHalls',
      `${cities.length} cities need ${needed} resource servers, one for each hundred, and Cognito allows ${maxResourceServers} a user pool: deploy a second stack for some of them`,
    );
  }
}

function checkDomainPrefix({ domainPrefix }: Config, name: string, refuse: Refuse): void {
  const [word] = reservedByCognito.exec(name) ?? [];
  if (domainPrefix === undefined && word !== undefined) {
    refuse(
      'domainPrefix',
      `without one the sign-in pages are called "${name}-…", and Cognito refuses "${word}" there: write one without it, or call the stack otherwise`,
    );
  }
}

function checkDomains({ topology, customDomain, b2bCustomDomain }: Config, refuse: Refuse): void {
  if (b2bCustomDomain === undefined) return;
  if (topology === 'shared') {
    refuse(
      'b2bCustomDomain',
      'leave it out, or set topology to "split": a shared API has one domain',
    );
  } else if (b2bCustomDomain.domainName === customDomain?.domainName) {
    refuse('b2bCustomDomain', 'give it another domainName than customDomain: each API has its own');
  }
}

/** An ARN begins with `arn:aws:acm:<region>:`. */
function checkCertificates(config: Config, region: string, refuse: Refuse): void {
  for (const key of ['customDomain', 'b2bCustomDomain'] as const) {
    const found = config[key]?.certificateArn.split(':')[3];
    if (found !== undefined && found !== region) {
      refuse(
        key,
        `its certificate is in "${found}", and API Gateway wants one of the API's own Region: request it in ${region} (aws:region)`,
      );
    }
  }
}

/** Through SES there Cognito sends from elsewhere, too. */
const regionsForAll = ['us-east-1', 'us-west-2', 'eu-west-1'];

/** An ARN begins with `arn:aws:ses:<region>:`. */
function checkSender({ emailSender }: Config, region: string, refuse: Refuse): void {
  const found = emailSender?.sesIdentityArn.split(':')[3];
  const allowed = [region, ...regionsForAll];
  if (found !== undefined && !allowed.includes(found)) {
    refuse(
      'emailSender',
      `its SES identity is in "${found}", and Cognito sends through SES of its own Region or of ${regionsForAll.join(', ')}: verify the identity in ${region} (aws:region)`,
    );
  }
}

function checkThrottling(config: Config, refuse: Refuse): void {
  for (const limit of ['RateLimit', 'BurstLimit'] as const) {
    if (config[`writeThrottling${limit}`] > config[`throttling${limit}`]) {
      refuse(
        `writeThrottling${limit}`,
        `write at most throttling${limit}, which is that of a route that reads`,
      );
    }
  }
}
