/** Masked addresses, and forwarding with or without a copy kept. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expandRecipient } from '#server/delivery/expand-recipient.ts';
import {
  accountAddresses,
  checkStore,
  closeDatabase,
  createAccount,
  createMask,
  listQueue,
  putBlob,
  readBlob,
  removeAccount,
} from '#server/store/index.ts';
import { deliverMessage } from '#server/delivery/deliver.ts';
import { database } from '#server/store/database.ts';
import { TestUser } from './client.ts';
import { scriptCalls } from './script-calls.ts';

interface Mask {
  id: string;
  email: string;
  label: string;
  isEnabled: boolean;
  lastUsedAt: string | null;
}
let bob: TestUser;
let carol: TestUser;
const { create, receive, rules, set, setRules } = scriptCalls(() => bob);
beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu', { display: 'Bob' });
  carol = await TestUser.make('carol@hamburger.edu', { isAdmin: true }); // the last account that could administer is not removed
});
afterAll(async () => {
  expect(await checkStore()).toEqual([]);
  await closeDatabase();
});

const masks = async (user = bob) => (await user.call('MaskedAddress/get')).list as Mask[];
async function make(given: object, user = bob): Promise<Mask> {
  const { created, notCreated } = await user.call('MaskedAddress/set', { create: { m: given } });
  expect(notCreated).toBeNull();
  return (created as Record<string, Mask>).m as Mask;
}
const accepts = async (address: string) => (await expandRecipient(address)).kind;

describe('MaskedAddress', () => {
  test('made, written to, turned off and on, dropped for good', async () => {
    const mask = await make({ label: 'The shop', forDomain: 'shop.example' });
    expect(mask).toMatchObject({
      label: 'The shop',
      forDomain: 'shop.example',
      isEnabled: true,
      lastUsedAt: null,
      email: expect.stringMatching(/^[a-z]+\.[a-z]+\.\d+@hamburger\.edu$/),
    });
    expect(await expandRecipient(mask.email)).toEqual({ kind: 'accepted', accounts: [bob.accountId], remote: [] });
    expect((await masks())[0]?.lastUsedAt).toMatch(/^20/);
    expect(await accountAddresses(bob.accountId)).toEqual(['bob@hamburger.edu', mask.email]);
    const { created } = await bob.call('Identity/set', { create: { i: { email: mask.email, name: 'B.' } } });
    expect(created).not.toBeNull();

    const { state } = await bob.call('MaskedAddress/get');
    expect(
      (await bob.call('MaskedAddress/set', { update: { [mask.id]: { isEnabled: false, label: 'Shop', email: mask.email } } })).updated,
    ).toEqual({ [mask.id]: null });
    expect((await bob.call('MaskedAddress/get')).state).not.toBe(state);
    expect(await accepts(mask.email)).toBe('unknown');
    expect(await accountAddresses(bob.accountId)).toEqual(['bob@hamburger.edu']);
    await bob.call('MaskedAddress/set', { update: { [mask.id]: { isEnabled: true } } });
    expect(await accepts(mask.email)).toBe('accepted');

    expect((await bob.call('MaskedAddress/set', { destroy: [mask.id] })).destroyed).toEqual([mask.id]);
    expect(await masks()).toEqual([]);
    expect(await accepts(mask.email)).toBe('unknown');
    // Never given out again, to whomever.
    const localpart = mask.email.split('@')[0] ?? '';
    expect(await createMask(carol.accountId, { localpart, label: '', forDomain: null }, 10)).toEqual({
      ok: false,
      reason: 'alreadyExists',
    });
  });

  test('an address that somebody has is not made, and as many as are allowed and no more', async () => {
    expect(await createMask(bob.accountId, { localpart: 'carol', label: '', forDomain: null }, 10)).toEqual({
      ok: false,
      reason: 'alreadyExists',
    });
    expect(await createMask(bob.accountId, { localpart: 'x', label: '', forDomain: null }, 1)).toEqual({ ok: false, reason: 'overQuota' });
    expect(await masks()).toEqual([]);
  });

  test('what is refused; and nobody touches those of others', async () => {
    const mask = await make({});
    const answer = await bob.call('MaskedAddress/set', {
      create: { a: { email: 'mine@hamburger.edu' }, b: { label: 'x'.repeat(101) }, c: { isEnabled: false }, d: { forDomain: 'a b' } },
      update: { [mask.id]: { email: 'other@hamburger.edu' } },
    });
    expect(answer.notCreated).toMatchObject({
      ...{ a: { properties: ['email'] }, b: { properties: ['label'] }, c: { properties: ['isEnabled'] }, d: { properties: ['forDomain'] } },
    });
    expect(answer.notUpdated).toMatchObject({ [mask.id]: { type: 'invalidProperties', properties: ['email'] } });
    const { notUpdated } = await carol.call('MaskedAddress/set', { update: { [mask.id]: { isEnabled: false } } });
    const { notDestroyed } = await carol.call('MaskedAddress/set', { destroy: [mask.id] });
    const notFound = { [mask.id]: { type: 'notFound' } };
    expect([notUpdated, notDestroyed]).toMatchObject([notFound, notFound]);
    expect(await accepts(mask.email)).toBe('accepted');
  });

  test('a vacation reply comes from the address that was written to, and does not give the real one away', async () => {
    const mask = await make({});
    await bob.call('VacationResponse/set', { update: { singleton: { isEnabled: true } } });
    const message = Buffer.from(
      `From: shop@far.example\r\nTo: ${mask.email}\r\nSubject: Sale\r\nMessage-ID: <m1@far.example>\r\n\r\nBuy.\r\n`,
    );
    const done = await deliverMessage({
      ...{ mailFrom: 'shop@far.example', accounts: [bob.accountId], addresses: new Map([[bob.accountId, [mask.email]]]), message },
      ...{ blob: await putBlob(message), prefix: Buffer.from('Received: by mx; Sat, 21 Nov 2026 10:00:00 +0000\r\n') },
    });
    expect(done.ok).toBe(true);
    const { rows } = await database().pool.query<{ blob: Buffer }>('select blob from queue_message order by queue_id desc limit 1');
    const bytes = (await readBlob(rows[0]?.blob ?? Buffer.alloc(0)))?.toString() ?? '';
    expect(bytes).toContain(mask.email);
    expect(bytes).not.toMatch(/bob/i);
    await bob.call('VacationResponse/set', { update: { singleton: { isEnabled: false } } });
  });

  test('they go with their account', async () => {
    const gone = await TestUser.make('gone@hamburger.edu');
    const mask = await make({}, gone);
    expect((await removeAccount(gone.accountId)).ok).toBe(true);
    expect(await accepts(mask.email)).toBe('unknown');
    expect((await createAccount({ email: 'gone@hamburger.edu', passwordHash: null })).ok).toBe(true);
  });
});

describe('forwarding', () => {
  test('with a copy kept, without, off again; rules come first; it stands beside a script of their own', async () => {
    const queued = async () => (await listQueue()).map(({ recipient }) => recipient);
    await setRules({ forwardTo: ['bart@far.example'] });
    expect(await rules()).toMatchObject({ forwardTo: ['bart@far.example'], keepCopy: true, isActive: false });
    expect((await receive({ from: 'x@far.example' })).roles).toEqual(['inbox']);
    expect(await queued()).toContain('bart@far.example');
    await setRules({ keepCopy: false, blocked: ['spam@far.example'] });
    expect(await rules()).toMatchObject({ forwardTo: ['bart@far.example'], keepCopy: false, isActive: true });
    const before = (await queued()).length;
    expect((await receive({ from: 'y@far.example' })).roles).toEqual([]);
    expect((await queued()).length).toBe(before + 1);
    expect((await receive({ from: 'x <spam@far.example>' })).roles).toEqual(['junk']);
    expect((await queued()).length).toBe(before + 1); // what is blocked does not go on

    await setRules({ forwardTo: [], isActive: false });
    expect((await receive({ from: 'z@far.example' })).roles).toEqual(['inbox']);
    // Turned off, rules stay off whatever else is changed.
    await setRules({ blocked: [] });
    expect(await rules()).toMatchObject({ isActive: false });

    const own = await create('mine', 'keep;', bob, { onSuccessActivateScript: '#a' });
    await setRules({ forwardTo: ['lisa@far.example'], keepCopy: true });
    expect(await rules()).toMatchObject({ forwardTo: ['lisa@far.example'], ownScriptId: own });
    expect((await receive({ from: 'w@far.example' })).roles).toEqual(['inbox']);
    expect(await queued()).toContain('lisa@far.example');
    await setRules({ forwardTo: [] });
    await set({ onSuccessDeactivateScript: true });
  });

  test('not to oneself, not to more than a few, not to nonsense', async () => {
    for (const forwardTo of [['bob@hamburger.edu'], ['a@b.example', 'c@d.example', 'e@f.example', 'g@h.example'], ['nobody']])
      expect((await setRules({ forwardTo })).notUpdated).toMatchObject({
        singleton: { type: 'invalidProperties', properties: ['forwardTo'] },
      });
  });
});
