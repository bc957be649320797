import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { bind } from './bind.ts';
import { keepRunning } from './child.ts';
import { Dealer } from './dealer.ts';

const probe = net.createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address() as AddressInfo;
probe.close();
await once(probe, 'close');

const dealer = new Dealer({ TEST_PORT: bind('127.0.0.1', port, 'TEST_PORT') });
const children = [0, 1, 2].map(() => keepRunning('../test/harness/dealt-child', dealer, process.env));
await Promise.all(children.map(({ ready }) => ready));
afterAll(async () => {
  dealer.close();
  await Promise.all(children.map(({ stop }) => stop()));
});

/** Which process answers. */
async function answer(): Promise<string> {
  const socket = net.connect(port, '127.0.0.1').setEncoding('utf8');
  let text = '';
  for await (const piece of socket) text += String(piece);
  return text;
}

async function shares(connections: number): Promise<Map<string, number>> {
  const answers = await Promise.all(Array.from({ length: connections }, answer));
  return new Map([...Map.groupBy(answers, (pid) => pid)].map(([pid, all]) => [pid, all.length]));
}

test('connections that come together are shared evenly', async () => {
  expect([...(await shares(30)).values()]).toEqual([10, 10, 10]);
});

test('what a process has not begun to serve when it dies is served by another', async () => {
  const [stopped = ''] = (await shares(3)).keys();
  const isStopped = () => execFileSync('ps', ['-o', 'stat=', '-p', stopped], { encoding: 'utf8' }).startsWith('T');
  process.kill(Number(stopped), 'SIGSTOP');
  await expect.poll(isStopped).toBe(true);
  const answered: string[] = [];
  const all = [0, 1, 2].map(async () => void answered.push(await answer()));
  await expect.poll(() => answered.length).toBe(2);
  process.kill(Number(stopped), 'SIGKILL');
  await Promise.all(all);
  expect(answered).not.toContain(stopped);
});
