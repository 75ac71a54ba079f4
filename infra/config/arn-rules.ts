import * as pulumi from '@pulumi/pulumi';
import { findPartition, parseArn } from './arn.ts';
import type { Config, Refuse } from './schema.ts';

type ArnKey =
  | 'customDomain'
  | 'b2bCustomDomain'
  | 'emailSender'
  | 'signInDomain'
  | 'web'
  | 'kmsKeys'
  | 'backup';

/** CloudFront reads certificates there. */
const cloudFrontRegion = 'us-east-1';

/** Rules for the ARNs that need the Region of the stack. */
export function checkArns(config: Config, region: string, refuse: Refuse): void {
  const partition = findPartition(region);
  for (const [key, arn] of [...readArns(config), ...readVaults(config)]) {
    const found = parseArn(arn);
    if (found.partition !== partition) {
      refuse(
        key,
        `${arn} is of the partition "${found.partition}", and ${region} (aws:region) is in "${partition}": write an ARN that starts with "arn:${partition}:"`,
      );
    } else if (key === 'backup') {
      // A copy may be in any Region.
    } else if (key === 'emailSender') {
      checkSender(found.region, region, refuse);
    } else if (key === 'signInDomain' || key === 'web') {
      if (found.region === cloudFrontRegion) continue;
      refuse(
        key,
        `its certificate is in "${found.region}", and CloudFront, which serves ${key === 'web' ? 'the app' : 'the sign-in pages'}, needs one in ${cloudFrontRegion}: request it there`,
      );
    } else if (key === 'kmsKeys') {
      if (found.region === region) continue;
      refuse(key, `${arn} is in "${found.region}": write a key of ${region} (aws:region)`);
    } else if (found.region !== region) {
      refuse(
        key,
        `its certificate is in "${found.region}", and API Gateway needs one in the API's own Region: request it in ${region} (aws:region)`,
      );
    }
  }
}

/** Cognito also sends from other Regions through SES in these. */
const sharedSesRegions = ['us-east-1', 'us-west-2', 'eu-west-1'];

function checkSender(found: string, region: string, refuse: Refuse): void {
  if (found === region || sharedSesRegions.includes(found)) return;
  refuse(
    'emailSender',
    `its SES identity is in "${found}", and Cognito sends through SES in its own Region or in ${sharedSesRegions.join(', ')}: verify the identity in ${region} (aws:region)`,
  );
}

/** Throws for a certificate or an SES identity of another account than that of the credentials. */
export function assertOwnAccount(config: Config, accountId: string): void {
  const foreign = readArns(config).filter(([, arn]) => parseArn(arn).accountId !== accountId);
  if (foreign.length === 0) return;
  const lines = foreign.map(
    ([key, arn]) =>
      `  ${pulumi.getProject()}:${key}: ${arn} is of another account: write an ARN of the account ${accountId}, to which your credentials belong`,
  );
  throw new pulumi.RunError(`Pulumi.${pulumi.getStack()}.yaml is invalid:\n${lines.join('\n')}`);
}

/** These may be of another account. */
function readVaults({ backup }: Config): [ArnKey, string][] {
  return (backup?.copyTo ?? []).map((arn) => ['backup', arn]);
}

function readArns({
  customDomain,
  b2bCustomDomain,
  emailSender,
  ...config
}: Config): [ArnKey, string][] {
  const arns: [ArnKey, string | undefined][] = [
    ...(customDomain ?? []).map(({ certificateArn }): [ArnKey, string] => [
      'customDomain',
      certificateArn,
    ]),
    ...(b2bCustomDomain ?? []).map(({ certificateArn }): [ArnKey, string] => [
      'b2bCustomDomain',
      certificateArn,
    ]),
    ['web', config.web?.customDomain?.certificateArn],
    ['emailSender', emailSender?.sesIdentityArn],
    ['signInDomain', config.signInDomain?.certificateArn],
    ...Object.values(config.kmsKeys).map((keyArn): [ArnKey, string] => ['kmsKeys', keyArn]),
  ];
  return arns.flatMap(([key, arn]) => (arn === undefined ? [] : [[key, arn]]));
}
