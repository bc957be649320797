/** Accepts connections within the limits of this process; a session's fault closes that session and nothing else. */
import net from 'node:net';
import { log, reasonOf } from '#server/log/log.ts';
import { limits } from './limits.ts';

export function accepting() {
  const sessions = new Set<Promise<void>>();
  const perAddress = new Map<string, number>();

  const server = (serve: (socket: net.Socket) => Promise<void>): net.Server =>
    net.createServer((socket) => {
      const address = socket.remoteAddress ?? '';
      const count = (perAddress.get(address) ?? 0) + 1;
      const loopback = address.includes('127.') || address === '::1';
      if (sessions.size >= limits.connections || (!loopback && count > limits.connectionsPerAddress)) {
        log.warn('net: connection refused, too many', { address, count, all: sessions.size });
        return socket.destroy();
      }
      perAddress.set(address, count);
      socket.on('error', () => {}); // the session sees the close
      const session = serve(socket).catch((error: unknown) => {
        log.error('net: a session ended by a fault', { address, reason: reasonOf(error) });
        socket.destroy();
      });
      sessions.add(session);
      void session.finally(() => {
        sessions.delete(session);
        const left = (perAddress.get(address) ?? 1) - 1;
        if (left > 0) perAddress.set(address, left);
        else perAddress.delete(address);
      });
      return undefined;
    });
  return { server, sessions };
}
