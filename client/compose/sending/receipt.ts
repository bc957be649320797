/** A sender asked to be told when the message is read (RFC 8098); the server writes the receipt (MDN/send, RFC 9007). */
import { words } from '#client/i18n/words.ts';
import { jmapConnection } from '#client/jmap/open-connection.ts';
import { answerOf, MethodError } from '#client/jmap/connection.ts';
import { loadContext } from '../mail-api.ts';

interface Asking {
  id: string;
  subject: string | null;
  to: { email: string }[] | null;
  cc: { email: string }[] | null;
}

/** `by`: the person who was asked, or the setting to send all. */
export async function sendReceipt(email: Asking, by: 'person' | 'setting'): Promise<void> {
  const connection = await jmapConnection();
  const { identities } = await loadContext(connection);
  const addressed = [...(email.to ?? []), ...(email.cc ?? [])].map((one) => one.email.toLowerCase());
  const identity = identities.find((one) => addressed.includes(one.email.toLowerCase())) ?? identities[0];
  if (!identity) throw new Error(words('compose')('noIdentity'));
  const t = words('compose');
  const subject = email.subject ?? '';
  const mdn = {
    ...{ forEmailId: email.id, subject: t('receipt.subject', { subject }), textBody: t('receipt.text', { subject }) },
    disposition: {
      actionMode: by === 'person' ? 'manual-action' : 'automatic-action',
      sendingMode: by === 'person' ? 'mdn-sent-manually' : 'mdn-sent-automatically',
      type: 'displayed',
    },
  };
  const { accountId } = connection;
  const onSuccessUpdateEmail = { '#receipt': { 'keywords/$mdnsent': true } };
  const answers = await connection.call([
    ['MDN/send', { accountId, identityId: identity.id, send: { receipt: mdn }, onSuccessUpdateEmail }, 'send'],
  ]);
  const answer = answerOf(
    answers.filter(([name]) => name === 'MDN/send' || name === 'error'),
    'send',
  );
  const refused = (answer.notSent as Record<string, { type: string; description?: string }> | null)?.receipt;
  if (refused) throw new MethodError(refused.type, refused.description);
}

/** No receipt, and no more question: the keyword that stands for both (RFC 8621 §4.1.1, $mdnsent). */
export async function declineReceipt(emailId: string): Promise<void> {
  const { call, accountId } = await jmapConnection();
  answerOf(await call([['Email/set', { accountId, update: { [emailId]: { 'keywords/$mdnsent': true } } }, 'set']]), 'set');
}
