/** EmailSubmission/set create (RFC 8621 §7.5): the message goes to the queue, at once or when its time has come. */
import { parseEmailWireId, parseIdentityWireId, submissionWireId, threadWireId } from '#lib/ids.ts';
import { config } from '#server/config/config.ts';
import { submitMessage } from '#server/queue/submit.ts';
import { accountAddresses, getEmails, listIdentities, putBlob, readMessage, type EmailRow, type Refusal } from '#server/store/index.ts';
import { toUtcDate } from '../email/utc-date.ts';
import { invalidProperties, refusalOf, SetRefusal } from '../errors.ts';
import { maxSizeUpload } from '../limits.ts';
import type { MethodContext } from '../method.ts';
import { numberOf } from '../standard/set.ts';
import { readEnvelope, recipientOf, releaseTime } from './envelope.ts';
import { outgoing } from './outgoing.ts';

const known = ['identityId', 'emailId', 'envelope'];

/** Throws SetRefusal. */
export async function createSubmission(context: MethodContext, given: Record<string, unknown>) {
  const { accountId } = context;
  const unknown = Object.keys(given).filter((property) => !known.includes(property));
  if (unknown.length > 0) throw invalidProperties(unknown);
  const email = await readEmail(context, given.emailId);
  const identity = await readIdentity(context, given.identityId);
  const envelope = readEnvelope(given.envelope, email, identity.email);
  await checkSender(accountId, email, envelope.mailFrom.email);
  if (email.size > maxSizeUpload()) throw new SetRefusal('tooLarge', { maxSize: maxSizeUpload() });
  const now = new Date();
  const sendAt = releaseTime(envelope.mailFrom, now);
  const message = outgoing(await readMessage(email), email.headerSize, config().hostname);
  const blob = await putBlob(message);
  const outcome = await submitMessage({
    accountId,
    mailFrom: envelope.mailFrom.email,
    recipients: envelope.rcptTo.map(recipientOf),
    blob,
    message,
    size: message.length,
    smtputf8: needsSmtpUtf8(message.subarray(0, email.headerSize), [envelope.mailFrom, ...envelope.rcptTo]),
    subject: email.subject,
    messageId: email.headers.messageId?.[0] ?? null,
    via: { source: 'jmap', detail: { user: context.user.login } },
    emailId: email.emailId,
    threadId: email.threadId,
    identityId: identity.identityId,
    ...(sendAt ? { sendAt } : {}),
    record: true,
  });
  if (!outcome.ok && outcome.reason === 'rateLimited') throw new SetRefusal('forbiddenToSend', { description: `${outcome.text}.` });
  if (!outcome.ok) throw refused(outcome.reason);
  if (outcome.value.submissionId === null) throw new Error('the queue made no submission');
  return {
    id: submissionWireId(accountId, outcome.value.submissionId),
    threadId: threadWireId(accountId, email.threadId),
    envelope,
    sendAt: toUtcDate(sendAt ?? now),
    undoStatus: sendAt && sendAt > now ? 'pending' : 'final',
    deliveryStatus: null,
    dsnBlobIds: [],
    mdnBlobIds: [],
  };
}

async function readEmail(context: MethodContext, given: unknown): Promise<EmailRow> {
  const number = numberOf(context, given, parseEmailWireId);
  const [row] = number === null ? [] : await getEmails(context.accountId, [number]);
  if (!row) throw invalidProperties(['emailId'], 'There is no such email.');
  return row;
}

async function readIdentity(context: MethodContext, given: unknown) {
  const number = numberOf(context, given, parseIdentityWireId);
  const found = (await listIdentities(context.accountId)).find(({ identityId }) => identityId === number);
  if (!found) throw invalidProperties(['identityId'], 'There is no such identity.');
  return found;
}

/** Nobody sends under an address that is not theirs, neither on the envelope nor in the letter. */
async function checkSender(accountId: number, { headers }: EmailRow, mailFrom: string): Promise<void> {
  const mine = new Set(await accountAddresses(accountId));
  const isMine = (address: string) => mine.has(address.toLowerCase());
  if (!isMine(mailFrom)) throw new SetRefusal('forbiddenMailFrom', { description: `${mailFrom} is not an address of yours.` });
  const from = headers.from ?? [];
  if (from.length === 0)
    throw new SetRefusal('invalidEmail', { properties: ['from'], description: 'The message does not say who it is from.' });
  // RFC 5322 §3.6.2: with several authors, Sender says who sent it.
  if (from.length > 1 && !headers.sender?.length)
    throw new SetRefusal('invalidEmail', { properties: ['sender'], description: 'A message from several people needs a Sender.' });
  const sender = headers.sender ?? [];
  const stranger = [...(from.length > 1 ? [] : from), ...sender].find(({ email }) => !isMine(email));
  if (stranger) throw new SetRefusal('forbiddenFrom', { description: `${stranger.email} is not an address of yours.` });
}

/** RFC 6531 §1: other letters than ASCII in the header or in an address. */
function needsSmtpUtf8(header: Buffer, addresses: readonly { email: string }[]): boolean {
  return header.some((octet) => octet > 0x7f) || addresses.some(({ email }) => /[^\x20-\x7e]/.test(email));
}

function refused(reason: Refusal): SetRefusal {
  if (reason === 'notAllowed') return new SetRefusal('forbiddenToSend');
  if (reason === 'tooBig') return new SetRefusal('tooLarge', { maxSize: maxSizeUpload() });
  return refusalOf(reason);
}
