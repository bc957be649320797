import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliverMessage } from '#server/delivery/deliver.ts';
import { expandRecipient } from '#server/delivery/expand-recipient.ts';
import { forgetConfig } from '#server/config/config.ts';
import {
  claimDue,
  getServerState,
  createApiKey,
  createWebSession,
  findAccountByEmail,
  findMailboxByRole,
  flushEvents,
  flushTraces,
  getUserByLogin,
  listAudit,
  noteAnswer,
  noteEvents,
  noteTraces,
  suppress,
  putBlob,
  releaseLeases,
} from '#server/store/index.ts';
import { startAcmeServer } from '../../../test/harness/acme-server.ts';
import { makeAuthority } from '../../../test/harness/certificates.ts';
import { makeAccount } from '../../../test/harness/accounts.ts';
import { generateClient, startAdminServer, type AdminServer, type GeneratedClient } from '../../../test/harness/admin-api.ts';
import { holdMessage, queueMessage, receiveReport, traceOf } from '../../../test/harness/queued.ts';
import { commandLine } from '../caller.ts';
import { restoreKinds } from '../jobs/kinds.ts';
import { workOff } from '../jobs/start-jobs.ts';
import { operations } from '../operations.ts';
import { perform } from '../perform.ts';
import { signatureOf } from '../webhooks/sign.ts';
import { sendDue } from '../webhooks/start-webhooks.ts';

let server: AdminServer;
let client: GeneratedClient;
const keyWith = async (scopes: string[], domains: string[] | null = null): Promise<string> => {
  const token = `posthorn_${scopes.join()}${domains?.join() ?? ''}`;
  const lookup = createHash('sha256').update(token).digest();
  await createApiKey({ label: 'test', lookup, scopes, domains, madeBy: 'test', expiresAt: null });
  return token;
};
const received: { headers: http.IncomingHttpHeaders; body: string }[] = [];
let answerWith = 200;
const listener = http.createServer((request, response) => {
  let body = '';
  request.on('data', (piece: Buffer) => (body += piece.toString()));
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    response.writeHead(answerWith).end('thanks');
  });
});
let hookUrl: string;

beforeAll(async () => {
  await makeAccount('chef@hamburger.edu', 'very hungry', { isAdmin: true });
  await makeAccount('alice@crepes.fr', 'very hungry');
  server = await startAdminServer();
  client = await generateClient(server.origin, await keyWith(['*']));
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
  const { port } = listener.address() as AddressInfo;
  hookUrl = `http://127.0.0.1:${port}/hook`;
  process.env.BACKUP_TO = '/nowhere/';
  process.env.FETCH_ALLOW = `127.0.0.1:${port}`;
  forgetConfig();
});
afterAll(async () => {
  await server.stop();
  listener.close();
});

test('each operation answers as the description says, called by a client made of it', async () => {
  const ok = async (name: string, input: Record<string, unknown> = {}) => {
    const { status, body } = await client.call(name, input);
    expect(status, `${name}: ${JSON.stringify(body)}`).toBe(200);
    return body as Record<string, never>;
  };
  const email = 'bob@hamburger.edu';
  expect(await ok('server.status')).toMatchObject({ accounts: 2, domains: 2 });
  await ok('server.traffic', { window: 'week' });
  expect(await ok('account.add', { email, password: 'very hungry', quota: '1 GB' })).toMatchObject({ email, quotaBytes: 1e9 });
  expect(await ok('account.list', { search: 'BOB', limit: 1 })).toMatchObject({ items: [{ email }], next: null });
  expect(await ok('account.list', { limit: 1 })).toMatchObject({ next: 'alice@crepes.fr' });
  await ok('account.edit', { email, name: 'Bob' });
  expect(await ok('account.get', { email })).toMatchObject({ display: 'Bob', quotaBytes: 1e9 });
  await ok('account.password', { email, password: 'more than hungry' });
  await ok('account.sign-out', { email });
  const bob = await getUserByLogin(email);
  await createWebSession(bob ?? { userId: 0, sessionVersion: 0 }, { address: '192.0.2.9', agent: 'Firefox' });
  const [session] = (await ok('session.list', { email })).items as unknown as { id: string }[];
  await ok('session.end', { email, id: session?.id });
  await ok('account.reset-second-factor', { email });
  await ok('account.suspend', { email });
  await ok('account.resume', { email });
  const { password } = await ok('app-password.add', { email, label: 'Printer' });
  expect(password).toMatch(/^[a-z0-9-]{23}$/);
  const programs = (await ok('app-password.list', { email })).items as unknown as { id: number }[];
  await ok('app-password.revoke', { email, id: programs[0]?.id });
  expect((await ok('account.export')).csv).toContain(`${email},Bob,active,,1000000000`);
  const imported = await ok('account.import', { csv: 'email,password\ncarol@crepes.fr,very hungry\nnobody,x', update: true });
  await workOff();
  expect(await ok('job.get', { id: imported.id })).toMatchObject({ state: 'done', total: 2, done: 2, report: [{ subject: 'nobody' }] });
  const bulk = await ok('account.bulk', { action: 'suspend', emails: ['carol@crepes.fr', email] });
  await ok('job.cancel', { id: bulk.id });
  await workOff();
  expect(await ok('job.get', { id: bulk.id })).toMatchObject({ state: 'cancelled', done: 1 });
  await ok('job.list');
  expect(await ok('backup.status')).toMatchObject({ place: '/nowhere/', last: null, underWay: null });
  expect(await ok('backup.snapshots')).toEqual({ items: [] });
  await ok('log.list', { level: 'warn', account: 'alice@crepes.fr', message: '<x@y.example>' });
  await ok('backup.schedule', { at: '4:15', keep: 3 });
  expect(await ok('backup.status')).toMatchObject({ schedule: { on: true, at: '04:15', keep: 3 } });
  expect(await ok('backup.now')).toMatchObject({ kind: 'backup.now', state: 'waiting' });
  expect(await ok('backup.prove')).toMatchObject({ kind: 'backup.prove', state: 'waiting' });
  expect((await client.call('mail.mailboxes', { email })).status).toBe(403);
  const access = await ok('access.ask', { email, reason: 'He cannot find a letter' });
  const [, box] = (await ok('mail.mailboxes', { email })).items as unknown as { id: number }[];
  await ok('mail.list', { email, mailbox: box?.id });
  const inbox = (await findMailboxByRole((await findAccountByEmail(email))?.accountId ?? 0, 'inbox'))?.mailboxId;
  const { items: letters } = (await ok('mail.list', { email, mailbox: inbox })) as unknown as { items: { id: number }[] };
  expect(await ok('mail.read', { email, id: letters[0]?.id })).toMatchObject({ text: expect.stringContaining('He cannot find') });
  await ok('access.end', { email, id: access.id });
  expect(await ok('access.list', { email })).toMatchObject({ items: [{ isLive: false, opened: 3 }] });
  await ok('domain.add', { name: 'tea.example' });
  expect((await ok('domain.list')).items).toHaveLength(3);
  await ok('domain.records', { name: 'tea.example' });
  expect((await ok('domain.health')).items).toHaveLength(3);
  expect(await ok('domain.readiness', { name: 'tea.example' })).toMatchObject({ verdict: 'notYet' });
  expect(await ok('server.test-mail', { from: email, to: 'alice@crepes.fr' })).toMatchObject({ traceId: expect.any(String) });
  expect((await ok('domain.keys', { name: 'tea.example' })).items).toHaveLength(2);
  await ok('domain.rotate', { name: 'tea.example' });
  await ok('signup.set', { name: 'tea.example', mode: 'invite', quota: '1 GB', terms: 'Be kind.' });
  expect(await ok('signup.get', { name: 'tea.example' })).toEqual({ mode: 'invite', quotaBytes: 1e9, perDay: 50, terms: 'Be kind.' });
  expect((await ok('invitation.add', { name: 'tea.example', note: 'Tess' })).path).toMatch(/^\/signup\?invitation=/);
  const [invited] = (await ok('invitation.list', { name: 'tea.example' })).items as unknown as { id: number }[];
  await ok('invitation.revoke', { name: 'tea.example', id: invited?.id });
  await ok('alias.add', { address: 'info@tea.example', targets: [email] });
  const group = { address: 'team@tea.example', members: ['x@y.example'] };
  await ok('group.add', { ...group, name: 'The team', posting: 'members' });
  await ok('group.join', { ...group, members: [email] });
  await ok('group.leave', group);
  await ok('group.edit', { address: group.address, posting: 'internal' });
  const team = { address: group.address, name: 'The team', members: [email], posting: 'internal' };
  expect(await ok('group.get', { address: group.address })).toEqual(team);
  expect((await ok('group.list', { search: 'team' })).items).toEqual([team]);
  await ok('group.remove', { address: group.address });
  const list = { address: 'boat@tea.example' };
  await ok('list.add', { ...list, name: 'Boats', posting: 'members', moderators: [email] });
  await ok('list.edit', { ...list, description: 'All about boats', archive: false });
  await ok('list.subscribe', { ...list, members: [email, 'x@y.example'] });
  await ok('list.unsubscribe', { ...list, members: ['x@y.example'] });
  expect((await ok('list.members', list)).items).toMatchObject([{ email, state: 'active' }]);
  expect(await ok('list.get', list)).toMatchObject({ email: list.address, members: 1, archive: false });
  expect((await ok('list.list', { search: 'boat' })).items).toHaveLength(1);
  for (const subject of ['Yes', 'No']) await writeToList(list.address, subject);
  const waiting = (await ok('list.waiting', list)).items as unknown as { word: string; subject: string }[];
  expect(waiting.map(({ subject }) => subject)).toEqual(['Yes', 'No']);
  expect(await ok('list.accept', { ...list, word: waiting[0]?.word })).toMatchObject({ subject: 'Yes' });
  expect(await ok('list.reject', { ...list, word: waiting[1]?.word })).toMatchObject({ subject: 'No' });
  await ok('list.remove', list);
  const written = (await ok('queue.list')).items as unknown as { id: number }[]; // to its members, and to its moderator
  for (const id of new Set(written.map((one) => one.id))) await ok('queue.drop', { id });
  const mask = (await ok('mask.add', { email, label: 'A form' })).email;
  await ok('mask.change', { email, mask, state: 'off' });
  expect((await ok('mask.list', { email })).items).toMatchObject([{ email: mask, label: 'A form', isEnabled: false }]);
  await ok('forward.set', { email, addresses: ['x@y.example'], dropCopy: true });
  expect(await ok('forward.get', { email })).toEqual({ addresses: ['x@y.example'], keepCopy: false });
  const then = { email, to: new Date().toISOString() };
  expect(await ok('account.restore-preview', then)).toMatchObject({ back: 0, changed: false });
  const restored = await ok('account.restore', then);
  expect(restored).toMatchObject({ kind: 'account.restore', state: 'waiting' });
  await workOff(undefined, restoreKinds);
  expect(await ok('job.get', { id: restored.id })).toMatchObject({ state: 'done', total: 100, done: 100, report: [] });
  expect(await ok('account.restorations', { email })).toEqual({ items: [], from: expect.any(String) as string });
  const tooFar = { status: 409, body: { problem: { code: 'restoreReach', values: { email } } } };
  expect(await client.call('account.restore', { email, to: '9d' })).toMatchObject(tooFar);
  expect(await client.call('account.restore-preview', { email, to: '9d' })).toMatchObject(tooFar);

  expect((await ok('alias.list', { domain: 'tea.example' })).items).toEqual([{ address: 'info@tea.example', targets: [email] }]);
  await ok('alias.remove', { address: 'info@tea.example' });
  await ok('role.grant', { email, domain: 'tea.example' });
  expect((await ok('role.list')).items).toHaveLength(2);
  await ok('role.revoke', { email, domain: 'tea.example' });
  await ok('domain.remove', { name: 'tea.example' });
  const id = await queueMessage({ from: email, to: 'x@y.example', subject: 'A secret' });
  expect((await ok('queue.list', { search: 'y.example' })).items).toMatchObject([{ id, recipient: 'x@y.example', sender: email }]);
  const { headers } = await ok('queue.headers', { id });
  expect(JSON.stringify(headers)).toContain('Message-ID');
  expect(JSON.stringify(headers)).not.toContain('A secret');
  const owner = randomUUID(); // a worker that has it in hand
  await claimDue({ owner, now: new Date(), leaseMs: 60_000, limit: 1 });
  expect(await client.call('queue.hold', { id })).toMatchObject({
    status: 409,
    body: { problem: { code: 'queueSending', values: { id } } },
  });
  await releaseLeases(owner, new Date());
  await ok('queue.hold', { id });
  await ok('queue.retry', { id });
  await ok('queue.retry-all');
  await ok('queue.bounce', { id });
  await ok('queue.drop', { id: await queueMessage({ from: email, to: 'x@y.example', subject: 'Another' }) });
  const other = await queueMessage({ from: email, to: 'x@y.example', subject: 'One more' });
  await noteAnswer('y.example', 5, new Date());
  await ok('queue.reroute', { id: other, route: '127.0.0.1:2525' });
  await ok('queue.prioritise', { id: other, priority: 3 });
  expect((await ok('destination.list')).items).toMatchObject([{ domain: 'y.example', connections: 5 }]);
  await ok('destination.revive', { domain: 'y.example' });
  await ok('rule.set', { domain: '*.example', route: 'smtp://me:secret@relay.example:587', tls: 'verified' });
  expect((await ok('rule.list')).items).toMatchObject([{ domain: '*.example', route: 'smtp://me:…@relay.example:587', connections: null }]);
  await ok('rule.remove', { domain: '*.example' });
  const reply = { code: 550, status: '5.1.1', reply: 'No such user', host: 'mx.y.example' };
  await suppress({ ...reply, address: 'gone@y.example', at: new Date(), expiresAt: new Date(Date.now() + 60_000) });
  expect((await ok('suppression.list', { search: 'gone' })).items).toHaveLength(1);
  await ok('suppression.remove', { address: 'gone@y.example' });
  await ok('account.set-limits', { email, perHour: 50 });
  expect(await ok('account.limits', { email })).toMatchObject({ perHour: 50, perDay: null, lastHour: 1 });
  expect(await ok('account.capabilities', { email, off: ['idle'] })).toEqual({ off: ['IDLE'] });
  noteTraces([traceOf('T1', email, 'x@y.example')]);
  await flushTraces();
  const found = (await ok('trace.search', { text: 'Words of hers', since: '2020-01-01' })).items;
  expect(found).toMatchObject([{ traceId: 'T1', from: email, status: 'delivered' }]);
  expect(JSON.stringify(await ok('trace.show', { id: 'T1' }))).not.toContain('Words of hers');
  const told = await receiveReport('tea2.example');
  expect((await ok('report.list', { kind: 'dmarc', domain: 'tea2.example' })).items).toMatchObject([{ id: told, passed: 3, failed: 1 }]);
  expect(await ok('report.show', { id: told })).toMatchObject({ org: 'big.example', body: { rows: [{ disposition: 'quarantine' }] } });
  expect((await ok('report.sent')).items).toEqual([]);
  const held = await holdMessage(email);
  expect((await ok('quarantine.list')).items).toMatchObject([{ id: held, recipients: [email] }]);
  expect(await ok('quarantine.read', { id: held })).toMatchObject({ subject: 'Cheap', text: 'Buy\r\n' });
  await ok('quarantine.release', { id: held });
  await ok('quarantine.drop', { id: await holdMessage(email) });
  await ok('block.add', { network: '192.0.2.0/24', reason: 'guesses', hours: 1 });
  expect((await ok('block.list')).items).toHaveLength(1);
  await ok('block.remove', { network: '192.0.2.0/24' });
  await ok('block.failures', { hours: 2 });
  const key = await ok('api-key.add', { label: 'backup', scopes: ['account:read'], days: 3 });
  expect((await ok('api-key.list')).items).toHaveLength(2);
  await ok('api-key.revoke', { id: key.id });
  const hook = await ok('webhook.add', { url: hookUrl });
  await ok('webhook.edit', { id: hook.id, events: ['bounced'], enabled: true });
  await ok('webhook.test', { id: hook.id });
  await ok('webhook.list');
  await ok('webhook.deliveries', { id: hook.id });
  await ok('webhook.remove', { id: hook.id });
  expect(await ok('cert.show')).toMatchObject({ acme: null });
  const authority = await startAcmeServer(await makeAuthority());
  authority.look = (_type, _name, token) => getServerState<string>(`acme challenge ${token}`);
  process.env.ACME = authority.directoryUrl;
  forgetConfig();
  expect((await ok('cert.renew')).names).toHaveLength(1);
  expect(await ok('cert.show')).toMatchObject({ acme: { state: 'obtained', error: null } });
  delete process.env.ACME;
  forgetConfig();
  await authority.stop();
  await ok('account.remove', { email });
  const log = (await ok('audit.list', { search: 'key test', action: 'account.' })).items as unknown as { action: string }[];
  expect(log.map(({ action }) => action)).toContain('account.remove');

  const never = client.names.filter((name) => !client.seen.get(name)?.has(200));
  expect(never).toEqual([]);
});

test('refusals are described as well', async () => {
  expect(await client.call('account.get', { email: 'nobody@crepes.fr' })).toMatchObject({ status: 404 });
  expect(await client.call('account.get', { email: 'nobody' })).toMatchObject({ status: 400, body: { errors: [{ field: 'email' }] } });
  expect(await client.call('account.add', { email: 'alice@crepes.fr', password: 'very hungry' })).toMatchObject({ status: 409 });
  const stranger = await generateClient(server.origin, 'posthorn_nothing');
  expect(await stranger.call('account.list')).toMatchObject({ status: 401 });
  const reader = await generateClient(server.origin, await keyWith(['account:read']));
  expect(await reader.call('account.list')).toMatchObject({ status: 200 });
  expect(await reader.call('account.remove', { email: 'alice@crepes.fr' })).toMatchObject({ status: 403 });
  expect(await reader.call('queue.list')).toMatchObject({ status: 403 });
  const wrong = await fetch(`${server.origin}/api/admin/v1/accounts`, { method: 'PATCH', headers: { authorization: 'Bearer x' } });
  expect(wrong.status).toBe(401);
});

test('a webhook is told of an event, signed, and again when it did not listen', async () => {
  const add = operations.find(({ name }) => name === 'webhook.add')!;
  const made = await perform(add, commandLine, { url: hookUrl, events: ['bounced'], domains: ['crepes.fr'] });
  const { secret } = (made.ok ? made.value : {}) as { secret: string };
  const alice = await findAccountByEmail('alice@crepes.fr');
  const event = { accountId: alice?.accountId ?? 0, emailId: 7, submissionId: null, queueId: null, detail: { to: 'x@y.example' } };
  received.length = 0;
  noteEvents([
    { ...event, type: 'bounced' },
    { ...event, type: 'delivered' },
  ]);
  await flushEvents();
  answerWith = 500;
  await sendDue();
  const mine = () =>
    received.filter(({ headers, body }) => {
      const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = headers as Record<string, string>;
      return signature === signatureOf(secret, id ?? '', Number(at), body);
    });
  expect(mine()).toHaveLength(1);
  answerWith = 200;
  await sendDue(); // not due yet
  expect(mine()).toHaveLength(1);
  await sendDue(new Date(Date.now() + 60_000));
  expect(mine()).toHaveLength(2);
  expect(JSON.parse(mine()[1]?.body ?? '')).toMatchObject({ type: 'bounced', account: 'alice@crepes.fr', detail: { to: 'x@y.example' } });
  await sendDue(new Date(Date.now() + 3_600_000));
  expect(mine()).toHaveLength(2);
});

test('what a key does is in the audit log under its name', async () => {
  expect((await listAudit()).some(({ actor, action }) => actor === 'key test' && action === 'domain.add')).toBe(true);
});

/** From a stranger, as it comes by SMTP. */
async function writeToList(address: string, subject: string): Promise<void> {
  const found = await expandRecipient(address);
  const accounts = found.kind === 'accepted' ? found.accounts : [];
  const message = Buffer.from(`Message-ID: <${subject}@far.example>\r\nFrom: stranger@far.example\r\nSubject: ${subject}\r\n\r\nHello\r\n`);
  const addresses = new Map(accounts.map((account) => [account, [address]]));
  const prefix = Buffer.from('Received: by mx; Sat, 21 Nov 2026 10:00:00 +0000\r\n');
  const done = await deliverMessage({
    mailFrom: 'stranger@far.example',
    accounts,
    addresses,
    message,
    blob: await putBlob(message),
    prefix,
  });
  expect(done.ok).toBe(true);
}
