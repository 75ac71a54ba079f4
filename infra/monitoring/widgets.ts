import * as pulumi from '@pulumi/pulumi';
import * as aws from '../aws.ts';
import type { Metric } from './metrics.ts';

type Line = readonly unknown[];

export function chart(title: string, metrics: readonly Line[]) {
  const region = aws.getRegionOutput().region;
  return { type: 'metric', properties: { title, region, view: 'timeSeries', metrics } };
}

export function logTable(title: string, logGroups: pulumi.Input<string>[], query: string) {
  const region = aws.getRegionOutput().region;
  const sources = pulumi
    .all(logGroups)
    .apply((names) => names.map((name) => `SOURCE '${name}'`).join(' | '));
  const properties = {
    title,
    region,
    view: 'table',
    query: pulumi.interpolate`${sources} | ${query}`,
  };
  return { type: 'log', properties };
}

export function line(metric: Metric, options: Record<string, unknown> = {}): Line {
  const { namespace, metricName, dimensions = {}, stat, period } = metric;
  return [
    namespace,
    metricName,
    ...Object.entries(dimensions).flat(),
    { stat, period, ...options },
  ];
}

/** Hidden metrics, and a line with their costs per hour. A dashboard chooses its own periods. */
export function priced(label: string, price: number, metrics: readonly Metric[]): Line[] {
  const prefix = label.toLowerCase().replaceAll(' ', '_');
  const ids = metrics.map((_, index) => `${prefix}_${index}`);
  const anHour = `(${ids.join(' + ')}) / PERIOD(${ids[0]}) * 3600`;
  return [
    // Without exponent: CloudWatch does not document 1e-7 in metric math.
    [{ expression: `${anHour} * ${price.toFixed(15)}`, label, id: prefix }],
    ...metrics.map((metric, index) => line(metric, { id: ids[index], visible: false })),
  ];
}
