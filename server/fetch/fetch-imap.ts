/** By IMAP (RFC 9051): what came into one folder since the last time, by its UIDs. */
import type { ImapFlow } from 'imapflow';
import { config } from '#server/config/config.ts';
import { forgetFetched, knownUids, noteFetched, type DueFetch } from '#server/store/index.ts';
import { FetchFailed } from './fetch-failed.ts';
import { fetched, withImap, wordsOf, type Elsewhere } from './imap-client.ts';
import { longestGo, mostInOneGo } from './one-go.ts';
import { takeMessage } from './take-message.ts';

const batch = 20;

/** True when there is more. */
export function fetchByImap(due: DueFetch, there: Elsewhere, signal: AbortSignal): Promise<boolean> {
  return withImap(there, signal, (client) => readFolder(client, due));
}

async function readFolder(client: ImapFlow, due: DueFetch): Promise<boolean> {
  const end = Date.now() + longestGo;
  const lock = await client.getMailboxLock(due.folder, { readOnly: due.leave }).catch((error: unknown) => {
    throw new FetchFailed('folder', wordsOf(error));
  });
  try {
    if (!client.mailbox) throw new FetchFailed('folder', due.folder);
    const uidvalidity = String(client.mailbox.uidValidity);
    const owed = new Owed(client, due, uidvalidity);
    await owed.settle();
    let next = due.mark?.uidvalidity === uidvalidity ? due.mark.next : 1;
    const found = await client.search({ uid: `${next}:*` }, { uid: true });
    // RFC 9051 §6.4.9: `n:*` is the last message even when its UID is below n.
    const uids = (found || []).filter((uid) => uid >= next).sort((a, b) => a - b);
    const now = uids.slice(0, mostInOneGo);
    for (let at = 0; at < now.length; at += batch) {
      if (Date.now() > end) return true;
      const part = now.slice(at, at + batch);
      const taken: number[] = [];
      let count = 0;
      const sizes = await client.fetchAll(part, { uid: true, size: true }, { uid: true });
      const fitting = sizes.filter(({ size }) => (size ?? 0) <= config().maxMessageSize).map(({ uid }) => uid);
      if (fitting.length > 0)
        for await (const message of client.fetch(fitting, { uid: true, source: true, flags: true, internalDate: true }, { uid: true }))
          if (message.source) {
            if (!(await takeMessage(due, fetched(message))).already) count++;
            taken.push(message.uid);
          }
      next = (part.at(-1) ?? 0) + 1;
      // What it did not give stays with it.
      await noteFetched(due, { count, mark: { uidvalidity, next }, uids: due.leave ? [] : taken.map((uid) => owed.name(uid)) });
      if (!due.leave) await owed.remove(taken);
    }
    if (uids.length === 0) await noteFetched(due, { count: 0, mark: { uidvalidity, next } });
    return uids.length > now.length;
  } finally {
    lock.release();
  }
}

/**
 * Messages that are here and have still to go there. Each is noted together with how far the folder was read, and forgotten when it is
 * gone: whatever comes between, the next attempt deletes it, and none that was not taken.
 */
class Owed {
  readonly #client: ImapFlow;
  readonly #due: DueFetch;
  readonly #uidvalidity: string;
  constructor(client: ImapFlow, due: DueFetch, uidvalidity: string) {
    this.#client = client;
    this.#due = due;
    this.#uidvalidity = uidvalidity;
  }

  /** RFC 9051 §2.3.1.1: a UID means a message only together with this. */
  name(uid: number): string {
    return `${this.#uidvalidity}.${uid}`;
  }

  /** What an attempt before did not come to. Nothing when they are to stay meanwhile, or the folder is another. */
  async settle(): Promise<void> {
    const noted = await knownUids(this.#due);
    if (noted.size === 0) return;
    const isOwed = (name: string) => !this.#due.leave && name.startsWith(`${this.#uidvalidity}.`);
    await this.remove([...noted].filter(isOwed).map((name) => Number(name.split('.')[1])));
    const others = [...noted].filter((name) => !isOwed(name));
    if (others.length > 0) await forgetFetched(this.#due, others);
  }

  async remove(uids: number[]): Promise<void> {
    if (uids.length === 0 || !(await this.#client.messageDelete(uids, { uid: true }))) return;
    await forgetFetched(
      this.#due,
      uids.map((uid) => this.name(uid)),
    );
  }
}
