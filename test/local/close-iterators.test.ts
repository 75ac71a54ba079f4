import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { ClassicLevel } from 'classic-level';
import { expect, it } from 'vitest';
import { closeIterators } from '../../local/dynamodb/embedded.ts';

it('an iterator of LevelDB can be ended the way dynalite does it, which left each one open', async () => {
  const folder = await mkdtemp(`${tmpdir()}/christmas-markets-`);
  const level = new ClassicLevel(folder);
  await level.open();
  await closeIterators(level);
  const iterator = level.values();
  const end: unknown = Reflect.get(iterator, 'return');
  if (typeof end !== 'function') throw new Error('Expected a function');
  await end.call(iterator);
  await expect(iterator.next()).rejects.toMatchObject({ code: 'LEVEL_ITERATOR_NOT_OPEN' });
  await level.close();
  await rm(folder, { recursive: true });
});
