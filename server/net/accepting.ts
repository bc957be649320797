/** Accepts connections within the limits of this process; a session's fault closes that session and nothing else. */
import net from 'node:net';
import { log, reasonOf } from '#server/log/log.ts';
import { throughProxy } from './behind-proxy.ts';
import { limits } from './limits.ts';

export function accepting() {
  const sessions = new Set<Promise<void>>();
  const perAddress = new Map<string, number>();

  const counted = async (socket: net.Socket, serve: (socket: net.Socket) => Promise<void>): Promise<void> => {
    if (!(await throughProxy(socket))) {
      log.warn('net: connection refused, no PROXY header', { address: socket.remoteAddress });
      return void socket.destroy();
    }
    const address = socket.remoteAddress ?? '';
    const count = (perAddress.get(address) ?? 0) + 1;
    const loopback = address.includes('127.') || address === '::1';
    if (!loopback && count > limits.connectionsPerAddress) {
      log.warn('net: connection refused, too many from one address', { address, count });
      return void socket.destroy();
    }
    perAddress.set(address, count);
    try {
      await serve(socket);
    } finally {
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left > 0) perAddress.set(address, left);
      else perAddress.delete(address);
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
