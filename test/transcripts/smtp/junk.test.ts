/** Junk: where a message goes, with which reasons, and what moving and marking mail teaches, in whichever program. */
import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { activeParts } from '#lib/sieve/rules/active-parts.ts';
import { readSpamField } from '#lib/spam/reasons.ts';
import { Flag } from '#lib/message/keywords.ts';
import { gtube } from '#lib/spam/checks.ts';
import { forgetConfig } from '#server/config/config.ts';
import { putRules, setParts } from '#server/delivery/sieve/script-book.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { forgetAnswers } from '#server/mailauth/look-up.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { learnRound } from '#server/spam/start-learning.ts';
import {
  changeScripts,
  deliver,
  findMailboxByRole,
  flushEvents,
  getEmails,
  junkTotals,
  listDeliveryEvents,
  moveMessages,
  openMailbox,
  putBlob,
  readMessage,
  storeFlags,
  updateAccount,
  updateEmails,
  type MailboxRole,
  type ScriptWriter,
} from '#server/store/index.ts';
import { database } from '#server/store/database.ts';
import { renderMessage } from '#lib/message/render.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startListener } from '../../harness/listener.ts';

let zone: ZoneServer;
let smtp: Awaited<ReturnType<typeof startListener>>;
let bob = 0;

beforeAll(async () => {
  zone = await startZoneServer({
    records: [
      { name: 'honest.example', type: 'TXT', data: 'v=spf1 ip4:127.0.0.1 -all' },
      { name: '_dmarc.honest.example', type: 'TXT', data: 'v=DMARC1; p=reject' },
      { name: 'liar.example', type: 'TXT', data: 'v=spf1 -all' },
    ],
  });
  Object.assign(process.env, { MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu', POSTHORN_SECRET: 'of this test' });
  Object.assign(process.env, {
    DNS_SERVER: `127.0.0.1:${zone.port}`,
    DNS_BLOCK_LISTS: 'bl.example=3',
    LINK_BLOCK_LISTS: 'links.example=4',
  });
  forgetConfig();
  smtp = await startListener(serveSmtp, 'smtp');
});
afterAll(async () => {
  await smtp.stop();
  await zone.stop();
});
let serial = 0;
beforeEach(async () => {
  bob = (await makeAccount(`bob${++serial}@hamburger.edu`, 'hungry')).accountId;
  await database().pool.query('truncate junk_token, junk_taught, junk_sender');
  await database().pool.query('update junk_state set spam = 0, ham = 0');
});

interface Letter {
  from?: string;
  subject?: string;
  body?: string;
  more?: string;
}
let letters = 0;
const letterOf = ({ from = 'a@honest.example', subject = 'Lunch', body = 'Shall we meet?', more = '' }: Letter) =>
  `From: ${from}\r\nTo: bob@hamburger.edu\r\nDate: Sat, 21 Nov 2026 08:00:00 +0000\r\nMessage-ID: <${++letters}@test.example>\r\n${more}Subject: ${subject}\r\n\r\n${body}\r\n`;

/** Sends it by SMTP, and tells where it is now. */
async function send(letter: Letter) {
  const socket = net.connect(smtp.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  const closed = once(socket, 'close');
  const from = letter.from ?? 'a@honest.example';
  socket.write(`EHLO mail.example\r\nMAIL FROM:<${from}>\r\nRCPT TO:<bob${serial}@hamburger.edu>\r\nDATA\r\n`);
  socket.write(`${letterOf(letter)}.\r\nQUIT\r\n`);
  await closed;
  expect(text).toContain('250 2.0.0 Message accepted');
  await flushEvents();
  const newest = (await mailIn('inbox')).concat(await mailIn('junk')).toSorted((a, b) => b.emailId - a.emailId)[0];
  if (!newest) throw new Error('nothing came');
  const field = /^X-Posthorn-Spam: ((?:.|\r\n[ \t])*)/m.exec(newest.text)?.[1] ?? '';
  return { ...newest, verdict: readSpamField(field) };
}
async function mailIn(role: MailboxRole) {
  const mailbox = await findMailboxByRole(bob, role);
  const opened = await openMailbox(bob, mailbox?.mailboxId ?? 0);
  const emails = await getEmails(bob, opened?.emailIds ?? []);
  return Promise.all(
    emails.map(async (email, index) => ({
      ...{ emailId: email.emailId, uid: opened?.uids[index] ?? 0, role, mailboxId: mailbox?.mailboxId ?? 0 },
      text: (await readMessage(email)).toString('utf8'),
    })),
  );
}
const idOf = async (role: MailboxRole) => (await findMailboxByRole(bob, role))?.mailboxId ?? 0;
const names = ({ verdict }: Awaited<ReturnType<typeof send>>) => verdict?.reasons.map(({ name }) => name);

/** Mail that bob puts somewhere himself, as an import does. */
async function put(role: MailboxRole, count: number, letter: (n: number) => Letter) {
  for (let n = 0; n < count; n++) {
    const message = Buffer.from(letterOf(letter(n)));
    const blob = await putBlob(message);
    const item = { accountId: bob, mailboxIds: [await idOf(role)], blob, prefix: null, rendered: renderMessage(message) };
    expect((await deliver([item])).ok).toBe(true);
  }
}

test('what is in order goes to INBOX, and says why', async () => {
  const found = await send({});
  expect(found.role).toBe('inbox');
  expect(found.verdict).toEqual({
    ...{ isJunk: false, score: 0, needed: 5 },
    reasons: [
      { name: 'dmarc', points: -0.5, text: 'It is from honest.example (DMARC)' },
      { name: 'first', points: 0.5, text: 'First mail of this sender' },
    ],
  });
  expect(await listDeliveryEvents({ accountId: bob, emailIds: [found.emailId] })).toMatchObject([
    { type: 'received' },
    { type: 'authenticated' },
    { type: 'judged', detail: { junk: false, score: 0, needed: 5, reasons: 'dmarc -0.5, first +0.5' } },
    { type: 'delivered' },
  ]);
});

test('what speaks against it adds up: a listed server, a forged sender, a lying link', async () => {
  zone.records.push({ name: '1.0.0.127.bl.example', type: 'A', data: '127.0.0.2' });
  forgetAnswers();
  const found = await send({ from: 'x@liar.example' });
  expect(names(found)).toEqual(['list', 'spf', 'first']);
  expect([found.role, found.verdict?.score]).toEqual(['junk', 5.5]);
  zone.records.pop();
  forgetAnswers();
  zone.records.push({ name: 'bad.example.links.example', type: 'A', data: '127.0.1.2' });
  const linked = await send({ from: 'z@liar.example', body: 'See http://www.bad.example/x and https://good.example/' });
  expect(linked.verdict?.reasons[0]).toEqual({
    ...{ name: 'link-list', points: 4, text: 'A link leads to bad.example, which is on the list links.example' },
  });
  expect(linked.role).toBe('junk');
  const html = '<a href="https://bad.example/x">https://bank.example/login</a>';
  const second = await send({ from: 'x@liar.example', more: 'Content-Type: text/html\r\n', body: html });
  expect(names(second)).toContain('lying-link');
});

test("a stranger's own field is taken out; the score of the account counts", async () => {
  const found = await send({ more: 'X-Posthorn-Spam: no; score=-9; needed=5\r\n' });
  expect(found.text.match(/^X-Posthorn-Spam/gm)).toHaveLength(1);
  await updateAccount(bob, { settings: { junkScore: 2 } });
  expect((await send({ from: 'y@liar.example' })).role).toBe('junk');
  await updateAccount(bob, { settings: { junkScore: 100 } });
  const block = (blocked: string[]) =>
    changeScripts(bob, (writer) => putRules(writer, { rules: [], blocked }).then(() => useRules(writer)));
  const useRules = (writer: ScriptWriter) => setParts(writer, { ...activeParts(writer.scripts), rules: true });
  await block(['@honest.example']);
  expect((await send({})).role).toBe('junk'); // whatever the filter is told to let pass
  await block([]);
  expect((await send({})).role).toBe('inbox');
});

describe('teaching', () => {
  const acts: [string, (mail: { emailId: number; uid: number; mailboxId: number }) => Promise<unknown>][] = [
    ['MOVE to Junk', async ({ uid, mailboxId }) => moveMessages(bob, mailboxId, [uid], await idOf('junk'))],
    ['Email/set to Junk', async ({ emailId }) => updateEmails(bob, [{ emailId, mailboxIds: { set: [await idOf('junk')] } }])],
    ['STORE $Junk', async ({ uid, mailboxId }) => storeFlags(bob, mailboxId, [uid], { mode: 'add', flags: Flag.junk, keywords: null })],
  ];
  test.each(acts)('%s: the next mail of that sender is junk; out of Junk again, it is not', async (_name, act) => {
    const first = await send({ from: 'pest@honest.example' });
    expect(first.role).toBe('inbox');
    await act(first);
    await learnRound();
    const second = await send({ from: 'pest@honest.example', subject: 'Something else', body: 'New words' });
    expect([second.role, names(second)?.[0]]).toEqual(['junk', 'sender-junk']);
    await moveMessages(bob, await idOf('junk'), [second.uid], await idOf('inbox'));
    await learnRound();
    expect((await send({ from: 'pest@honest.example', subject: 'Third', body: 'Other words' })).role).toBe('inbox');
  });

  test('words are learnt from what is put into Junk and elsewhere, for oneself first; a change of mind is unlearnt', async () => {
    await put('junk', 60, (n) => ({
      from: `s${n}@x.example`,
      subject: 'Cheap pills online',
      body: `Buy cheap pills now, offer ${n}, best price, no doctor`,
    }));
    await put('archive', 60, (n) => ({
      from: `h${n}@y.example`,
      subject: 'Minutes of the meeting',
      body: `The committee met on item ${n} and agreed to the budget`,
    }));
    while ((await learnRound()) > 0);
    expect(await junkTotals()).toEqual([
      { accountId: 0, spam: 60, ham: 60 },
      { accountId: bob, spam: 60, ham: 60 },
    ]);
    const spam = await send({ from: 'new@liar.example', subject: 'Cheap pills', body: 'Buy cheap pills now, best price' });
    expect([spam.role, names(spam)?.[0]]).toEqual(['junk', 'bayes']);
    const ham = await send({ from: 'new2@liar.example', subject: 'The meeting', body: 'The committee agreed to the budget' });
    expect(ham.verdict?.reasons.find(({ name }) => name === 'bayes')?.points).toBeLessThan(-1);
    await moveMessages(
      bob,
      await idOf('junk'),
      (await mailIn('junk')).map(({ uid }) => uid),
      await idOf('inbox'),
    );
    while ((await learnRound()) > 0);
    const after = (await junkTotals()).find(({ accountId }) => accountId === bob);
    expect(after).toEqual({ accountId: bob, spam: 0, ham: 121 });
    const { rows } = await database().pool.query<{ n: number }>('select sum(spam)::int as n from junk_token where account_id = $1', [bob]);
    expect(rows[0]?.n).toBe(0);
  });

  test('what is deleted from Junk, read, or brought by SMTP teaches nothing', async () => {
    const found = await send({});
    const change = { mode: 'add' as const, flags: Flag.seen, keywords: null };
    await storeFlags(bob, found.mailboxId, [found.uid], change);
    await moveMessages(bob, found.mailboxId, [found.uid], await idOf('trash'));
    while ((await learnRound()) > 0);
    expect(await junkTotals()).toEqual([]);
  });
});

test('GTUBE is known', () => {
  expect(gtube).toHaveLength(68);
});
