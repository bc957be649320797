/** The envelope of an EmailSubmission (RFC 8621 §7), given or made from the message's header. */
import { z } from 'zod';
import type { EmailRow } from '#server/store/index.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import { maxDelayedSend } from '../session.ts';

export const maxRecipients = 1000;

const parameters = z.record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/), z.string().nullable()).nullish();
const address = z.strictObject({ email: z.string().max(320), parameters });
const envelope = z.strictObject({ mailFrom: address, rcptTo: z.array(address) });

export interface SubmissionEnvelope {
  mailFrom: { email: string; parameters: Record<string, string | null> | null };
  rcptTo: { email: string; parameters: Record<string, string | null> | null }[];
}

/** Throws SetRefusal. */
export function readEnvelope(given: unknown, email: EmailRow, identityEmail: string): SubmissionEnvelope {
  const read = given == null ? envelopeOf(email, identityEmail) : checked(given);
  const distinct = [...new Map(read.rcptTo.map((recipient) => [recipient.email, recipient])).values()];
  if (distinct.length === 0) throw new SetRefusal('noRecipients', { description: 'The message has no recipients.' });
  if (distinct.length > maxRecipients) throw new SetRefusal('tooManyRecipients', { maxRecipients });
  const wrong = distinct.map((recipient) => recipient.email).filter((one) => !isMailAddress(one));
  if (wrong.length > 0) throw new SetRefusal('invalidRecipients', { invalidRecipients: wrong });
  return { mailFrom: read.mailFrom, rcptTo: distinct };
}

function checked(given: unknown): SubmissionEnvelope {
  const parsed = envelope.safeParse(given);
  if (!parsed.success) throw invalidProperties(['envelope']);
  const { mailFrom, rcptTo } = parsed.data;
  return {
    mailFrom: { email: mailFrom.email, parameters: mailFrom.parameters ?? null },
    rcptTo: rcptTo.map((one) => ({ email: one.email, parameters: one.parameters ?? null })),
  };
}

/** RFC 8621 §7: from Sender, else From; to everybody in To, Cc and Bcc. */
function envelopeOf({ headers }: EmailRow, identityEmail: string): SubmissionEnvelope {
  const sender = headers.sender?.[0]?.email ?? headers.from?.[0]?.email ?? identityEmail;
  const people = [...(headers.to ?? []), ...(headers.cc ?? []), ...(headers.bcc ?? [])];
  return { mailFrom: { email: sender, parameters: null }, rcptTo: people.map(({ email }) => ({ email, parameters: null })) };
}

/** RFC 5321 §4.1.2, loosely: what no server could deliver to is refused here, the rest is the servers' to say. */
export function isMailAddress(email: string): boolean {
  return /^[^\s@<>(),;:\\"[\]\p{Cc}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u.test(email) && !email.includes('..');
}

/** RFC 4865 §4: when the message is to be released. Undefined: now. Throws SetRefusal. */
export function releaseTime(mailFrom: SubmissionEnvelope['mailFrom'], now: Date): Date | undefined {
  const given = new Map(Object.entries(mailFrom.parameters ?? {}).map(([name, value]) => [name.toUpperCase(), value ?? '']));
  const holdFor = given.get('HOLDFOR');
  const holdUntil = given.get('HOLDUNTIL');
  if (holdFor === undefined && holdUntil === undefined) return undefined;
  if (holdFor !== undefined && holdUntil !== undefined) throw invalidProperties(['envelope'], 'HOLDFOR and HOLDUNTIL exclude each other.');
  const at = holdFor === undefined ? Date.parse(holdUntil ?? '') : /^\d{1,9}$/.test(holdFor) ? now.getTime() + Number(holdFor) * 1000 : NaN;
  if (Number.isNaN(at)) throw invalidProperties(['envelope'], 'The time to hold the message until is not understood.');
  if (at > now.getTime() + maxDelayedSend * 1000) throw invalidProperties(['envelope'], 'The message cannot be held for so long.');
  return new Date(at);
}

/** DSN parameters of a recipient (RFC 3461 §4.1, §4.2). */
export function recipientOf({ email, parameters: given }: SubmissionEnvelope['rcptTo'][number]) {
  const named = new Map(Object.entries(given ?? {}).map(([name, value]) => [name.toUpperCase(), value]));
  const notify = named.get('NOTIFY');
  const orcpt = named.get('ORCPT');
  return { address: email, ...(notify ? { notify } : {}), ...(orcpt ? { orcpt } : {}) };
}
