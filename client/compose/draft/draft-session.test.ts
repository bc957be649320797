import { expect, test } from 'vitest';
import type { ComposeConnection, MethodCall } from '#client/jmap/connection.ts';
import { DraftSession } from './draft-session.ts';

/** A server with one identity; keeps what was asked, and may be told to refuse. */
function server(refuse: Record<string, unknown> = {}) {
  const asked: MethodCall[] = [];
  let made = 0;
  const answer = ([name, args, id]: MethodCall): MethodCall => {
    asked.push([name, args, id]);
    const creations = Object.keys((args.create as object | undefined) ?? {});
    switch (name) {
      case 'Identity/get':
        return [
          name,
          { list: [{ id: 'I1', name: 'Alice', email: 'alice@crepes.fr', replyTo: null, bcc: null, textSignature: '', htmlSignature: '' }] },
          id,
        ];
      case 'Mailbox/get':
        return [
          name,
          {
            list: [
              { id: 'Fd', role: 'drafts' },
              { id: 'Fs', role: 'sent' },
            ],
          },
          id,
        ];
      case 'Settings/get':
        return [name, { list: [{ undoSeconds: 20 }] }, id];
      default:
        if (refuse[name]) return [name, { notCreated: Object.fromEntries(creations.map((key) => [key, refuse[name]])) }, id];
        return [name, { created: Object.fromEntries(creations.map((key) => [key, { id: `${name[0]}${++made}` }])) }, id];
    }
  };
  const connection: ComposeConnection = {
    ...{ accountId: 'A1', maxSizeUpload: 10, uploadUrl: '', downloadUrl: () => '' },
    call: (calls) => Promise.resolve(calls.map(answer)),
  };
  return { asked, connection, names: () => asked.map(([name]) => name) };
}
async function opened(from = server()) {
  const session = new DraftSession({ connection: from.connection, now: () => new Date(0), newId: () => 'x' });
  await session.load({ kind: 'new', to: 'bob@hamburger.edu', subject: 'Pickles' });
  return { session, ...from };
}

test('a new message is filled in from its request, and is not saved before it is changed', async () => {
  const { session, names } = await opened();
  expect(session.store.getState()).toMatchObject({ phase: 'ready', draft: { subject: 'Pickles', identityId: 'I1' } });
  await session.close();
  expect(names()).not.toContain('Email/set');
});

test('each save makes a new draft and destroys the one before', async () => {
  const { session, asked } = await opened();
  session.edit({ html: '<div>one</div>' });
  await session.flush();
  session.edit({ html: '<div>two</div>' });
  await session.flush();
  const sets = asked.filter(([name]) => name === 'Email/set').map(([, args]) => ('create' in args ? 'make' : args.destroy));
  expect(sets).toEqual(['make', 'make', ['E1']]);
  expect(session.store.getState().save.kind).toBe('saved');
  await session.close();
});

test('sending holds the message for the undo window and destroys the saved draft', async () => {
  const { session, asked } = await opened();
  session.edit({ html: '<div>one</div>' });
  await session.flush();
  expect(await session.send()).toMatchObject({ emailId: 'E2', submissionId: 'E3', holdSeconds: 20 });
  expect(JSON.stringify(asked.find(([name]) => name === 'EmailSubmission/set'))).toContain('"HOLDFOR":"20"');
  expect(asked.at(-1)?.[1]).toEqual({ accountId: 'A1', destroy: ['E1'] });
});

test('a wrong recipient is named, also when the editor tells of a change afterwards; nothing is sent', async () => {
  const { session, names } = await opened();
  session.edit({ to: [{ name: null, email: 'bob' }] });
  expect(await session.send()).toBeNull();
  session.edit({ html: '<div>x</div>' });
  expect(session.store.getState().problem).toMatch(/“bob”/);
  session.edit({ to: [] });
  expect(session.store.getState().problem).toBeNull();
  expect(names()).not.toContain('EmailSubmission/set');
  await session.discard();
});

test('a refused submission leaves the window open with the reason, and a second try sends', async () => {
  const refuse: Record<string, unknown> = { 'EmailSubmission/set': { type: 'forbiddenToSend', description: 'Not today.' } };
  const { session } = await opened(server(refuse));
  expect(await session.send()).toBeNull();
  expect(session.store.getState()).toMatchObject({ phase: 'ready', problem: 'The message was not sent. Not today.' });
  delete refuse['EmailSubmission/set'];
  expect(await session.send()).toMatchObject({ submissionId: expect.any(String) as string });
});

test('a file above the limit is refused before it is sent', async () => {
  const { session } = await opened();
  session.attach([new File([new Uint8Array(11)], 'big.bin')]);
  expect(session.store.getState().files[0]).toMatchObject({ state: 'failed' });
  session.removeFile('x');
  expect(session.store.getState().files).toEqual([]);
  await session.discard();
});
