/** RCPT (RFC 5321 §4.1.1.3): here it is said who gets mail and who does not, so that nothing is bounced later. */
import { parsePathArgument } from '#lib/smtp/path.ts';
import { reply, type Reply } from '#lib/smtp/reply.ts';
import { config } from '#server/config/config.ts';
import { expandRecipient } from '#server/delivery/expand-recipient.ts';
import { limits } from '#server/net/limits.ts';
import type { SmtpSession, Transaction } from '../session.ts';

export async function rcpt(session: SmtpSession, argument: string): Promise<void> {
  const { transaction } = session;
  if (!transaction) return session.send(reply(503, '5.5.1', 'Need MAIL before RCPT'));
  const path = parsePathArgument(argument, 'TO');
  if (!path || path.address === '') return session.send(reply(501, '5.1.3', 'That is not RCPT TO:<address>'));
  const [parameter] = path.parameters.keys();
  if (parameter !== undefined) return session.send(reply(555, '5.5.4', `The parameter ${parameter} is not understood`));
  if (transaction.recipients.length >= limits.smtpRecipients)
    return session.send(reply(452, '4.5.3', `At most ${limits.smtpRecipients} recipients at once: send the rest in another transaction`));
  // RFC 5321 §4.5.1: postmaster without a domain is ours.
  const address = path.address.includes('@') ? path.address : `${path.address}@${config().domain}`;
  session.send(await judge(session, transaction, address, path.address));
}

async function judge(session: SmtpSession, transaction: Transaction, address: string, written: string): Promise<Reply> {
  if (!transaction.smtputf8 && /[^\x20-\x7e]/.test(address)) return reply(553, '5.6.7', 'An address with such letters needs SMTPUTF8');
  const found = await expandRecipient(address);
  switch (found.kind) {
    case 'remote':
      if (!session.submission) return reply(550, '5.7.1', `${written} ... Relaying denied: that domain is not served here`);
      break;
    case 'unknown':
      return reply(550, '5.1.1', `${written} ... No such user here`);
    case 'disabled':
      return reply(550, '5.2.1', `${written} ... That account is suspended`);
    case 'overQuota':
      return reply(452, '4.2.2', `${written} ... That mailbox is full`);
    case 'accepted':
  }
  transaction.recipients.push(
    found.kind === 'remote' ? { address, accounts: [], remote: [address] } : { address, accounts: found.accounts, remote: found.remote },
  );
  return reply(250, '2.1.5', `${written} ... Recipient ok`);
}
