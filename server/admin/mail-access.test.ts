/** Nobody's mail is read without leave: refused before, after its end, when its time is over, to others; and all of it stands where the owner looks. */
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { findMailboxByRole, listAudit, openedByAccess, searchTraces } from '#server/store/index.ts';
import { makeAccount } from '../../test/harness/accounts.ts';
import type { Caller } from './caller.ts';
import { sendLetter } from './letter.ts';
import { accessAsk, accessEnd, accessList } from './operations/mail-access.ts';
import { mailList, mailMailboxes, mailRead } from './operations/read-mail.ts';
import { endOwnAccess, ownAccess } from './own-access.ts';
import { perform } from './perform.ts';

const chef: Caller = { name: 'chef@hamburger.edu', ip: '192.0.2.1', domains: null, scopes: null };
const other: Caller = { ...chef, name: 'other@hamburger.edu' };
const email = 'bob@hamburger.edu';
const reason = 'He cannot find a letter';
let accountId = 0;
let inbox = 0;

async function valueOf<T>(asked: Promise<{ ok: true; value: T } | { ok: false; message: string }>): Promise<T> {
  const answer = await asked;
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}
const codeOf = async (asked: Promise<{ ok: boolean; code?: string }>) => (await asked).code ?? 'done';
/** All three ways to his mail. */
const codes = async (caller: Caller, id = 1) => [
  await codeOf(perform(mailMailboxes, caller, { email })),
  await codeOf(perform(mailList, caller, { email, mailbox: inbox })),
  await codeOf(perform(mailRead, caller, { email, id })),
];
const closed = ['forbidden', 'forbidden', 'forbidden'];

beforeAll(async () => {
  await makeAccount('chef@hamburger.edu', 'very hungry', { isAdmin: true });
  await makeAccount('other@hamburger.edu', 'very hungry', { isAdmin: true });
  ({ accountId } = await makeAccount(email, 'very hungry'));
  inbox = (await findMailboxByRole(accountId, 'inbox'))?.mailboxId ?? 0;
  await sendLetter([{ accountId, email }], 'The secret recipe', ['Ketchup, pickles, and =CE=BC.'], new Date());
});

test('asked with a reason it is given, told, written down, and ended by either', async () => {
  expect(await codes(chef)).toEqual(closed);
  expect(await perform(accessAsk, chef, { email, reason: 'so' })).toMatchObject({ ok: false, code: 'invalid' });
  expect(await perform(accessAsk, chef, { email, reason, hours: 1000 })).toMatchObject({ ok: false, code: 'invalid' });
  const access = await valueOf(perform(accessAsk, chef, { email, reason, hours: 2 }));
  expect(access).toMatchObject({ by: chef.name, isLive: true, opened: 0 });
  expect(await codeOf(perform(accessAsk, chef, { email, reason }))).toBe('conflict');

  // He hears of it at once, by a letter, and in his settings.
  const { items } = await valueOf(perform(mailList, chef, { email, mailbox: inbox }));
  expect(items.map(({ subject }) => subject)).toEqual([`${chef.name} may read your mail for a time`, 'The secret recipe']);
  const read = await valueOf(perform(mailRead, chef, { email, id: items[1]?.id ?? 0 }));
  expect(read).toMatchObject({ subject: 'The secret recipe', mailboxes: ['INBOX'], attachments: [] });
  expect(read.text).toContain('Ketchup');
  expect(await codes(other)).toEqual(closed); // it is hers alone
  expect(await ownAccess(accountId)).toMatchObject([
    {
      ...{ by: chef.name, reason, isLive: true, opened: 2 },
      items: [
        { kind: 'message', name: 'The secret recipe', times: 1 },
        { kind: 'mailbox', name: 'INBOX', times: 1 },
      ],
    },
  ]);
  const audit = (await listAudit()).filter(({ actor }) => actor === chef.name);
  expect(audit.map(({ action }) => action)).toEqual(['mail.read', 'mail.list', 'access.ask']);
  expect(JSON.stringify(audit)).toContain(reason);
  expect(JSON.stringify(audit)).not.toContain('recipe');

  expect(await endOwnAccess({ accountId, login: email }, { name: email, ip: '192.0.2.7' }, access.id)).toBe(true);
  expect(await codes(chef)).toEqual(closed);
  expect((await valueOf(perform(accessList, chef, { email }))).items).toMatchObject([{ isLive: false, endedBy: email, opened: 2 }]);
  expect(await endOwnAccess({ accountId, login: email }, { name: email, ip: '192.0.2.7' }, access.id)).toBe(false);

  const again = await valueOf(perform(accessAsk, chef, { email, reason }));
  expect(await codeOf(perform(mailMailboxes, chef, { email }))).toBe('done');
  await valueOf(perform(accessEnd, chef, { email, id: again.id }));
  expect(await codes(chef)).toEqual(closed);
});

test('when its time is over it is over, in the middle of reading too', async () => {
  const { id } = await valueOf(perform(accessAsk, chef, { email, reason, hours: 1 }));
  const { items } = await valueOf(perform(mailList, chef, { email, mailbox: inbox }));
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query(`update mail_access set expires_at = now() - interval '1 second' where access_id = $1`, [id]);
  await client.end();
  expect(await codes(chef, items[0]?.id)).toEqual(closed);
  expect((await openedByAccess(accountId)).filter(({ accessId }) => accessId === id)).toHaveLength(1);
});

test('whoever administers one domain asks there alone, and never for those above', async () => {
  const dora: Caller = { name: 'dora@crepes.fr', domains: ['crepes.fr'], scopes: null };
  expect(await codeOf(perform(accessAsk, dora, { email, reason }))).toBe('forbidden');
  const head: Caller = { ...dora, domains: ['hamburger.edu'] };
  expect(await codeOf(perform(accessAsk, head, { email: chef.name, reason }))).toBe('forbidden');
  expect(await codeOf(perform(accessAsk, chef, { email: chef.name, reason }))).toBe('conflict');
  await valueOf(perform(accessAsk, head, { email, reason }));
  expect(await codeOf(perform(mailMailboxes, head, { email }))).toBe('done');
  expect(await searchTraces({ text: 'no such message', limit: 5 })).toEqual([]);
});
