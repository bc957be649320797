/** MDN/send (RFC 9007 §2.1): tells the sender of a message, who asked for it, what became of it. The envelope's sender is null (RFC 8098 §3). */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { accountWireId, emailWireId, parseEmailWireId, parseIdentityWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import type { SetError } from '#lib/jmap/types.ts';
import { writeMdn } from '#lib/mdn/write-mdn.ts';
import { readAddressList, toStoredAddresses } from '#lib/message/addresses.ts';
import { firstField, readHeader } from '#lib/message/header-fields.ts';
import { Flag } from '#lib/message/keywords.ts';
import { config } from '#server/config/config.ts';
import { submitMessage } from '#server/queue/submit.ts';
import { accountAddresses, getEmails, listIdentities, putBlob, readMessage, type EmailRow, type Identity } from '#server/store/index.ts';
import { invalidProperties, MethodError, refusalOf, SetRefusal, shaped } from '../errors.ts';
import { method, type MethodContext } from '../method.ts';
import { idOrReference, object } from '../shapes.ts';
import { attempt, checkCount, numberOf, orNull } from '../standard/set.ts';

const line = z
  .string()
  .max(1000)
  .regex(/^[^\p{Cc}]*$/u);
const mdn = z.strictObject({
  forEmailId: z.string(),
  subject: line.nullish(),
  textBody: z.string().max(100_000).nullish(),
  includeOriginalMessage: z.boolean().optional(),
  reportingUA: line.nullish(),
  disposition: z.strictObject({
    actionMode: z.enum(['manual-action', 'automatic-action']),
    sendingMode: z.enum(['mdn-sent-manually', 'mdn-sent-automatically']),
    type: z.enum(['deleted', 'dispatched', 'displayed', 'processed']),
  }),
  finalRecipient: line.nullish(),
  // RFC 8098 §3.3: names as headers have them.
  extensionFields: z.record(z.string().regex(/^[!-9;-~]{1,100}$/), line).nullish(),
});

export const mdnSend = method({
  name: 'MDN/send',
  capability: capability.mdn,
  args: { identityId: idOrReference, send: z.record(z.string(), object), onSuccessUpdateEmail: z.record(idOrReference, object).nullish() },
  async run(context, args) {
    const { accountId } = context;
    checkCount({ create: args.send });
    const number = numberOf(context, args.identityId, parseIdentityWireId);
    const identity = (await listIdentities(accountId)).find(({ identityId }) => identityId === number);
    if (!identity) throw new MethodError('invalidArguments', 'identityId: there is no such identity.');
    const sent: Record<string, object> = {};
    const notSent: Record<string, SetError> = {};
    const update: Record<string, unknown> = {};
    for (const [key, given] of Object.entries(args.send)) {
      const patch = args.onSuccessUpdateEmail?.[`#${key}`];
      await attempt(notSent, key, async () => {
        const { emailId, result } = await sendOne(context, identity, given, patch, update);
        sent[key] = result;
        update[emailId] = patch;
      });
    }
    if (Object.keys(update).length > 0) context.implicit.push(['Email/set', { accountId: accountWireId(accountId), update }]);
    return { sent: orNull(sent), notSent: orNull(notSent) };
  },
});

/** `before`: the emails, by id, for which this call has sent one already; that is noted behind it. */
async function sendOne(
  context: MethodContext,
  identity: Identity,
  given: Record<string, unknown>,
  patch: Record<string, unknown> | undefined,
  before: Record<string, unknown>,
) {
  const wanted = shaped(mdn, given);
  // §2.1: what does not note that it was sent is refused.
  const keywords = patch?.keywords as Record<string, unknown> | undefined;
  if (patch?.['keywords/$mdnsent'] !== true && keywords?.$mdnsent !== true)
    throw invalidProperties(['onSuccessUpdateEmail'], 'It must set the keyword $mdnsent.');
  const { forEmailId, disposition, extensionFields, includeOriginalMessage = false } = wanted;
  const number = numberOf(context, forEmailId, parseEmailWireId);
  const [email] = number === null ? [] : await getEmails(context.accountId, [number]);
  if (!email) throw new SetRefusal('notFound');
  const emailId = emailWireId(context.accountId, email.emailId);
  if (email.flags & Flag.mdnSent || emailId in before)
    throw new SetRefusal('mdnAlreadySent', { description: 'The keyword $mdnsent is set already.' });
  const asked = await requestOf(email);
  if (!asked) throw new SetRefusal('notFound', { description: 'Its sender asks for no receipt.' });
  // RFC 8098 §2.1: by itself only to who sent the message, or it would be a way to make us write to strangers.
  if (disposition.sendingMode === 'mdn-sent-automatically' && asked.to.toLowerCase() !== (email.headers.envelopeFrom ?? '').toLowerCase())
    throw new SetRefusal('forbidden', { description: 'The receipt goes to somebody else than the sender: ask the user first.' });
  const finalRecipient = wanted.finalRecipient ?? `rfc822; ${identity.email}`;
  const named = finalRecipient
    .replace(/^[^;]*;/, '')
    .trim()
    .toLowerCase();
  if (!(await accountAddresses(context.accountId)).includes(named)) throw new SetRefusal('forbiddenFrom');
  const bytes = await readMessage(email, 0, includeOriginalMessage ? email.size : email.headerSize);
  const now = new Date();
  const text = writeMdn({
    ...{ from: { name: identity.name, email: identity.email }, to: asked.to, disposition, finalRecipient, now },
    subject: wanted.subject ?? `Read: ${email.subject}`,
    textBody: wanted.textBody ?? `Your message "${email.subject}" was ${disposition.type} on ${now.toUTCString()}.`,
    reportingUA: wanted.reportingUA ?? null,
    originalRecipient: asked.originalRecipient,
    originalMessageId: asked.messageId,
    extensionFields: extensionFields ?? {},
    original: { octets: bytes, whole: includeOriginalMessage },
    id: randomBytes(12).toString('hex'),
    hostname: config().hostname,
    newBoundary: () => `=_${randomBytes(18).toString('hex')}`,
  });
  const message = Buffer.from(text);
  const blob = await putBlob(message);
  const outcome = await submitMessage({
    ...{ accountId: context.accountId, mailFrom: '', recipients: [{ address: asked.to }], blob, message, size: message.length },
    ...{ smtputf8: /[^\x20-\x7e]/.test(asked.to), subject: wanted.subject ?? email.subject, record: false },
    via: { source: 'jmap', detail: { user: context.user.login } },
  });
  if (!outcome.ok)
    throw outcome.reason === 'rateLimited' ? new SetRefusal('rateLimit', { description: outcome.text }) : refusalOf(outcome.reason);
  const result = {
    ...(wanted.finalRecipient ? {} : { finalRecipient }),
    ...(wanted.subject ? {} : { subject: `Read: ${email.subject}` }),
    ...(wanted.includeOriginalMessage === undefined ? { includeOriginalMessage } : {}),
    ...{ mdnGateway: null, originalRecipient: asked.originalRecipient, originalMessageId: asked.messageId, error: null },
  };
  return { emailId, result };
}

interface Asked {
  to: string;
  messageId: string | null;
  originalRecipient: string | null;
}

/** Where the receipt is to go (RFC 8098 §2.1). One address only: more would multiply what one message causes. */
async function requestOf(email: EmailRow): Promise<Asked | null> {
  const bytes = await readMessage(email, 0, email.headerSize);
  const { fields } = readHeader(bytes, 0, bytes.length);
  const value = firstField(fields, 'disposition-notification-to');
  const [first] = value === undefined ? [] : toStoredAddresses(readAddressList(value));
  if (!first || !/^[^@\s<>]+@[^@\s<>]+$/.test(first.email)) return null;
  return {
    to: first.email,
    messageId: firstField(fields, 'message-id')?.trim() ?? null,
    originalRecipient: firstField(fields, 'original-recipient')?.trim() ?? null,
  };
}
