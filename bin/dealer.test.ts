import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { bind } from './bind.ts';
import { keepRunning, type Child } from './child.ts';
import { Dealer } from './dealer.ts';

const probe = net.createServer().listen(0, '::');
await once(probe, 'listening');
const { port } = probe.address() as AddressInfo;
probe.close();
await once(probe, 'close');

let dealer: Dealer;
let children: Child[] = [];
async function deal(count: number, { host = '127.0.0.1', patienceMs = 5000 } = {}): Promise<void> {
  dealer = new Dealer({ TEST_PORT: bind(host, port, 'TEST_PORT') }, { patienceMs });
  children = Array.from({ length: count }, start);
  await Promise.all(children.map(({ ready }) => ready));
}
const start = () => keepRunning('../test/harness/dealt-child', dealer, process.env);
afterEach(async () => {
  dealer.close();
  await Promise.all(children.map(({ stop }) => stop()));
});

/** Which process answers; nothing when the connection is closed without a word. */
async function answer(host = '127.0.0.1'): Promise<string> {
  const socket = net.connect(port, host).setEncoding('utf8');
  let text = '';
  for await (const piece of socket) text += String(piece);
  return text;
}

async function shares(connections: number, host = '127.0.0.1'): Promise<Map<string, number>> {
  const answers = await Promise.all(Array.from({ length: connections }, () => answer(host)));
  return new Map([...Map.groupBy(answers, (pid) => pid)].map(([pid, all]) => [pid, all.length]));
}

/** As one that hangs. */
async function halt(pid: string): Promise<void> {
  process.kill(Number(pid), 'SIGSTOP');
  await expect.poll(() => execFileSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).startsWith('T')).toBe(true);
}

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::', '::1'],
  ['::', '127.0.0.1'],
])('connections that come together are shared evenly: on %s from %s', async (host, from) => {
  await deal(3, { host });
  expect([...(await shares(30, from)).values()]).toEqual([10, 10, 10]);
});

test('what a process has not begun to serve when it dies is served by another', async () => {
  await deal(3);
  const [stopped = ''] = (await shares(3)).keys();
  await halt(stopped);
  const answered: string[] = [];
  const all = [0, 1, 2].map(async () => void answered.push(await answer()));
  await expect.poll(() => answered.length).toBe(2);
  process.kill(Number(stopped), 'SIGKILL');
  await Promise.all(all);
  expect(answered).not.toContain(stopped);
});

test('a process that hangs gets no more, until it takes what it has; alone, it still gets all', async () => {
  await deal(2, { patienceMs: 50 });
  const [hanging = '', other = ''] = (await shares(2)).keys();
  await halt(hanging);
  const stuck = Promise.all([answer(), answer()]);
  const since = performance.now();
  await expect.poll(() => performance.now() - since).toBeGreaterThan(100);
  expect([...(await shares(10)).keys()]).toEqual([other]);
  process.kill(Number(hanging), 'SIGCONT');
  expect(new Set(await stuck)).toEqual(new Set([hanging, other]));
  await expect.poll(async () => new Set((await shares(4)).keys())).toEqual(new Set([hanging, other])); // on a busy machine either may seem to hang
});

test('while none lives as many wait as a socket would let wait; the next process serves them', async () => {
  await deal(1);
  await children[0]?.stop();
  let closed = 0;
  const all = Promise.all(
    Array.from({ length: 530 }, async () => {
      const text = await answer().catch(() => ''); // reset, or ended
      if (text === '') closed++;
      return text;
    }),
  );
  await expect.poll(() => closed).toBe(530 - 511);
  children = [start()];
  expect((await all).filter(Boolean)).toHaveLength(511);
});

test.each([
  ['is too large', () => (process.env.TOO_LARGE = 'x'.repeat(200_000)), () => delete process.env.TOO_LARGE],
  ['is not there', () => (process.execPath = '/nowhere/node'), (path: string) => (process.execPath = path)],
])('a process that the system would not start, as it %s, is started when it can be', async (_why, spoil, mend) => {
  dealer = new Dealer({ TEST_PORT: bind('127.0.0.1', port, 'TEST_PORT') });
  const path = process.execPath;
  spoil();
  try {
    children = [start()];
  } finally {
    mend(path);
  }
  await children[0]?.ready;
  expect(Number(await answer())).toBeGreaterThan(0);
});
