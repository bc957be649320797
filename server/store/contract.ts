/**
 * What the store takes and gives. `index.ts` exports the functions; each is one transaction and one round of locking, takes ids that
 * were checked at the edge, and returns refusals as values. Modseq, email and thread ids fit a double (below 2^53): plain numbers.
 */
import type { Chunk } from './blobs/chunks.ts';
import type { TraceOrigin } from './trace/types.ts';
import type { RenderedMessage, StoredHeaders, StoredPart } from '#lib/message/stored.ts';

export type Refusal =
  | 'noSuchMailbox'
  | 'noSuchEmail'
  | 'overQuota'
  | 'alreadyExists'
  | 'hasChildren'
  | 'hasEmails'
  | 'notAllowed'
  | 'stateMismatch'
  | 'tooBig'
  | 'invalidName'
  | 'notFound';
export type Outcome<T> = { ok: true; value: T } | { ok: false; reason: Refusal };

/** A blob that is in the store, or goes there with the mail that refers to it: its SHA-256 and its size in octets. */
export interface BlobRef {
  sha256: Buffer;
  size: number;
  /** Not written yet (`prepareBlob`): `deliver` and `keepBlob` do. */
  pending?: Chunk[];
}

// ---------- writing mail ----------

export interface DeliverItem {
  accountId: number;
  /** At least one; the first is where it "arrived". */
  mailboxIds: number[];
  blob: BlobRef;
  /** Trace headers in front of the blob, for this recipient alone. `rendered` was made from prefix + blob. */
  prefix: Buffer | null;
  rendered: RenderedMessage;
  flags?: number;
  keywords?: string[] | null;
  receivedAt?: Date;
  /** What its timeline tells between `received` and `delivered`: verdicts and scores. */
  events?: { type: string; detail: Record<string, string | number | boolean | null> }[];
  /** How it came, and to which address: for the search of administrators. `recorded`: the queue has written that already. */
  trace?: { origin: TraceOrigin; rcpt: string; recorded?: boolean };
  /** False for mail accepted at RCPT (one message may exceed the quota); true for APPEND and JMAP. Default false. */
  enforceQuota?: boolean;
  /** Import: when this account already took this blob into this mailbox by import, nothing is written and the result says so. */
  onceByBlob?: boolean;
}
export interface Delivered {
  emailId: number;
  threadId: number;
  modseq: number;
  placements: { mailboxId: number; uid: number; uidvalidity: number }[];
  /** True when `onceByBlob` found it there already (ids are then 0). */
  already?: boolean;
}

export interface FlagChange {
  mode: 'add' | 'remove' | 'replace';
  flags: number;
  keywords: string[] | null;
}
export interface FlagsStored {
  modseq: number;
  changed: { uid: number; flags: number; keywords: string[] | null; modseq: number }[];
  /** UIDs left alone because of UNCHANGEDSINCE (RFC 7162 §3.1.3). */
  modified: number[];
}
export interface Copied {
  modseq: number;
  uidvalidity: number;
  /** Source UID → destination UID, ascending by source. UIDs that were not there are absent. */
  pairs: { from: number; to: number }[];
}

/** JMAP Email/set update, already resolved from patches: what the memberships and keywords are to be afterwards. */
export interface EmailUpdate extends EmailChange {
  emailId: number;
}
export interface EmailChange {
  /** Given: the exact set of mailboxes afterwards (not empty), or a patch of it. */
  mailboxIds?: { set: number[] } | { add: number[]; remove: number[] };
  /** Given: the exact set afterwards, or a patch. `\Deleted` is never touched. */
  keywords?: { set: { flags: number; keywords: string[] | null } } | { add: FlagSet; remove: FlagSet };
}
export interface FlagSet {
  flags: number;
  keywords: string[] | null;
}

// ---------- mailboxes ----------

export type MailboxRole = 'inbox' | 'drafts' | 'sent' | 'archive' | 'junk' | 'trash' | 'snoozed' | 'scheduled' | 'templates';
export interface Mailbox {
  mailboxId: number;
  parentId: number | null;
  name: string;
  role: MailboxRole | null;
  subscribed: boolean;
  sortOrder: number;
  color: string | null;
  uidvalidity: number;
  uidnext: number;
  recentUid: number;
  createdModseq: number;
  propsModseq: number;
  modseq: number;
  keywords: string[];
  total: number;
  unseen: number;
  deleted: number;
  doubles: number;
  totalThreads: number;
  unseenThreads: number;
  bytes: number;
}

// ---------- reading mail ----------

export interface Membership {
  uid: number;
  emailId: number;
  threadId: number;
  modseq: number;
  flags: number;
  keywords: string[] | null;
}
/** An email without its message (RFC 8621 §4.1.1). */
export interface EmailMetadata {
  emailId: number;
  threadId: number;
  receivedAt: Date;
  size: number;
  /** Distinct mailboxes that hold it. */
  mailboxIds: number[];
  flags: number;
  keywords: string[] | null;
}
/** With what a list shows of its message. */
export interface EmailHead extends EmailMetadata {
  sentAt: Date | null;
  blob: Buffer;
  prefix: Buffer | null;
  headerSize: number;
  hasAttachment: boolean;
  subject: string;
  preview: string;
  headers: StoredHeaders;
}
/** With the parts of its message. */
export interface EmailRow extends EmailHead {
  root: StoredPart;
}
/** What FETCH needs, by UID ascending. `part` columns are present only when asked for. */
export interface FetchRow extends Membership {
  size: number;
  headerSize: number;
  receivedAt: Date;
  savedAt: Date;
  blob: Buffer;
  prefix: Buffer | null;
  envelope?: string;
  bodystructure?: string;
  body?: string;
  root?: StoredPart;
  preview?: string;
}

export interface ChangeSet {
  oldState: number;
  newState: number;
  hasMore: boolean;
  created: number[];
  updated: number[];
  destroyed: number[];
}

// ---------- searching ----------

/** One condition tree for IMAP SEARCH and JMAP Email/query. Dates are instants unless `…On` (a calendar day). */
export type EmailFilter =
  | { all: true }
  | { and: EmailFilter[] }
  | { or: EmailFilter[] }
  | { not: EmailFilter }
  | { inMailbox: number }
  | { inMailboxOtherThan: number[] }
  | { uids: [from: number, to: number][] }
  | { hasFlag: number }
  | { hasKeyword: string }
  /** JMAP allInThreadHaveKeyword and its kin. */
  | { threadKeyword: 'all' | 'some' | 'none'; flag: number; keyword: string | null }
  /** receivedAt in [from, to). */
  | { received: { from?: Date; to?: Date } }
  /** When it came into this mailbox, in [from, to) (RFC 8514). */
  | { saved: { from?: Date; to?: Date } }
  /** Date header's instant in [from, to). */
  | { sent: { from?: Date; to?: Date } }
  /** Date header's own calendar day, `YYYY-MM-DD`, both ends included. */
  | { sentOn: { from?: string; to?: string } }
  | { larger: number }
  | { smaller: number }
  | { minSize: number }
  | { maxSize: number }
  | { hasAttachment: boolean }
  /** Part of the name of an attached file, in any case. */
  | { attachmentName: string }
  | { modseq: number }
  | { emailIds: number[] }
  | { threadIds: number[] }
  /** Substring of the decoded header value, case-insensitive; '' = the header exists. */
  | { header: string; value: string }
  | { from: string }
  | { to: string }
  | { cc: string }
  | { bcc: string }
  | { subject: string }
  /** Words (JMAP, webmail) or an exact substring (IMAP) of the decoded body text. */
  | { body: string; exact: boolean }
  /** As `body`, or in any header. */
  | { text: string; exact: boolean };

export type EmailSort = {
  property: 'receivedAt' | 'sentAt' | 'size' | 'from' | 'to' | 'subject' | 'uid' | 'hasKeyword' | `${'some' | 'all'}InThreadHaveKeyword`;
  ascending: boolean;
  keyword?: string;
};

export interface EmailQuery {
  filter: EmailFilter;
  sort: EmailSort[];
  collapseThreads: boolean;
  position: number;
  anchor?: number;
  anchorOffset?: number;
  limit: number;
  calculateTotal: boolean;
}
export interface EmailQueryResult {
  ids: number[];
  position: number;
  total?: number;
  state: number;
  /** True when Email/queryChanges can answer for this filter and sort. */
  canCalculateChanges: boolean;
}

// ---------- directory ----------

export interface Account {
  accountId: number;
  email: string;
  display: string;
  disabledAt: Date | null;
  /** Its log-in may open the admin panel. */
  isAdmin: boolean;
  quotaBytes: number | null;
  usedBytes: number;
  usedMessages: number;
  settings: Record<string, unknown>;
  createdAt: Date;
}
export interface User {
  userId: number;
  login: string;
  accountId: number;
  passwordHash: string | null;
  isAdmin: boolean;
  sessionVersion: number;
  /** A password alone does not sign in: not in a browser, and nowhere else at all. */
  hasSecondFactor: boolean;
  disabledAt: Date | null;
}
/** Where mail for an address goes: an account here, an alias's targets, or nowhere. */
/** Who may write to a group: null for everybody, users of this server, or its members. */
export type Posting = 'internal' | 'members' | null;
export type Resolved =
  | { kind: 'account'; accountId: number; email: string; disabled: boolean; overQuota: boolean }
  /** `posting`: who may write to it, see directory/groups.ts. */
  | { kind: 'alias'; targets: string[]; posting?: Posting }
  | { kind: 'unknown' } // our domain, no such address
  | { kind: 'remote' }; // not our domain
