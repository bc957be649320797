import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { authenticate } from '#server/auth/authenticate.ts';
import { findAccountByEmail, getServerState, listAudit, listDomains, resolveAddress, setServerState } from '#server/store/index.ts';
import { commandLine, type Caller } from './caller.ts';
import { wantedRecords, zoneFile } from './dns-records.ts';
import * as accounts from './operations/accounts.ts';
import * as aliases from './operations/aliases.ts';
import * as domains from './operations/domains.ts';
import * as queueOperations from './operations/queue.ts';
import { perform } from './perform.ts';
import { queueRows } from './queue.ts';
import type { AdminResult } from './result.ts';
import { completeSetup, setupIsOpen } from './setup.ts';
import { quota } from './words.ts';

const chef: Caller = { name: 'chef@hamburger.edu', ip: '192.0.2.1', domains: null, scopes: null };
const signIn = (login: string, password: string) => authenticate({ login, password, remoteAddress: '192.0.2.9', scope: 'web' });
const whyOf = (result: AdminResult<unknown>) => (result.ok ? 'done' : result.message);
const bob = { email: 'Bob@Hamburger.edu', password: 'hungry-bob', name: 'Bob', quota: '5 GB' };
const email = 'bob@hamburger.edu';

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
  const { accountAdd, accountEdit, accountPassword, accountSuspend, accountResume, accountRemove } = accounts;
  expect(whyOf(await perform(accountAdd, chef, { ...bob, email: 'bob@nowhere.example' }))).toMatch(/not a domain of this server/);
  expect(whyOf(await perform(accountAdd, chef, { ...bob, quota: 'lots' }))).toMatch(/5 GB/);
  expect(whyOf(await perform(accountAdd, chef, { ...bob, password: 'short' }))).toMatch(/8 characters/);
  expect(await perform(accountAdd, chef, { ...bob, colour: 'red' })).toMatchObject({ ok: false, code: 'invalid' });
  expect(await perform(accountAdd, chef, bob)).toMatchObject({ ok: true, value: { email, quotaBytes: 5_000_000_000 } });
  expect(whyOf(await perform(accountAdd, chef, bob))).toMatch(/there already/);
  expect(whyOf(await perform(accountEdit, chef, { email, name: 'Robert', admin: true, quota: '' }))).toBe('done');
  expect(await findAccountByEmail(email)).toMatchObject({ display: 'Robert', isAdmin: true, quotaBytes: null });

  expect(await signIn(email, 'hungry-bob')).toMatchObject({ ok: true });
  expect(whyOf(await perform(accountPassword, chef, { email, password: 'thirsty-bob' }))).toBe('done');
  expect(await signIn(email, 'hungry-bob')).toEqual({ ok: false, reason: 'credentials' });
  expect(await signIn(email, 'thirsty-bob')).toMatchObject({ ok: true });

  expect(whyOf(await perform(accountSuspend, chef, { email }))).toBe('done');
  expect(await signIn(email, 'thirsty-bob')).toEqual({ ok: false, reason: 'disabled' });
  expect(whyOf(await perform(accountResume, chef, { email }))).toBe('done');
  expect(await signIn(email, 'thirsty-bob')).toMatchObject({ ok: true });

  expect(whyOf(await perform(accountRemove, chef, { email }))).toBe('done');
  expect(await findAccountByEmail(email)).toBeNull();
  expect(await perform(accountRemove, chef, { email })).toMatchObject({ ok: false, code: 'notFound' });
  const log = (await listAudit()).filter((entry) => entry.actor === chef.name && entry.action.startsWith('account.'));
  expect(log.map((entry) => entry.action)).toEqual([
    ...['account.remove', 'account.resume', 'account.suspend', 'account.password', 'account.edit', 'account.add'],
  ]);
  expect(JSON.stringify(log)).not.toMatch(/hungry-bob|thirsty-bob/);
});

test('administrators cannot lock themselves out', async () => {
  const own = { email: chef.name };
  expect(whyOf(await perform(accounts.accountEdit, chef, { ...own, admin: false }))).toMatch(/your own rights/);
  expect(whyOf(await perform(accounts.accountSuspend, chef, own))).toMatch(/yourself/);
  expect(whyOf(await perform(accounts.accountRemove, chef, own))).toMatch(/yourself/);
  expect(whyOf(await perform(accounts.accountAdd, commandLine, { email: 'eve@hamburger.edu', password: 'short' }))).toBe('done');
  expect(whyOf(await perform(accounts.accountRemove, commandLine, own))).toMatch(/only administrator/);
});

test('a domain with accounts stays; an alias needs a domain and targets', async () => {
  const address = 'info@crepes.fr';
  expect(whyOf(await perform(domains.domainAdd, chef, { name: 'not a domain' }))).toMatch(/Give a domain/);
  expect(whyOf(await perform(domains.domainAdd, chef, { name: 'Crepes.FR ' }))).toBe('done');
  expect(whyOf(await perform(domains.domainAdd, chef, { name: 'crepes.fr' }))).toMatch(/there already/);
  expect(whyOf(await perform(aliases.aliasAdd, chef, { address, targets: [] }))).toMatch(/at least one/);
  expect(whyOf(await perform(aliases.aliasAdd, chef, { address, targets: [address] }))).toMatch(/itself/);
  expect(whyOf(await perform(aliases.aliasAdd, chef, { address: 'a@elsewhere.example', targets: [chef.name] }))).toMatch(/not a domain/);
  expect(whyOf(await perform(aliases.aliasAdd, chef, { address: 'Info@crepes.fr', targets: [chef.name, 'bob@x.org'] }))).toBe('done');
  expect(await resolveAddress(address)).toEqual({ kind: 'alias', targets: [chef.name, 'bob@x.org'] });
  expect(whyOf(await perform(aliases.aliasRemove, chef, { address }))).toBe('done');
  expect(await perform(aliases.aliasList, chef, { domain: 'crepes.fr' })).toEqual({ ok: true, value: { items: [] } });
  expect(whyOf(await perform(domains.domainRemove, chef, { name: 'hamburger.edu' }))).toMatch(/still has 2 accounts/);
  expect(whyOf(await perform(domains.domainRemove, chef, { name: 'crepes.fr' }))).toBe('done');
});

test('sizes are read as people write them', () => {
  expect(quota.parse('5G')).toBe(5e9);
  expect(quota.parse('1.5 GB')).toBe(1.5e9);
  expect(quota.parse('500 MB')).toBe(5e8);
  expect(quota.parse('1000')).toBe(1000);
  expect(quota.parse('')).toBeNull();
  expect(quota.parse('none')).toBeNull();
  expect(quota.safeParse('-1').success).toBe(false);
});

test('the zone file names the host with its final dot, and leaves out what is its provider’s', () => {
  const zone = zoneFile(wantedRecords('crepes.fr', 'mail.crepes.fr', [], ['192.0.2.25']));
  expect(zone.split('\n').slice(0, 2)).toEqual(['crepes.fr. 3600 IN MX 10 mail.crepes.fr.', 'crepes.fr. 3600 IN TXT "v=spf1 mx -all"']);
  expect(zone).toContain('_submissions._tcp.crepes.fr. 3600 IN SRV 0 1 ');
  expect(zone).not.toContain('192.0.2.25');
});

test('the queue is shown in words', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const entry = {
    ...{ queueId: 7, rcptNo: 1, mailFrom: 'chef@hamburger.edu', recipient: 'alice@crepes.fr', domain: 'crepes.fr', subject: '', size: 1 },
    ...{ state: 'pending' as const, attempts: 0, createdAt: now, nextAt: now, expiresAt: now, active: false, priority: 0, route: null },
    ...{ lastCode: 451, lastStatus: '4.7.1', lastText: 'Greylisted', lastHost: null, lastAt: null, traceId: null },
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
  expect(queueRows([entry], now)[0]).toMatchObject({ id: 7, said: '451 4.7.1 Greylisted' });
});

test('what is not in the queue can be neither retried nor dropped nor given up', async () => {
  expect(whyOf(await perform(queueOperations.queueRetry, chef, { id: 999 }))).toMatch(/nothing to try again/);
  const { queueDrop, queueBounce, queueHold, queueHeaders } = queueOperations;
  for (const operation of [queueDrop, queueBounce, queueHold])
    expect(await perform(operation, chef, { id: 999 })).toMatchObject({ ok: false, code: 'notFound' });
  expect(await perform(queueHeaders, chef, { id: 999 })).toMatchObject({ ok: false, code: 'notFound' });
});
