/** Which hosts take mail for a domain (RFC 5321 §5.1), in the order in which they are tried, and what TLS with each must prove. */
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { matchesStsMx } from '#lib/smtp/mta-sts.ts';
import { config, type SmtpRoute } from '#server/config/config.ts';
import { lookUpAddresses } from '#server/dns/resolver.ts';
import { addressesOf, mailExchangers, tlsaOf } from './exchangers.ts';
import { findStsPolicy, type FoundPolicy } from './sts-policy.ts';
import type { TlsDemand, TlsResult } from './tls-demand.ts';

export interface Host {
  /** As the other side knows it, for TLS and for what people read. */
  name: string;
  address: string;
  port: number;
  tls: TlsDemand;
  /** Why the name is the right one for the domain: so that a certificate for it proves something (RFC 8689 §4.2.1). */
  authentic: boolean;
  /** What is counted for reports; absent for routes of our own. */
  policy?: TlsPolicy;
  implicitTls?: boolean;
  auth?: { user: string; password: string };
}
/** RFC 8460 §4.1: by what the domain asks for TLS. */
export interface TlsPolicy {
  domain: string;
  type: 'tlsa' | 'sts' | 'no-policy-found';
  strings: string[];
  mxPatterns: string[];
  /** Asked for, but only to be told of: it is sent all the same (`testing`). */
  tested?: TlsDemand;
  /** The policy itself could not be had. */
  fault?: TlsResult | null;
}
export type Route =
  | { kind: 'hosts'; hosts: Host[] }
  | { kind: 'failed'; permanent: boolean; code: number; status: string; text: string; violations?: Host[] };

export interface RouteClock {
  now: () => Date;
  random: () => number;
}

/** `relaxed`: whatever TLS there is, for what must arrive above all. */
export async function findRoute(
  domain: string,
  { now, random }: RouteClock,
  given: SmtpRoute | null = null,
  { relaxed = false } = {},
): Promise<Route> {
  const { smtpRoutes, smtpRemotePort: port, hostname } = config();
  const fixed = given ?? smtpRoutes.get(domain) ?? smtpRoutes.get('*');
  if (fixed) return { kind: 'hosts', hosts: await fixedHosts(fixed) };
  const literal = /^\[(?:IPv6:)?(.+)\]$/i.exec(domain)?.[1];
  if (literal && isIP(literal))
    return { kind: 'hosts', hosts: [{ name: literal, address: literal, port, tls: opportunistic, authentic: true }] };
  const mx = await mailExchangers(domain);
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
  const violations: Host[] = [];
  let reason: string | null = null;
  let sts: FoundPolicy | undefined;
  for (const { exchange } of order.slice(0, 10)) {
    const found = await addressesOf(exchange);
    if (found.kind === 'trouble') reason = found.reason;
    if (found.kind !== 'found') continue;
    const secure = found.secure && mx.secure;
    const dane = secure && !relaxed ? await tlsaOf(found.name, exchange, port) : { kind: 'none' as const };
    // RFC 7672 §2.1.2: a TLSA answer that cannot be validated may be an attack: such a host is not used.
    if (dane.kind === 'trouble') {
      reason = dane.reason;
      continue;
    }
    const of = (tls: TlsDemand, policy: TlsPolicy, authentic: boolean) =>
      found.records.map((address): Host => ({ name: exchange, address, port, tls, authentic, policy }));
    if (dane.kind === 'found') {
      const tls: TlsDemand = dane.usable ? { kind: 'dane', records: dane.records, names: [dane.base, domain] } : { kind: 'encrypted' };
      hosts.push(...of(tls, { domain, type: 'tlsa', strings: dane.strings, mxPatterns: [] }, true));
      continue;
    }
    sts ??= relaxed ? noPolicy : await findStsPolicy(domain, now());
    const { demand, policy, allowed } = byPolicy(domain, exchange, sts);
    (allowed ? hosts : violations).push(
      ...of(
        demand,
        policy,
        secure ||
          mx.kind === 'none' ||
          (policy.type === 'sts' && policy.mxPatterns.length > 0 && matchesStsMx(exchange, policy.mxPatterns)),
      ),
    );
  }
  const others = hosts.filter((host) => !isOurselves(host));
  if (others.length > 0) return { kind: 'hosts', hosts: others };
  if (violations.length > 0) {
    const text = `None of the mail servers of ${domain} is one that its policy names (MTA-STS)`;
    return { kind: 'failed', permanent: false, code: 451, status: '4.7.5', text, violations };
  }
  if (reason) return trouble(domain, reason);
  if (ours || hosts.length > 0)
    return failed(554, '5.4.6', `Mail for ${domain} is sent to this very server, which does not serve that domain`);
  return failed(550, '5.4.4', `No server for mail to ${domain} can be found`);
}

const opportunistic: TlsDemand = { kind: 'opportunistic' };
const verified: TlsDemand = { kind: 'verified' };
const noPolicy: FoundPolicy = { policy: null, fault: null };

/** RFC 8461 §5: `enforce` rules hosts out, `testing` only tells. */
function byPolicy(
  domain: string,
  exchange: string,
  { policy, fault }: FoundPolicy,
): { demand: TlsDemand; policy: TlsPolicy; allowed: boolean } {
  if (!policy || policy.mode === 'none')
    return {
      demand: opportunistic,
      policy: { domain, type: fault ? 'sts' : 'no-policy-found', strings: [], mxPatterns: [], fault },
      allowed: true,
    };
  const common = { domain, type: 'sts' as const, strings: policy.body.split(/\r?\n/).filter(Boolean), mxPatterns: policy.mx };
  const named = matchesStsMx(exchange, policy.mx);
  if (policy.mode === 'enforce') return { demand: verified, policy: common, allowed: named };
  return {
    demand: opportunistic,
    policy: { ...common, ...(named ? { tested: verified } : { fault: 'validation-failure' as const }) },
    allowed: true,
  };
}

/** Who is given a password must be who he says. A name that DNS_SERVER does not know may be one of this machine's own (hosts file). */
async function fixedHosts({ host: name, port, implicitTls = false, auth }: SmtpRoute): Promise<Host[]> {
  const tls = (auth || implicitTls) && !isLocal(name) ? verified : opportunistic;
  const found = config().dnsServer && !isIP(name) ? await lookUpAddresses(name) : null;
  const addresses = found?.kind === 'found' ? found.records : [name];
  const beside = { ...(implicitTls ? { implicitTls } : {}), ...(auth ? { auth } : {}) };
  return addresses.map((address) => ({ name, address, port, tls, authentic: true, ...beside }));
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
