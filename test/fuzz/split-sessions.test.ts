/** Every transcript again, with each octet of the client's arriving by itself: no reply may depend on where packets end. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { renderMessage } from '#lib/message/render.ts';
import { serveImap } from '#server/imap/serve.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { serveSieve } from '#server/sieve/serve.ts';
import { deliver, findMailboxByRole, putBlob } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';
import { runTranscript } from '../harness/transcript.ts';
import { imapTranscripts, runImapTranscript } from '../transcripts/imap/run-imap-transcript.ts';

const folders = path.resolve(import.meta.dirname, '../transcripts');
const files = (name: string) =>
  readdirSync(path.join(folders, name), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.txt'));
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('imap', () => {
  let listener: Awaited<ReturnType<typeof startListener>>;
  beforeAll(async () => {
    listener = await startListener(serveImap, 'imap', { splitsInput: true });
  });
  afterAll(() => listener.stop());

  test.each(imapTranscripts)('%s', (file) => runImapTranscript(file, listener.port));
});

describe('pop3', () => {
  let listener: Awaited<ReturnType<typeof startListener>>;
  beforeAll(async () => {
    listener = await startListener(servePop3, 'pop3', { splitsInput: true });
  });
  afterAll(() => listener.stop());

  const letters = [
    'From: alice@crepes.fr\r\nSubject: ketchup\r\n\r\nDo you like ketchup?\r\n.a dot\r\n',
    'From: alice@crepes.fr\r\nSubject: pickles\r\n\r\nHow about pickles?\r\nAnd then?\r\nThe last\r\n',
  ];
  test.each(files('pop3'))('%s', async (file) => {
    const bob = `pop3-${path.basename(file, '.txt')}@hamburger.edu`;
    const { accountId } = await makeAccount(bob, 'hungry');
    const inbox = await findMailboxByRole(accountId, 'inbox');
    for (const text of letters) {
      const bytes = Buffer.from(text);
      await deliver([
        { accountId, mailboxIds: [inbox?.mailboxId ?? 0], blob: await putBlob(bytes), prefix: null, rendered: renderMessage(bytes) },
      ]);
    }
    const values = { bob, plain: base64(`\0${bob}\0hungry`), wrong: base64(`\0${bob}\0thirsty`) };
    await runTranscript(path.join(folders, 'pop3', file), { port: listener.port, values });
  });
});

describe('managesieve', () => {
  let listener: Awaited<ReturnType<typeof startListener>>;
  beforeAll(async () => {
    listener = await startListener(serveSieve, 'sieve', { splitsInput: true });
  });
  afterAll(() => listener.stop());

  test.each(files('sieve'))('%s', async (file) => {
    const bob = `sieve-${path.basename(file, '.txt')}@hamburger.edu`;
    await makeAccount(bob, 'hungry');
    const plain = base64(`\0${bob}\0hungry`);
    const values = {
      ...{ bob, plain, plainLength: String(plain.length), wrong: base64(`\0${bob}\0thirsty`) },
      ...{ name: base64(bob), password: base64('hungry') },
    };
    await runTranscript(path.join(folders, 'sieve', file), { port: listener.port, values });
  });
});
