/** A session with an IMAP server elsewhere: only over TLS, and every way in which it fails has a code. */
import { isIP } from 'node:net';
import { ImapFlow, type FetchMessageObject } from 'imapflow';
import { bitOf, Flag } from '#lib/message/keywords.ts';
import { config } from '#server/config/config.ts';
import { trustedAuthorities } from '#server/tls/trusted-authorities.ts';
import type { DueFetch } from '#server/store/index.ts';
import { FetchFailed } from './fetch-failed.ts';
import type { Fetched } from './take-message.ts';

/** `address` is the host's, checked. */
export interface Elsewhere extends Pick<DueFetch, 'host' | 'port' | 'security' | 'login'> {
  password: string;
  address: string;
}

const longestLine = 16 * 1024 * 1024;

export async function withImap<T>(there: Elsewhere, signal: AbortSignal, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = new ImapFlow({
    host: there.address,
    port: there.port,
    secure: there.security === 'tls',
    ...(there.security === 'starttls' ? { doSTARTTLS: true } : {}), // never without: a password is not said in the clear
    ...(isIP(there.host) ? {} : { servername: there.host }), // the certificate must be the host's, whatever address it has
    tls: { ca: trustedAuthorities(), minVersion: 'TLSv1.2', ...(isIP(there.host) ? {} : { servername: there.host }) },
    auth: { user: there.login, pass: there.password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
    // What a message may have, and an answer to SEARCH for a million of them; the library would let a server fill the memory.
    maxLiteralSize: config().maxMessageSize,
    maxLineLength: longestLine,
    maxResponseSize: config().maxMessageSize + longestLine,
  });
  let fault: Error | undefined;
  client.on('error', (error: Error) => (fault = error)); // a connection that breaks between two commands
  const end = () => client.close();
  signal.addEventListener('abort', end, { once: true });
  try {
    signal.throwIfAborted();
    await client.connect();
    return await work(client);
  } catch (error) {
    throw failureOf(error, fault);
  } finally {
    signal.removeEventListener('abort', end);
    await client.logout().catch(() => client.close());
  }
}

/** A message as the other server has it; flags of `without` are left behind. */
export function fetched({ source, flags, internalDate }: FetchMessageObject, without: number = Flag.deleted | Flag.draft): Fetched {
  const names = [...(flags ?? [])];
  const bits = names.reduce((all, name) => all | (bitOf(name) ?? 0), 0) & ~without;
  const keywords = names.filter((name) => !name.startsWith('\\') && bitOf(name) === undefined).map((name) => name.toLowerCase());
  const at = internalDate ? new Date(internalDate) : null;
  return {
    bytes: source ?? Buffer.alloc(0),
    flags: bits,
    keywords: keywords.length > 0 ? keywords.slice(0, 50) : null,
    receivedAt: at && !Number.isNaN(at.getTime()) ? at : null,
  };
}

function failureOf(error: unknown, fault: Error | undefined): FetchFailed {
  if (error instanceof FetchFailed) return error;
  const told = error as { authenticationFailed?: boolean; code?: string; responseText?: string };
  if (told.authenticationFailed) return new FetchFailed('login', told.responseText ?? wordsOf(error));
  const words = wordsOf(fault ?? error);
  if (/certificate|self.signed|altname|TLS|SSL|wrong version/i.test(`${told.code ?? ''} ${words}`))
    return new FetchFailed('security', words);
  const isNetwork = /^E[A-Z]+$|Timeout|NoConnection|Closed/i.test(told.code ?? '') || fault !== undefined;
  return new FetchFailed(isNetwork ? 'connect' : 'protocol', told.responseText ?? words);
}

export const wordsOf = (error: unknown): string => {
  const told = error as { responseText?: string };
  return told.responseText ?? (error instanceof Error ? error.message : String(error));
};
