import type * as z from 'zod';
import { createCityResourceServers, listActionScopes } from '../../server/contract/scopes.ts';
import { maxCityHalls } from '../../server/domain/cities.ts';
import { checkArns } from './arn-rules.ts';
import { isEmail } from './config-values.ts';
import { domainPrefixSchema } from './domains.ts';
import type { Config, Refuse } from './schema.ts';

/** The deployment target. */
type Target = {
  /** `aws:region` */
  region: string;
  /** `<project>-<stack>`, the beginning of every name. */
  name: string;
};

/** Cross-field rules. */
export function checkConfig({ region, name }: Target) {
  return (config: Config, context: z.core.$RefinementCtx<Config>): void => {
    const refuse: Refuse = (key, advice) => {
      context.addIssue({ code: 'custom', path: [key], message: advice });
    };
    checkClients(config, refuse);
    checkResourceServers(config, refuse);
    checkDomainPrefix(config, name, refuse);
    checkDomains(config, refuse);
    checkWeb(config, refuse);
    checkArns(config, region, refuse);
    checkThrottling(config, refuse);
    checkRecovery(config, refuse);
    checkArchive(config, refuse);
    checkBudget(config, refuse);
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
/** The rest of 4,096 bytes after the other variables, with the longest domain prefix and a reserve. */
const bytesForClients = 2_800;

/** Cognito's quota of a user pool. */
const maxResourceServers = 25;

function checkResourceServers({ topology, cityHalls }: Config, refuse: Refuse): void {
  const sides = topology === 'split' ? (['b2b'] as const) : (['b2c', 'b2b'] as const);
  const actions = new Set(sides.flatMap(listActionScopes).map((scope) => scope.split('/', 1)[0]));
  const cities = cityHalls.flatMap((hall) => hall.cities);
  const needed = actions.size + createCityResourceServers(cities).length;
  if (needed > maxResourceServers) {
    refuse(
      'cityHalls',
      `${cities.length} cities need ${needed} resource servers, one for each hundred, and Cognito allows ${maxResourceServers} in a user pool: deploy a second stack for some of them`,
    );
  }
}

/** The default prefix is `<project>-<stack>-<8 characters>`, see `createDomainPrefix`. */
function checkDomainPrefix({ domainPrefix }: Config, name: string, refuse: Refuse): void {
  if (domainPrefix !== undefined) return;
  const [issue] = domainPrefixSchema.safeParse(`${name}-00000000`).error?.issues ?? [];
  if (issue !== undefined) {
    refuse(
      'domainPrefix',
      `without one, the sign-in pages are at "${name}-…", and Cognito refuses that (${issue.message}): write a prefix, or rename the stack`,
    );
  }
}

function checkDomains({ topology, customDomain, b2bCustomDomain }: Config, refuse: Refuse): void {
  if (topology === 'shared' && b2bCustomDomain !== undefined) {
    refuse(
      'b2bCustomDomain',
      'leave it out, or set topology to "split": a shared API has its domains in customDomain',
    );
    return;
  }
  const names = new Set<string>();
  for (const key of ['customDomain', 'b2bCustomDomain'] as const) {
    for (const { domainName } of { customDomain, b2bCustomDomain }[key] ?? []) {
      if (names.has(domainName)) {
        refuse(key, `"${domainName}" is there twice: write each domain once, for one API`);
      }
      names.add(domainName);
    }
  }
}

/** The app adds its own callback URL, logout URL and origin to the lists. */
function checkWeb(
  { web, customDomain, b2bCustomDomain, callbackUrls, logoutUrls, corsOrigins }: Config,
  refuse: Refuse,
): void {
  if (web === undefined) return;
  const domainName = web.customDomain?.domainName;
  if (
    [...(customDomain ?? []), ...(b2bCustomDomain ?? [])].some(
      (api) => api.domainName === domainName,
    )
  ) {
    refuse('web', `"${domainName}" is a domain of an API: write another one for the app`);
  }
  const lists = {
    callbackUrls: [callbackUrls, 98],
    logoutUrls: [logoutUrls, 99],
    corsOrigins: [corsOrigins, 99],
  } as const;
  for (const key of ['callbackUrls', 'logoutUrls', 'corsOrigins'] as const) {
    const [urls, most] = lists[key];
    if (urls.length > most) refuse(key, `write ${most} at most: with web, the app needs one`);
  }
}

/** A protected table can be restored after a week of holidays. */
const minProtectedRecoveryDays = 7;

function checkRecovery(config: Config, refuse: Refuse): void {
  const { recoveryDays, logRetentionDays } = config;
  const keepLogs = 'or keep the logs longer: the log lists the erasures to repeat after a restore';
  if (config.protected && recoveryDays < minProtectedRecoveryDays) {
    refuse('recoveryDays', `write ${minProtectedRecoveryDays} or more, or set protected to false`);
  }
  if (recoveryDays > logRetentionDays) {
    refuse('recoveryDays', `write at most ${logRetentionDays} (logRetentionDays), ${keepLogs}`);
  }
  if ((config.backup?.retentionDays ?? 0) > logRetentionDays) {
    refuse(
      'backup',
      `retentionDays: write at most ${logRetentionDays} (logRetentionDays), ${keepLogs}`,
    );
  }
}

function checkArchive({ decisionArchive, ...config }: Config, refuse: Refuse): void {
  if (decisionArchive?.mode === 'compliance' && !config.protected) {
    refuse(
      'decisionArchive',
      'mode: write "governance" while protected is false: an archive of the mode "compliance" cannot be deleted, so `pulumi destroy` would fail for years',
    );
  }
}

function checkBudget({ monthlyBudget, alarmAddresses }: Config, refuse: Refuse): void {
  if (monthlyBudget !== undefined && !alarmAddresses.some(isEmail)) {
    refuse('monthlyBudget', 'write an e-mail address in alarmAddresses: AWS Budgets sends mail');
  }
}

function checkThrottling(config: Config, refuse: Refuse): void {
  for (const limit of ['RateLimit', 'BurstLimit'] as const) {
    for (const key of [`writeThrottling${limit}`, `publicThrottling${limit}`] as const) {
      if (config[key] <= config[`throttling${limit}`]) continue;
      refuse(key, `write at most throttling${limit}, the limit of a read route`);
    }
  }
}
