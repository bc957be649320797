/** Every transcript of this folder, each for a bob of its own, over real sockets and the real store. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { serveImap } from '#server/imap/serve.ts';
import { startListener } from '../../harness/listener.ts';
import { runTranscript } from '../../harness/transcript.ts';
import { mailboxOfBob } from './mailbox-of-bob.ts';

let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  listener = await startListener(serveImap, 'imap');
});
afterAll(() => listener.stop());

const folder = import.meta.dirname;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
  test(file, async () => {
    const bob = `${path.basename(file, '.txt')}@hamburger.edu`;
    await mailboxOfBob(bob);
    await runTranscript(path.join(folder, file), { port: listener.port, values: { bob } });
  });
}
