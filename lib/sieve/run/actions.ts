/** What comes of a script: a list of actions for delivery to carry out. */
import type { Header } from './message.ts';

export interface VacationAction {
  kind: 'vacation';
  /** How long the same sender gets no other reply. */
  seconds: number;
  /** What tells one reply from another (RFC 5230 §4.2): given, or made of the reply itself. */
  handle: string;
  subject: string | null;
  from: string | null;
  /** More addresses of the user. */
  addresses: string[];
  /** `reason` is a MIME entity with its header. */
  mime: boolean;
  reason: string;
}
export interface NotifyAction {
  kind: 'notify';
  /** A mailto URI (RFC 6068). */
  method: string;
  from: string | null;
  importance: 1 | 2 | 3;
  message: string | null;
}
export interface FileAction {
  kind: 'file';
  /** Null: keep, into INBOX. */
  mailbox: string | null;
  /** Any spelling; empty: none. */
  flags: string[];
  /** By `:flags`: meant for this copy alone, and not what the script has set for the message. */
  ownFlags: boolean;
  create: boolean;
  specialUse: string | null;
  mailboxId: string | null;
  /** The header as it was edited by then; null: as it came. */
  header: Header | null;
  line: number;
}
export interface RedirectAction {
  kind: 'redirect';
  address: string;
  header: Header | null;
}
export interface RejectAction {
  kind: 'reject';
  /** `ereject` leaves it to us how, `reject` asks for a notice where a reply by SMTP cannot say it (RFC 5429 §2.1, §2.2). */
  how: 'reject' | 'ereject';
  reason: string;
}
export type SieveAction = FileAction | RedirectAction | RejectAction | VacationAction | NotifyAction;

/** A `duplicate` test that has come out false: the id is to be remembered when the message is delivered (RFC 7352 §3). */
export interface SeenId {
  handle: string;
  id: string;
  seconds: number;
}
