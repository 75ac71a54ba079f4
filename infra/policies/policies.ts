import { archivesAreLocked, logsAreSentByField } from './archive.ts';
import { backupsEnd, backupsNameTheirTable } from './backup.ts';
import { logsEnd, tablesAreEncrypted, tablesCanBeRestored } from './data.ts';
import { noCorsForAll, noOpenRoute } from './gateway.ts';
import { noWildcardInIam } from './iam.ts';
import { callsGoToAnAlias } from './lambda.ts';
import type { Policy } from './policy.ts';
import { noImplicitFlow, secretsWhereTheyBelong } from './sign-in.ts';
import { bucketsArePrivate, sitesUseTls } from './web.ts';

/** The policies of every stack. */
export const policies: readonly Policy[] = [
  noWildcardInIam,
  noOpenRoute,
  noCorsForAll,
  noImplicitFlow,
  secretsWhereTheyBelong,
  tablesAreEncrypted,
  tablesCanBeRestored,
  backupsEnd,
  backupsNameTheirTable,
  archivesAreLocked,
  logsAreSentByField,
  logsEnd,
  callsGoToAnAlias,
  bucketsArePrivate,
  sitesUseTls,
];
