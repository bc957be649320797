/** Sieve scripts over JMAP (RFC 9661), and the vacation reply (RFC 8621 §8). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { sieveLimits } from '#lib/sieve/limits.ts';
import { readBlobById } from '#server/jmap/blob.ts';
import { sessionResource } from '#server/jmap/session.ts';
import { checkStore, closeDatabase, listQueue } from '#server/store/index.ts';
import { TestUser } from './client.ts';
import { scriptCalls, type Answer, type Script } from './script-calls.ts';

let bob: TestUser;
let carol: TestUser;
const { upload, scripts, active, content, set, create, receive, vacation, setVacation } = scriptCalls(() => bob);
beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu');
  carol = await TestUser.make('carol@hamburger.edu');
});
afterAll(async () => {
  expect(await checkStore()).toEqual([]);
  await closeDatabase();
});

describe('SieveScript (RFC 9661)', () => {
  test('the session says what is possible', async () => {
    const session = await sessionResource(bob.user, 'http://localhost');
    expect(session.capabilities['urn:ietf:params:jmap:sieve']).toEqual({ implementation: 'Posthorn' });
    expect(session.accounts[bob.id]?.accountCapabilities['urn:ietf:params:jmap:sieve']).toMatchObject({
      ...{ maxSizeScriptName: 512, maxSizeScript: 262144, maxNumberScripts: 64, maxNumberRedirects: 5, externalLists: null },
      ...{ notificationMethods: ['mailto'], sieveExtensions: expect.arrayContaining(['fileinto', 'vacation', 'include']) },
    });
    expect(session.primaryAccounts['urn:ietf:params:jmap:vacationresponse']).toBe(bob.id);
  });

  test('the examples of §2.4.1: create and activate, new content, a new name and off, on again, off and gone', async () => {
    const first = await create('old', 'keep;', bob, { onSuccessActivateScript: '#a' });
    const blobId = await upload(
      'require "imap4flags";\r\n\r\nif address :is ["To", "Cc"] "jmap@ietf.org" {\r\n  setflag "\\\\Flagged";\r\n}\r\n',
    );
    const made = await set({ create: { A: { name: null, blobId } }, onSuccessActivateScript: '#A' });
    const { id, name } = made.created?.A as unknown as Script;
    expect(made).toMatchObject({
      created: { A: { id, name: expect.stringMatching(/^script-\d{8}T\d{6}-0$/), blobId: expect.stringMatching(/^V/), isActive: true } },
      updated: { [first]: { isActive: false } },
      ...{ destroyed: null, notCreated: null, notUpdated: null, notDestroyed: null },
    });
    expect(await content(name)).toContain('jmap@ietf.org');

    const other = await set({ update: { [id]: { blobId: await upload('redirect "ken@example.com";\r\n') } } });
    expect(other.updated).toEqual({ [id]: { blobId: (await scripts()).find((one) => one.id === id)?.blobId } });
    expect(await content(name)).toBe('redirect "ken@example.com";\r\n');

    const named = await set({ update: { [id]: { name: 'myscript' } }, onSuccessDeactivateScript: true });
    expect([named.updated, await active()]).toEqual([{ [id]: { isActive: false } }, null]);
    expect((await set({ onSuccessActivateScript: id })).updated).toEqual({ [id]: { isActive: true } });
    expect(await active()).toBe('myscript');
    expect((await set({ destroy: [id] })).notDestroyed).toMatchObject({ [id]: { type: 'sieveIsActive' } });
    // "in a separate SieveScript/set call": not in the same.
    expect((await set({ destroy: [id], onSuccessDeactivateScript: true })).notDestroyed).toMatchObject({ [id]: { type: 'sieveIsActive' } });
    expect(await active()).toBe('myscript');
    expect((await set({ onSuccessDeactivateScript: true })).updated).toEqual({ [id]: { isActive: false } });
    expect((await set({ destroy: [id, first] })).destroyed).toEqual([id, first]);
    expect(await scripts()).toEqual([]);
  });

  test('the examples of §2.5 and §2.6: query by name and activity, in either order; validate', async () => {
    const [a, b, c] = [await create('alpha', 'keep;'), await create('Beta', 'discard;'), await create('alphabet', 'stop;')];
    await set({ onSuccessActivateScript: b });
    const query = async (args: object) => (await bob.call('SieveScript/query', { ...args })).ids;
    expect(await query({ sort: [{ property: 'name' }] })).toEqual([a, c, b]);
    expect(
      await query({
        sort: [
          { property: 'isActive', isAscending: false },
          { property: 'name', isAscending: false },
        ],
      }),
    ).toEqual([b, c, a]);
    expect(await query({ filter: { name: 'alpha' }, sort: [{ property: 'name' }] })).toEqual([a, c]);
    expect(await query({ filter: { isActive: true } })).toEqual([b]);
    expect(await query({ filter: { operator: 'NOT', conditions: [{ isActive: true }, { name: 'bet' }] } })).toEqual([a]);
    expect(
      await bob.call('SieveScript/query', { calculateTotal: true, limit: 1, position: 1, sort: [{ property: 'name' }] }),
    ).toMatchObject({
      ...{ ids: [c], total: 3, position: 1, canCalculateChanges: false },
    });
    expect(await bob.failure('SieveScript/query', { filter: { size: 1 } })).toMatchObject({ type: 'unsupportedFilter' });
    expect(await bob.failure('SieveScript/query', { sort: [{ property: 'size' }] })).toMatchObject({ type: 'unsupportedSort' });

    expect(await bob.call('SieveScript/validate', { blobId: await upload('require "fileinto"; fileinto "A";') })).toMatchObject({
      error: null,
    });
    expect((await bob.call('SieveScript/validate', { blobId: await upload('keep;\nfileinto "A";') })).error).toEqual({
      ...{ type: 'invalidSieve', description: 'line 2: "fileinto" needs require "fileinto".' },
    });
    await set({ onSuccessDeactivateScript: true });
    expect((await set({ destroy: [a, b, c] })).destroyed).toHaveLength(3);
  });

  test('what is refused: a name twice or impossible, a wrong script, too large, not UTF-8, no blob, another account', async () => {
    const id = await create('one', 'keep;');
    const good = await upload('keep;');
    const answer = await set({
      create: {
        same: { name: 'one', blobId: good },
        control: { name: 'a\nb', blobId: good },
        separator: { name: 'a\u2028b', blobId: good },
        long: { name: 'é'.repeat(257), blobId: good },
        empty: { name: '', blobId: good },
        noBlob: { name: 'x' },
        unknown: { name: 'x', blobId: `U${'0'.repeat(64)}` },
        wrong: { name: 'x', blobId: await upload('keep') },
        extension: { name: 'x', blobId: await upload('require "nonsense";') },
        nothing: { name: 'x', blobId: await upload('') },
        latin: { name: 'x', blobId: await upload(Buffer.from([0x23, 0xe9, 0x0a])) },
        large: { name: 'x', blobId: await upload(`#${'x'.repeat(sieveLimits.scriptBytes)}`) },
        ofCarol: { name: 'x', blobId: await upload('stop; # of carol', carol) },
        activeAtOnce: { name: 'x', blobId: good, isActive: true },
      },
      onSuccessActivateScript: id,
    });
    const types = Object.fromEntries(Object.entries(answer.notCreated ?? {}).map(([key, error]) => [key, error.type]));
    expect(types).toEqual({
      ...{ same: 'alreadyExists', control: 'invalidProperties', separator: 'invalidProperties', long: 'invalidProperties' },
      ...{ empty: 'invalidProperties', noBlob: 'invalidProperties', unknown: 'blobNotFound', wrong: 'invalidSieve' },
      ...{ extension: 'invalidSieve', nothing: 'invalidSieve', latin: 'invalidSieve', large: 'tooLarge', ofCarol: 'blobNotFound' },
      activeAtOnce: 'invalidProperties',
    });
    expect(answer.notCreated?.same?.existingId).toBe(id);
    expect(answer.created).toBeNull();
    expect(await active()).toBeNull(); // §2.4: only if all succeeded
    expect((await set({ update: { [id]: { isActive: true } } })).notUpdated).toMatchObject({ [id]: { type: 'invalidProperties' } });
    expect((await set({ update: { [id]: { isActive: false, id, name: 'one' } } })).updated).toEqual({ [id]: null });
    // §2.4: an id that is not there is ignored.
    expect(await set({ onSuccessActivateScript: 'V1-zz' })).toMatchObject({ updated: null });
    // Of another account nothing is found.
    expect((await set({ destroy: [id], update: {} }, carol)).notDestroyed).toEqual({ [id]: { type: 'notFound' } });
    expect((await carol.call('SieveScript/get', { ids: [id] })).notFound).toEqual([id]);
    const [script] = await scripts();
    expect(await readBlobById(carol.accountId, script?.blobId ?? '')).toBeNull();
    await set({ destroy: [id] });
  });

  test('as many as are allowed, and not one more', async () => {
    const blobId = await upload('keep;');
    const many = Object.fromEntries(Array.from({ length: sieveLimits.scripts + 1 }, (_, n) => [`c${n}`, { name: `n${n}`, blobId }]));
    const answer = await set({ create: many }, bob);
    expect(Object.keys(answer.created ?? {})).toHaveLength(sieveLimits.scripts);
    expect(Object.values(answer.notCreated ?? {})).toMatchObject([{ type: 'overQuota' }]);
    await set({ destroy: (await scripts()).map(({ id }) => id) });
  });

  test('ifInState is kept, and the state moves with a change alone', async () => {
    const { state } = await bob.call('SieveScript/get');
    const args = { ifInState: state, create: { a: { name: 'x', blobId: await upload('keep;') } } };
    const made = await bob.call('SieveScript/set', args);
    expect(made.oldState).toBe(state);
    expect((await bob.call('SieveScript/get')).state).toBe(made.newState);
    expect(await bob.failure('SieveScript/set', args)).toMatchObject({ type: 'stateMismatch' });
    const again = await bob.call('SieveScript/set', { onSuccessDeactivateScript: true });
    expect([again.oldState, again.newState]).toEqual([made.newState, made.newState]);
    await set({ destroy: (await scripts()).map(({ id }) => id) });
  });
});

describe('VacationResponse (RFC 8621 §8)', () => {
  test('one object, off at first; what is written comes back, and is a script that a person can read', async () => {
    expect(await bob.call('VacationResponse/get', { ids: ['singleton', 'other'] })).toMatchObject({
      notFound: ['other'],
      list: [{ id: 'singleton', isEnabled: false, fromDate: null, toDate: null, subject: null, textBody: null, htmlBody: null }],
    });
    const wanted = {
      ...{ isEnabled: true, fromDate: '2026-11-20T00:00:00Z', toDate: '2027-01-05T08:00:00Z', subject: 'Away — au soleil' },
      ...{ textBody: 'I am away.\n\n"Bob"', htmlBody: '<p>I am <b>away</b>.</p>' },
    };
    expect((await setVacation(wanted)).updated).toEqual({ singleton: null });
    expect(await vacation()).toEqual({ id: 'singleton', ...wanted });
    expect((await scripts()).map(({ name, isActive }) => [name, isActive])).toEqual([
      ['vacation', false],
      ['webmail', true],
    ]);
    expect(await content('vacation')).toContain('# The vacation reply, written by the webmail.');
    expect(await content('webmail')).toContain('include :personal :optional "vacation";');
    await setVacation({ isEnabled: false, htmlBody: null, fromDate: null });
    expect(await active()).toBeNull();
    expect(await vacation()).toEqual({ id: 'singleton', ...wanted, isEnabled: false, htmlBody: null, fromDate: null });
  });

  test('it is sent once, within its time', async () => {
    await setVacation({ isEnabled: true, fromDate: null, toDate: null, subject: 'Gone', textBody: 'Back on Monday.', htmlBody: null });
    const queued = async () => (await listQueue({})).length;
    const before = await queued();
    expect((await receive({ from: 'Dan <dan@far.example>', id: 'v1@far.example' })).roles).toEqual(['inbox']);
    expect(await queued()).toBe(before + 1);
    await receive({ from: 'Dan <dan@far.example>', id: 'v2@far.example' });
    expect(await queued()).toBe(before + 1);
    await setVacation({ toDate: '2020-01-01T00:00:00Z' });
    await receive({ from: 'Eve <eve@far.example>', id: 'v3@far.example' });
    expect(await queued()).toBe(before + 1);
    await setVacation({ isEnabled: false, toDate: null });
  });

  test('what is refused', async () => {
    const answer = (await bob.call('VacationResponse/set', {
      create: { a: { isEnabled: true } },
      update: { singleton: { textBody: 'a\0b' }, other: { isEnabled: true } },
      destroy: ['singleton'],
    })) as unknown as Answer;
    expect(answer).toMatchObject({
      notCreated: { a: { type: 'singleton' } },
      notDestroyed: { singleton: { type: 'singleton' } },
      notUpdated: { singleton: { type: 'invalidProperties', properties: ['textBody'] }, other: { type: 'notFound' } },
    });
    for (const [patch, properties] of [
      [{ isEnabled: 'yes' }, ['isEnabled']],
      [{ fromDate: 'tomorrow' }, ['fromDate']],
      [{ subject: 'a\r\nBcc: x@y' }, ['subject']],
      [{ nonsense: 1 }, ['nonsense']],
      [{ id: 'x' }, ['id']],
      [{ fromDate: '2027-01-01T00:00:00Z', toDate: '2026-01-01T00:00:00Z' }, ['fromDate', 'toDate']],
    ] as const)
      expect((await setVacation(patch)).notUpdated).toMatchObject({ singleton: { type: 'invalidProperties', properties } });
  });

  test('RFC 9661 §4: its script is seen and made active or not, but neither rewritten nor destroyed as a script', async () => {
    const script = (await scripts()).find(({ name }) => name === 'vacation');
    const id = script?.id ?? '';
    expect((await set({ update: { [id]: { blobId: await upload('keep;') } } })).notUpdated).toMatchObject({ [id]: { type: 'forbidden' } });
    expect((await set({ destroy: [id] })).notDestroyed).toMatchObject({ [id]: { type: 'forbidden' } });
    await set({ onSuccessActivateScript: id });
    expect(await vacation()).toMatchObject({ isEnabled: true, subject: 'Gone' });
    await set({ onSuccessDeactivateScript: true });
    expect(await vacation()).toMatchObject({ isEnabled: false });
  });

  test("a script of somebody's own goes on beside it, and is alone again afterwards", async () => {
    const own = await create('mine', 'require "imap4flags"; addflag "\\\\Flagged";', bob, { onSuccessActivateScript: '#a' });
    await setVacation({ isEnabled: true });
    expect(await active()).toBe('webmail');
    expect((await receive({ from: 'Fay <fay@far.example>', id: 'v4@far.example' })).keywords).toBe(Flag.flagged);
    await setVacation({ isEnabled: false });
    expect([await active(), await content('mine')]).toEqual(['mine', 'require "imap4flags"; addflag "\\\\Flagged";']);
    // One that answers itself cannot stand beside another: RFC 5230 §4.7.
    await set({ update: { [own]: { blobId: await upload('require "vacation"; vacation "Away";') } } });
    expect((await setVacation({ isEnabled: true })).notUpdated).toMatchObject({
      singleton: { type: 'forbidden', description: 'The active script "mine" sends a vacation reply of its own.' },
    });
    await set({ onSuccessDeactivateScript: true });
    await set({ destroy: [own] });
  });

  test('a script of that name by somebody else is moved aside, not overwritten', async () => {
    const theirs = 'require "vacation"; vacation "Bye";';
    await create('vacation', theirs, carol, { onSuccessActivateScript: '#a' });
    expect(await vacation(carol)).toMatchObject({ isEnabled: false, textBody: null });
    await setVacation({ isEnabled: false, textBody: 'New' }, carol);
    expect([await content('vacation 2', carol), await active(carol)]).toEqual([theirs, 'vacation 2']);
    expect(await vacation(carol)).toMatchObject({ isEnabled: false, textBody: 'New' });
  });
});
