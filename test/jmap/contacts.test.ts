/** Address books and contacts (RFC 9610). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkStore, closeDatabase, putUpload } from '#server/store/index.ts';
import { uploadBlobId } from '#lib/ids.ts';
import { readBlobById } from '#server/jmap/blob.ts';
import { letter, TestUser } from './client.ts';

interface Book {
  id: string;
  name: string;
  isDefault: boolean;
}
type Contact = Record<string, unknown> & { id: string; addressBookIds: Record<string, true>; uid: string };

let bob: TestUser;
let personal: string;
beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu');
  personal = (await books())[0]?.id ?? '';
});
afterAll(async () => {
  expect(await checkStore()).toEqual([]);
  await closeDatabase();
});

const books = async () => (await bob.call('AddressBook/get')).list as Book[];
const contact = async (id: string) => ((await bob.call('ContactCard/get', { ids: [id] })).list as Contact[])[0];
async function make(given: object, user = bob): Promise<string> {
  const { created, notCreated } = await user.call('ContactCard/set', { create: { c: given } });
  expect(notCreated).toBeNull();
  return (created as Record<string, { id: string }>).c?.id ?? '';
}
const person = (given: string, surname: string, email?: string) => ({
  name: {
    components: [
      { kind: 'given', value: given },
      { kind: 'surname', value: surname },
    ],
    isOrdered: true,
  },
  ...(email ? { emails: { e: { address: email } } } : {}),
});

describe('AddressBook', () => {
  test('an account has one, the default', async () => {
    expect((await bob.call('AddressBook/get')).list).toEqual([
      {
        ...{ id: personal, name: 'Personal', description: null, sortOrder: 0, isDefault: true, isSubscribed: true, shareWith: null },
        myRights: { mayRead: true, mayWrite: true, mayShare: false, mayDelete: false },
      },
    ]);
  });

  test('made, changed, told of, made the default, destroyed', async () => {
    const { state } = await bob.call('AddressBook/get', { ids: [] });
    const made = await bob.call('AddressBook/set', {
      create: { a: { name: 'Autosaved', sortOrder: 1 }, b: { name: '' }, c: { name: 'x'.repeat(256) }, d: { name: 'D', isDefault: true } },
    });
    const { id } = (made.created as Record<string, Book>).a as Book;
    expect(made.created).toEqual({ a: expect.objectContaining({ id, isDefault: false, isSubscribed: true, description: null }) });
    expect(made.notCreated).toMatchObject({
      b: { type: 'invalidProperties', properties: ['name'] },
      c: { type: 'invalidProperties', properties: ['name'] },
      d: { type: 'invalidProperties', properties: ['isDefault'] },
    });
    expect(await bob.call('AddressBook/changes', { sinceState: state })).toMatchObject({ created: [id], updated: [], destroyed: [] });
    // RFC 9610 §4.2
    const changed = await bob.call('AddressBook/set', { onSuccessSetIsDefault: id });
    expect(changed.updated).toEqual({ [id]: { isDefault: true }, [personal]: { isDefault: false } });
    expect((await books()).filter(({ isDefault }) => isDefault).map((book) => book.id)).toEqual([id]);
    // Not when something was refused, and not for an id that is not there.
    const refused = await bob.call('AddressBook/set', { update: { [id]: { name: 7 } }, onSuccessSetIsDefault: personal });
    expect([refused.updated, Object.keys(refused.notUpdated as object)]).toEqual([null, [id]]);
    expect((await bob.call('AddressBook/set', { onSuccessSetIsDefault: 'nothing' })).updated).toBeNull();
    await bob.call('AddressBook/set', { onSuccessSetIsDefault: personal });
    const gone = await bob.call('AddressBook/set', { update: { [id]: { isSubscribed: false, name: 'Old' } }, destroy: [personal] });
    expect(gone).toMatchObject({ updated: { [id]: null }, notDestroyed: { [personal]: { type: 'forbidden' } } });
    expect((await bob.call('AddressBook/set', { destroy: [id] })).destroyed).toEqual([id]);
  });

  test('one that holds contacts goes only with them; a contact of two books stays in the other', async () => {
    const { created } = await bob.call('AddressBook/set', { create: { a: { name: 'Work' } } });
    const work = (created as Record<string, Book>).a?.id ?? '';
    const only = await make({ ...person('Only', 'Here'), addressBookIds: { [work]: true } });
    const both = await make({ ...person('In', 'Both'), addressBookIds: { [work]: true, [personal]: true } });
    expect((await bob.call('AddressBook/set', { destroy: [work] })).notDestroyed).toEqual({ [work]: { type: 'addressBookHasContents' } });
    const { state } = await bob.call('ContactCard/get', { ids: [] });
    await bob.call('AddressBook/set', { destroy: [work], onDestroyRemoveContents: true });
    expect(await bob.call('ContactCard/changes', { sinceState: state })).toMatchObject({ updated: [both], destroyed: [only] });
    expect((await contact(both))?.addressBookIds).toEqual({ [personal]: true });
    await bob.call('ContactCard/set', { destroy: [both] });
  });
});

describe('ContactCard', () => {
  test('made with what the server adds, read back, changed by a patch, destroyed; each told of', async () => {
    const { state } = await bob.call('ContactCard/get', { ids: [] });
    const { created, newState } = await bob.call('ContactCard/set', {
      create: { c: { ...person('Joe', 'Bloggs', 'joe.bloggs@example.com'), addressBookIds: { [personal]: true } } },
    });
    const { id, ...serverSet } = (created as Record<string, { id: string }>).c ?? { id: '' };
    expect(serverSet).toEqual({
      ...{ '@type': 'Card', version: '1.0', uid: expect.stringMatching(/^urn:uuid:/) },
      ...{ created: expect.any(String), updated: expect.any(String) },
    });
    expect(await contact(id)).toEqual({
      id,
      addressBookIds: { [personal]: true },
      ...serverSet,
      ...person('Joe', 'Bloggs', 'joe.bloggs@example.com'),
    });
    expect(await bob.call('ContactCard/changes', { sinceState: state })).toMatchObject({ newState, created: [id], updated: [] });
    const { updated } = await bob.call('ContactCard/set', {
      update: { [id]: { 'emails/e/address': 'joe@example.com', 'name/full': 'Joe B.', notes: { n: { note: 'Tall' } } } },
    });
    expect(updated).toEqual({ [id]: { updated: expect.any(String) } });
    expect(await contact(id)).toMatchObject({
      name: { full: 'Joe B.', isOrdered: true },
      emails: { e: { address: 'joe@example.com' } },
      notes: { n: { note: 'Tall' } },
    });
    expect((await bob.call('ContactCard/get', { ids: [id], properties: ['notes', 'nicknames'] })).list).toEqual([
      { id, notes: { n: { note: 'Tall' } } },
    ]);
    expect((await bob.call('ContactCard/set', { destroy: [id] })).destroyed).toEqual([id]);
    expect((await bob.call('ContactCard/get', { ids: [id] })).notFound).toEqual([id]);
  });

  test('what is wrong is refused, each for itself', async () => {
    const uid = 'urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1';
    const id = await make({ uid, ...person('A', 'B') });
    const answer = await bob.call('ContactCard/set', {
      create: {
        same: { uid },
        nowhere: { addressBookIds: {} },
        strange: { addressBookIds: { 'D1-999': true } },
        id: { id: 'C1-1' },
        type: { emails: [] },
        zero: { notes: { a: { note: 'a\0b' } } },
        picture: { media: { p: { kind: 'photo', blobId: 'U00' } } },
      },
      update: { [id]: { 'phones/p/number': '1' }, 'C1-zz': {}, [`${id}0`]: {} },
      destroy: ['nothing'],
    });
    expect(answer).toMatchObject({
      created: null,
      notCreated: {
        same: { type: 'alreadyExists', existingId: id },
        nowhere: { type: 'invalidProperties', properties: ['addressBookIds'] },
        strange: { type: 'invalidProperties', properties: ['addressBookIds'] },
        id: { type: 'invalidProperties', properties: ['id'] },
        type: { type: 'invalidProperties', properties: ['emails'] },
        zero: { type: 'invalidProperties' },
        picture: { type: 'blobNotFound', notFound: ['U00'] },
      },
      notUpdated: { [id]: { type: 'invalidPatch' }, 'C1-zz': { type: 'notFound' }, [`${id}0`]: { type: 'notFound' } },
      notDestroyed: { nothing: { type: 'notFound' } },
    });
    expect(answer.oldState).toBe(answer.newState); // nothing was written
    expect(await bob.failure('ContactCard/set', { ifInState: '1', destroy: [id] })).toMatchObject({ type: 'stateMismatch' });
    await bob.call('ContactCard/set', { destroy: [id] });
  });

  test('a photo goes in as a blob and comes out as one, also after other things changed', async () => {
    const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(2000, 7)]);
    const upload = async (bytes: Buffer) => uploadBlobId((await putUpload(bob.accountId, bytes, 'image/png')).sha256);
    const blobId = await upload(png);
    const { created } = await bob.call('ContactCard/set', {
      create: { c: { ...person('With', 'Photo'), media: { p: { kind: 'photo', blobId } } } },
    });
    const { id, media } = (created as Record<string, { id: string; media: Record<string, { blobId: string }> }>).c ?? { id: '', media: {} };
    expect(media.p).toEqual({ kind: 'photo', blobId: expect.stringMatching(/^C/), mediaType: 'image/png' });
    expect((await readBlobById(bob.accountId, media.p?.blobId ?? ''))?.bytes.equals(png)).toBe(true);
    await bob.call('ContactCard/set', { update: { [id]: { 'name/full': 'Photo' } } });
    expect((await contact(id))?.media).toEqual(media);
    const text = await upload(Buffer.from('<svg onload="alert(1)">'));
    const refused = await bob.call('ContactCard/set', { update: { [id]: { 'media/p': { kind: 'photo', blobId: text } } } });
    expect(refused.notUpdated).toMatchObject({ [id]: { type: 'invalidProperties', properties: ['media'] } });
    const alice = await TestUser.make('alice@hamburger.edu');
    expect(await readBlobById(alice.accountId, media.p?.blobId ?? '')).toBeNull();
    await bob.call('ContactCard/set', { destroy: [id] });
  });
});

describe('ContactCard/query', () => {
  let carol: TestUser;
  let ids: Record<'anna' | 'bert' | 'team', string>;
  const find = async (filter: object | null, sort: object[] = []) =>
    (await carol.call('ContactCard/query', { filter, sort, calculateTotal: true })).ids as string[];
  beforeAll(async () => {
    carol = await TestUser.make('carol@hamburger.edu');
    const anna = {
      ...person('Anna', 'Díaz Vega', 'anna@crepes.fr'),
      ...{ uid: 'anna', created: '2020-01-01T00:00:00Z', updated: '2024-01-01T00:00:00Z' },
      phones: { p: { number: '+43 (1) 555-12', label: 'Boat' } },
      organizations: { o: { name: 'Crêperie' } },
      nicknames: { n: { name: 'Annie' } },
      addresses: { a: { components: [{ kind: 'locality', value: 'Wien' }] } },
      onlineServices: { s: { service: 'Mastodon', user: '@anna' } },
    };
    const bert = {
      ...person('Bert', 'Adler', 'bert@onion.net'),
      ...{ uid: 'bert', created: '2022-01-01T00:00:00Z', updated: '2022-06-01T00:00:00Z' },
      notes: { n: { note: 'met in  the bus' } },
    };
    const team = { uid: 'team', kind: 'group', name: { full: 'Team' }, members: { anna: true, bert: true } };
    ids = { anna: await make(anna, carol), bert: await make(bert, carol), team: await make(team, carol) };
  });

  test.each<[object, (keyof typeof ids)[]]>([
    [{}, ['anna', 'bert', 'team']],
    [{ kind: 'group' }, ['team']],
    [{ kind: 'individual' }, ['anna', 'bert']],
    [{ uid: 'bert' }, ['bert']],
    [{ hasMember: 'anna' }, ['team']],
    [{ createdBefore: '2022-01-01T00:00:00Z' }, ['anna']],
    [{ createdAfter: '2022-01-01T00:00:00Z' }, ['bert', 'team']],
    [{ updatedBefore: '2024-01-01T00:00:00Z' }, ['bert']],
    [{ updatedAfter: '2024-01-01T00:00:00Z' }, ['anna', 'team']],
    [{ text: 'CREPERIE wien' }, ['anna']],
    [{ text: '"in the bus"' }, ['bert']],
    [{ text: '"bus in"' }, []],
    [{ name: 'diaz' }, ['anna']],
    [{ 'name/given': 'ann' }, ['anna']],
    [{ 'name/surname': 'ann' }, []],
    [{ 'name/surname2': 'x' }, []],
    [{ nickname: 'annie' }, ['anna']],
    [{ organization: 'crêperie' }, ['anna']],
    [{ email: 'onion' }, ['bert']],
    [{ phone: '431555' }, ['anna']],
    [{ phone: 'boat' }, ['anna']],
    [{ onlineService: '@anna' }, ['anna']],
    [{ address: 'wien' }, ['anna']],
    [{ note: '100%' }, []],
    [{ email: 'crepes', name: 'bert' }, []],
    [{ operator: 'OR', conditions: [{ email: 'crepes' }, { name: 'bert' }] }, ['anna', 'bert']],
    [{ operator: 'NOT', conditions: [{ email: 'crepes' }, { name: 'bert' }] }, ['team']],
    [{ operator: 'AND', conditions: [] }, ['anna', 'bert', 'team']],
    [{ inAddressBook: 'D1-77' }, []],
  ])('%j', async (filter, expected) => {
    expect((await find(filter)).sort()).toEqual(expected.map((name) => ids[name]).sort());
  });

  test('sorted; by position, anchor and limit', async () => {
    const { anna, bert, team } = ids;
    expect(await find(null, [{ property: 'created', isAscending: false }])).toEqual([team, bert, anna]);
    expect(await find({ kind: 'individual' }, [{ property: 'name/surname' }])).toEqual([bert, anna]);
    expect(await find({ kind: 'individual' }, [{ property: 'name/given' }])).toEqual([anna, bert]);
    const sort = [{ property: 'created' }];
    const window = (args: object) => carol.call('ContactCard/query', { sort, ...args });
    expect(await window({ position: -1 })).toMatchObject({ position: 2, ids: [team], canCalculateChanges: true });
    expect(await window({ anchor: bert, anchorOffset: -1, limit: 2 })).toMatchObject({ position: 0, ids: [anna, bert] });
    expect(await carol.failure('ContactCard/query', { anchor: 'C1-999' })).toMatchObject({ type: 'anchorNotFound' });
    expect(await carol.failure('ContactCard/query', { sort: [{ property: 'phone' }] })).toMatchObject({ type: 'unsupportedSort' });
    expect(await carol.failure('ContactCard/query', { filter: { colour: 'red' } })).toMatchObject({ type: 'unsupportedFilter' });
  });

  test('queryChanges: applied to the old list, they give the new one', async () => {
    const args = { filter: { kind: 'individual' }, sort: [{ property: 'name/given' }] };
    const { ids: before, queryState } = (await carol.call('ContactCard/query', args)) as { ids: string[]; queryState: string };
    const made = await make(person('Aaron', 'New'), carol);
    await carol.call('ContactCard/set', { update: { [ids.anna]: { 'name/components/0': { kind: 'given', value: 'x' } } } }); // refused
    await carol.call('ContactCard/set', { update: { [ids.bert]: { name: person('Zora', 'Adler').name } } });
    const changes = (await carol.call('ContactCard/queryChanges', {
      ...args,
      sinceQueryState: queryState,
      calculateTotal: true,
    })) as unknown as { removed: string[]; added: { id: string; index: number }[]; total: number };
    const list = before.filter((id) => !changes.removed.includes(id));
    for (const { id, index } of changes.added) list.splice(index, 0, id);
    expect(list).toEqual((await carol.call('ContactCard/query', args)).ids);
    expect(list).toEqual([made, ids.anna, ids.bert]);
    expect(changes.total).toBe(3);
    const since = { ...args, sinceQueryState: queryState };
    expect(await carol.failure('ContactCard/queryChanges', { ...since, maxChanges: 1 })).toMatchObject({ type: 'tooManyChanges' });
    expect(await carol.failure('ContactCard/queryChanges', { ...args, sinceQueryState: '99999' })).toMatchObject({
      type: 'cannotCalculateChanges',
    });
  });

  test('contacts complete addresses, under the name that the contact has', async () => {
    await carol.receive(letter({ from: 'A. D. <anna@crepes.fr>', to: 'carol@hamburger.edu' }));
    const list = async (text: string) => (await carol.call('Correspondent/query', { text })).list;
    expect(await list('anna')).toEqual([{ name: 'Anna Díaz Vega', email: 'anna@crepes.fr' }]);
    expect(await list('adl')).toEqual([{ name: 'Zora Adler', email: 'bert@onion.net' }]);
    expect(await list('onion')).toEqual([{ name: 'Zora Adler', email: 'bert@onion.net' }]);
  });
});

describe('vCard files', () => {
  const file = [
    ...['BEGIN:VCARD', 'VERSION:4.0', 'UID:urn:uuid:1', 'FN:Dora', 'EMAIL;PREF=1:dora@crepes.fr', 'X-FOO:bar', 'END:VCARD'],
    ...['BEGIN:VCARD', 'VERSION:3.0', 'N:Emil;;;;', 'FN:Emil', 'TEL;TYPE=CELL:1', 'END:VCARD', ''],
  ].join('\r\n');
  const upload = async (user: TestUser, text: string) =>
    uploadBlobId((await putUpload(user.accountId, Buffer.from(text), 'text/vcard')).sha256);

  test('are looked at, taken in once, replaced when asked for, and given out again', async () => {
    const dave = await TestUser.make('dave@hamburger.edu');
    const blobId = await upload(dave, file);
    const noCard = await upload(dave, 'Hello');
    const looked = await dave.call('ContactCard/parse', { blobIds: [blobId, noCard, 'U77'] });
    expect(looked).toMatchObject({ notParsable: [noCard], notFound: ['U77'] });
    expect((looked.parsed as Record<string, unknown[]>)[blobId]).toMatchObject([{ name: { full: 'Dora' } }, { name: { full: 'Emil' } }]);
    const { state } = await dave.call('ContactCard/get', { ids: [] });
    const first = await dave.call('ContactCard/import', { blobId });
    const created = first.created as { id: string }[];
    expect([created.length, first.skipped]).toEqual([2, 0]);
    expect(await dave.call('ContactCard/changes', { sinceState: state })).toMatchObject({ created: created.map(({ id }) => id) });
    expect(await dave.call('ContactCard/import', { blobId })).toMatchObject({ created: [], updated: [], skipped: 2 });
    const newer = await upload(dave, file.replace('dora@crepes.fr', 'd@crepes.fr'));
    expect(await dave.call('ContactCard/import', { blobId: newer, onExists: 'replace' })).toMatchObject({
      updated: [created[0]?.id, created[1]?.id],
    });
    const { blobId: exported, count } = await dave.call('ContactCard/export', { filter: { name: 'dora' } });
    const text = (await readBlobById(dave.accountId, exported as string))?.bytes.toString();
    expect(count).toBe(1);
    expect(text).toMatch(
      /^BEGIN:VCARD\r\nVERSION:4\.0\r\n[^]*EMAIL;PROP-ID=EMAIL-1;PREF=1:d@crepes\.fr\r\n[^]*X-FOO:bar\r\nEND:VCARD\r\n$/,
    );
    const old = await dave.call('ContactCard/export', { ids: [created[1]?.id, 'C1-777'], version: '3.0' });
    expect(old).toMatchObject({ count: 1, notFound: ['C1-777'] });
    expect(await dave.failure('ContactCard/import', { blobId: noCard })).toMatchObject({ type: 'invalidArguments' });
  });
});
