/**
 * Writes expectations.json: what Debian's Dovecot says of some 300 messages of the corpus, as hashes. Run it as root, with Dovecot installed
 * and the corpus beside the project: node bin/posthorn.js test/corpus/dovecot/make-expectations.ts
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startDovecot } from './dovecot-server.ts';
import { expectationOf, isPlain, type Expectation } from './expectation.ts';
import { FetchClient } from './fetch-client.ts';
import { trickyMessages } from './messages.ts';
import { observe } from './observe.ts';
import { store } from './store.ts';

const dovecot = await startDovecot();
try {
  const connect = () => FetchClient.connect(dovecot.port, 'bob', 'hungry');
  const messages = trickyMessages();
  const open = await store(connect, messages);
  const observed = await observe(
    open,
    messages.map((_, n) => n + 1),
  );
  const found: Record<string, Expectation> = {};
  for (const [n, { name }] of messages.entries()) {
    const observation = observed.get(n + 1);
    if (observation && isPlain(observation)) found[name] = expectationOf(observation);
  }
  const lines = Object.entries(found).map(([name, expectation]) => `${JSON.stringify(name)}: ${JSON.stringify(expectation)}`);
  writeFileSync(path.join(import.meta.dirname, 'expectations.json'), `{\n${lines.join(',\n')}\n}\n`);
  console.log(`${lines.length} messages of ${messages.length}`);
} finally {
  await dovecot.stop();
}
