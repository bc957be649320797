/** Mailbox methods (RFC 8621 §2). */
import { beforeAll, describe, expect, test } from 'vitest';
import type { JmapMailbox } from '#lib/jmap/types.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
let inbox: string;
beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu');
  inbox = (await bob.mailbox('inbox')).id;
});

const list = async (args: object = {}) => (await bob.call('Mailbox/get', { ...args })).list as JmapMailbox[];
const byId = async (id: string) => (await list({ ids: [id] }))[0];
async function make(name: string, more: object = {}): Promise<string> {
  const { created } = await bob.call('Mailbox/set', { create: { a: { name, ...more } } });
  return (created as Record<string, { id: string }>).a?.id ?? '';
}

describe('Mailbox/get', () => {
  test('a new account has its mailboxes, each role once', async () => {
    const roles = (await list()).map(({ role }) => role).filter((role) => role !== null);
    expect(roles.sort()).toEqual(['archive', 'drafts', 'inbox', 'junk', 'sent', 'trash']);
  });

  test('only the properties asked for, and ids that are not there', async () => {
    const answer = await bob.call('Mailbox/get', { ids: [inbox, 'F1-zzz', 'nonsense'], properties: ['role'] });
    expect(answer).toMatchObject({ list: [{ id: inbox, role: 'inbox' }], notFound: ['F1-zzz', 'nonsense'] });
    expect(Object.keys((answer.list as object[])[0] ?? {}).sort()).toEqual(['id', 'role']);
  });

  test('counts: emails, threads and what is unread of each', async () => {
    await bob.receive(letter({ id: 'a@x', subject: 'A' }));
    await bob.receive(letter({ id: 'b@x', subject: 'Re: A', inReplyTo: 'a@x' }), { flags: 1 });
    await bob.receive(letter({ id: 'c@x', subject: 'C' }), { flags: 1 });
    expect(await byId(inbox)).toMatchObject({ totalEmails: 3, unreadEmails: 1, totalThreads: 2, unreadThreads: 1 });
  });
});

describe('Mailbox/set', () => {
  test('create gives what the server set; parents may come after their children in the call', async () => {
    const answer = await bob.call('Mailbox/set', {
      create: {
        child: { name: 'Vienna', parentId: '#parent' },
        parent: { name: 'Travel', sortOrder: 7, isSubscribed: false, color: 'teal' },
      },
    });
    const created = answer.created as Record<string, JmapMailbox>;
    expect(created.parent).toMatchObject({ totalEmails: 0, myRights: { mayDelete: true } });
    expect(await byId(created.parent?.id ?? '')).toMatchObject({
      name: 'Travel',
      sortOrder: 7,
      isSubscribed: false,
      color: 'teal',
      parentId: null,
    });
    expect(await byId(created.child?.id ?? '')).toMatchObject({ name: 'Vienna', parentId: created.parent?.id });
    expect(Number(answer.newState)).toBe(Number(answer.oldState) + 2);
  });

  test('a sibling of the same name already exists; elsewhere the name is free', async () => {
    const parent = await make('Twins');
    await make('One', { parentId: parent });
    const again = await bob.call('Mailbox/set', { create: { a: { name: 'One', parentId: parent }, b: { name: 'One' } } });
    expect(again).toMatchObject({ notCreated: { a: { type: 'alreadyExists' } }, created: { b: {} } });
  });

  test.each([
    [{ name: '' }, ['name']],
    [{}, ['name']],
    [{ name: 'x'.repeat(256) }, ['name']],
    [{ name: 'a\nb' }, ['name']],
    [{ name: 7, role: 'king' }, ['name', 'role']],
    [{ name: 'a', parentId: 'F1-zzz' }, ['parentId']],
    [{ name: 'a', parentId: '#nobody' }, ['parentId']],
    [{ name: 'a', totalEmails: 3 }, ['totalEmails']],
    [{ name: 'a', colour: 'red' }, ['colour']],
    [{ name: 'a', role: 'trash' }, ['role']],
  ])('create %j is refused for %j', async (wanted, properties) => {
    const { notCreated } = await bob.call('Mailbox/set', { create: { a: wanted } });
    expect(notCreated).toMatchObject({ a: { type: 'invalidProperties', properties } });
  });

  test('update: what changes, what stays as it is, what cannot', async () => {
    const id = await make('Old name');
    const now = await byId(id);
    const answer = await bob.call('Mailbox/set', { update: { [id]: { name: 'New name', totalEmails: now?.totalEmails, id } } });
    expect(answer.updated).toEqual({ [id]: null });
    expect(await byId(id)).toMatchObject({ name: 'New name' });
    const wrong = await bob.call('Mailbox/set', { update: { [id]: { totalEmails: 99 }, 'F1-zzz': { name: 'x' } } });
    expect(wrong.notUpdated).toMatchObject({ [id]: { type: 'invalidProperties' }, 'F1-zzz': { type: 'notFound' } });
  });

  test('a mailbox cannot be moved into itself', async () => {
    const id = await make('Circle');
    const child = await make('Inside', { parentId: id });
    const { notUpdated } = await bob.call('Mailbox/set', { update: { [id]: { parentId: child } } });
    expect(notUpdated).toMatchObject({ [id]: { type: 'invalidProperties', properties: ['parentId'] } });
  });

  test('the inbox keeps its name and place', async () => {
    const refused = { [inbox]: { type: 'forbidden' } };
    expect(await bob.call('Mailbox/set', { update: { [inbox]: { name: 'Mine' } } })).toMatchObject({ notUpdated: refused });
    expect(await bob.call('Mailbox/set', { destroy: [inbox] })).toMatchObject({ notDestroyed: refused });
  });

  test('destroy: not with children, not with mail unless it goes too; parent and child together', async () => {
    const parent = await make('Parent');
    const child = await make('Child', { parentId: parent });
    expect((await bob.call('Mailbox/set', { destroy: [parent] })).notDestroyed).toMatchObject({ [parent]: { type: 'mailboxHasChild' } });
    const { emailId } = await bob.receive(letter({ subject: 'Kept' }));
    const email = ((await bob.call('Email/query', { filter: { subject: 'Kept' } })).ids as string[])[0] ?? '';
    expect(emailId).toBeGreaterThan(0);
    await bob.call('Email/set', { update: { [email]: { mailboxIds: { [child]: true } } } });
    expect((await bob.call('Mailbox/set', { destroy: [child] })).notDestroyed).toMatchObject({ [child]: { type: 'mailboxHasEmail' } });
    const both = await bob.call('Mailbox/set', { destroy: [parent, child], onDestroyRemoveEmails: true });
    expect((both.destroyed as string[]).sort()).toEqual([parent, child].sort());
    expect(await bob.call('Email/get', { ids: [email] })).toMatchObject({ list: [], notFound: [email] });
  });

  test('ifInState guards it', async () => {
    const { state } = await bob.call('Mailbox/get', { ids: [] });
    expect((await bob.call('Mailbox/set', { ifInState: state, create: { a: { name: 'In state' } } })).created).not.toBeNull();
    expect(await bob.failure('Mailbox/set', { ifInState: state, create: { a: { name: 'Out of state' } } })).toEqual({
      type: 'stateMismatch',
    });
  });
});

describe('Mailbox/changes', () => {
  test('says what was made, changed and destroyed, and when only counts changed', async () => {
    const { state } = await bob.call('Mailbox/get', { ids: [] });
    await bob.receive(letter({ subject: 'Counted' }));
    const counts = await bob.call('Mailbox/changes', { sinceState: state });
    expect(counts).toMatchObject({ oldState: state, hasMoreChanges: false, created: [], updated: [inbox], destroyed: [] });
    expect(counts.updatedProperties).toEqual(['totalEmails', 'unreadEmails', 'totalThreads', 'unreadThreads']);
    const made = await make('Made');
    const gone = await make('Gone');
    await bob.call('Mailbox/set', { destroy: [gone] });
    const changes = await bob.call('Mailbox/changes', { sinceState: counts.newState });
    expect(changes).toMatchObject({ created: [made], updated: [], destroyed: [], updatedProperties: null });
    expect(await bob.call('Mailbox/changes', { sinceState: changes.newState })).toMatchObject({ created: [], updated: [], destroyed: [] });
  });
});

describe('Mailbox/query', () => {
  const query = async (args: object) => (await bob.call('Mailbox/query', { ...args })).ids as string[];

  test('filters, operators, sorts, windows', async () => {
    expect(await query({ filter: { role: 'inbox' } })).toEqual([inbox]);
    const withRole = await query({ filter: { hasAnyRole: true } });
    expect(withRole).toHaveLength(6);
    const rest = await query({ filter: { operator: 'NOT', conditions: [{ hasAnyRole: true }] } });
    expect(rest.length + withRole.length).toBe((await list()).length);
    const names = (await list()).map(({ id, name }) => ({ id, name: name.toLowerCase() }));
    const sorted = names.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1)).map(({ id }) => id);
    expect(await query({ sort: [{ property: 'name' }] })).toEqual(sorted);
    expect(await query({ sort: [{ property: 'name' }], position: 1, limit: 2 })).toEqual(sorted.slice(1, 3));
    expect(await query({ sort: [{ property: 'name' }], position: -2 })).toEqual(sorted.slice(-2));
    expect(await query({ sort: [{ property: 'name' }], anchor: sorted[3], anchorOffset: -1, limit: 2 })).toEqual(sorted.slice(2, 4));
    expect(await bob.call('Mailbox/query', { calculateTotal: true, limit: 0 })).toMatchObject({ ids: [], total: sorted.length });
  });

  test('as a tree every mailbox follows its parent', async () => {
    const parent = await make('Zebra');
    const child = await make('Aardvark', { parentId: parent });
    const tree = await query({ sort: [{ property: 'name' }], sortAsTree: true });
    expect(tree[tree.indexOf(parent) + 1]).toBe(child);
    expect(await query({ filter: { name: 'Aardvark' }, filterAsTree: true })).toEqual([]);
  });

  test('its changes are not calculated', async () => {
    const { queryState } = await bob.call('Mailbox/query');
    expect(await bob.failure('Mailbox/queryChanges', { sinceQueryState: queryState })).toEqual({ type: 'cannotCalculateChanges' });
  });
});
