/** The small model that two sessions are held against: what the server's mailboxes hold, without any session's view. */
/** A copy within an account is the same email (docs/adr): all that it carries is common to the copies, but \\Deleted. */
export interface Email {
  flags: Set<string>;
  /** The size of its text, by which searches tell emails apart. */
  size: number;
}
export class ModelMessage {
  readonly uid: number;
  readonly email: Email;
  deleted: boolean;

  constructor(uid: number, email: Email, deleted: boolean) {
    this.uid = uid;
    this.email = email;
    this.deleted = deleted;
  }

  get size(): number {
    return this.email.size;
  }

  get flags(): ReadonlySet<string> {
    return this.deleted ? new Set([...this.email.flags, deletedFlag]) : this.email.flags;
  }
}
export interface ModelMailbox {
  name: string;
  uidnext: number;
  messages: ModelMessage[];
}

export const deletedFlag = '\\Deleted';
export const systemFlags = ['\\Seen', '\\Answered', '\\Flagged', '\\Deleted', '\\Draft'];
export const allFlags = [...systemFlags, '$Forwarded', 'red', 'blue'];

export function append(mailbox: ModelMailbox, flags: readonly string[], size: number): number {
  const email = { flags: new Set(flags.filter((flag) => flag !== deletedFlag)), size };
  return put(mailbox, email, flags.includes(deletedFlag));
}

function put(mailbox: ModelMailbox, email: Email, deleted: boolean): number {
  const uid = mailbox.uidnext++;
  mailbox.messages.push(new ModelMessage(uid, email, deleted));
  return uid;
}

export type StoreMode = '+' | '-' | '';

export function store(message: ModelMessage, mode: StoreMode, flags: readonly string[]): void {
  const shared = flags.filter((flag) => flag !== deletedFlag);
  if (mode === '') message.email.flags = new Set(shared);
  else for (const flag of shared) message.email.flags[mode === '+' ? 'add' : 'delete'](flag);
  if (mode === '') message.deleted = flags.includes(deletedFlag);
  else if (flags.includes(deletedFlag)) message.deleted = mode === '+';
}

export function find(mailbox: ModelMailbox, uid: number): ModelMessage | undefined {
  return mailbox.messages.find((message) => message.uid === uid);
}

/** Those of `uids` that are there go to the other mailbox; pairs are what COPYUID must say. */
export function transfer(from: ModelMailbox, uids: readonly number[], to: ModelMailbox, moves: boolean): [number, number][] {
  const chosen = from.messages.filter(({ uid }) => uids.includes(uid));
  const pairs = chosen.map(({ uid, email }): [number, number] => [uid, put(to, email, false)]);
  if (moves) from.messages = from.messages.filter((message) => !chosen.includes(message));
  return pairs;
}

/** Returns the UIDs that went. */
export function expunge(mailbox: ModelMailbox, within: readonly number[] | null): number[] {
  const gone = mailbox.messages.filter(({ uid, deleted }) => deleted && (within === null || within.includes(uid)));
  mailbox.messages = mailbox.messages.filter((message) => !gone.includes(message));
  return gone.map(({ uid }) => uid);
}

export const sorted = (flags: Iterable<string>): string => [...flags].sort().join(' ');
