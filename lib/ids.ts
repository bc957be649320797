/**
 * Ids as JMAP and IMAP show them (RFC 8620 §1.2, RFC 8474 §7: letters, digits, `-` and `_`): a letter for the kind, the account and the
 * object in base 32, so the same string serves both protocols and is unique when mailboxes of several accounts are in view.
 */

const letters = {
  account: 'A',
  email: 'M',
  thread: 'T',
  mailbox: 'F',
  submission: 'S',
  identity: 'I',
  bulk: 'K',
  addressBook: 'D',
  contact: 'C',
  script: 'V',
  held: 'H',
  mask: 'N',
  fetched: 'G',
} as const;
type Kind = Exclude<keyof typeof letters, 'account'>;

export const accountWireId = (accountId: number): string => letters.account + accountId.toString(32);
export const emailWireId = (accountId: number, emailId: number): string => wireId('email', accountId, emailId);
export const threadWireId = (accountId: number, threadId: number): string => wireId('thread', accountId, threadId);
export const mailboxWireId = (accountId: number, mailboxId: number): string => wireId('mailbox', accountId, mailboxId);
export const submissionWireId = (accountId: number, submissionId: number): string => wireId('submission', accountId, submissionId);
export const bulkWireId = (accountId: number, bulkId: number): string => wireId('bulk', accountId, bulkId);
export const identityWireId = (accountId: number, identityId: number): string => wireId('identity', accountId, identityId);
export const addressBookWireId = (accountId: number, bookId: number): string => wireId('addressBook', accountId, bookId);
export const contactWireId = (accountId: number, cardId: number): string => wireId('contact', accountId, cardId);
export const scriptWireId = (accountId: number, scriptId: number): string => wireId('script', accountId, scriptId);
export const heldWireId = (accountId: number, quarantineId: number): string => wireId('held', accountId, quarantineId);
export const maskWireId = (accountId: number, maskId: number): string => wireId('mask', accountId, maskId);
export const fetchedWireId = (accountId: number, fetchId: number): string => wireId('fetched', accountId, fetchId);
/** Push subscriptions belong to a log-in, not to an account. */
export const pushWireId = (pushId: number): string => `P${pushId.toString(32)}`;

/** The account that an object is of, by its id; null for what names none: a file that was uploaded. */
export function accountOfWireId(id: string): string | null {
  const account = /^[A-Z]([1-9a-v][0-9a-v]{0,10})-/.exec(id)?.[1];
  return account === undefined ? null : letters.account + account;
}

/** The number again, or null for what is no such id or belongs to another account. */
export const parseAccountWireId = (id: string): number | null => (id.startsWith(letters.account) ? numberOf(id.slice(1)) : null);
export const parseEmailWireId = (accountId: number, id: string): number | null => parse('email', accountId, id);
export const parseThreadWireId = (accountId: number, id: string): number | null => parse('thread', accountId, id);
export const parseMailboxWireId = (accountId: number, id: string): number | null => parse('mailbox', accountId, id);
export const parseSubmissionWireId = (accountId: number, id: string): number | null => parse('submission', accountId, id);
export const parseBulkWireId = (accountId: number, id: string): number | null => parse('bulk', accountId, id);
export const parseIdentityWireId = (accountId: number, id: string): number | null => parse('identity', accountId, id);
export const parseAddressBookWireId = (accountId: number, id: string): number | null => parse('addressBook', accountId, id);
export const parseContactWireId = (accountId: number, id: string): number | null => parse('contact', accountId, id);
export const parseScriptWireId = (accountId: number, id: string): number | null => parse('script', accountId, id);
export const parseHeldWireId = (accountId: number, id: string): number | null => parse('held', accountId, id);
export const parseMaskWireId = (accountId: number, id: string): number | null => parse('mask', accountId, id);
export const parseFetchedWireId = (accountId: number, id: string): number | null => parse('fetched', accountId, id);
export const parsePushWireId = (id: string): number | null => (id.startsWith('P') ? numberOf(id.slice(1)) : null);

/** The blob of a whole email, or of one of its parts by IMAP part number (`1.2` is written `1_2`: an id has no dots). */
export function emailBlobId(accountId: number, emailId: number, partId?: string): string {
  const whole = `B${accountId.toString(32)}-${emailId.toString(32)}`;
  return partId === undefined ? whole : `${whole}-${partId.replaceAll('.', '_')}`;
}

/** The blob of something uploaded, by its SHA-256. */
export const uploadBlobId = (sha256: Uint8Array): string => `U${[...sha256].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;

export type ParsedBlobId =
  | { kind: 'email'; emailId: number; /** null: the whole message. */ partId: string | null }
  | { kind: 'upload'; /** 64 lower-case hexadecimal digits. */ sha256: string };

export function parseBlobId(accountId: number, id: string): ParsedBlobId | null {
  const upload = /^U([0-9a-f]{64})$/.exec(id);
  if (upload?.[1]) return { kind: 'upload', sha256: upload[1] };
  const match = /^B([0-9a-v]+)-([0-9a-v]+)(?:-([0-9_]*))?$/.exec(id);
  const emailId = numberOf(match?.[2]);
  if (!match || emailId === null || numberOf(match[1]) !== accountId) return null;
  return { kind: 'email', emailId, partId: match[3]?.replaceAll('_', '.') ?? null };
}

function wireId(kind: Kind, accountId: number, id: number): string {
  return `${letters[kind]}${accountId.toString(32)}-${id.toString(32)}`;
}

function parse(kind: Kind, accountId: number, id: string): number | null {
  const [account, object, more] = id.slice(1).split('-');
  if (!id.startsWith(letters[kind]) || more !== undefined || numberOf(account) !== accountId) return null;
  return numberOf(object);
}

// Only the spelling that we write ourselves: one object has one id.
function numberOf(text: string | undefined): number | null {
  if (text === undefined || !/^[1-9a-v][0-9a-v]{0,10}$/.test(text)) return null;
  const number = Number.parseInt(text, 32);
  return Number.isSafeInteger(number) ? number : null;
}
