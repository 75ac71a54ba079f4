import type * as pulumi from '@pulumi/pulumi';
import * as aws from '../aws.ts';
import { isEmail } from '../config/config-values.ts';

/** Mail when the costs of a month pass the budget, or are about to. */
export function createBudget(
  name: string,
  dollars: number,
  { alarmAddresses, tags }: { alarmAddresses: readonly string[]; tags: Record<string, string> },
  opts: pulumi.CustomResourceOptions,
): void {
  const subscriberEmailAddresses = alarmAddresses.filter(isEmail);
  new aws.budgets.Budget(
    `${name}-budget`,
    {
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: String(dollars),
      limitUnit: 'USD',
      notifications: (['ACTUAL', 'FORECASTED'] as const).map((notificationType) => ({
        notificationType,
        comparisonOperator: 'GREATER_THAN',
        threshold: 100,
        thresholdType: 'PERCENTAGE',
        subscriberEmailAddresses,
      })),
      tags,
    },
    opts,
  );
}
