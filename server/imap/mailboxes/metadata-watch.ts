/** Annotations that others changed (RFC 5464 §4.4.2), for clients that said ENABLE METADATA or asked NOTIFY for them. */
import { encodeAstring } from '#lib/imap/wire/encode.ts';
import { accountState, listAnnotations } from '#server/store/index.ts';
import { mailboxTree, wireName, type Reader } from './tree.ts';

export interface MetadataChange {
  line: string;
  /** Null: the server's. */
  path: string | null;
}

export class MetadataWatch {
  /** By account: the mod-sequence up to which all was told. */
  readonly #told = new Map<number, number>();
  readonly #own = new Map<string, number>();

  static async begin(session: Reader): Promise<MetadataWatch> {
    const watch = new MetadataWatch();
    for (const { place } of await mailboxTree(session)) {
      if (place && !watch.#told.has(place.accountId)) watch.#told.set(place.accountId, await accountState(place.accountId));
    }
    return watch;
  }

  /** This session has set it itself. */
  caused(accountId: number, mailboxId: number, entry: string): void {
    const key = `${accountId}:${mailboxId}:${entry}`;
    this.#own.set(key, (this.#own.get(key) ?? 0) + 1);
  }

  /** Says them (RFC 5464 §4.4.2: names only). */
  async tell(session: Reader & { untagged(text: string): void }): Promise<void> {
    for (const { line } of await this.changes(session)) session.untagged(line);
  }

  async changes(session: Reader): Promise<MetadataChange[]> {
    const behind = new Map<number, number>();
    for (const accountId of [...this.#told.keys()]) {
      const [since, now] = [this.#told.get(accountId) ?? 0, await accountState(accountId)];
      if (now > since) behind.set(accountId, since);
      this.#told.set(accountId, now);
    }
    if (behind.size === 0) return [];
    const all: MetadataChange[] = [];
    const server = behind.has(session.accountId) ? await this.#entries(session, session.accountId, 0, behind) : '';
    if (server) all.push({ line: `METADATA "" ${server}`, path: null });
    for (const { path, place } of await mailboxTree(session)) {
      if (!place || !behind.has(place.accountId)) continue;
      const names = await this.#entries(session, place.accountId, place.mailbox.mailboxId, behind);
      if (names) all.push({ line: `METADATA ${wireName(session, path)} ${names}`, path });
    }
    return all;
  }

  async #entries(session: Reader, accountId: number, mailboxId: number, behind: ReadonlyMap<number, number>): Promise<string> {
    const changed = await listAnnotations(accountId, mailboxId, session.accountId, behind.get(accountId) ?? 0);
    const told = this.#told.get(accountId) ?? 0;
    const byOthers = changed.filter(({ entry, modseq }) => {
      if (modseq > told) return false; // it came in between, and is told the next time
      const key = `${accountId}:${mailboxId}:${entry}`;
      const own = this.#own.get(key) ?? 0;
      if (own > 0) this.#own.delete(key);
      return own === 0;
    });
    return byOthers.map(({ entry }) => encodeAstring(entry)).join(' ');
  }
}
