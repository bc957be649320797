/** By IMAP (RFC 9051): what came into one folder since the last time, by its UIDs. */
import { isIP } from 'node:net';
import { ImapFlow, type FetchMessageObject } from 'imapflow';
import { bitOf, Flag } from '#lib/message/keywords.ts';
import { config } from '#server/config/config.ts';
import { trustedAuthorities } from '#server/tls/trusted-authorities.ts';
import { noteFetched, type DueFetch } from '#server/store/index.ts';
import { FetchFailed } from './fetch-failed.ts';
import { takeMessages, type Fetched } from './take-messages.ts';

/** In one attempt; the rest comes at once with the next. */
export const mostInOneGo = 500;
const batch = 20;

/** True when there is more. `address` is the host's, checked. */
export async function fetchByImap(due: DueFetch, password: string, address: string, signal: AbortSignal): Promise<boolean> {
  const client = new ImapFlow({
    host: address,
    port: due.port,
    secure: due.security === 'tls',
    ...(due.security === 'starttls' ? { doSTARTTLS: true } : {}), // never without: a password is not said in the clear
    ...(isIP(due.host) ? {} : { servername: due.host }), // the certificate must be the host's, whatever address it has
    tls: { ca: trustedAuthorities(), minVersion: 'TLSv1.2', ...(isIP(due.host) ? {} : { servername: due.host }) },
    auth: { user: due.login, pass: password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
  });
  let fault: Error | undefined;
  client.on('error', (error: Error) => (fault = error)); // a connection that breaks between two commands
  const end = () => client.close();
  signal.addEventListener('abort', end, { once: true });
  try {
    await client.connect();
    return await readFolder(client, due);
  } catch (error) {
    throw failureOf(error, fault);
  } finally {
    signal.removeEventListener('abort', end);
    await client.logout().catch(() => client.close());
  }
}

async function readFolder(client: ImapFlow, due: DueFetch): Promise<boolean> {
  const lock = await client.getMailboxLock(due.folder, { readOnly: due.leave }).catch((error: unknown) => {
    throw new FetchFailed('folder', wordsOf(error));
  });
  try {
    if (!client.mailbox) throw new FetchFailed('folder', due.folder);
    const uidvalidity = String(client.mailbox.uidValidity);
    let next = due.mark?.uidvalidity === uidvalidity ? due.mark.next : 1;
    const found = await client.search({ uid: `${next}:*` }, { uid: true });
    // RFC 9051 §6.4.9: `n:*` is the last message even when its UID is below n.
    const uids = (found || []).filter((uid) => uid >= next).sort((a, b) => a - b);
    const now = uids.slice(0, mostInOneGo);
    for (let at = 0; at < now.length; at += batch) {
      const part = now.slice(at, at + batch);
      const messages: Fetched[] = [];
      const sizes = await client.fetchAll(part, { uid: true, size: true }, { uid: true });
      const fitting = sizes.filter(({ size }) => (size ?? 0) <= config().maxMessageSize).map(({ uid }) => uid);
      if (fitting.length > 0)
        for await (const message of client.fetch(fitting, { uid: true, source: true, flags: true, internalDate: true }, { uid: true }))
          if (message.source) messages.push(fetched(message));
      next = (part.at(-1) ?? 0) + 1;
      const count = await takeMessages(due, messages);
      await noteFetched(due, { count, mark: { uidvalidity, next } });
      if (!due.leave && fitting.length > 0) await client.messageDelete(fitting, { uid: true });
    }
    if (uids.length === 0) await noteFetched(due, { count: 0, mark: { uidvalidity, next } });
    return uids.length > now.length;
  } finally {
    lock.release();
  }
}

function fetched({ source, flags, internalDate }: FetchMessageObject): Fetched {
  const names = [...(flags ?? [])];
  const bits = names.reduce((all, name) => all | (bitOf(name) ?? 0), 0) & ~(Flag.deleted | Flag.draft);
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

const wordsOf = (error: unknown): string => {
  const told = error as { responseText?: string };
  return told.responseText ?? (error instanceof Error ? error.message : String(error));
};
