/**
 * `npm run demo`: two complete servers on this machine, crepes.fr and hamburger.edu, each with its own data, that find each other by the
 * MX records of a small DNS server. Each listens on a loopback address of its own, on the same ports, as two machines would.
 */
import path from 'node:path';
import { startZoneServer } from '#server/dns/zone-server.ts';
import { fillMailboxes } from './demo/fill.ts';
import { people, servers } from './demo/people.ts';
import { startServer } from './demo/server.ts';
import { root } from './ready.js';
import { stopRequest } from './stop-request.ts';

const offset = Number(process.env.PORT_OFFSET ?? 3000);
const dataDir = path.resolve(root, process.env.DATA_DIR ?? 'data/demo');
const stopping = stopRequest();

const zone = servers.flatMap(({ domain, address }) => [
  { name: domain, type: 'MX' as const, data: { preference: 10, exchange: `mx.${domain}` } },
  { name: `mx.${domain}`, type: 'A' as const, data: address },
]);
const dns = await startZoneServer({ records: zone, port: Number(process.env.DEMO_DNS_PORT ?? 0) });
const running = await Promise.all(
  servers.map((server) =>
    startServer({ ...server, dataDir: path.join(dataDir, server.domain), offset, dnsServer: `127.0.0.1:${dns.port}` }),
  ),
);
for (const server of running) {
  await server.makeAccounts(people.filter(({ email }) => email.endsWith(`@${server.domain}`)));
}
await fillMailboxes(offset);

const rows = people.map(({ email, password }) => `  ${email.padEnd(22)} ${password}`);
console.log(`
Two mail servers are running, and know each other by MX records (DNS on 127.0.0.1:${dns.port}):

${running.map(({ domain, url }) => `  ${domain.padEnd(22)} ${url}`).join('\n')}

Sign in as one of these and write to another:

${rows.join('\n')}

Ctrl-C stops both; their data stays in ${path.relative(process.cwd(), dataDir) || dataDir}.
`);
process.send?.({ ready: true });

await Promise.race([stopping, ...running.map(({ ended }) => ended)]);
await Promise.all(running.map((server) => server.stop()));
await dns.stop();
process.exit(0);
