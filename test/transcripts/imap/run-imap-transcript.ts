import { readdirSync } from 'node:fs';
import path from 'node:path';
import { makeAccount } from '../../harness/accounts.ts';
import { runTranscript } from '../../harness/transcript.ts';
import { mailboxOfBob } from './mailbox-of-bob.ts';

const folder = import.meta.dirname;
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Paths below this folder. */
export const imapTranscripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt'));

/** With a bob of its own, and alice, a friend, for what is shared between accounts. */
export async function runImapTranscript(file: string, port: number): Promise<void> {
  const name = path.basename(file, '.txt');
  const [bob, alice] = [`${name}@hamburger.edu`, `${name}@crepes.fr`];
  await mailboxOfBob(bob);
  await makeAccount(alice, 'hungry');
  const values = { bob, alice, plain: base64(`\0${bob}\0hungry`), otherwise: base64(`${alice}\0${bob}\0hungry`) };
  await runTranscript(path.join(folder, file), { port, values });
}
