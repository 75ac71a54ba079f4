import { beforeAll, describe, expect, it } from 'vitest';
import { marketPageSchema, marketSchema } from '../../server/domain/market.ts';
import { type Call, createCall, transports } from '../api-client.ts';
import { useStack } from '../use-stack.ts';

describe.each(['shared', 'split'] as const)('topology %s', (topology) => {
  const stack = useStack({ topology });

  describe.each(transports)('over %s', (transport) => {
    let call: Call;
    beforeAll(() => {
      call = createCall(stack.outputs, transport);
    });

    it('takes a market from submission to approval and back to pending by an edit', async () => {
      const { userId, token } = await stack.applicant(`journey-${transport}`);
      const cluj = await stack.cityHall('cluj');
      const iasi = await stack.cityHall('iasi');

      const submitted = await call(
        'b2c.markets.submit',
        {
          userId: 'me',
          marketName: 'Piața Unirii 🎄',
          marketDescription: 'Forty huts\nand a carousel',
          marketAveragePrice: 12.5,
          city: 'CLUJ-NAPOCA',
        },
        token,
      );
      expect(submitted.status).toBe(transport === 'rest' ? 201 : 200);
      const market = marketSchema.parse(submitted.body);
      expect(market).toMatchObject({
        userId,
        city: 'Cluj-Napoca',
        status: 'pending',
        marketApproved: false,
        decisions: [],
      });
      const key = { userId, marketId: market.marketId };

      const waiting = await call(
        'b2b.markets.list',
        { city: 'cluj-napoca', status: 'pending' },
        cluj,
      );
      expect(marketPageSchema.parse(waiting.body).items).toContainEqual(market);

      const decision = { ...key, approved: true, revision: market.revision };
      const foreign = await call('b2b.markets.decide', decision, iasi);
      expect([foreign.status, foreign.code]).toEqual([404, 'MARKET_NOT_FOUND']);

      const approved = marketSchema.parse((await call('b2b.markets.decide', decision, cluj)).body);
      expect(approved).toMatchObject({
        status: 'approved',
        marketApproved: true,
        revision: market.revision,
        decisions: [{ approved: true, decidedBy: 'cluj', revision: market.revision }],
      });
      const again = await call('b2b.markets.decide', decision, cluj);
      expect(again.body).toEqual(approved);

      const edited = marketSchema.parse(
        (
          await call(
            'b2c.markets.edit',
            { ...key, revision: market.revision, marketAveragePrice: 9 },
            token,
          )
        ).body,
      );
      expect(edited).toMatchObject({
        status: 'pending',
        marketApproved: false,
        marketAveragePrice: 9,
        marketName: market.marketName,
        decisions: approved.decisions,
      });
      expect(edited.revision > market.revision).toBe(true);

      const stale = await call('b2b.markets.decide', decision, cluj);
      expect([stale.status, stale.code]).toEqual([409, 'STALE_REVISION']);

      const own = await call('b2c.markets.list', { userId }, token);
      expect(own.body).toEqual({ items: [edited] });
      const stored = (await stack.stored()).filter((item) => item.userId === userId);
      expect(stored).toEqual([
        {
          ...edited,
          reviewOrder: `pending#${edited.revision}`,
          changeId: expect.any(String),
          __edb_e__: 'market',
          __edb_v__: '1',
        },
      ]);

      const withdrawn = await call('b2c.markets.withdraw', key, token);
      expect(withdrawn.status).toBe(transport === 'rest' ? 204 : 200);
      expect((await stack.stored()).filter((item) => item.userId === userId)).toEqual([]);
    });
  });
});
