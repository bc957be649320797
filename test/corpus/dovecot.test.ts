/**
 * BODYSTRUCTURE, ENVELOPE, every section and every decoded part of the corpus beside Dovecot, whose parser no one here wrote: by what it
 * said of some 300 messages (saved as hashes), and side by side with the one of Debian. CORPUS_STEP=1 takes all of the ordinary mail.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveImap } from '#server/imap/serve.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';
import { differences } from './dovecot/differences.ts';
import { startDovecot } from './dovecot/dovecot-server.ts';
import { hashOf, type Expectation } from './dovecot/expectation.ts';
import { FetchClient } from './dovecot/fetch-client.ts';
import { trickyMessages, type Message } from './dovecot/messages.ts';
import { ordinaryMessages } from './dovecot/ordinary-messages.ts';
import { observe, type Observation } from './dovecot/observe.ts';
import { evenedOut, reasoned } from './dovecot/reasoned.ts';
import { store } from './dovecot/store.ts';

let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  listener = await startListener(serveImap, 'imap');
});
afterAll(() => listener.stop());

async function observeHere(login: string, messages: Message[]): Promise<Map<number, Observation>> {
  await makeAccount(login, 'hungry');
  return observe(await store(() => FetchClient.connect(listener.port, login, 'hungry'), messages), numbers(messages));
}
const numbers = (messages: Message[]) => messages.map((_, n) => n + 1);

test('what Dovecot said of some 300 messages', { timeout: 300_000 }, async () => {
  const saved = JSON.parse(readFileSync(path.join(import.meta.dirname, 'dovecot/expectations.json'), 'utf8')) as Record<
    string,
    Expectation
  >;
  const messages = trickyMessages().filter(({ name }) => saved[name] && !reasoned.has(name) && !evenedOut.has(name));
  expect(messages.length).toBeGreaterThan(250);
  const observed = await observeHere('expected@hamburger.edu', messages);
  const wrong: string[] = [];
  for (const [n, { name }] of messages.entries()) {
    const [ours, wanted] = [observed.get(n + 1), saved[name]];
    if (!ours || !wanted) throw new Error(`${name} was not read`);
    if (hashOf(ours.structure) !== wanted.structure) wrong.push(`${name}: BODYSTRUCTURE`);
    if (hashOf(ours.envelope) !== wanted.envelope) wrong.push(`${name}: ENVELOPE`);
    for (const [section, hash] of Object.entries(wanted.parts)) {
      if (ours.parts[section] !== hash && ours.ended[section] !== hash) wrong.push(`${name}: BODY[${section}]`);
    }
    for (const [section, hash] of Object.entries(wanted.decoded))
      if (ours.decoded[section] !== hash) wrong.push(`${name}: BINARY[${section}]`);
  }
  expect(wrong).toEqual([]);
});

test('side by side with Dovecot', { timeout: 1_200_000 }, async () => {
  const dovecot = await startDovecot();
  try {
    const messages = [...trickyMessages(), ...(await ordinaryMessages(Number(process.env.CORPUS_STEP ?? 12)))];
    const theirs = await observe(await store(() => FetchClient.connect(dovecot.port, 'bob', 'hungry'), messages), numbers(messages));
    const ours = await observeHere('beside@hamburger.edu', messages);
    const wrong = messages.flatMap(({ name, bytes }, n) => {
      const [there, here] = [theirs.get(n + 1), ours.get(n + 1)];
      if (!there || !here) return [`${name}: was not read`];
      if (here.size !== bytes.length) return [`${name}: RFC822.SIZE`];
      return reasoned.has(name) ? [] : differences(there, here).map((difference) => `${name}: ${difference}`);
    });
    expect(wrong).toEqual([]);
  } finally {
    await dovecot.stop();
  }
});
