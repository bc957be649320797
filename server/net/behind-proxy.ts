/**
 * The PROXY protocol in front of every mail protocol: with PROXY_PROTOCOL=on, a connection from one of TRUSTED_PROXIES begins with the
 * header, and from then on its addresses are the client's. Nobody is asked to guess: others are taken as they are.
 */
import type { Socket } from 'node:net';
import { parseProxyHeader } from '#lib/net/proxy-header.ts';
import { config } from '#server/config/config.ts';
import { limits } from './limits.ts';
import { isTrustedProxy } from './trusted-proxy.ts';

/** False: the connection is not to be served (no header came, or a wrong one). */
export async function throughProxy(socket: Socket): Promise<boolean> {
  if (!config().proxyProtocol || !isTrustedProxy(socket.remoteAddress ?? '')) return true;
  let bytes = Buffer.alloc(0);
  const deadline = Date.now() + limits.proxyHeaderMs;
  for (;;) {
    const found = parseProxyHeader(bytes);
    if (found.kind === 'invalid') return false;
    if (found.kind !== 'more') {
      if (bytes.length > found.length) socket.unshift(bytes.subarray(found.length));
      if (found.kind === 'proxied') pretend(socket, found);
      return true;
    }
    const chunk = await nextChunk(socket, deadline);
    if (!chunk) return false;
    bytes = Buffer.concat([bytes, chunk]);
  }
}

/** Read, not listened for: what follows the header stays in the socket for whoever serves it, TLS included. */
async function nextChunk(socket: Socket, deadline: number): Promise<Buffer | null> {
  const waiting = socket.read() as Buffer | null;
  if (waiting) return waiting;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, Math.max(0, deadline - Date.now()));
  const events = ['readable', 'end', 'close', 'error'];
  for (const event of events) socket.on(event, resolve);
  await promise;
  for (const event of events) socket.off(event, resolve);
  clearTimeout(timer);
  return socket.read() as Buffer | null;
}

// Guards, limits and logs read the address from the socket: here it becomes the client's, for all of them.
function pretend(socket: Socket, { address, port }: { address: string; port: number }): void {
  Object.defineProperty(socket, 'remoteAddress', { value: address });
  Object.defineProperty(socket, 'remotePort', { value: port });
}
