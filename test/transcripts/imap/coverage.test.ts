/** Whatever IMAP offers has a transcript that exercises it, and so has each point of the checklist. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { serveImap } from '#server/imap/serve.ts';
import { findComments } from '../../../docs/rfc-examples.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startListener } from '../../harness/listener.ts';
import { TranscriptSession } from '../../harness/transcript-session.ts';

/** Of a session in clear text, then over TLS, then logged in. */
async function everythingOffered(): Promise<Set<string>> {
  await makeAccount('bob@hamburger.edu', 'hungry');
  const listener = await startListener(serveImap, 'imap');
  const session = await TranscriptSession.connect(listener.port);
  const offered = new Set<string>();
  const note = (line: string) => {
    for (const word of /\[CAPABILITY ([^\]]+)\]/.exec(line)?.[1]?.split(' ') ?? []) offered.add(word.replace(/(?<=^APPENDLIMIT)=.*/, ''));
  };
  note(await session.readLine());
  session.send(Buffer.from('a STARTTLS\r\n'));
  await session.readLine();
  await session.startTls();
  session.send(Buffer.from('b CAPABILITY\r\n'));
  note((await session.readLine()).replace(/^\* (.*)$/, '[$1]'));
  await session.readLine();
  session.send(Buffer.from('c LOGIN bob@hamburger.edu hungry\r\n'));
  note(await session.readLine());
  session.destroy();
  await listener.stop();
  return offered;
}

test('each capability that is offered is named by the transcript that exercises it, and none that is not', async () => {
  const offered = await everythingOffered();
  offered.add('LOGINDISABLED'); // where settings forbid a password in clear text
  expect([...findComments('capability').keys()].sort()).toEqual([...offered].sort());
});

test('each point of the checklist has its transcript or test', () => {
  const root = path.join(import.meta.dirname, '../../..');
  const files = globSync(['test/transcripts/**/*.{txt,ts}', 'server/{imap,pop3}/**/*.test.ts'], { cwd: root });
  const named = new Set<number>();
  for (const file of files) {
    const [, number] =
      /checklist\/(\d\d)-/.exec(file) ?? /^(?:#|\/\*\*) Checklist (\d+):/m.exec(readFileSync(path.join(root, file), 'utf8')) ?? [];
    if (number !== undefined) named.add(Number(number));
  }
  expect([...named].sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
});
