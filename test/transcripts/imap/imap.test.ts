/**
 * Every transcript of this folder and those below, each for a bob of its own, over real sockets and the real store. `checklist/` has one
 * for each point of what a good server gets right, `rfc/` the dialogues of the RFCs, `extensions/` what else is advertised.
 */
import { afterAll, beforeAll, test } from 'vitest';
import { serveImap } from '#server/imap/serve.ts';
import { startListener } from '../../harness/listener.ts';
import { imapTranscripts, runImapTranscript } from './run-imap-transcript.ts';

let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  listener = await startListener(serveImap, 'imap');
});
afterAll(() => listener.stop());

test.each(imapTranscripts)('%s', (file) => runImapTranscript(file, listener.port));
