/**
 * NOTIFY (RFC 5465): what happens to mailboxes that are not selected. The session keeps what it last told of every mailbox; a hint of one
 * of the watched accounts makes it look again and say what differs. What the session did itself is not told to it.
 */
import { writeMailboxName } from '#lib/imap/wire/mailbox-name.ts';
import { namesMailbox, type MailboxFilter } from '#lib/imap/requests/mailbox-filter.ts';
import type { NotifyEvent, NotifyGroup } from '#lib/imap/requests/notify-request.ts';
import type { StatusItem } from '#lib/imap/requests/status-items.ts';
import { watchAccount } from '#server/store/index.ts';
import { attributes } from '../mailboxes/attributes.ts';
import { MetadataWatch } from '../mailboxes/metadata-watch.ts';
import { statusLine } from '../mailboxes/status.ts';
import { mailboxTree, type NamedMailbox, type Place } from '../mailboxes/tree.ts';
import type { Session } from './session.ts';
import type { Watcher } from './watcher.ts';

interface Known {
  path: string;
  subscribed: boolean;
  uidnext: number;
  total: number;
  unseen: number;
  modseq: number;
}
const keyOf = ({ accountId, mailbox }: Place) => `${accountId}:${mailbox.mailboxId}`;

export class Notify implements Watcher {
  readonly #session: Session;
  readonly #groups: readonly NotifyGroup[];
  #known = new Map<string, Known>();
  readonly #watched = new Map<number, () => void>();
  readonly #caused = new Set<string>();
  readonly #metadata: MetadataWatch | null;
  #stale = false;

  private constructor(session: Session, groups: readonly NotifyGroup[], metadata: MetadataWatch | null) {
    this.#session = session;
    this.#groups = groups;
    this.#metadata = metadata;
  }

  /** Takes the state of now as told; with `status` it is said (RFC 5465 §3.1). */
  static async begin(session: Session, groups: readonly NotifyGroup[], status: boolean): Promise<Notify> {
    const metadataWanted = groups.some(({ events }) => events.has('MailboxMetadataChange') || events.has('ServerMetadataChange'));
    const notify = new Notify(session, groups, metadataWanted ? await MetadataWatch.begin(session) : null);
    try {
      await notify.#begin(status);
      return notify;
    } catch (error) {
      notify.end();
      throw error;
    }
  }

  async #begin(status: boolean): Promise<void> {
    const session = this.#session;
    this.#watch(session.accountId); // before reading, so that no change falls between
    const tree = await mailboxTree(session);
    this.#known = this.#remember(tree);
    for (const { place } of status ? tree : []) {
      if (!place || this.#isSelected(place)) continue;
      const events = this.#eventsFor(place);
      const items = new Set<StatusItem>();
      if (events.has('MessageNew')) for (const item of ['MESSAGES', 'UIDNEXT', 'UIDVALIDITY'] as const) items.add(item);
      if (events.has('FlagChange')) for (const item of ['UIDVALIDITY', 'HIGHESTMODSEQ'] as const) items.add(item);
      if (items.size > 0) session.untagged(await statusLine(session, place, [...items]));
    }
  }

  get selectedGroup(): NotifyGroup | null {
    return this.#groups.find(({ filter }) => filter.kind === 'selected' || filter.kind === 'selected-delayed') ?? null;
  }

  get delaysExpunge(): boolean {
    return this.selectedGroup?.filter.kind === 'selected-delayed';
  }

  caused(accountId: number, mailboxId: number): void {
    this.#caused.add(`${accountId}:${mailboxId}`);
  }

  causedMetadata(accountId: number, mailboxId: number, entry: string): void {
    this.#metadata?.caused(accountId, mailboxId, entry);
  }

  async tell(look = false): Promise<void> {
    if (!this.#stale && !look) return;
    this.#stale = false;
    const tree = await mailboxTree(this.#session).catch((error: unknown) => {
      this.#stale = true; // it is told the next time
      throw error;
    });
    const before = this.#known;
    this.#known = this.#remember(tree);
    for (const named of tree) if (named.place) await this.#tellOf(named, named.place, before.get(keyOf(named.place)), before);
    for (const [key, old] of before) if (!this.#known.has(key)) this.#tellGone(key, old, tree);
    this.#caused.clear();
    const lines = (await this.#metadata?.changes(this.#session)) ?? [];
    for (const { line, path } of lines) if (this.#wantsMetadata(path, tree)) this.#session.untagged(line);
  }

  end(): void {
    for (const unwatch of this.#watched.values()) unwatch();
    this.#watched.clear();
  }

  async #tellOf(named: NamedMailbox, place: Place, old: Known | undefined, before: ReadonlyMap<string, Known>): Promise<void> {
    const events = this.#eventsFor(place);
    const own = this.#caused.has(keyOf(place));
    if (!old) {
      if (events.has('MailboxName') && !own) this.#list(named);
      return;
    }
    if (old.path !== named.path && events.has('MailboxName') && !own && !movedWithParent(named.path, old.path, before, this.#known)) {
      this.#list(named, ` ("OLDNAME" (${writeMailboxName(old.path, this.#session.utf8)}))`);
    } else if (old.subscribed !== place.subscribed && events.has('SubscriptionChange') && !own) this.#list(named);
    if (this.#isSelected(place)) return;
    const items = this.#statusItems(old, place, events);
    if (items.length > 0) this.#session.untagged(await statusLine(this.#session, place, items));
  }

  #statusItems(old: Known, { mailbox }: Place, events: ReadonlySet<NotifyEvent>): StatusItem[] {
    const items = new Set<StatusItem>();
    const { condstore } = this.#session;
    if (events.has('MessageNew') && (old.uidnext !== mailbox.uidnext || old.total !== mailbox.total)) {
      for (const item of ['UIDNEXT', 'MESSAGES'] as const) items.add(item);
      if (condstore) items.add('HIGHESTMODSEQ');
    }
    // RFC 5465 §5.1: without CONDSTORE a change of flags shows in UNSEEN, or not at all.
    if (events.has('FlagChange') && old.modseq !== mailbox.modseq && (condstore || old.unseen !== mailbox.unseen)) {
      if (condstore) items.add('HIGHESTMODSEQ');
      items.add('UIDVALIDITY');
      if (old.unseen !== mailbox.unseen) items.add('UNSEEN');
    }
    return [...items];
  }

  #tellGone(key: string, { path }: Known, tree: readonly NamedMailbox[]): void {
    const wanted = this.#groups.some(
      ({ filter, events }) => events.has('MailboxName') && (!('names' in filter) || namesMailbox(filter, path)),
    );
    if (!wanted || this.#caused.has(key)) return;
    this.#session.untagged(`LIST (\\NonExistent) "/" ${writeMailboxName(path, this.#session.utf8)}`);
    const parent = tree.find((named) => named.path === path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    if (parent) this.#list(parent); // RFC 5465 §5.4: its parent is affected too
  }

  #list(named: NamedMailbox, more = ''): void {
    const words = attributes(named, { subscribed: true }).join(' ');
    this.#session.untagged(`LIST (${words}) "/" ${writeMailboxName(named.path, this.#session.utf8)}${more}`);
  }

  /** RFC 5465 §5: mailboxes without the rights `l` and `r` are not watched. */
  #eventsFor(place: Place): Set<NotifyEvent> {
    if (!place.rights.includes('l') || !place.rights.includes('r')) return new Set();
    return new Set(this.#groups.filter(({ filter }) => covers(filter, place)).flatMap(({ events }) => [...events]));
  }

  #wantsMetadata(path: string | null, tree: readonly NamedMailbox[]): boolean {
    if (path === null) return this.#groups.some(({ events }) => events.has('ServerMetadataChange'));
    const place = tree.find((named) => named.path === path)?.place;
    return place ? this.#eventsFor(place).has('MailboxMetadataChange') : false;
  }

  #isSelected({ accountId, mailbox }: Place): boolean {
    const { selected } = this.#session;
    return selected?.accountId === accountId && selected.mailboxId === mailbox.mailboxId;
  }

  #remember(tree: readonly NamedMailbox[]): Map<string, Known> {
    const known = new Map<string, Known>();
    for (const { path, place } of tree) {
      if (!place?.rights.includes('l')) continue;
      this.#watch(place.accountId);
      const { uidnext, total, unseen, modseq } = place.mailbox;
      known.set(keyOf(place), { path, subscribed: place.subscribed, uidnext, total, unseen, modseq });
    }
    return known;
  }

  #watch(accountId: number): void {
    if (this.#watched.has(accountId)) return;
    const unwatch = watchAccount(accountId, () => {
      this.#stale = true;
      this.#session.wake();
    });
    this.#watched.set(accountId, unwatch);
  }
}

function covers(filter: MailboxFilter, place: Place): boolean {
  switch (filter.kind) {
    case 'selected':
    case 'selected-delayed':
      return false;
    case 'inboxes':
      return place.own && place.mailbox.role === 'inbox';
    case 'personal':
      return place.own;
    case 'subscribed':
      return place.subscribed;
    case 'subtree':
    case 'subtree-one':
    case 'mailboxes':
      return namesMailbox(filter, place.path);
  }
}

/** RFC 5465 §5.4: the children of a renamed mailbox are not told of. */
function movedWithParent(path: string, old: string, before: ReadonlyMap<string, Known>, now: ReadonlyMap<string, Known>): boolean {
  const [parent, oldParent] = [path, old].map((name) => name.slice(0, Math.max(0, name.lastIndexOf('/'))));
  if (parent === oldParent || path.slice(path.lastIndexOf('/')) !== old.slice(old.lastIndexOf('/'))) return false;
  return [...now].some(([key, { path: at }]) => at === parent && before.get(key)?.path === oldParent);
}
