/** RCPT (RFC 5321 §4.1.1.3): here it is said who gets mail and who does not, so that nothing is bounced later. */
import { parseNotify, parseOrcpt } from '#lib/smtp/dsn-parameters.ts';
import { parsePathArgument } from '#lib/smtp/path.ts';
import { reply, type Reply } from '#lib/smtp/reply.ts';
import { config } from '#server/config/config.ts';
import { expandRecipient } from '#server/delivery/expand-recipient.ts';
import { isReportAddress } from '#server/mailauth/reports/take-report.ts';
import { limits } from '#server/net/limits.ts';
import { mustComeAgain } from '../greylisting.ts';
import { noteRefusal } from '../note-refusal.ts';
import { exceedsRate } from '../rates.ts';
import type { SmtpSession, Transaction } from '../session.ts';

export async function rcpt(session: SmtpSession, argument: string): Promise<void> {
  const { transaction } = session;
  if (!transaction) return session.send(reply(503, '5.5.1', 'Need MAIL before RCPT'));
  if (transaction.chunks) return session.send(reply(503, '5.5.1', 'The message has begun: RSET starts over'));
  const path = parsePathArgument(argument, 'TO');
  if (!path || path.address === '') return session.send(reply(501, '5.1.3', 'That is not RCPT TO:<address>'));
  const options = readOptions(path.parameters, session.esmtp);
  if ('code' in options) return session.send(options);
  if (transaction.recipients.length >= limits.smtpRecipients)
    return session.send(reply(452, '4.5.3', `At most ${limits.smtpRecipients} recipients at once: send the rest in another transaction`));
  if (session.stranger && exceedsRate('recipients', session.connection.remoteAddress, Date.now()))
    return session.send(reply(451, '4.7.1', 'Too many recipients from your address in this minute, please slow down'));
  // RFC 5321 §4.5.1: postmaster without a domain is ours.
  const address = path.address.includes('@') ? path.address : `${path.address}@${config().domain}`;
  const verdict = await judge(session, transaction, { address, written: path.address, ...options });
  if (verdict.code >= 400) noteRefusal(session, transaction, 'rcpt', verdict, [{ address }]);
  session.send(verdict);
}

interface Wanted {
  address: string;
  written: string;
  notify: string | null;
  orcpt: string | null;
}

async function judge(session: SmtpSession, transaction: Transaction, { address, written, notify, orcpt }: Wanted): Promise<Reply> {
  if (!transaction.smtputf8 && /[^\x20-\x7e]/.test(address)) return reply(553, '5.6.7', 'An address with such letters needs SMTPUTF8');
  const found = await expandRecipient(address, session.user?.accountId ?? null);
  // Reports are read when the message is there; nobody's mailbox is needed for that.
  if (found.kind === 'unknown' && !session.submission && isReportAddress(address)) {
    transaction.recipients.push({ address, accounts: [], remote: [], notify, orcpt });
    return reply(250, '2.1.5', `${written} ... Recipient ok`);
  }
  switch (found.kind) {
    case 'remote':
      if (!session.submission) return reply(550, '5.7.1', `${written} ... Relaying denied: that domain is not served here`);
      transaction.recipients.push({ address, accounts: [], remote: [address], notify, orcpt, isElsewhere: true });
      return reply(250, '2.1.5', `${written} ... Recipient ok`);
    case 'unknown':
      return reply(550, '5.1.1', `${written} ... No such user here`);
    case 'notAllowed':
      return reply(550, '5.7.2', `${written} ... Only members, or users of this server, may write to that group`);
    case 'disabled':
      return reply(550, '5.2.1', `${written} ... That account is suspended`);
    case 'overQuota':
      return reply(452, '4.2.2', `${written} ... That mailbox is full`);
    case 'accepted':
      if (session.stranger && (await mustComeAgain(session.connection.remoteAddress, transaction.sender, address)))
        return reply(451, '4.7.1', `${written} ... Greylisted: please try again in a few minutes`);
      transaction.recipients.push({ address, accounts: found.accounts, remote: found.remote, notify, orcpt });
      return reply(250, '2.1.5', `${written} ... Recipient ok`);
  }
}

function readOptions(parameters: Map<string, string | null>, esmtp: boolean): { notify: string | null; orcpt: string | null } | Reply {
  const options: { notify: string | null; orcpt: string | null } = { notify: null, orcpt: null };
  for (const [name, value] of parameters) {
    if (esmtp && name === 'NOTIFY') {
      options.notify = parseNotify(value);
      if (!options.notify) return reply(501, '5.5.4', 'NOTIFY is NEVER, or some of SUCCESS,FAILURE,DELAY');
    } else if (esmtp && name === 'ORCPT') {
      options.orcpt = parseOrcpt(value);
      if (!options.orcpt) return reply(501, '5.5.4', 'ORCPT is a type and an address as xtext, such as rfc822;bob@example.org');
    } else return reply(555, '5.5.4', `The parameter ${name} is not understood`);
  }
  return options;
}
