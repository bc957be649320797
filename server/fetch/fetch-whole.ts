/**
 * Everything of an account elsewhere, once: each folder with its messages, flags and dates. What must always hold: what was read is noted
 * with the messages' arrival here, so that an import which was cut short goes on where it was, and every message is counted once.
 */
import type { ImapFlow, ListResponse } from 'imapflow';
import { addDigest } from '#lib/message/digest-sum.ts';
import { config } from '#server/config/config.ts';
import {
  findMailboxByRole,
  listFolders,
  listMailboxes,
  mailboxNamed,
  noteFolder,
  type DueFetch,
  type FetchedFolder,
  type MailboxRole,
} from '#server/store/index.ts';
import { FetchFailed } from './fetch-failed.ts';
import { fetched, withImap, wordsOf, type Elsewhere } from './imap-client.ts';
import { longestGo } from './one-go.ts';
import { takeMessage } from './take-message.ts';

/** As LIST has it (RFC 9051 §6.3.9): what `folder` says of an account of which all is wanted. */
export const everyFolder = '*';
const batch = 20;
const problemsKept = 100;

type Source = Pick<DueFetch, 'accountId' | 'fetchId' | 'mailboxId'>;

/** True when there is more. `told` hears of each step. */
export function fetchWhole(
  source: Source,
  there: Elsewhere,
  signal: AbortSignal,
  { told, forMs = longestGo }: { told?: (folder: FetchedFolder) => void; forMs?: number } = {},
): Promise<boolean> {
  const end = Date.now() + forMs;
  return withImap(there, signal, async (client) => {
    const known = new Map((await listFolders(source)).map((one) => [one.folder, one]));
    for (const folder of foldersOf(await client.list())) {
      const mailboxId = await mailboxFor(source, folder);
      const target = { ...source, mailboxId, isAll: folder.specialUse === '\\All' };
      const more = await readOne(client, target, folder.path, known.get(folder.path), { told, end });
      if (more) return true;
    }
    return false;
  });
}

/** Not those that only show messages of others again (RFC 6154: \Flagged, \Important); all mail last. */
function foldersOf(list: ListResponse[]): ListResponse[] {
  const isAll = ({ specialUse }: ListResponse) => Number(specialUse === '\\All');
  return list
    .filter(
      ({ flags, specialUse }) =>
        !['\\Noselect', '\\NonExistent'].some((flag) => flags.has(flag)) && !/^\\(Flagged|Important)$/.test(specialUse ?? ''),
    )
    .sort((a, b) => isAll(a) - isAll(b) || a.path.localeCompare(b.path));
}

const roles: Record<string, MailboxRole> = {
  ...{ '\\Inbox': 'inbox', '\\Sent': 'sent', '\\Drafts': 'drafts', '\\Junk': 'junk', '\\Trash': 'trash', '\\Archive': 'archive' },
  '\\All': 'archive',
};

/** Into the inbox means: as they are there, special ones into ours. Into another mailbox: all of it below that. */
async function mailboxFor({ accountId, mailboxId }: Source, { path, delimiter, specialUse }: ListResponse): Promise<number> {
  const inbox = await findMailboxByRole(accountId, 'inbox');
  const names = path
    .split(delimiter || '\0')
    .map((name) => name.replaceAll(/[/\p{Cc}]/gu, '-').trim())
    .filter((name) => name !== '');
  if (names.length > 1 && names[0]?.toUpperCase() === 'INBOX') names.shift(); // Courier and Cyrus have everything below INBOX
  let below = '';
  if (mailboxId === inbox?.mailboxId) {
    const own = specialUse && roles[specialUse] ? await findMailboxByRole(accountId, roles[specialUse]) : null;
    if (own) return own.mailboxId;
  } else below = `${await pathOf(accountId, mailboxId)}/`;
  const made = await mailboxNamed(accountId, below + (names.slice(0, 20).join('/') || '-'));
  if (!made.ok) throw new FetchFailed('mailbox', `${path}: ${made.reason}`);
  return made.value;
}

async function pathOf(accountId: number, mailboxId: number): Promise<string> {
  const all = new Map((await listMailboxes(accountId)).map((one) => [one.mailboxId, one]));
  const names: string[] = [];
  for (let at = all.get(mailboxId); at && names.length < 100; at = all.get(at.parentId ?? -1)) names.unshift(at.name);
  if (names.length === 0) throw new FetchFailed('mailbox', 'The mailbox is gone.');
  return names.join('/');
}

/** `isAll`: what the other folders hold is in it again. */
type Target = Source & { isAll: boolean };
interface Running {
  told: ((folder: FetchedFolder) => void) | undefined;
  end: number;
}

async function readOne(client: ImapFlow, source: Target, path: string, known: FetchedFolder | undefined, { told, end }: Running) {
  const lock = await client.getMailboxLock(path, { readOnly: true }).catch((error: unknown) => {
    throw client.usable ? new FetchFailed('folder', `${path}: ${wordsOf(error)}`) : error;
  });
  try {
    if (!client.mailbox) throw new FetchFailed('folder', path);
    const uidvalidity = String(client.mailbox.uidValidity);
    const anew = { folder: path, uidvalidity, next: 1, taken: 0, already: 0, refused: 0, digest: '', problems: [] };
    const now: FetchedFolder = { ...(known?.uidvalidity === uidvalidity ? known : anew), found: client.mailbox.exists, done: false };
    // RFC 9051 §6.4.9: `n:*` is the last message even when its UID is below n.
    const uids = ((await client.search({ uid: `${now.next}:*` }, { uid: true })) || [])
      .filter((uid) => uid >= now.next)
      .sort((a, b) => a - b);
    for (let at = 0; at < uids.length; at += batch) {
      if (Date.now() > end) return true;
      const before = now.taken;
      await readBatch(client, source, uids.slice(at, at + batch), now);
      await noteFolder(source, now, now.taken - before);
      told?.(now);
    }
    now.done = true;
    await noteFolder(source, now, 0);
    told?.(now);
    return false;
  } finally {
    lock.release();
  }
}

async function readBatch(client: ImapFlow, source: Target, uids: number[], now: FetchedFolder): Promise<void> {
  const refuse = (uid: number, reason: string) => {
    now.refused++;
    if (now.problems.length < problemsKept) now.problems.push({ uid, reason });
  };
  const most = config().maxMessageSize;
  const sizes = new Map((await client.fetchAll(uids, { uid: true, size: true }, { uid: true })).map(({ uid, size }) => [uid, size ?? 0]));
  const left = new Set(uids);
  const fitting = uids.filter((uid) => sizes.has(uid) && (sizes.get(uid) ?? 0) <= most);
  if (fitting.length > 0)
    for await (const message of client.fetch(fitting, { uid: true, source: true, flags: true, internalDate: true }, { uid: true })) {
      if (!message.source || !left.delete(message.uid)) continue;
      const { already, sha256 } = await takeMessage(source, fetched(message, 0), source.isAll);
      now[already ? 'already' : 'taken']++;
      now.digest = addDigest(now.digest, sha256.toString('hex'));
    }
  for (const uid of left) {
    const size = sizes.get(uid);
    if (size === undefined)
      now.found--; // deleted there meanwhile
    else refuse(uid, size > most ? `It has ${size} octets, more than MAX_MESSAGE_SIZE allows here.` : 'The server did not give it.');
  }
  now.next = (uids.at(-1) ?? 0) + 1;
}
