/** How many connections one address may have. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { accepting } from './accepting.ts';
import { limits } from './limits.ts';

/** How many of so many connections are served, each from the address that `from` gives it. */
async function servedOf(count: number, from: (n: number) => string): Promise<number> {
  const { server, sessions } = accepting();
  const decided = { served: 0, refused: 0 };
  const listener = server((socket) => {
    decided.served++;
    return once(socket, 'close').then(() => undefined);
  });
  let n = 0;
  const sockets: net.Socket[] = [];
  listener.prependListener('connection', (socket) => {
    sockets.push(socket);
    Object.defineProperty(socket, 'remoteAddress', { value: from(n++) });
    socket.once('close', () => decided.refused++);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const clients = Array.from({ length: count }, () => net.connect(port, '127.0.0.1').on('error', () => {}));
  await expect.poll(() => decided.served + decided.refused).toBe(count);
  for (const socket of [...clients, ...sockets]) socket.destroy();
  await Promise.all(sessions);
  listener.close();
  return decided.served;
}
const most = limits.connectionsPerAddress;

test('one address has a bounded number of them, an IPv6 network of one customer counting as one', async () => {
  expect(await servedOf(most + 1, () => '192.0.2.1')).toBe(most);
  expect(await servedOf(most + 1, () => '10.127.0.1')).toBe(most);
  expect(await servedOf(most + 1, () => '::ffff:192.0.2.1')).toBe(most);
  expect(await servedOf(most + 1, (n) => `2001:db8:0:1::${n.toString(16)}`)).toBe(most);
});

test('programs of this machine, and different addresses, are not counted together', async () => {
  expect(await servedOf(most + 1, () => '::ffff:127.0.0.1')).toBe(most + 1);
  expect(await servedOf(most + 1, (n) => `2001:db8:0:${n.toString(16)}::1`)).toBe(most + 1);
});
