import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { authenticate } from '#server/auth/authenticate.ts';
import {
  findAccountByEmail,
  getServerState,
  listAliases,
  listAudit,
  listDomains,
  resolveAddress,
  setServerState,
} from '#server/store/index.ts';
import { addAccount, deleteAccount, editAccount, resetPassword, suspendAccount } from './accounts.ts';
import { addAlias, addDomain, deleteAlias, deleteDomain } from './domains.ts';
import { wantedRecords, zoneFile } from './dns-records.ts';
import { dropQueued, queueRows, retryQueued } from './queue.ts';
import type { AdminResult } from './result.ts';
import { completeSetup, setupIsOpen } from './setup.ts';
import { quota } from './words.ts';

const actor = { name: 'chef@hamburger.edu', ip: '192.0.2.1' };
const signIn = (login: string, password: string) => authenticate({ login, password, remoteAddress: '192.0.2.9', scope: 'web' });
const whyOf = (result: AdminResult<unknown>) => (result.ok ? 'done' : result.message);
const bob = { email: 'Bob@Hamburger.edu', password: 'hungry-bob', display: 'Bob', isAdmin: false, quotaBytes: '5 GB' };
const idOf = async (email: string) => (await findAccountByEmail(email))?.accountId ?? 0;

test('setup works once, with the newest token only', async () => {
  await setServerState('setup', { tokenHash: createHash('sha256').update('secret').digest('hex') });
  const form = { token: 'secret', domain: 'Hamburger.edu', name: 'chef', display: 'The chef', password: 'very hungry' };
  expect(await setupIsOpen('other')).toBe(false);
  expect(whyOf(await completeSetup({ ...form, token: 'other' }, '127.0.0.1'))).toMatch(/link/);
  expect(whyOf(await completeSetup({ ...form, password: 'short' }, '127.0.0.1'))).toMatch(/8 characters/);
  expect(await completeSetup(form, '127.0.0.1')).toMatchObject({ ok: true, value: { login: 'chef@hamburger.edu', isAdmin: true } });
  expect(await setupIsOpen('secret')).toBe(false);
  expect(whyOf(await completeSetup({ ...form, name: 'mallory' }, '127.0.0.1'))).toMatch(/has been used/);
  expect(JSON.stringify(await getServerState('setup'))).not.toContain('tokenHash');
  expect((await listDomains()).map(({ name }) => name)).toContain('hamburger.edu');
});

test('an account is made, edited, given a password, suspended and deleted, and each is in the audit log', async () => {
  expect(whyOf(await addAccount(actor, { ...bob, email: 'bob@nowhere.example' }))).toMatch(/not a domain of this server/);
  expect(whyOf(await addAccount(actor, { ...bob, quotaBytes: 'lots' }))).toMatch(/5 GB/);
  expect(await addAccount(actor, bob)).toMatchObject({ ok: true, value: { email: 'bob@hamburger.edu', quotaBytes: 5_000_000_000 } });
  expect(whyOf(await addAccount(actor, bob))).toMatch(/there already/);
  const id = await idOf('bob@hamburger.edu');
  expect(whyOf(await editAccount(actor, id, { display: 'Robert', isAdmin: true, quotaBytes: '' }))).toBe('done');
  expect(await findAccountByEmail('bob@hamburger.edu')).toMatchObject({ display: 'Robert', isAdmin: true, quotaBytes: null });

  expect(await signIn('bob@hamburger.edu', 'hungry-bob')).toMatchObject({ ok: true });
  expect(whyOf(await resetPassword(actor, id, 'thirsty-bob'))).toBe('done');
  expect(await signIn('bob@hamburger.edu', 'hungry-bob')).toEqual({ ok: false, reason: 'credentials' });
  expect(await signIn('bob@hamburger.edu', 'thirsty-bob')).toMatchObject({ ok: true });

  expect(whyOf(await suspendAccount(actor, id, true))).toBe('done');
  expect(await signIn('bob@hamburger.edu', 'thirsty-bob')).toEqual({ ok: false, reason: 'disabled' });
  expect(whyOf(await suspendAccount(actor, id, false))).toBe('done');
  expect(await signIn('bob@hamburger.edu', 'thirsty-bob')).toMatchObject({ ok: true });

  expect(whyOf(await deleteAccount(actor, id))).toBe('done');
  expect(await findAccountByEmail('bob@hamburger.edu')).toBeNull();
  expect(whyOf(await deleteAccount(actor, id))).toMatch(/not there/);
  const log = (await listAudit()).filter((entry) => entry.actor === actor.name && entry.action.startsWith('account.'));
  expect(log.map((entry) => entry.action)).toEqual([
    ...['account.remove', 'account.resume', 'account.suspend', 'account.password', 'account.edit', 'account.add'],
  ]);
  expect(JSON.stringify(log)).not.toMatch(/hungry-bob|thirsty-bob/);
});

test('administrators cannot lock themselves out', async () => {
  const chef = await idOf(actor.name);
  expect(whyOf(await editAccount(actor, chef, { display: '', isAdmin: false, quotaBytes: '' }))).toMatch(/your own rights/);
  expect(whyOf(await suspendAccount(actor, chef, true))).toMatch(/yourself/);
  expect(whyOf(await deleteAccount(actor, chef))).toMatch(/yourself/);
  const other = { name: 'command line' };
  expect(whyOf(await addAccount(other, { ...bob, email: 'eve@hamburger.edu' }))).toBe('done');
  expect(whyOf(await deleteAccount(other, chef))).toMatch(/only administrator/);
});

test('a domain with accounts stays; an alias needs a domain and targets', async () => {
  expect(whyOf(await addDomain(actor, 'not a domain'))).toMatch(/Give a domain/);
  expect(whyOf(await addDomain(actor, 'Crepes.FR '))).toBe('done');
  expect(whyOf(await addDomain(actor, 'crepes.fr'))).toMatch(/there already/);
  expect(whyOf(await addAlias(actor, { address: 'info@crepes.fr', targets: '' }))).toMatch(/at least one/);
  expect(whyOf(await addAlias(actor, { address: 'info@crepes.fr', targets: 'info@crepes.fr' }))).toMatch(/itself/);
  expect(whyOf(await addAlias(actor, { address: 'info@elsewhere.example', targets: 'chef@hamburger.edu' }))).toMatch(/not a domain/);
  expect(whyOf(await addAlias(actor, { address: 'Info@crepes.fr', targets: 'chef@hamburger.edu, bob@x.org' }))).toBe('done');
  expect(await resolveAddress('info@crepes.fr')).toEqual({ kind: 'alias', targets: ['chef@hamburger.edu', 'bob@x.org'] });
  expect(whyOf(await deleteAlias(actor, 'info@crepes.fr'))).toBe('done');
  expect(await listAliases('crepes.fr')).toEqual([]);
  expect(whyOf(await deleteDomain(actor, 'hamburger.edu'))).toMatch(/still has 2 accounts/);
  expect(whyOf(await deleteDomain(actor, 'crepes.fr'))).toBe('done');
});

test('sizes are read as people write them', () => {
  expect(quota.parse('5G')).toBe(5e9);
  expect(quota.parse('1.5 GB')).toBe(1.5e9);
  expect(quota.parse('500 MB')).toBe(5e8);
  expect(quota.parse('1000')).toBe(1000);
  expect(quota.parse('')).toBeNull();
  expect(quota.safeParse('-1').success).toBe(false);
});

test('the zone file names the host with its final dot', () => {
  expect(zoneFile(wantedRecords('crepes.fr', 'mail.crepes.fr')).split('\n').slice(0, 2)).toEqual([
    'crepes.fr. 3600 IN MX 10 mail.crepes.fr.',
    'crepes.fr. 3600 IN TXT "v=spf1 mx -all"',
  ]);
});

test('the queue is shown in words', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const entry = {
    ...{ queueId: 7, rcptNo: 1, mailFrom: 'chef@hamburger.edu', recipient: 'alice@crepes.fr', domain: 'crepes.fr', subject: '', size: 1 },
    ...{ state: 'pending' as const, attempts: 0, createdAt: now, nextAt: now, expiresAt: now, active: false, priority: 0, route: null },
    ...{ lastCode: 451, lastStatus: '4.7.1', lastText: 'Greylisted', lastHost: null, lastAt: null },
  };
  const later = new Date(now.getTime() + 1000);
  const states = [
    entry,
    { ...entry, active: true },
    { ...entry, attempts: 1 },
    { ...entry, nextAt: later },
    { ...entry, state: 'held' as const },
  ];
  expect(queueRows(states, now).map(({ state }) => state)).toEqual(['waiting', 'sending', 'deferred', 'scheduled', 'held']);
  expect(queueRows([entry], now)[0]).toMatchObject({ key: '7 1', said: '451 4.7.1 Greylisted' });
});

test('what is not in the queue can be neither retried nor dropped', async () => {
  expect(whyOf(await retryQueued(actor, '999'))).toMatch(/nothing to try again/);
  expect(whyOf(await dropQueued(actor, 999))).toMatch(/no longer/);
});
