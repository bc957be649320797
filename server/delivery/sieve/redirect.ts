/** `redirect` (RFC 5228 §4.2): the message goes on, with a return path of ours, a seal over the verdicts, and a mark against loops. */
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import { domainOf } from '#lib/smtp/path.ts';
import { decodedValue, editedMessage, type Header, type SieveMessage } from '#lib/sieve/run/message.ts';
import { prepareForward } from '#server/mailauth/forward.ts';
import type { NewQueueMessage } from '#server/store/index.ts';
import { outgoingMessage } from './outgoing.ts';

/** Says which account sent it on: who gets it back does not do so again (RFC 5228 §10). */
const mark = 'X-Sieve-Redirected-From';

export interface RedirectInput {
  email: string;
  address: string;
  header: Header | null;
  message: SieveMessage;
  mailFrom: string;
  auth: AuthVerdict | null;
  now: Date;
}

/** Null: it has been here before, and would go in circles. */
export async function redirected({ email, address, header, message, mailFrom, auth, now }: RedirectInput): Promise<NewQueueMessage | null> {
  const marks = message.original.filter(({ name }) => name === mark.toLowerCase()).map(({ raw }) => decodedValue(raw).toLowerCase());
  if (marks.includes(email.toLowerCase())) return null;
  // Return-Path is for final delivery alone (RFC 5321 §4.4).
  const fields = (header ?? message.original).filter(({ name }) => name !== 'return-path');
  const edited = editedMessage(message, fields);
  const bytes = 'whole' in edited ? edited.whole : message.bytes;
  const own = Buffer.from(`${mark}: ${email}\r\n`);
  const prefix = 'whole' in edited ? own : Buffer.concat([own, edited.added]);
  const forward = await prepareForward({ auth, mailFrom, prefix, message: bytes, domain: domainOf(email) });
  return outgoingMessage({
    accountId: null,
    mailFrom: forward.mailFrom,
    to: [address],
    message: bytes,
    prefix: forward.prefix,
    subject: '',
    now,
  });
}
