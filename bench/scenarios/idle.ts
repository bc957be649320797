/**
 * Many programs that wait for mail: each logs in, selects INBOX and idles. A first lot warms the server up and goes again, so that what is
 * counted is connections and not the first use of everything. `--connections 10000` is the attack list's (docs/performance.md).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openInbox, type LineClient } from '../line-client.ts';
import { memoryOf } from '../memory.ts';
import type { Scenario } from '../scenario.ts';
import type { Target } from '../target.ts';

const atOnce = 8;
const settleMs = 5000;

export const idle: Scenario = {
  name: 'idle',
  onlyByName: true,
  run: async (target, { accounts, connections }) => {
    const { roots } = target;
    if (!roots) throw new Error('the peer needs pids=… for this: its memory is measured');
    const first = await open(target, Math.min(500, connections), accounts);
    await hangUp(first);
    const before = memoryOf(roots);
    const begun = performance.now();
    const clients = await open(target, connections, accounts);
    const seconds = (performance.now() - begun) / 1000;
    await sleep(settleMs);
    const after = memoryOf(roots);
    const answered = await ask(clients);
    await hangUp(clients);
    return [
      { figure: `memory of each of ${connections}`, value: (after - before) / connections, unit: 'KiB' },
      { figure: 'memory of all, with the server', value: after / 1024, unit: 'MiB' },
      { figure: 'log in, select, idle', value: connections / seconds, unit: 'connections/s' },
      { figure: 'still answer at the end', value: answered, unit: 'connections' },
    ];
  },
};

async function open(target: Target, count: number, accounts: number): Promise<LineClient[]> {
  const clients: LineClient[] = [];
  let next = 0;
  const work = async () => {
    for (let n = next++; n < count; n = next++) {
      const client = await openInbox(target.imap, target.user(1 + (n % accounts)), target.password);
      client.write('i1 IDLE\r\n');
      await client.until(/\+ [^\r]*\r\n/);
      clients.push(client);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return clients;
}

/** How many end their IDLE when they are told to. */
async function ask(clients: LineClient[]): Promise<number> {
  for (const client of clients) client.write('DONE\r\n');
  const ended = await Promise.allSettled(clients.map((client) => client.until(/i1 OK[^\r]*\r\n/)));
  return ended.filter(({ status }) => status === 'fulfilled').length;
}

async function hangUp(clients: LineClient[]): Promise<void> {
  for (const client of clients) client.end();
  await sleep(settleMs);
}
