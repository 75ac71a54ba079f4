type Event = { listen: 'prerequest' | 'test'; script: { type: 'text/javascript'; exec: string[] } };

/** The scripts of a request. They assert its success status and keep the market in variables. */
export function createScript({
  operationId,
  status,
}: {
  operationId: string;
  status: number;
}): Event[] {
  const own = scripts[operationId];
  return [
    ...(own?.before ? [createEvent('prerequest', own.before)] : []),
    createEvent('test', [
      `pm.test('${operationId} answers ${status}', () => pm.response.to.have.status(${status}));`,
      ...(own?.after ?? []),
    ]),
  ];
}

export function createEvent(listen: Event['listen'], exec: string[]): Event {
  return { listen, script: { type: 'text/javascript', exec } };
}

const keepMarket = [
  'const { userId, marketId, revision } = pm.response.json();',
  'Object.entries({ userId, marketId, revision }).forEach(([name, value]) => pm.environment.set(name, value));',
];

const scripts: Record<string, { before?: string[]; after?: string[] }> = {
  submitMarket: {
    before: ["pm.environment.set('marketId', pm.variables.replaceIn('{{$randomUUID}}'));"],
    after: keepMarket,
  },
  editMarket: { after: keepMarket },
  listCityMarkets: {
    after: [
      "pm.test('the market is pending', () => {",
      '  const waiting = pm.response.json().items.map((market) => market.marketId);',
      "  pm.expect(waiting).to.include(pm.environment.get('marketId'));",
      '});',
    ],
  },
  decideMarkets: {
    after: [
      "pm.test('the repeated decision has the market as its result', () => pm.expect(pm.response.json().items[0].market.status).to.equal('approved'));",
    ],
  },
  getOwnMarket: {
    after: [
      "pm.test('the applicant sees the decision', () => pm.expect(pm.response.json().status).to.equal('approved'));",
    ],
  },
  decideMarket: {
    after: [
      "pm.test('the market is approved', () => pm.expect(pm.response.json().status).to.equal('approved'));",
    ],
  },
};
