/** The view against a client that believes every line it is told: both must always know the same messages under the same numbers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Rows } from './rows.ts';
import { View } from './view.ts';

const row = (uid: number, flags: number, modseq: number) => ({ uid, flags, keywords: null, modseq, emailId: uid, threadId: uid });

/** What a client makes of the lines: flags by sequence number; UIDs it learns from FETCH. */
class Believer {
  messages: { uid?: number }[] = [];
  hear(lines: string[], view: View): void {
    for (const line of lines) {
      const number = Number.parseInt(line, 10);
      if (line.endsWith('EXPUNGE')) expect(this.messages.splice(number - 1, 1)).toHaveLength(1);
      else if (line.endsWith('EXISTS')) while (this.messages.length < number) this.messages.push({});
      else if (line.includes('FETCH')) expect(Number(/UID (\d+)/.exec(line)?.[1])).toBe(view.uid(number - 1));
    }
  }
}

const step = fc.oneof(
  fc.record({ act: fc.constant('arrive' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ act: fc.constant('vanish' as const), count: fc.nat(60) }),
  fc.record({ act: fc.constant('flag' as const), count: fc.nat(60) }),
  fc.record({ act: fc.constant('tell' as const), count: fc.nat(1) }),
);

test('sequence numbers mean the same to both sides, whatever happens between', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const view = new View({ accountId: 1, mailboxId: 1 }, Rows.none(), 1);
      const client = new Believer();
      let [modseq, uidnext] = [1, 1];
      let there: number[] = [];
      const tell = (expunges: boolean) => client.hear(view.takeUpdates({ expunges, condstore: false, qresync: false }), view);
      for (const { act, count } of steps) {
        const mailbox = { modseq: ++modseq };
        const chosen = there[count % Math.max(1, there.length)];
        if (act === 'arrive') {
          const fresh = Array.from({ length: count }, () => uidnext++);
          there.push(...fresh);
          view.apply({ mailbox, changed: fresh.map((uid) => row(uid, 0, modseq)), vanished: [] });
          tell(false);
        } else if (act === 'vanish' && chosen !== undefined) {
          there = there.filter((uid) => uid !== chosen);
          view.apply({ mailbox, changed: [], vanished: [chosen, uidnext + 5] });
        } else if (act === 'flag' && chosen !== undefined) {
          view.apply({ mailbox, changed: [row(chosen, modseq, modseq)], vanished: [] });
        } else if (act === 'tell') tell(count === 1);
        expect(client.messages).toHaveLength(view.count);
      }
      tell(true);
      expect(view.uids()).toEqual(there);
      expect(client.messages).toHaveLength(there.length);
    }),
  );
});

test('many expunges at once are numbered as the client counts down', () => {
  const view = new View({ accountId: 1, mailboxId: 1 }, Rows.none(), 1);
  view.apply({ mailbox: { modseq: 2 }, changed: [1, 2, 3, 4, 5].map((uid) => row(uid, 0, 2)), vanished: [] });
  view.takeUpdates({ expunges: true, condstore: false, qresync: false });
  view.noteVanished([1, 2, 4]);
  expect(view.isGone(0)).toBe(true);
  expect(view.takeUpdates({ expunges: false, condstore: false, qresync: false })).toEqual([]);
  expect(view.takeUpdates({ expunges: true, condstore: false, qresync: false })).toEqual(['1 EXPUNGE', '1 EXPUNGE', '2 EXPUNGE']);
  expect(view.uids()).toEqual([3, 5]);
});

test('an answer that comes late does not undo a newer one', () => {
  const view = new View({ accountId: 1, mailboxId: 1 }, Rows.none(), 1);
  view.apply({ mailbox: { modseq: 5 }, changed: [row(1, 1, 5)], vanished: [] });
  view.noteStored([row(1, 0, 4)]);
  expect(view.flagsText(0)).toBe('(\\Seen)');
});
