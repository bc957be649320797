/** A mailing list from its first member to its last, over real sockets, the real queue and the real route of its links. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMail } from './read-mail.ts';
import { memberOfLink } from '#server/admin/leave-list.ts';
import type { Caller } from '#server/admin/caller.ts';
import { domainAdd } from '#server/admin/operations/domains.ts';
import * as lists from '#server/admin/operations/lists.ts';
import { perform } from '#server/admin/perform.ts';
import type { AuthVerdict, DmarcVerdict } from '#lib/mailauth/verdict.ts';
import { SieveMessage } from '#lib/sieve/run/message.ts';
import { distribute } from '#server/delivery/lists/distribute.ts';
import { forgetConfig } from '#server/config/config.ts';
import { expandRecipient } from '#server/delivery/expand-recipient.ts';
import { QueueWorker } from '#server/queue/worker.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { database } from '#server/store/database.ts';
import {
  checkStore,
  findList,
  findMailboxByRole,
  findMember,
  getEmails,
  listAccounts,
  listMembers,
  listGrants,
  openMailbox,
  readBlob,
  readMessage,
  type Account,
  type MailingList,
} from '#server/store/index.ts';
import { GET, POST } from '../../../app/api/lists/[token]/route.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startListener } from '../../harness/listener.ts';
import { TranscriptSession } from '../../harness/transcript-session.ts';

const actor: Caller = { name: 'admin@crew.example', domains: null, scopes: null };
const address = 'boat@crew.example';
let smtp: Awaited<ReturnType<typeof startListener>>;
let submission: Awaited<ReturnType<typeof startListener>>;
let worker: QueueWorker;
let [admin, ann, ben]: Account[] = [];
let list: MailingList;

beforeAll(async () => {
  process.env.MAIL_DOMAIN = 'crew.example';
  process.env.MAIL_HOSTNAME = 'mx.crew.example';
  forgetConfig();
  smtp = await startListener(serveSmtp, 'smtp');
  submission = await startListener(serveSmtp, 'submission');
  worker = new QueueWorker();
  expect(await perform(domainAdd, actor, { name: 'crew.example' })).toMatchObject({ ok: true });
  admin = await makeAccount('admin@crew.example', 'hungry', { isAdmin: true });
  ann = await makeAccount('ann@crew.example', 'hungry');
  ben = await makeAccount('ben@crew.example', 'hungry');
  const wanted = { address, name: 'Boats', description: 'All about boats', moderators: ['ann@crew.example'] };
  expect(await perform(lists.listAdd, actor, wanted)).toMatchObject({ ok: true });
  list = (await findList(address)) as MailingList;
});
afterAll(async () => {
  await worker.stop();
  await smtp.stop();
  await submission.stop();
  expect(await checkStore()).toEqual([]);
});

interface Mail {
  to: string;
  /** Further recipients of the same transaction. */
  also?: string[];
  subject?: string;
  body?: string;
  header?: string;
}
async function talk(port: number, lines: string[]): Promise<string> {
  const session = await TranscriptSession.connect(port);
  const read = async () => {
    let answer = await session.readLine();
    while (answer[3] === '-') answer = await session.readLine();
    return answer;
  };
  let answer = await read();
  for (const line of lines) {
    session.send(Buffer.from(`${line}\r\n`));
    answer = await read();
    if (!/^[23]/.test(answer)) break;
  }
  session.destroy();
  return answer;
}
const text = (from: string, { to, subject = 'hello', body = 'Hello', header = '' }: Mail, id = ++serial) =>
  `Message-ID: <${id}@test.example>\r\nFrom: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\n${header}\r\n${body}\r\n.`;
let serial = 0;

/** As somebody of ours who has logged in. */
const write = (from: string, mail: Mail) =>
  talk(submission.port, [
    ...['EHLO here', `AUTH PLAIN ${Buffer.from(`\0${from}\0hungry`).toString('base64')}`, `MAIL FROM:<${from}>`, `RCPT TO:<${mail.to}>`],
    ...['DATA', text(from, mail)],
  ]);
/** As another server. */
const arrive = (from: string, mail: Mail, mailFrom = from) =>
  talk(smtp.port, [
    ...['EHLO far.example', `MAIL FROM:<${mailFrom}>`],
    ...[mail.to, ...(mail.also ?? [])].map((to) => `RCPT TO:<${to}>`),
    ...['DATA', text(from, mail)],
  ]);

async function inbox(account: { accountId: number } | undefined, role: 'inbox' | 'junk' | 'trash' = 'inbox'): Promise<string[]> {
  const accountId = account?.accountId ?? 0;
  const box = await findMailboxByRole(accountId, role);
  const opened = await openMailbox(accountId, box?.mailboxId ?? 0);
  const rows = (await getEmails(accountId, opened?.emailIds ?? [])).toSorted((a, b) => a.emailId - b.emailId);
  return Promise.all(rows.map(async (row) => (await readMessage(row)).toString()));
}
const last = async (account: { accountId: number } | undefined) => readMail((await inbox(account)).at(-1) ?? '');
/** What waits in the queue for an address elsewhere, the newest. */
async function sentTo(recipient: string) {
  const { rows } = await database().pool.query<{ prefix: Buffer | null; blob: Buffer; from: string }>(
    `select m.prefix, m.mail_from as "from", m.blob from queue_message m join queue_rcpt r using (queue_id)
     where r.rcpt = $1 order by m.queue_id desc limit 1`,
    [recipient],
  );
  const [row] = rows;
  const message = row && (await readBlob(row.blob));
  return row && message ? { ...readMail(Buffer.concat([row.prefix ?? Buffer.alloc(0), message]).toString()), mailFrom: row.from } : null;
}

test('its addresses are there, and it is no account that anybody sees or logs in to', async () => {
  for (const name of ['boat', 'boat-request', 'boat-subscribe', 'boat-unsubscribe+7-ab', 'boat-owner', 'boat-bounces+1', 'boat+x'])
    expect(await expandRecipient(`${name}@crew.example`)).toEqual({ kind: 'accepted', accounts: [list.accountId], remote: [] });
  expect(await expandRecipient('boat-nonsense@crew.example')).toEqual({ kind: 'unknown' });
  expect((await listAccounts()).map(({ email }) => email)).not.toContain(address);
  expect(await perform(lists.listAdd, actor, { address })).toMatchObject({ message: expect.stringMatching(/there already/) });
  expect(await perform(lists.listAdd, actor, { address: 'x@nowhere.example' })).toMatchObject({
    message: expect.stringMatching(/not a domain/),
  });
  expect(await perform(lists.listAdd, actor, { address: 'x@crew.example', posting: 'all' })).toMatchObject({
    message: expect.stringMatching(/Posting is/),
  });
});

test('joining: a question, an answer from that address, and then the archive is theirs to read', async () => {
  expect(await write('ben@crew.example', { to: 'boat-subscribe@crew.example' })).toMatch(/^250/);
  expect(await findMember(list.accountId, { email: 'ben@crew.example' })).toMatchObject({ state: 'asked' });
  await worker.drain();
  const question = await last(ben);
  expect(question).toMatchObject({ from: 'boat-request@crew.example', subject: 'Please confirm: boat@crew.example' });
  expect(question.header('auto-submitted')).toBe('auto-replied');
  const confirm = question.header('reply-to')?.slice(1, -1) ?? '';
  // Asked again the same day: no second letter.
  const before = (await inbox(ben)).length;
  await write('ben@crew.example', { to: 'boat-subscribe@crew.example' });
  await worker.drain();
  expect((await inbox(ben)).length).toBe(before);
  // A forged confirmation does nothing.
  expect(
    await arrive('mallory@far.example', { to: confirm.replace(/-(.)(?=[^-]*@)/, (_, one: string) => `-${one === '0' ? '1' : '0'}`) }),
  ).toMatch(/^550/);
  expect(await write('ben@crew.example', { to: confirm, subject: `Re: ${question.subject}` })).toMatch(/^250/);
  await worker.drain();
  expect((await last(ben)).subject).toBe('Welcome to Boats');
  expect(await findMember(list.accountId, { email: 'ben@crew.example' })).toMatchObject({ state: 'active' });
  const archive = await findMailboxByRole(list.accountId, 'inbox');
  expect(await listGrants(list.accountId, archive?.mailboxId ?? 0)).toMatchObject([{ grantee: 'ben@crew.example', rights: 'lrs' }]);
});

test('a member writes: everybody gets it with a way out of their own, and the archive keeps it', async () => {
  expect(await perform(lists.listSubscribe, actor, { address, members: ['ann@crew.example', 'far@far.example'] })).toMatchObject({
    ok: true,
  });
  expect(
    await write('ben@crew.example', { to: address, subject: 'Sails', header: 'Disposition-Notification-To: ben@crew.example\r\n' }),
  ).toMatch(/^250/);
  const far = await sentTo('far@far.example');
  expect(far).toMatchObject({
    subject: 'Sails',
    from: 'ben@crew.example',
    mailFrom: expect.stringMatching(/^boat-bounces\+[0-9a-z]+-[0-9a-f]{20}@crew\.example$/),
  });
  expect(far?.header('list-id')).toBe('"All about boats" <boat.crew.example>');
  expect(far?.header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(far?.header('disposition-notification-to')).toBeUndefined();
  await worker.drain();
  const here = await last(ann);
  expect(here).toMatchObject({ subject: 'Sails', from: 'ben@crew.example' });
  expect(here.header('list-unsubscribe')).not.toBe(far?.header('list-unsubscribe'));
  expect(await inbox(list)).toHaveLength(1);
});

test('a stranger waits for a moderator, who answers the letter; a second answer does nothing', async () => {
  const before = [(await inbox(ben)).length, (await inbox(list)).length];
  expect(await arrive('stranger@far.example', { to: address, subject: 'Buy a boat' })).toMatch(/^250/);
  expect([(await inbox(ben)).length, (await inbox(list)).length]).toEqual(before);
  await worker.drain();
  const asked = await last(ann);
  expect(asked.subject).toBe('To decide: Buy a boat');
  expect(await perform(lists.listWaiting, actor, { address })).toMatchObject({
    ok: true,
    value: { items: [{ from: 'stranger@far.example', subject: 'Buy a boat' }] },
  });
  const accept = asked.header('reply-to')?.slice(1, -1) ?? '';
  expect(accept).toMatch(/^boat-accept\+/);
  expect(await write('ann@crew.example', { to: accept })).toMatch(/^250/);
  expect(await write('ann@crew.example', { to: accept })).toMatch(/^250/);
  await worker.drain();
  expect([(await inbox(ben)).length, (await inbox(list)).length]).toEqual(before.map((count) => count + 1));
  const got = await last(ben);
  expect([got.subject, got.header('list-held')]).toEqual(['Buy a boat', undefined]);

  await arrive('stranger@far.example', { to: address, subject: 'Buy another' });
  const waiting = await perform(lists.listWaiting, actor, { address });
  const word = waiting.ok ? (waiting.value.items[0]?.word ?? '') : '';
  expect(await perform(lists.listReject, actor, { address, word })).toMatchObject({ ok: true, value: { subject: 'Buy another' } });
  expect(await perform(lists.listAccept, actor, { address, word })).toMatchObject({ ok: false });
  expect(await perform(lists.listWaiting, actor, { address })).toEqual({ ok: true, value: { items: [] } });
  await worker.drain();
  expect((await last(ben)).subject).toBe('Buy a boat');
});

test('each address of a list does its own when one message names several, and who is refused beside others is told', async () => {
  const before = (await inbox(ben)).length;
  const both = { to: 'boat-request@crew.example', also: ['boat-owner@crew.example', 'boat-owner@crew.example'], subject: 'help' };
  expect(await arrive('guest@far.example', both)).toMatch(/^250/);
  expect(await sentTo('guest@far.example')).toMatchObject({ subject: 'How boat@crew.example works' });
  await worker.drain();
  expect((await last(ann)).header('message-id')).toBe(`<${serial}@test.example>`);
  const refused = { to: 'ben@crew.example', also: [`boat-confirm+1-${'0'.repeat(20)}@crew.example`], subject: 'To two' };
  expect(await arrive('other@far.example', refused)).toMatch(/^250/);
  expect((await inbox(ben)).length).toBe(before + 1);
  expect(await sentTo('other@far.example')).toMatchObject({
    mailFrom: '',
    subject: expect.stringMatching(/could not|not delivered|failed/i),
  });
});

test('what goes in circles is refused; what a program sends goes to nobody', async () => {
  const before = (await inbox(ben)).length;
  expect(await write('ben@crew.example', { to: address, header: 'List-Id: Boats <boat.crew.example>\r\n' })).toMatch(/^250/); // submission cannot say it: a notice does
  expect(await arrive('far@far.example', { to: address, header: 'List-Id: <boat.crew.example>\r\n' })).toMatch(
    /^550 5.7.1 This message has been on the list/,
  );
  expect(await arrive('far@far.example', { to: address, header: 'Auto-Submitted: auto-replied\r\n', subject: 'Away' })).toMatch(/^250/);
  expect(await arrive('far@far.example', { to: address, subject: 'Undeliverable' }, '')).toMatch(/^250/);
  await worker.drain();
  const got = (await inbox(ben)).slice(before).map((one) => readMail(one).subject);
  expect(got.filter((subject) => subject === 'Away' || subject === 'Undeliverable')).toEqual([]);
  expect(await perform(lists.listWaiting, actor, { address })).toEqual({ ok: true, value: { items: [] } });
});

test('leaving by one click: a GET only asks, a POST does it, twice is once', async () => {
  const far = await sentTo('far@far.example');
  const url = /<(https:[^>]+)>/.exec(far?.header('list-unsubscribe') ?? '')?.[1] ?? '';
  expect(url).toMatch(/^https:\/\/mx\.crew\.example:\d+\/api\/lists\//);
  const token = new URL(url).pathname.split('/').at(-1) ?? '';
  const context = { params: Promise.resolve({ token }) };
  const page = await GET(new Request(url), context);
  expect([page.status, page.headers.get('location')]).toEqual([303, `/leave-list/${token}`]);
  expect(await memberOfLink(token)).toEqual({ list: address, name: 'Boats', email: 'far@far.example' });
  const click = (body: BodyInit) => POST(new Request(url, { method: 'POST', body }), context);
  for (const wrong of ['', 'List-Unsubscribe=No', 'x=List-Unsubscribe=One-Click', '{"List-Unsubscribe":"One-Click"}'])
    expect((await click(wrong)).status).toBe(400);
  expect(await findMember(list.accountId, { email: 'far@far.example' })).not.toBeNull();
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  expect((await click(form)).status).toBe(200); // §3.2: either form
  expect(await findMember(list.accountId, { email: 'far@far.example' })).toBeNull();
  expect((await click(new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }))).status).toBe(200);
  expect(await memberOfLink(token)).toBeNull();
  const forged = { params: Promise.resolve({ token: `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}` }) };
  expect((await POST(new Request(url, { method: 'POST', body: 'List-Unsubscribe=One-Click' }), forged)).status).toBe(404);
});

test('leaving by mail: at once by the address of a message, by a question without it; help; the owners', async () => {
  const out = /<mailto:([^>?]+)/.exec((await last(ben)).header('list-unsubscribe') ?? '')?.[1];
  const sails = (await inbox(ben)).map(readMail).findLast(({ subject }) => subject === 'Buy a boat');
  const leave = /<mailto:([^>?]+)/.exec(sails?.header('list-unsubscribe') ?? '')?.[1] ?? out ?? '';
  expect(await write('ben@crew.example', { to: 'boat-unsubscribe@crew.example' })).toMatch(/^250/);
  await worker.drain();
  expect((await last(ben)).subject).toBe('To leave boat@crew.example');
  expect(await findMember(list.accountId, { email: 'ben@crew.example' })).not.toBeNull();
  expect(await write('ben@crew.example', { to: leave })).toMatch(/^250/);
  await worker.drain();
  expect((await last(ben)).subject).toBe('You have left boat@crew.example');
  expect(await findMember(list.accountId, { email: 'ben@crew.example' })).toBeNull();
  const archive = await findMailboxByRole(list.accountId, 'inbox');
  expect((await listGrants(list.accountId, archive?.mailboxId ?? 0)).map(({ grantee }) => grantee)).toEqual(['ann@crew.example']);

  await write('ben@crew.example', { to: 'boat-request@crew.example', subject: 'help' });
  await worker.drain();
  expect((await last(ben)).body).toContain('To join: <boat-subscribe@crew.example>');
  await arrive('far@far.example', { to: 'boat-owner@crew.example', subject: 'A question' });
  await worker.drain();
  expect((await last(ann)).subject).toBe('A question');
});

test('an address whose mail comes back on five days gets none any more, and its owner hears of it', async () => {
  await perform(lists.listSubscribe, actor, { address, members: ['gone@far.example'] });
  await write('ann@crew.example', { to: address, subject: 'Oars' });
  const { mailFrom } = (await sentTo('gone@far.example')) ?? { mailFrom: '' };
  const report = 'Action: failed\r\nFinal-Recipient: rfc822; gone@far.example\r\nStatus: 5.1.1\r\n';
  const bounce = () =>
    arrive(
      'MAILER-DAEMON@far.example',
      {
        to: mailFrom,
        header: 'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n',
        body: `--b\r\n\r\nIt failed.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; far.example\r\n\r\n${report}\r\n--b--`,
      },
      '',
    );
  for (let day = 1; day <= 5; day++) {
    expect(await bounce()).toMatch(/^250/);
    expect(await bounce()).toMatch(/^250/); // twice a day is once
    expect(await findMember(list.accountId, { email: 'gone@far.example' })).toMatchObject({
      bounces: day,
      state: day < 5 ? 'active' : 'stopped',
    });
    await database().pool.query("update list_member set bounced_at = bounced_at - interval '25 hours'");
  }
  await worker.drain();
  expect((await inbox(ann)).map((one) => readMail(one).subject)).toContain('Stopped: gone@far.example');
  await write('ann@crew.example', { to: address, subject: 'No oars' });
  expect((await sentTo('gone@far.example'))?.subject).toBe('Oars');
});

test('where the author would be refused elsewhere, the list writes in its own name; where a signature survives, it does not', async () => {
  const message = new SieveMessage(Buffer.from('From: Zoe <zoe@strict.example>\r\nSubject: s\r\n\r\nb\r\n'));
  const from = async (dmarc: Partial<DmarcVerdict>, prefix = '') => {
    const auth = { dmarc: { result: 'pass', from: 'strict.example', policy: 'reject', dkimAligned: false, ...dmarc } } as AuthVerdict;
    const [queued] = await distribute({ list: { ...list, prefix }, message, trace: Buffer.alloc(0), auth, now: new Date() });
    return readMail((await readBlob(queued?.blob ?? Buffer.alloc(0)))?.toString() ?? '').from;
  };
  expect(await from({})).toBe(address);
  expect(await from({ dkimAligned: true })).toBe('zoe@strict.example');
  expect(await from({ dkimAligned: true }, '[boat]')).toBe(address); // the prefix breaks the signature
  expect(await from({ policy: 'none' })).toBe('zoe@strict.example');
  expect(await from({ from: 'crew.example' })).toBe('zoe@strict.example'); // ours: signed anew
});

test('closed, moderated, without an archive; and gone with everything', async () => {
  expect(
    await perform(lists.listEdit, actor, { address, subscribing: 'closed', posting: 'moderated', archive: false, prefix: '[boat]' }),
  ).toMatchObject({
    ok: true,
  });
  expect(await arrive('new@far.example', { to: 'boat-subscribe@crew.example' })).toMatch(/^550 5.7.1 This list is closed/);
  const archive = await findMailboxByRole(list.accountId, 'inbox');
  expect(await listGrants(list.accountId, archive?.mailboxId ?? 0)).toEqual([]);
  const kept = (await inbox(list)).length;
  await perform(lists.listSubscribe, actor, { address, members: ['ben@crew.example'] });
  expect(await write('ben@crew.example', { to: address, subject: 'Waits' })).toMatch(/^250/);
  expect(await perform(lists.listWaiting, actor, { address })).toMatchObject({ value: { items: [{ subject: 'Waits' }] } });
  expect(await write('ann@crew.example', { to: address, subject: 'Masts' })).toMatch(/^250/);
  await worker.drain();
  expect((await last(ben)).subject).toBe('[boat] Masts');
  expect(await inbox(list)).toHaveLength(kept);
  expect(await perform(lists.listUnsubscribe, actor, { address, members: ['ben@crew.example'] })).toMatchObject({ ok: true });
  expect(await perform(lists.listUnsubscribe, actor, { address, members: ['ben@crew.example'] })).toMatchObject({
    message: expect.stringMatching(/not on/),
  });
  expect(await perform(lists.listRemove, actor, { address })).toMatchObject({ ok: true });
  expect(await findList(address)).toBeNull();
  expect(await listMembers(list.accountId)).toEqual([]);
  expect(await expandRecipient(address)).toEqual({ kind: 'unknown' });
  expect(admin?.isAdmin).toBe(true);
});
