/** `/healthz`: this process answers. `/readyz`: every listener and the database answer. */
import type { ServerResponse } from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { config, type PortName } from '#server/config/config.ts';
import { databaseIsUp } from '#server/store/index.ts';
import { countEventStreams } from '#server/net/event-streams.ts';

export const probes: Record<string, (response: ServerResponse) => void> = {
  '/healthz': (response) => answer(response, 200, { alive: true }),
  '/readyz': (response) => void ready(response),
};

const patienceMs = 2000;
let last: { at: number; result: Promise<Record<string, boolean>> } | undefined;

async function ready(response: ServerResponse): Promise<void> {
  if (!last || Date.now() - last.at > 500) last = { at: Date.now(), result: look() }; // however often it is asked for
  const listeners = await last.result;
  const ok = Object.values(listeners).every(Boolean);
  answer(response, ok ? 200 : 503, { ready: ok, ...listeners, streams: countEventStreams() });
}

async function look(): Promise<Record<string, boolean>> {
  const { ports } = config();
  const names = (Object.keys(ports) as PortName[]).filter((name) => ports[name] !== 0 && !name.startsWith('HTTP'));
  const found = await Promise.all([
    databaseIsUp(),
    ...names.map((name) => greets(ports[name], /^(SMTPS|SUBMISSIONS|IMAPS|POP3S)_/.test(name))),
  ]);
  return Object.fromEntries(['database', ...names].map((name, index) => [name, found[index] ?? false]));
}

// A connection alone proves nothing: the kernel accepts for a process that has died.
function greets(port: number, implicitTls: boolean): Promise<boolean> {
  const { listenHost } = config();
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[listenHost] ?? listenHost;
  return new Promise((resolve) => {
    const socket = implicitTls ? tls.connect({ host, port, rejectUnauthorized: false }) : net.connect({ host, port });
    const done = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(patienceMs, () => done(false));
    socket
      .once('data', () => done(true))
      .once('error', () => done(false))
      .once('close', () => done(false));
  });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}
