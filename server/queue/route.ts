/** Which hosts take mail for a domain (RFC 5321 §5.1), in the order in which they are tried. */
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { config, type SmtpRoute } from '#server/config/config.ts';
import { lookUpAddresses, lookUpMx } from '#server/dns/resolver.ts';
import type { TlsDemand } from './tls-demand.ts';

export interface Host {
  /** As the other side knows it, for TLS and for what people read. */
  name: string;
  address: string;
  port: number;
  tls: TlsDemand;
  implicitTls?: boolean;
  auth?: { user: string; password: string };
}
export type Route = { kind: 'hosts'; hosts: Host[] } | { kind: 'failed'; permanent: boolean; code: number; status: string; text: string };

export async function findRoute(domain: string, random: () => number): Promise<Route> {
  const { smtpRoutes, smtpRemotePort: port, hostname } = config();
  const fixed = smtpRoutes.get(domain) ?? smtpRoutes.get('*');
  if (fixed) return { kind: 'hosts', hosts: await fixedHosts(fixed) };
  const literal = /^\[(?:IPv6:)?(.+)\]$/i.exec(domain)?.[1];
  if (literal && isIP(literal)) return { kind: 'hosts', hosts: [{ name: literal, address: literal, port, tls: opportunistic }] };
  const mx = await lookUpMx(domain);
  if (mx.kind === 'trouble') return trouble(domain, mx.reason);
  if (mx.kind === 'noDomain') return failed(550, '5.1.2', `The domain ${domain} does not exist`);
  const records = mx.kind === 'found' ? mx.records : [{ exchange: domain, priority: 0 }]; // implicit MX
  // RFC 7505: a single MX of "." says that the domain takes no mail.
  if (records.every(({ exchange }) => exchange === '' || exchange === '.'))
    return failed(556, '5.1.10', `The domain ${domain} takes no mail (null MX)`);
  const ours = records.find(({ exchange }) => exchange.toLowerCase().replace(/\.$/, '') === hostname);
  const usable = records.filter(({ exchange, priority }) => exchange.length > 1 && (!ours || priority < ours.priority));
  const order = usable.map((record) => ({ ...record, lot: random() })).sort((a, b) => a.priority - b.priority || a.lot - b.lot);
  const hosts: Host[] = [];
  let reason: string | null = null;
  for (const { exchange } of order.slice(0, 10)) {
    const found = await lookUpAddresses(exchange);
    if (found.kind === 'trouble') reason = found.reason;
    if (found.kind === 'found') hosts.push(...found.records.map((address) => ({ name: exchange, address, port, tls: opportunistic })));
  }
  const others = hosts.filter((host) => !isOurselves(host));
  if (others.length > 0) return { kind: 'hosts', hosts: others };
  if (reason) return trouble(domain, reason);
  if (ours || hosts.length > 0)
    return failed(554, '5.4.6', `Mail for ${domain} is sent to this very server, which does not serve that domain`);
  return failed(550, '5.4.4', `No server for mail to ${domain} can be found`);
}

const opportunistic: TlsDemand = { kind: 'opportunistic' };

/** Who is given a password must be who he says. A name that DNS_SERVER does not know may be one of this machine's own (hosts file). */
async function fixedHosts({ host: name, port, implicitTls = false, auth }: SmtpRoute): Promise<Host[]> {
  const tls: TlsDemand = (auth || implicitTls) && !isLocal(name) ? { kind: 'verified' } : opportunistic;
  const found = config().dnsServer && !isIP(name) ? await lookUpAddresses(name) : null;
  const addresses = found?.kind === 'found' ? found.records : [name];
  return addresses.map((address) => ({ name, address, port, tls, ...(implicitTls ? { implicitTls } : {}), ...(auth ? { auth } : {}) }));
}

const isLocal = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

const failed = (code: number, status: string, text: string): Route => ({ kind: 'failed', permanent: true, code, status, text });

function trouble(domain: string, reason: string): Route {
  const text = `The mail server of ${domain} could not be looked up (${reason})`;
  return { kind: 'failed', permanent: false, code: 451, status: '4.4.3', text };
}

function isOurselves({ address, port }: Host): boolean {
  const { listenHost, ports } = config();
  if (port !== ports.SMTP_PORT) return false;
  if (address === listenHost) return true;
  const everywhere = listenHost === '0.0.0.0' || listenHost === '::';
  return everywhere && Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === address));
}
