/** Accepts connections within the limits of this process; a session's fault closes that session and nothing else. */
import net from 'node:net';
import { log, reasonOf } from '#server/log/log.ts';
import { throughProxy } from './behind-proxy.ts';
import { isLoopback } from './is-loopback.ts';
import { limits } from './limits.ts';
import { networkOf } from './network-of.ts';

export function accepting() {
  const sessions = new Set<Promise<void>>();
  const perAddress = new Map<string, number>();

  const counted = async (socket: net.Socket, serve: (socket: net.Socket) => Promise<void>): Promise<void> => {
    if (!(await throughProxy(socket))) {
      log.warn('net: connection refused, no PROXY header', { address: socket.remoteAddress });
      return void socket.destroy();
    }
    const address = socket.remoteAddress ?? '';
    const network = networkOf(address);
    const count = (perAddress.get(network) ?? 0) + 1;
    if (!isLoopback(address) && count > limits.connectionsPerAddress) {
      log.warn('net: connection refused, too many from one address', { address, count });
      return void socket.destroy();
    }
    perAddress.set(network, count);
    try {
      await serve(socket);
    } finally {
      const left = (perAddress.get(network) ?? 1) - 1;
      if (left > 0) perAddress.set(network, left);
      else perAddress.delete(network);
    }
  };

  const server = (serve: (socket: net.Socket) => Promise<void>): net.Server =>
    net.createServer((socket) => {
      if (sessions.size >= limits.connections) {
        log.warn('net: connection refused, too many', { address: socket.remoteAddress, all: sessions.size });
        return void socket.destroy();
      }
      socket.on('error', () => {}); // the session sees the close
      const session = counted(socket, serve).catch((error: unknown) => {
        log.error('net: a session ended by a fault', { address: socket.remoteAddress, reason: reasonOf(error) });
        socket.destroy();
      });
      sessions.add(session);
      void session.finally(() => sessions.delete(session));
      return undefined;
    });
  return { server, sessions };
}
