/** The webmail's rules, which are a Sieve script that a person can read. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { checkStore, closeDatabase, listScripts } from '#server/store/index.ts';
import { letter, TestUser } from './client.ts';
import { scriptCalls } from './script-calls.ts';

let dana: TestUser;
const { active, content, create, receive, rules, scripts, set, setRules, setVacation, upload, vacation } = scriptCalls(() => dana);
afterAll(async () => {
  expect(await checkStore()).toEqual([]);
  await closeDatabase();
});

describe('Rules', () => {
  beforeAll(async () => {
    dana = await TestUser.make('dana@hamburger.edu');
  });

  test('none at first; the first ones are applied at once, and come back with the mailboxes of now', async () => {
    expect(await rules()).toEqual({
      id: 'singleton',
      rules: [],
      blocked: [],
      forwardTo: [],
      keepCopy: true,
      isActive: false,
      ownScriptId: null,
      isReadable: true,
    });
    const made = (await dana.call('Mailbox/set', { create: { w: { name: 'Work' } } })).created as Record<string, { id: string }>;
    const mailboxId = made.w?.id ?? '';
    const lists = {
      ...{ name: 'Lists', enabled: true, match: 'any', conditions: [{ field: 'list', op: 'contains', value: 'imap' }] },
      actions: [{ kind: 'markRead' }, { kind: 'move', mailboxId, mailbox: '' }, { kind: 'stop' }],
    };
    const stars = {
      ...{ name: 'Stars', enabled: true, match: 'all', conditions: [{ field: 'from', op: 'is', value: 'boss@far.example' }] },
      actions: [{ kind: 'star' }],
    };
    expect((await setRules({ rules: [lists, stars], blocked: ['Spam@Far.example', '@bad.example'] })).updated).toEqual({
      singleton: null,
    });
    expect(await rules()).toMatchObject({
      rules: [{ ...lists, actions: [{ kind: 'markRead' }, { kind: 'move', mailboxId, mailbox: 'Work' }, { kind: 'stop' }] }, stars],
      ...{ blocked: ['spam@far.example', '@bad.example'], isActive: true },
    });
    expect(await receive({ from: 'A <a@far.example>' })).toMatchObject({ roles: ['inbox'], keywords: 0 });
    expect(await receive({ from: 'Boss <boss@far.example>' })).toMatchObject({ roles: ['inbox'], keywords: Flag.flagged });
    expect(await receive({ from: 'Boss <boss@far.example>\nList-Id: <imap.far.example>' })).toEqual({
      ...{ names: ['Work'], roles: [''], keywords: Flag.seen },
    });
    expect((await receive({ from: 'x <spam@far.example>' })).roles).toEqual(['junk']);
    expect((await receive({ from: 'x <anyone@bad.example>' })).roles).toEqual(['junk']);
    // The mailbox is renamed: the rule follows it.
    await dana.call('Mailbox/set', { update: { [mailboxId]: { name: 'Labour' } } });
    expect((await receive({ from: 'Boss <boss@far.example>\nList-Id: <imap.far.example>' })).names).toEqual(['Labour']);
    expect(JSON.stringify(await rules())).toContain('"mailbox":"Labour"');
    expect(await content('rules')).toContain('# rule:[Lists]');
  });

  test('rules and vacation are parts of one script, each turned on and off by itself', async () => {
    await setVacation({ isEnabled: true, textBody: 'Away' });
    expect([(await rules())?.isActive, (await vacation())?.isEnabled]).toEqual([true, true]);
    await setRules({ isActive: false });
    expect([(await rules())?.isActive, (await vacation())?.isEnabled]).toEqual([false, true]);
    expect((await receive({ from: 'x <spam@far.example>' })).roles).toEqual(['inbox']);
    await setRules({ isActive: true });
    await setVacation({ isEnabled: false });
    expect([(await rules())?.isActive, await active()]).toEqual([true, 'webmail']);
  });

  test('a script of their own that is active is kept; rules say so, and go in front of it when they are told to', async () => {
    const own = await create('from-sieveshell', 'require "imap4flags"; addflag "\\\\Answered";', undefined, {
      onSuccessActivateScript: '#a',
    });
    expect(await rules()).toMatchObject({ isActive: false, ownScriptId: own, isReadable: true });
    await setRules({ blocked: ['worse@far.example'] });
    expect([(await rules())?.isActive, await active()]).toEqual([false, 'from-sieveshell']);
    await setRules({ isActive: true });
    expect(await rules()).toMatchObject({ isActive: true, ownScriptId: own, blocked: ['worse@far.example'] });
    expect(await receive({ from: 'Boss <boss@far.example>' })).toMatchObject({ roles: ['inbox'], keywords: Flag.flagged | Flag.answered });
    // It is renamed: it is still included.
    await set({ update: { [own]: { name: 'mine' } } });
    expect(await receive({ from: 'Boss <boss@far.example>' })).toMatchObject({ keywords: Flag.flagged | Flag.answered });
    expect(await content('mine')).toContain('Answered');
    await set({ destroy: [own] });
    expect(await rules()).toMatchObject({ isActive: true, ownScriptId: null });
    expect(await receive({ from: 'Boss <boss@far.example>' })).toMatchObject({ keywords: Flag.flagged });
  });

  test('rules that were changed by hand into something else are shown as unreadable, and kept', async () => {
    const id = (await scripts()).find(({ name }) => name === 'rules')?.id ?? '';
    const before = await content('rules');
    const theirs = 'if true { keep; } # by hand';
    await set({ update: { [id]: { blobId: await upload(theirs) } } });
    expect(await rules()).toMatchObject({ rules: [], isReadable: false });
    await setRules({ rules: [] });
    expect(await rules()).toMatchObject({ isReadable: true });
    expect(await content('rules 2')).toBe(theirs);
    expect(before).not.toBe(theirs);
  });

  test('what is refused, with the name of what is wrong', async () => {
    const rule = { name: 'R', enabled: true, match: 'all', conditions: [], actions: [{ kind: 'star' }] };
    for (const [patch, properties] of [
      [{ rules: [{ ...rule, actions: [] }] }, ['rules']],
      [{ rules: [{ ...rule, name: 'a\nb' }] }, ['rules']],
      [{ rules: [{ ...rule, conditions: [{ field: 'colour', op: 'is', value: 'x' }] }] }, ['rules']],
      [{ rules: [{ ...rule, actions: [{ kind: 'move', mailboxId: 'F99-99' }] }] }, ['rules']],
      [{ rules: [{ ...rule, actions: [{ kind: 'forward', address: 'nobody' }] }] }, ['rules']],
      [{ rules: [{ ...rule, actions: [{ kind: 'forward', address: 'dana@hamburger.edu' }] }] }, ['rules']],
      [{ blocked: ['nothing'] }, ['blocked']],
      [{ isActive: 1 }, ['isActive']],
      [{ ownScriptId: 'V1-99' }, ['ownScriptId']],
      [{ nonsense: true }, ['nonsense']],
    ] as const)
      expect((await setRules(patch)).notUpdated).toMatchObject({ singleton: { type: 'invalidProperties', properties } });
    const long = { ...rule, conditions: Array.from({ length: 50 }, () => ({ field: 'subject', op: 'is', value: 'x'.repeat(1000) })) };
    expect((await setRules({ rules: [long, long, long] })).notUpdated).toMatchObject({ singleton: { type: 'tooLarge' } });
    expect((await listScripts(dana.accountId)).map(({ name }) => name)).toEqual(['rules', 'rules 2', 'vacation', 'webmail']);
  });
});

describe('Rules/preview', () => {
  let erin: TestUser;
  const preview = (match: string, conditions: object[], more: object = {}) =>
    erin.call('Rules/preview', { rule: { match, conditions }, ...more });
  beforeAll(async () => {
    erin = await TestUser.make('erin@hamburger.edu');
  });

  test('tells exactly what the rule would match, newest first', async () => {
    const ids: string[] = [];
    for (const [index, subject] of ['Invoice 1', 'Lunch', 'The invoices'].entries()) {
      const { emailId } = await erin.receive(letter({ to: 'erin@hamburger.edu', subject, body: `number ${index}` }), {
        receivedAt: new Date(Date.UTC(2026, 10, 1 + index)),
      });
      ids.push(`M${erin.accountId.toString(32)}-${emailId.toString(32)}`);
    }
    await erin.receive(letter({ subject: 'My own invoice' }), { role: 'sent' });
    const contains = { field: 'subject', op: 'contains', value: 'INVOICE' };
    expect(await preview('all', [contains])).toMatchObject({ examined: 3, matched: 2, emailIds: [ids[2], ids[0]] });
    expect(await preview('all', [contains], { limit: 1 })).toMatchObject({ matched: 2, emailIds: [ids[2]] });
    expect(await preview('all', [{ field: 'subject', op: 'is', value: 'lunch' }])).toMatchObject({ emailIds: [ids[1]] });
    expect(await preview('all', [contains, { field: 'body', op: 'contains', value: 'number 2' }])).toMatchObject({ emailIds: [ids[2]] });
    expect(await preview('any', [])).toMatchObject({ matched: 3 });
    expect(await preview('all', [{ field: 'attachment', op: 'has' }])).toMatchObject({ matched: 0 });
    expect(await preview('all', [{ field: 'size', op: 'under', bytes: 100_000 }])).toMatchObject({ matched: 3 });
    expect(await erin.failure('Rules/preview', { rule: { match: 'some', conditions: [] } })).toMatchObject({ type: 'invalidArguments' });
  });
});
