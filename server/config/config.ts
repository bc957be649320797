/**
 * Configuration: typed, from the environment or a `.env` file in the working directory (the environment wins), checked at start with a
 * sentence that names the variable. The launcher adds what it made itself (TLS_CERT, TLS_KEY, DATABASE_URL, POSTHORN_SECRET).
 */
import { z } from 'zod';
import { readSchedule, standardSchedule, type RetrySchedule } from '#lib/smtp/retry-schedule.ts';
import { backupSettings, type BackupSettings } from './backup-settings.ts';
import { acmeSettings, type AcmeSettings } from './acme.ts';
import { judgingSettings, type JudgingSettings } from './judging.ts';
import { s3Settings, type S3Settings } from './s3-settings.ts';
import { tracingSettings, type TracingSettings } from './tracing-settings.ts';
import type { Take } from './take.ts';
import { WrongSetting } from './wrong-setting.ts';

export { WrongSetting };

const standardPorts = {
  HTTP_PORT: 80,
  HTTPS_PORT: 443,
  SMTP_PORT: 25,
  SMTPS_PORT: 0, // implicit TLS between servers is not a standard: off unless asked for
  SUBMISSION_PORT: 587,
  SUBMISSIONS_PORT: 465,
  LMTP_PORT: 0, // for those who keep an MTA of their own in front: it takes mail without asking who brings it
  IMAP_PORT: 143,
  IMAPS_PORT: 993,
  POP3_PORT: 110,
  POP3S_PORT: 995,
  MANAGESIEVE_PORT: 4190,
} as const;
export type PortName = keyof typeof standardPorts;

export interface Config extends JudgingSettings, BackupSettings, S3Settings, TracingSettings {
  dataDir: string;
  databaseUrl: string | null;
  hostname: string;
  domain: string;
  listenHost: string;
  ports: Record<PortName, number>;
  adminEmail: string | null;
  adminPassword: string | null;
  plaintextAuth: 'never' | 'loopback' | 'always';
  publicUrl: string | null;
  tlsCert: string | null;
  tlsKey: string | null;
  trustedProxies: string[];
  /** Whether connections from `trustedProxies` to the mail ports begin with a PROXY header. */
  proxyProtocol: boolean;
  /** Path of a Unix socket for LMTP, beside or instead of LMTP_PORT. */
  lmtpSocket: string | null;
  /** Strangers are asked to come again in a few minutes. */
  greylisting: boolean;
  /** What one address may do on the SMTP port in a minute; 0: as much as it likes. */
  smtpRates: { connections: number; messages: number; recipients: number };
  signup: 'closed' | 'invite' | 'open';
  /** Domain (or `*`) to host and port, before any MX look-up. */
  smtpRoutes: Map<string, SmtpRoute>;
  /** File of certificates that are trusted beside the system's when other servers are called. */
  trustedCa: string | null;
  /** Where other servers listen: 25 everywhere but in tests and in the demo. */
  smtpRemotePort: number;
  /** `host:port` of the resolver; null for the system's. */
  dnsServer: string | null;
  /** `host:port` of a resolver that validates DNSSEC and whose answers nobody can change on the way: makes DANE possible (RFC 7672). */
  dnssecResolver: string | null;
  /** Where policies of MTA-STS are fetched: 443 everywhere but in tests. */
  mtaStsPort: number;
  /** Where tokens of other log-in servers are asked about (RFC 7662), with the name and password to ask under; null: none are taken. */
  oauthIntrospection: string | null;
  /** When mail that could not be sent is tried again. */
  queueSchedule: RetrySchedule;
  /** Certificates by ACME (RFC 8555); null: off. */
  acme: AcmeSettings | null;
  /** So long after the death of a process others go on with what it was sending. */
  queueLeaseMs: number;
  /** Recipients of one account; 0: no limit. The administrator may give an account others. */
  sendingLimits: { perHour: number; perDay: number; newPerDay: number };
  /** How long nothing is sent to an address that was said not to exist; 0: it is tried each time. */
  suppressionDays: number;
  /** What a reader of `/metrics` from elsewhere shows; null: only programs of this machine read it. */
  metricsToken: string | null;
  /** How far back an account can be put: so long is kept what was deleted. */
  undoDays: number;
  /** How long is known what happened to each message. */
  traceDays: number;
  /** How long the panel shows lines of the log; there are never more than 100,000. */
  logDays: number;
  /** `host:port` that may be fetched for a message although they are not public (server/net/fetch-public.ts). */
  fetchAllow: string[];
  logLevel: 'error' | 'warn' | 'info' | 'debug';
  /** Largest message accepted, in octets. */
  maxMessageSize: number;
  /** Made on first start, kept in DATA_DIR: signs sessions. */
  secret: string;
}

export interface SmtpRoute {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps://`). */
  implicitTls?: boolean;
  /** Sent over TLS only, to a server whose certificate is right. */
  auth?: { user: string; password: string };
}

/** Reads all settings. Throws WrongSetting with one sentence that names the variable. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const value = (name: string) => env[name]?.trim() || undefined;
  const take: Take = (name, schema, fallback) => {
    const text = value(name);
    if (text === undefined) return fallback;
    const result = schema.safeParse(text);
    if (result.success) return result.data;
    throw new WrongSetting(`${name} is wrong: ${result.error.issues[0]?.message ?? 'not understood'} (it is set to "${text}").`);
  };
  const number = (low: number, high: number) =>
    z
      .string()
      .regex(/^\d+$/, `it must be a whole number from ${low} to ${high}`)
      .transform(Number)
      .pipe(z.number().min(low, `it must be at least ${low}`).max(high, `it must be at most ${high}`));
  const oneOf = <T extends string>(...words: T[]) => z.enum(words, { error: `it must be one of ${words.join(', ')}` });
  const name = z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, 'it must be a host or domain name, such as mail.example.org')
    .transform((text) => text.toLowerCase());
  const email = z.string().regex(/^[^@\s]+@[^@\s]+$/, 'it must be an address, such as admin@example.org');
  const url = (...protocols: string[]) =>
    z
      .string()
      .refine(
        (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
        `it must be an address that begins with ${protocols[0]}//`,
      );

  const offset = take('PORT_OFFSET', number(0, 60_000), 2000);
  const ports = Object.fromEntries(
    Object.entries(standardPorts).map(([key, standard]) => [key, take(key, number(0, 65_535), standard === 0 ? 0 : standard + offset)]),
  ) as Record<PortName, number>;
  const used = Object.entries(ports).filter(([, port]) => port !== 0);
  for (const [key, port] of used) {
    const other = used.find(([otherKey, otherPort]) => otherKey !== key && otherPort === port);
    if (other)
      throw new WrongSetting(`${key} is wrong: port ${port} is also ${other[0]}'s. Give each listener its own, or 0 to turn it off.`);
  }
  const adminEmail = take('ADMIN_EMAIL', email, '') || null;
  const adminPassword = value('ADMIN_PASSWORD') ?? null;
  if (adminEmail && !adminPassword)
    throw new WrongSetting('ADMIN_PASSWORD is missing: ADMIN_EMAIL is set, and both are needed to make the first administrator.');
  const tlsCert = value('TLS_CERT') ?? null;
  const tlsKey = value('TLS_KEY') ?? null;
  if (Boolean(tlsCert) !== Boolean(tlsKey))
    throw new WrongSetting(`${tlsCert ? 'TLS_KEY' : 'TLS_CERT'} is missing: a certificate and its key are set together.`);
  return {
    dataDir: value('DATA_DIR') ?? './data',
    databaseUrl: take('DATABASE_URL', url('postgresql:', 'postgres:'), '') || null,
    hostname: take('MAIL_HOSTNAME', name, 'localhost'),
    domain: take('MAIL_DOMAIN', name, 'localhost'),
    listenHost: take('LISTEN_HOST', z.string().regex(/^[0-9a-f.:]+$/i, 'it must be an IP address, such as 0.0.0.0'), '127.0.0.1'),
    ports,
    adminEmail: adminEmail?.toLowerCase() ?? null,
    adminPassword,
    plaintextAuth: take('PLAINTEXT_AUTH', oneOf('never', 'loopback', 'always'), 'loopback'),
    publicUrl: take('PUBLIC_URL', url('https:', 'http:'), '') || null,
    tlsCert,
    tlsKey,
    trustedProxies: (value('TRUSTED_PROXIES') ?? '').split(/[\s,]+/).filter(Boolean),
    proxyProtocol: take('PROXY_PROTOCOL', oneOf('on', 'off'), 'off') === 'on',
    lmtpSocket: value('LMTP_SOCKET') ?? null,
    greylisting: take('GREYLISTING', oneOf('on', 'off'), 'off') === 'on',
    smtpRates: {
      connections: take('SMTP_CONNECTIONS_PER_MINUTE', number(0, 1_000_000), 120),
      messages: take('SMTP_MESSAGES_PER_MINUTE', number(0, 1_000_000), 300),
      recipients: take('SMTP_RECIPIENTS_PER_MINUTE', number(0, 1_000_000), 3000),
    },
    signup: take('SIGNUP', oneOf('closed', 'invite', 'open'), 'closed'),
    trustedCa: value('TLS_TRUSTED_CA') ?? null,
    smtpRemotePort: take('SMTP_REMOTE_PORT', number(1, 65_535), 25),
    smtpRoutes: routes(value('SMTP_ROUTES')),
    dnsServer:
      take(
        'DNS_SERVER',
        z.string().regex(/^(\[[0-9a-f:]+\]|[0-9.]+)(:\d+)?$/i, 'it must be an address and port, such as 127.0.0.1:5353'),
        '',
      ) || null,
    dnssecResolver:
      take(
        'DNSSEC_RESOLVER',
        z.string().regex(/^(\[[0-9a-f:]+\]|[0-9.]+)(:\d+)?$/i, 'it must be an address and port, such as 127.0.0.1:53'),
        '',
      ) || null,
    mtaStsPort: take('MTA_STS_PORT', number(1, 65_535), 443),
    oauthIntrospection: take('OAUTH_INTROSPECTION', url('https:', 'http:'), '') || null,
    queueSchedule: take(
      'QUEUE_SCHEDULE',
      z
        .string()
        .regex(
          /^\d+[mhd](\*\d+[mhd])?([\s,]+\d+[mhd](\*\d+[mhd])?)*$/,
          'it must be waits and paces, such as 5m 10m 15m 30m*12h 2h*5d (every 30 minutes until 12 hours, every 2 hours until 5 days)',
        )
        .transform(readSchedule),
      standardSchedule,
    ),
    acme: acmeSettings(take),
    queueLeaseMs: 1000 * take('QUEUE_LEASE_SECONDS', number(1, 86_400), 300),
    sendingLimits: {
      perHour: take('SEND_RECIPIENTS_PER_HOUR', number(0, 1_000_000), 500),
      perDay: take('SEND_RECIPIENTS_PER_DAY', number(0, 1_000_000), 2000),
      newPerDay: take('SEND_NEW_RECIPIENTS_PER_DAY', number(0, 1_000_000), 300),
    },
    suppressionDays: take('SUPPRESSION_DAYS', number(0, 3650), 14),
    metricsToken: value('METRICS_TOKEN') ?? null,
    undoDays: take('UNDO_DAYS', number(1, 3650), 30),
    logDays: take('LOG_DAYS', number(1, 365), 7),
    traceDays: take('TRACE_DAYS', number(1, 3650), 30),
    fetchAllow: (value('FETCH_ALLOW') ?? '').split(/[\s,]+/).filter(Boolean),
    ...judgingSettings(take),
    ...backupSettings(value, take),
    ...s3Settings(value, take),
    ...tracingSettings(take),
    logLevel: take('LOG_LEVEL', oneOf('error', 'warn', 'info', 'debug'), 'info'),
    maxMessageSize: take('MAX_MESSAGE_SIZE', number(1024, 500_000_000), 50 * 1024 * 1024),
    secret: value('POSTHORN_SECRET') ?? '',
  };
}

const home = globalThis as { posthornConfig?: Config };

/** The process's settings, read once. */
export function config(): Config {
  return (home.posthornConfig ??= readConfig(process.env));
}

/** For tests: the next `config()` reads the environment again. */
export function forgetConfig(): void {
  delete home.posthornConfig;
}

function routes(text: string | undefined): Config['smtpRoutes'] {
  const found: Config['smtpRoutes'] = new Map();
  for (const rule of (text ?? '').split(/[\s,]+/).filter(Boolean)) {
    const at = rule.indexOf('=');
    const route = at > 0 ? readRoute(rule.slice(at + 1)) : null;
    if (!route)
      throw new WrongSetting(
        `SMTP_ROUTES is wrong: "${rule}" is not domain=host:port, such as example.org=10.0.0.5:25, *=smarthost:587 or *=smtps://name:password@smarthost:465.`,
      );
    found.set(rule.slice(0, at).toLowerCase(), route);
  }
  return found;
}

/** `host:port`, `smtp://name:password@host:port` or `smtps://…`; null for anything else. */
export function readRoute(text: string): SmtpRoute | null {
  if (!/^smtps?:\/\//i.test(text)) {
    const match = /^(?:\[([0-9a-f:]+)\]|([^:\s/@]+)):(\d{1,5})$/i.exec(text);
    return match ? { host: match[1] ?? match[2] ?? '', port: Number(match[3]) } : null;
  }
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, port, username, password, pathname, search } = new URL(text);
  if (hostname === '' || pathname.length > 1 || search !== '') return null;
  const implicitTls = protocol === 'smtps:';
  const auth = username ? { user: decodeURIComponent(username), password: decodeURIComponent(password) } : null;
  const route = { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || (implicitTls ? 465 : 587)) };
  return { ...route, ...(implicitTls ? { implicitTls } : {}), ...(auth ? { auth } : {}) };
}
