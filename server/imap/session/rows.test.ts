/** Shared columns: what one session does to its view is never seen in another's. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Rows } from './rows.ts';

const row = (uid: number, flags = 0, keywords: string[] | null = null) => ({
  ...{ uid, flags, keywords, modseq: uid * 10, emailId: uid + 2 ** 40, threadId: uid + 2 ** 41 },
});
const text = (rows: Rows) =>
  Array.from({ length: rows.count }, (_, n) => [
    ...[rows.uid(n), rows.flags(n), rows.modseq(n), rows.emailId(n), rows.threadId(n), ...(rows.keywords(n) ?? [])],
  ]);

const step = fc.record({ who: fc.nat(3), act: fc.constantFrom('add', 'set', 'thread', 'remove', 'share'), at: fc.nat(50) });

test('whoever changes shared rows changes his own', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const first = Rows.none();
      for (let uid = 1; uid <= 5; uid++) first.add(row(uid, uid, uid === 3 ? ['work'] : null));
      const everybody = [first, first.share(), first.share(), first.share()];
      const expected = everybody.map(text);
      for (const { who, act, at } of steps) {
        const [rows, model] = [everybody[who], expected[who]];
        if (!rows || !model) throw new Error('nobody');
        const index = at % Math.max(1, rows.count);
        const uid = rows.uid(index);
        if (act === 'share') {
          everybody[who] = (everybody[at % 4] ?? rows).share();
          expected[who] = structuredClone(expected[at % 4] ?? model);
        } else if (act === 'add') {
          const next = rows.uid(rows.count - 1) + 1 + (at % 3);
          rows.add(row(next));
          model.push([next, 0, next * 10, next + 2 ** 40, next + 2 ** 41]);
        } else if (rows.count > 0 && act === 'set') {
          rows.set(index, { flags: at, keywords: at % 2 ? ['a', 'b'] : null, modseq: at });
          model[index] = [uid, at, at, uid + 2 ** 40, rows.threadId(index), ...(at % 2 ? ['a', 'b'] : [])];
        } else if (rows.count > 0 && act === 'thread') {
          rows.setThread(index, at);
          model[index]?.splice(4, 1, at);
        } else if (act === 'remove') {
          rows.remove(new Set([uid, 10_000]));
          expected[who] = model.filter(([one]) => one !== uid);
        }
        everybody.forEach((one, n) => expect(text(one)).toEqual(expected[n]));
      }
      everybody.forEach((one) =>
        everybody.forEach((other) => expect(one.sameAs(other)).toBe(JSON.stringify(text(one)) === JSON.stringify(text(other)))),
      );
    }),
    { numRuns: 60 },
  );
});

test('what was there at an earlier moment is told from what is there now and what has gone since', () => {
  const rows = Rows.none();
  for (const uid of [2, 4, 7, 9]) rows.add(row(uid, 1));
  const before = rows.asOf(8, [3, 7, 8]);
  expect(text(before).map(([uid, flags]) => [uid, flags])).toEqual([
    [2, 1],
    [3, 0],
    [4, 1],
    [7, 1],
  ]);
  expect([6, 7, 100].map((uid) => before.firstAtOrAbove(uid))).toEqual([3, 3, 4]);
});
