/**
 * Every transcript of this folder and those below, each for a bob of its own, over real sockets and the real store. `checklist/` has one
 * for each point of what a good server gets right, `rfc/` the dialogues of the RFCs, `extensions/` what else is advertised.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { serveImap } from '#server/imap/serve.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startListener } from '../../harness/listener.ts';
import { runTranscript } from '../../harness/transcript.ts';
import { mailboxOfBob } from './mailbox-of-bob.ts';

let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  listener = await startListener(serveImap, 'imap');
});
afterAll(() => listener.stop());

const folder = import.meta.dirname;
for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt'))) {
  test(file, async () => {
    const bob = `${path.basename(file, '.txt')}@hamburger.edu`;
    await mailboxOfBob(bob);
    // A friend, for what is shared between accounts.
    const alice = `${path.basename(file, '.txt')}@crepes.fr`;
    await makeAccount(alice, 'hungry');
    const plain = Buffer.from(`\0${bob}\0hungry`).toString('base64');
    const otherwise = Buffer.from(`${alice}\0${bob}\0hungry`).toString('base64');
    await runTranscript(path.join(folder, file), { port: listener.port, values: { bob, alice, plain, otherwise } });
  });
}
