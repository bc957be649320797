/** A protocol on a free port of this machine, in the test's own process, over the test file's own database. */
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ListenerContext } from '#server/net/listener-context.ts';
import { watchCertificate } from '#server/tls/certificate.ts';
import { ensureCertificate } from '#server/tls/self-signed.ts';

export type Serve = (socket: net.Socket, context: ListenerContext) => Promise<void>;

let certificate: Promise<{ TLS_CERT: string; TLS_KEY: string }> | undefined;

export async function startListener(
  serve: Serve,
  kind: ListenerContext['kind'],
  { implicitTls = false, from, splitsInput = false }: { implicitTls?: boolean; from?: string; splitsInput?: boolean } = {},
) {
  const files = await (certificate ??= ensureCertificate(mkdtempSync(path.join(tmpdir(), 'posthorn-tls-'))));
  const stopping = new AbortController();
  const secureContext = watchCertificate(files.TLS_CERT, files.TLS_KEY);
  const sessions = new Set<Promise<void>>();
  const sockets = new Set<net.Socket>();
  const failures: unknown[] = [];
  const server = net.createServer((socket) => {
    sockets.add(socket);
    if (from !== undefined) Object.defineProperty(socket, 'remoteAddress', { value: from }); // a client from afar
    if (splitsInput) splitInput(socket);
    const session = serve(socket, { kind, implicitTls, secureContext, stopping: stopping.signal }).catch((error: unknown) => {
      failures.push(error);
      socket.destroy();
    });
    sessions.add(session);
    void session.finally(() => {
      sessions.delete(session);
      sockets.delete(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    stopping.abort();
    server.close();
    for (const socket of sockets) socket.destroy();
    await Promise.all(sessions);
    if (failures[0]) throw failures[0];
  };
  return { port: (server.address() as AddressInfo).port, stop, certificate: files.TLS_CERT };
}

/** Every octet arrives by itself, as over the worst of lines (TLS reads below this, and is not split). */
function splitInput(socket: net.Socket): void {
  const emit = socket.emit.bind(socket) as (event: string | symbol, ...args: unknown[]) => boolean;
  socket.emit = (event: string | symbol, ...args: unknown[]) => {
    const [chunk] = args;
    if (event !== 'data' || !Buffer.isBuffer(chunk)) return emit(event, ...args);
    for (let at = 0; at < chunk.length; at++) emit('data', chunk.subarray(at, at + 1));
    return true;
  };
}
