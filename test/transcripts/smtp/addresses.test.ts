/** Groups, the catch-all and the addresses that every domain has, over real sockets. */
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#server/admin/caller.ts';
import { groupAdd, groupEdit, groupJoin, groupLeave, groupRemove } from '#server/admin/operations/groups.ts';
import { forwardSet, maskAdd, maskChange } from '#server/admin/operations/own-addresses.ts';
import { perform } from '#server/admin/perform.ts';
import { getForwarding } from '#server/admin/forwarding.ts';
import { forgetConfig } from '#server/config/config.ts';
import { expandRecipient } from '#server/delivery/expand-recipient.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import {
  addAlias,
  createDomain,
  flushEvents,
  listAliases,
  listAudit,
  listGroups,
  listMasks,
  openMailbox,
  findMailboxByRole,
  removeAlias,
  updateAccount,
  type Account,
} from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startListener } from '../../harness/listener.ts';
import { TranscriptSession } from '../../harness/transcript-session.ts';
import { runTranscript } from '../../harness/transcript.ts';

const actor: Caller = { name: 'admin@crowd.example', domains: null, scopes: null };
let smtp: Awaited<ReturnType<typeof startListener>>;
let submission: Awaited<ReturnType<typeof startListener>>;
let [admin, ann, ben, cat]: Account[] = [];

beforeAll(async () => {
  process.env.MAIL_DOMAIN = 'crowd.example';
  forgetConfig();
  smtp = await startListener(serveSmtp, 'smtp');
  submission = await startListener(serveSmtp, 'submission');
  admin = await makeAccount('admin@crowd.example', 'hungry', { isAdmin: true });
  ann = await makeAccount('ann@crowd.example', 'hungry');
  ben = await makeAccount('ben@crowd.example', 'hungry');
  cat = await makeAccount('cat@crowd.example', 'hungry');
  await createDomain('quiet.example');
  const add = async (address: string, members: string[], posting: string) => {
    expect(await perform(groupAdd, actor, { address, members, posting, name: `The ${address}` })).toMatchObject({ ok: true });
  };
  await add('everyone@crowd.example', ['ann@crowd.example', 'ben@crowd.example', 'far@far.example'], 'anyone');
  await add('staff@crowd.example', ['ann@crowd.example', 'board@crowd.example'], 'internal');
  await add('board@crowd.example', ['ben@crowd.example'], 'members');
  await add('empty@crowd.example', [], 'anyone');
  await addAlias('*@crowd.example', ['cat@crowd.example']);
});
afterAll(async () => {
  await smtp.stop();
  await submission.stop();
});

const idOf = (account: Account | undefined) => account?.accountId ?? 0;
async function inbox(account: Account | undefined): Promise<number> {
  await flushEvents();
  const box = await findMailboxByRole(idOf(account), 'inbox');
  return (await openMailbox(idOf(account), box?.mailboxId ?? 0))?.emailIds.length ?? 0;
}

test('at RCPT', () => runTranscript(path.join(import.meta.dirname, 'groups.txt'), { port: smtp.port }));

/** Logs in, writes to one recipient, and gives the answer to RCPT, or to the message. */
async function write(login: string, to: string): Promise<string> {
  const session = await TranscriptSession.connect(submission.port);
  const say = async (line: string) => {
    session.send(Buffer.from(`${line}\r\n`));
    let answer = await session.readLine();
    while (answer[3] === '-') answer = await session.readLine();
    return answer;
  };
  await session.readLine();
  await say('EHLO here');
  await say(`AUTH PLAIN ${Buffer.from(`\0${login}\0hungry`).toString('base64')}`);
  await say(`MAIL FROM:<${login}>`);
  const rcpt = await say(`RCPT TO:<${to}>`);
  if (!rcpt.startsWith('250')) return rcpt;
  await say('DATA');
  const answer = await say(`From: ${login}\r\nTo: ${to}\r\nSubject: hello\r\n\r\nHello\r\n.`);
  session.destroy();
  return answer;
}

test('users of the server write to an internal group, members alone to one for members, also through another group', async () => {
  const before = [await inbox(ann), await inbox(ben)];
  expect(await write('cat@crowd.example', 'staff@crowd.example')).toMatch(/^250/);
  // Cat is no member of the board: only Ann got it.
  expect([await inbox(ann), await inbox(ben)]).toEqual([(before[0] ?? 0) + 1, before[1]]);
  expect(await write('cat@crowd.example', 'board@crowd.example')).toMatch(/^550 5.7.2/);
  expect(await write('ben@crowd.example', 'board@crowd.example')).toMatch(/^250/);
  expect(await inbox(ben)).toBe((before[1] ?? 0) + 1);
});

test('members join and leave, the rule and the name change, each is in the audit log, and nothing that is wrong', async () => {
  expect(await perform(groupJoin, actor, { address: 'board@crowd.example', members: ['Cat@Crowd.example'] })).toMatchObject({
    ok: true,
    value: { members: ['ben@crowd.example', 'cat@crowd.example'] },
  });
  expect(await perform(groupLeave, actor, { address: 'board@crowd.example', members: ['ben@crowd.example'] })).toMatchObject({ ok: true });
  expect(await perform(groupLeave, actor, { address: 'board@crowd.example', members: ['ben@crowd.example'] })).toMatchObject({
    message: expect.stringMatching(/not a member/),
  });
  expect(await perform(groupEdit, actor, { address: 'board@crowd.example', posting: 'anyone', name: 'Board' })).toMatchObject({ ok: true });
  expect(await listGroups()).toContainEqual({
    address: 'board@crowd.example',
    name: 'Board',
    members: ['cat@crowd.example'],
    posting: null,
  });
  expect((await expandRecipient('board@crowd.example')).kind).toBe('accepted');
  for (const [input, message] of [
    [{ address: 'x@nowhere.example', members: [] }, /not a domain/],
    [{ address: 'ann@crowd.example', members: [] }, /there already/],
    [{ address: 'loop@crowd.example', members: ['loop@crowd.example'] }, /not a name/],
    [{ address: 'x@crowd.example', members: ['nobody'] }, /Give an address/],
    [{ address: 'x@crowd.example', members: [], posting: 'everybody' }, /anyone, internal or members/],
  ] as const)
    expect(await perform(groupAdd, actor, input)).toMatchObject({ ok: false, message: expect.stringMatching(message) });
  expect(await perform(groupRemove, actor, { address: 'board@crowd.example' })).toMatchObject({ ok: true });
  expect(await perform(groupRemove, actor, { address: 'board@crowd.example' })).toMatchObject({ ok: false });
  // A group is no alias, and an alias is no group.
  expect((await listAliases()).map(({ address }) => address)).toEqual(['*@crowd.example']);
  expect(await removeAlias('staff@crowd.example')).toEqual({ ok: false, reason: 'notFound' });
  expect(await addAlias('staff@crowd.example', ['x@y.example'])).toEqual({ ok: false, reason: 'alreadyExists' });
  expect(await perform(groupRemove, actor, { address: '*@crowd.example' })).toMatchObject({ ok: false });
  const actions = (await listAudit({ limit: 50 })).map(({ action }) => action);
  for (const action of ['group.add', 'group.edit', 'group.remove']) expect(actions).toContain(action);
});

test('whoever was postmaster: when that account is suspended, the administrators get it', async () => {
  await addAlias('postmaster@crowd.example', ['ann@crowd.example']);
  expect(await expandRecipient('postmaster@crowd.example')).toMatchObject({ accounts: [idOf(ann)] });
  await updateAccount(idOf(ann), { disabled: true });
  expect(await expandRecipient('Postmaster@crowd.example')).toMatchObject({ kind: 'accepted', accounts: [idOf(admin)] });
  expect(await expandRecipient('abuse@quiet.example')).toMatchObject({ kind: 'accepted', accounts: [idOf(admin)] });
  await updateAccount(idOf(ann), { disabled: false });
});

test('an administrator forwards an account, and makes and drops masked addresses for it', async () => {
  expect(await perform(forwardSet, actor, { email: cat?.email, addresses: ['cat@far.example'], dropCopy: true })).toMatchObject({
    ok: true,
  });
  expect(await getForwarding(idOf(cat))).toEqual({ addresses: ['cat@far.example'], keepCopy: false });
  expect(await perform(forwardSet, actor, { email: cat?.email, addresses: ['cat@crowd.example'], dropCopy: false })).toMatchObject({
    message: expect.stringMatching(/come back/),
  });
  expect(await perform(forwardSet, actor, { email: cat?.email, addresses: [], dropCopy: false })).toMatchObject({ ok: true });
  expect(await getForwarding(idOf(cat))).toEqual({ addresses: [], keepCopy: true });

  const made = await perform(maskAdd, actor, { email: cat?.email, label: 'for a form' });
  const email = made.ok ? made.value.email : '';
  expect(await expandRecipient(email)).toMatchObject({ accounts: [idOf(cat)] });
  expect(await perform(maskChange, actor, { email: cat?.email, mask: email, state: 'off' })).toMatchObject({ ok: true });
  // What nobody has goes to the catch-all, but not what a user has turned off.
  expect(await expandRecipient(email)).toEqual({ kind: 'unknown' });
  expect(await perform(maskChange, actor, { email: cat?.email, mask: email, state: 'dropped' })).toMatchObject({ ok: true });
  expect(await perform(maskChange, actor, { email: cat?.email, mask: email, state: 'on' })).toMatchObject({ ok: false });
  expect(await expandRecipient(email)).toEqual({ kind: 'unknown' });
  expect(await listMasks(idOf(cat))).toEqual([]);
});
