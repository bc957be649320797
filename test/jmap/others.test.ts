/** Identity, Settings, Correspondent and Blob methods. */
import { beforeAll, describe, expect, test } from 'vitest';
import { addAlias } from '#server/store/index.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu', { display: 'Bob Burger' });
});

describe('Identity (RFC 8621 §6)', () => {
  const list = async () => (await bob.call('Identity/get')).list as { id: string; email: string; name: string; mayDelete: boolean }[];

  test('the account itself is one, and stays', async () => {
    const [own] = await list();
    expect(own).toMatchObject({ email: 'bob@hamburger.edu', mayDelete: false });
    expect((await bob.call('Identity/set', { destroy: [own?.id] })).notDestroyed).toMatchObject({ [own?.id ?? '']: { type: 'forbidden' } });
  });

  test('only an address of one’s own can be another; it is made, changed, told of, destroyed', async () => {
    const stranger = await bob.call('Identity/set', { create: { a: { email: 'alice@crepes.fr' } } });
    expect(stranger.notCreated).toMatchObject({ a: { type: 'forbiddenFrom' } });
    await addAlias('burger@hamburger.edu', ['bob@hamburger.edu']);
    const { state } = await bob.call('Identity/get', { ids: [] });
    const made = await bob.call('Identity/set', {
      create: {
        a: { email: 'burger@hamburger.edu', name: 'Burger', replyTo: [{ email: 'bob@hamburger.edu' }], htmlSignature: '<b>B</b>' },
      },
    });
    const { id = '' } = (made.created as Record<string, { id: string }>).a ?? {};
    expect((await bob.call('Identity/get', { ids: [id] })).list).toEqual([
      {
        ...{ id, email: 'burger@hamburger.edu', name: 'Burger', replyTo: [{ name: null, email: 'bob@hamburger.edu' }], bcc: null },
        ...{ textSignature: '', htmlSignature: '<b>B</b>', mayDelete: true },
      },
    ]);
    const changed = await bob.call('Identity/set', { update: { [id]: { name: 'B.', email: 'burger@hamburger.edu', replyTo: null } } });
    expect(changed.updated).toEqual({ [id]: null });
    expect((await bob.call('Identity/get', { ids: [id] })).list).toMatchObject([{ name: 'B.', replyTo: null, htmlSignature: '<b>B</b>' }]);
    expect(await bob.call('Identity/changes', { sinceState: state })).toMatchObject({ created: [id], updated: [], destroyed: [] });
    const wrong = await bob.call('Identity/set', { update: { [id]: { email: 'x@y', name: 'a\nb' } } });
    expect(wrong.notUpdated).toMatchObject({ [id]: { type: 'invalidProperties' } });
    expect((await bob.call('Identity/set', { destroy: [id] })).destroyed).toEqual([id]);
    expect(await list()).toHaveLength(1);
  });
});

describe('Settings', () => {
  test('defaults, changes, and back', async () => {
    expect((await bob.call('Settings/get')).list).toMatchObject([{ id: 'singleton', language: 'en', undoSeconds: 10, theme: 'system' }]);
    const update = { singleton: { language: 'de', timeZone: 'Europe/Vienna', weekStart: 1, theme: 'dark', undoSeconds: 30 } };
    expect((await bob.call('Settings/set', { update })).updated).toEqual({ singleton: null });
    expect((await bob.call('Settings/get')).list).toMatchObject([update.singleton]);
    await bob.call('Settings/set', { update: { singleton: { theme: null } } });
    expect((await bob.call('Settings/get', { ids: ['singleton'], properties: ['theme', 'language'] })).list).toEqual([
      { id: 'singleton', theme: 'system', language: 'de' },
    ]);
  });

  test('what cannot be is refused, all of it', async () => {
    const answer = await bob.call('Settings/set', {
      update: { singleton: { language: 'en', theme: 'pink', timeZone: 'Mars/Olympus', colour: 1 }, other: {} },
      create: { a: {} },
      destroy: ['singleton'],
    });
    expect(answer).toMatchObject({
      notUpdated: { singleton: { type: 'invalidProperties', properties: ['theme', 'timeZone', 'colour'] }, other: { type: 'notFound' } },
      notCreated: { a: { type: 'singleton' } },
      notDestroyed: { singleton: { type: 'singleton' } },
    });
    expect((await bob.call('Settings/get')).list).toMatchObject([{ language: 'de' }]);
  });
});

test('Correspondent/query: whom one wrote to before who wrote; by name, address, domain; not from junk', async () => {
  const carol = await TestUser.make('carol@hamburger.edu');
  const from = 'Carol <carol@hamburger.edu>';
  await carol.receive(letter({ from: 'Anna Arendt <anna@crepes.fr>', to: 'carol@hamburger.edu' }));
  await carol.receive(letter({ from: 'anna@crepes.fr', to: 'carol@hamburger.edu' }));
  await carol.receive(letter({ from, to: 'Andi Arbeiter <andi@onion.net>, "100%" <hundred@onion.net>' }), { role: 'sent' });
  await carol.receive(letter({ from: 'Andrew Spam <an@spam.example>', to: 'carol@hamburger.edu' }), { role: 'junk' });
  const query = async (args: object) => (await carol.call('Correspondent/query', { ...args })).list;
  const anna = { name: 'Anna Arendt', email: 'anna@crepes.fr' };
  const andi = { name: 'Andi Arbeiter', email: 'andi@onion.net' };
  expect(await query({ text: 'an' })).toEqual([andi, anna]);
  expect(await query({ filter: { text: 'AREN' } })).toEqual([anna]);
  expect(await query({ text: 'crepes' })).toEqual([anna]);
  expect(await query({ text: 'ndi' })).toEqual([]);
  expect(await query({ text: '%' })).toEqual([]);
  expect(await query({ text: '100%' })).toEqual([{ name: '100%', email: 'hundred@onion.net' }]);
  expect(await query({ text: 'an', limit: 1 })).toEqual([andi]);
  expect(await query({})).toHaveLength(3);
});
