/**
 * Sockets are bound by the launcher, before root's rights are dropped, and listened on by its children (or dealt out among them, dealer.ts):
 * a child that dies finds them again with the connections that came meanwhile.
 */
import net from 'node:net';
import { getSystemErrorName } from 'node:util';
import { UsageError } from './usage-error.ts';

/** Bound, not listening: with a listening net.Server the launcher would take connections at once. Undefined for port 0 (turned off). */
export function bind(host: string, port: number, variable: string): net.Server | undefined {
  if (port === 0) return undefined;
  // This is how node:cluster makes its shared handles (`_createServerHandle` is internal, but as old as cluster).
  const handle = (net as unknown as BindingNet)._createServerHandle(host, port, net.isIPv6(host) ? 6 : 4);
  const bound: { port?: number } = {};
  // libuv tells "in use" only at listen; in a child that error is lost and listen takes a random port. So look what we have.
  if (typeof handle !== 'number' && handle.getsockname(bound) === 0 && bound.port === port) return handle as unknown as net.Server;
  const why = typeof handle === 'number' ? getSystemErrorName(handle) : 'EADDRINUSE';
  throw new UsageError(
    `cannot listen on ${host}:${port} (${why}): free it, or set ${variable} or PORT_OFFSET to another (ports below 1024 need root).`,
  );
}

interface BindingNet {
  _createServerHandle: (host: string, port: number, family: 4 | 6) => number | { getsockname: (out: { port?: number }) => number };
}
