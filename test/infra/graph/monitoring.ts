import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Graph, ofType, onlyOf } from '../graph.ts';
import { useGraphs } from './captured.ts';
import { find, referencesOf, toShortName, types } from './references.ts';

const graphs = useGraphs();

/** Alarm → what it watches. */
const watched = {
  'function-errors': ['function'],
  'function-throttles': ['function'],
  'function-p99-duration': ['function'],
  // A metric of a log filter, without a dimension.
  'function-left-out': [],
  'table-throttling': ['markets'],
  'table-system-errors': ['markets'],
  'api-5xx': ['api'],
  'api-p99-latency': ['api'],
  'api-refusals': ['api'],
  'sign-in-throttles': ['applicants', 'users'],
  'sign-in-refusals': ['applicants', 'users'],
};
const watchedOfB2b = {
  'b2b-api-5xx': ['b2b-api'],
  'b2b-api-p99-latency': ['b2b-api'],
  'b2b-api-refusals': ['b2b-api'],
};

function toWatched(graph: Graph) {
  return Object.fromEntries(
    ofType(graph, types.alarm).map((alarm) => [
      toShortName(alarm).replace('monitoring-', ''),
      [
        ...referencesOf(graph, alarm, 'dimensions'),
        ...referencesOf(graph, alarm, 'metricQueries'),
      ].filter((name) => !name.endsWith('-refusals')),
    ]),
  );
}

const metricSchema = z.object({
  namespace: z.string(),
  metricName: z.string(),
  dimensions: z.record(z.string(), z.string()).default({}),
});

describe('alarms', () => {
  it('watch the right resource', () => {
    expect(toWatched(graphs.shared)).toEqual(watched);
    expect(toWatched(graphs.split)).toEqual({ ...watched, ...watchedOfB2b });
  });

  it('reach the topic, and its e-mail address where there is one', () => {
    for (const alarm of ofType(graphs.split, types.alarm)) {
      expect(referencesOf(graphs.split, alarm, 'alarmActions')).toEqual(['monitoring-alarms']);
      expect(alarm.inputs.treatMissingData).toBe('notBreaching');
      expect(alarm.inputs.alarmDescription).toEqual(expect.any(String));
    }
    const subscription = onlyOf(graphs.split, types.subscription);
    expect(subscription.inputs).toMatchObject({ protocol: 'email', endpoint: 'ops@example.org' });
    expect(referencesOf(graphs.split, subscription, 'topic')).toEqual(['monitoring-alarms']);
    expect(ofType(graphs.shared, types.subscription)).toEqual([]);
    expect(
      ofType(graphs.full, types.subscription).map(({ inputs }) => [
        inputs.protocol,
        inputs.endpoint,
      ]),
    ).toEqual([
      ['email', 'ops@example.org'],
      ['https', 'https://on-call.example.org/alarms'],
    ]);
  });

  it('include the costs of the account, by mail', () => {
    const { inputs } = onlyOf(graphs.full, types.budget);
    expect(inputs).toMatchObject({ limitAmount: '100', limitUnit: 'USD', timeUnit: 'MONTHLY' });
    expect(inputs.notifications).toMatchObject([
      { notificationType: 'ACTUAL', subscriberEmailAddresses: ['ops@example.org'] },
      { notificationType: 'FORECASTED', subscriberEmailAddresses: ['ops@example.org'] },
    ]);
    expect(ofType(graphs.shared, types.budget)).toEqual([]);
  });

  it('look at metrics that exist, by the dimensions that AWS gives them', () => {
    const read = ofType(graphs.shared, types.alarm).flatMap(({ inputs }) => {
      if (!Array.isArray(inputs.metricQueries)) return [metricSchema.parse(inputs)];
      return inputs.metricQueries.flatMap((query) => {
        const parsed = z.object({ metric: metricSchema.optional() }).parse(query);
        return parsed.metric ?? [];
      });
    });
    const shapes = read.map(
      ({ namespace, metricName, dimensions }) =>
        `${namespace} ${metricName} ${Object.keys(dimensions).toSorted().join()}`,
    );
    expect([...new Set(shapes)].toSorted()).toEqual([
      'AWS/ApiGateway 5xx ApiId',
      'AWS/ApiGateway Count ApiId',
      'AWS/ApiGateway Latency ApiId',
      ...['SignInSuccesses', 'SignInThrottles', 'SignUpThrottles', 'TokenRefreshThrottles'].map(
        (metric) => `AWS/Cognito ${metric} UserPool,UserPoolClient`,
      ),
      'AWS/DynamoDB ReadThrottleEvents GlobalSecondaryIndexName,TableName',
      'AWS/DynamoDB ReadThrottleEvents TableName',
      'AWS/DynamoDB SystemErrors Operation,TableName',
      'AWS/DynamoDB WriteThrottleEvents GlobalSecondaryIndexName,TableName',
      'AWS/DynamoDB WriteThrottleEvents TableName',
      'AWS/Lambda Duration FunctionName',
      'AWS/Lambda Errors FunctionName',
      'AWS/Lambda Throttles FunctionName',
      'ChristmasMarkets christmas-markets-dev-monitoring-api-refusals ',
      'ChristmasMarkets christmas-markets-dev-monitoring-left-out ',
    ]);
  });

  it("count refusals in their own API's access log", () => {
    for (const side of ['api', 'b2b-api']) {
      const filter = find(graphs.split, types.metricFilter, `monitoring-${side}-refusals`);
      expect(referencesOf(graphs.split, filter, 'logGroupName')).toEqual([`${side}-stage-access`]);
      expect(filter.inputs.pattern).toBe('{ ($.status = "401") || ($.status = "403") }');
      const alarm = find(graphs.split, types.alarm, `monitoring-${side}-refusals`);
      expect(JSON.stringify(alarm.inputs.metricQueries)).toContain(
        `christmas-markets-prod-monitoring-${side}-refusals`,
      );
    }
  });
});

it('stored markets that lists leave out are counted in the log of the Lambda, shown on the dashboard, and raise an alarm once a day', () => {
  const filter = find(graphs.shared, types.metricFilter, 'monitoring-left-out');
  expect(referencesOf(graphs.shared, filter, 'logGroupName')).toEqual(['function-logs']);
  expect(filter.inputs).toMatchObject({
    pattern: '{ $.leftOut.count > 0 }',
    metricTransformation: { value: '$.leftOut.count' },
  });
  const body = z.string().parse(onlyOf(graphs.shared, types.dashboard).inputs.dashboardBody);
  expect(body).toContain('monitoring-left-out');
  const { metricTransformation } = z
    .object({ metricTransformation: z.object({ namespace: z.string(), name: z.string() }) })
    .parse(filter.inputs);
  const alarm = find(graphs.shared, types.alarm, 'monitoring-function-left-out');
  expect(alarm.inputs).toMatchObject({
    namespace: metricTransformation.namespace,
    metricName: metricTransformation.name,
    statistic: 'Sum',
    threshold: 0,
    period: 86_400,
    evaluationPeriods: 1,
  });
});

describe('refusals', () => {
  it('are told by what is known of them, which is no client', () => {
    const { split } = graphs;
    const format = z
      .object({ accessLogSettings: z.object({ format: z.string() }) })
      .parse(find(split, types.stage, 'api-stage').inputs).accessLogSettings.format;
    const body = z.string().parse(onlyOf(split, types.dashboard).inputs.dashboardBody);
    const [, by = ''] = /count\(\) as refusals by ([\w, ]+) \|/.exec(body) ?? [];
    expect(by.split(', ')).toEqual(['sourceIp', 'authorizerError', 'routeKey']);
    expect(Object.keys(JSON.parse(format))).toEqual(expect.arrayContaining(by.split(', ')));
    const alarm = find(split, types.alarm, 'monitoring-api-refusals');
    expect(alarm.inputs.alarmDescription).toContain('sourceIp, authorizerError and routeKey');
    expect(alarm.inputs.alarmDescription).not.toContain('rotated');
  });
});

describe('the dashboard', () => {
  it('shows health, callers and costs of all APIs', () => {
    const dashboard = onlyOf(graphs.split, types.dashboard);
    const { widgets } = z
      .object({ widgets: z.array(z.object({ properties: z.object({ title: z.string() }) })) })
      .parse(JSON.parse(z.string().parse(dashboard.inputs.dashboardBody)));
    const titles = widgets.map(({ properties }) => properties.title.replace(/:.*/, ''));
    expect([...new Set(titles)]).toEqual(['Health', 'Callers', 'Costs']);
    expect(referencesOf(graphs.split, dashboard, 'dashboardBody')).toEqual(
      [
        'api',
        'b2b-api',
        'api-stage-access',
        'b2b-api-stage-access',
        'function',
        'markets',
      ].toSorted(),
    );
  });

  it('refers in its expressions only to its own metrics', () => {
    const body = z.string().parse(onlyOf(graphs.split, types.dashboard).inputs.dashboardBody);
    const expressions = [...body.matchAll(/"expression":"\(([^)]+)\)/g)].map(([, ids = '']) => ids);
    expect(expressions).toHaveLength(5);
    for (const id of expressions.flatMap((ids) => ids.split(' + '))) {
      expect(body).toContain(`"id":"${id}"`);
    }
    // A dashboard sets the period by the time that it shows: a sum alone is of no known time.
    // Prices are written in full, because AWS does not document that metric math reads 2e-7.
    const anHour = /"expression":"\((\w+)[^)]*\) \/ PERIOD\(\1\) \* 3600 \* (0\.0+[1-9]\d*)"/g;
    const prices = [...body.matchAll(anHour)].map(([, , price]) => Number(price));
    expect(prices).toEqual([1e-6, 2e-7, 1.33334e-8, 1.25e-7, 6.25e-7]);
    for (const [, id = ''] of body.matchAll(/"id":"([^"]+)"/g)) expect(id).toMatch(/^[a-z]\w*$/);
  });
});
