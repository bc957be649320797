/** The store by itself, called in this process: what deliveries, flags and moves cost without any protocol. */
import {
  createAccount,
  createDomain,
  createMailbox,
  deliver,
  findMailboxByRole,
  moveMessages,
  openMailbox,
  putBlob,
  storeFlags,
  updateEmails,
  type DeliverItem,
} from '#server/store/index.ts';
import { renderMessage } from '#lib/message/render.ts';
import { letter } from '../letters.ts';
import type { Figure, Scenario } from '../scenario.ts';

const seconds = 3;

export const store: Scenario = {
  name: 'store',
  needs: 'store',
  run: async () => {
    await createDomain('store.bench.test');
    const accounts: { accountId: number; inbox: number }[] = [];
    for (let number = 0; number < 20; number++) accounts.push(await account(`s${number}@store.bench.test`));
    const [first] = accounts;
    if (!first) throw new Error('no account');
    const letters: Omit<DeliverItem, 'accountId' | 'mailboxIds'>[] = [];
    for (let number = 0; number < 500; number++) {
      const bytes = Buffer.from(letter(number, 's@store.bench.test'));
      letters.push({ blob: await putBlob(bytes), prefix: null, rendered: renderMessage(bytes, 's@sender.test') });
    }
    const figures: Figure[] = [];
    for (const [to, producers] of [
      [[first], 1],
      [[first], 64],
      [accounts, 64],
      [accounts, 256],
    ] as const) {
      let done = 0;
      const end = performance.now() + seconds * 1000;
      await Promise.all(
        Array.from({ length: producers }, async (_, producer) => {
          for (let count = producer; performance.now() < end; count++) {
            const target = to[count % to.length] ?? first;
            const item = letters[done++ % letters.length];
            if (!item) return;
            const messageId = `${done}@store.bench.test`;
            const rendered = { ...item.rendered, messageId, relatedIds: done % 3 ? [] : [`${done - 1}@store.bench.test`] };
            const outcome = await deliver([{ ...item, rendered, accountId: target.accountId, mailboxIds: [target.inbox] }]);
            if (!outcome.ok) throw new Error(outcome.reason);
          }
        }),
      );
      figures.push({ figure: `deliver, ${producers} at once, ${to.length} accounts`, value: done / seconds, unit: 'messages/s' });
    }
    return [...figures, ...(await changes(first.accountId, first.inbox))];
  },
};

async function account(email: string): Promise<{ accountId: number; inbox: number }> {
  const made = await createAccount({ email, passwordHash: 'none' });
  if (!made.ok) throw new Error(`${email}: ${made.reason}`);
  const inbox = await findMailboxByRole(made.value.accountId, 'inbox');
  if (!inbox) throw new Error(`${email} has no INBOX`);
  return { accountId: made.value.accountId, inbox: inbox.mailboxId };
}

async function changes(accountId: number, inbox: number): Promise<Figure[]> {
  const made = await createMailbox(accountId, { name: 'Moved', parentId: null });
  const moved = made.ok ? made.value.mailboxId : 0;
  const seen = await openMailbox(accountId, inbox);
  const uids = seen?.uids.slice(0, 10_000) ?? [];
  const emailIds = seen?.emailIds.slice(-1000) ?? [];
  const flag = (mode: 'add' | 'remove') => storeFlags(accountId, inbox, uids, { mode, flags: 4, keywords: null });
  const update = (seenFlag: boolean) => {
    const [on, off] = [
      { flags: 1, keywords: null },
      { flags: 0, keywords: null },
    ];
    const keywords = seenFlag ? { add: on, remove: off } : { add: off, remove: on };
    return updateEmails(
      accountId,
      emailIds.map((emailId) => ({ emailId, keywords })),
    );
  };
  const place = (from: number, to: number) =>
    updateEmails(
      accountId,
      emailIds.map((emailId) => ({ emailId, mailboxIds: { add: [to], remove: [from] } })),
    );
  const move = async (from: number, to: number) => {
    const all = (await openMailbox(accountId, from))?.uids.slice(-1000) ?? [];
    return timed(() => moveMessages(accountId, from, all, to));
  };
  return [
    {
      figure: `storeFlags of ${uids.length}`,
      value: await best(
        () => timed(() => flag('add')),
        () => timed(() => flag('remove')),
      ),
      unit: 'ms',
    },
    {
      figure: 'moveMessages of 1,000',
      value: await best(
        () => move(inbox, moved),
        () => move(moved, inbox),
      ),
      unit: 'ms',
    },
    {
      figure: 'updateEmails of 1,000, keyword',
      value: await best(
        () => timed(() => update(true)),
        () => timed(() => update(false)),
      ),
      unit: 'ms',
    },
    {
      figure: 'updateEmails of 1,000, mailbox',
      value: await best(
        () => timed(() => place(inbox, moved)),
        () => timed(() => place(moved, inbox)),
      ),
      unit: 'ms',
    },
  ];
}

async function timed(work: () => Promise<{ ok: boolean }>): Promise<number> {
  const begun = performance.now();
  const { ok } = await work();
  if (!ok) throw new Error('refused');
  return performance.now() - begun;
}

/** There and back, three times: the median. */
async function best(there: () => Promise<number>, back: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) times.push(await there(), await back());
  return times.sort((a, b) => a - b)[3] ?? 0;
}
