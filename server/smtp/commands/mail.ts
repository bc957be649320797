/**
 * MAIL (RFC 5321 §4.1.1.2) with SIZE, BODY, SMTPUTF8, RET and ENVID (RFC 3461), REQUIRETLS (RFC 8689), for users HOLDFOR and HOLDUNTIL
 * (RFC 4865) and (ignored) AUTH.
 */
import { parseEnvId, parseRet } from '#lib/smtp/dsn-parameters.ts';
import { releaseOf } from '#lib/smtp/future-release.ts';
import { parsePathArgument } from '#lib/smtp/path.ts';
import { reply, type Reply } from '#lib/smtp/reply.ts';
import { decodeXtext } from '#lib/smtp/xtext.ts';
import { config } from '#server/config/config.ts';
import { newTraceId } from '#server/log/trace-id.ts';
import { limits } from '#server/net/limits.ts';
import { exceedsRate } from '../rates.ts';
import type { SmtpSession, Transaction } from '../session.ts';

export function mail(session: SmtpSession, argument: string): void {
  if (!session.helo) return session.send(reply(503, '5.5.1', `Polite people say ${session.lmtp ? 'LHLO' : 'HELO'} first`));
  if (session.submission && !session.user) return session.send(reply(530, '5.7.0', 'Log in first: mail is taken here from our users only'));
  if (session.transaction) return session.send(reply(503, '5.5.1', 'Sender already given'));
  const path = parsePathArgument(argument, 'FROM');
  if (!path) return session.send(reply(501, '5.1.7', 'That is not MAIL FROM:<address>'));
  const transaction: Transaction = {
    ...{ sender: path.address, smtputf8: path.parameters.has('SMTPUTF8'), body: '7BIT', requireTls: false, ret: null, envId: null },
    ...{ sendAt: null, recipients: [], chunks: null, traceId: newTraceId(), begunAt: new Date() },
  };
  const wrong = takeParameters(session, path.parameters, transaction);
  if (wrong) return session.send(wrong);
  if (!transaction.smtputf8 && /[^\x20-\x7e]/.test(path.address))
    return session.send(reply(553, '5.6.7', 'An address with such letters needs SMTPUTF8'));
  if (session.submission && path.address !== '' && !session.ownAddresses.has(path.address.toLowerCase()))
    return session.send(reply(550, '5.7.1', `You may not send as ${path.address}: it is not an address of yours`));
  if (session.stranger && exceedsRate('messages', session.connection.remoteAddress, Date.now()))
    return session.send(reply(451, '4.7.1', 'Too many messages from your address in this minute, please slow down'));
  session.transaction = transaction;
  session.send(reply(250, '2.1.0', `${path.address || '<>'} ... Sender ok`));
}

function takeParameters(session: SmtpSession, parameters: Map<string, string | null>, transaction: Transaction): Reply | null {
  for (const [name, value] of parameters) {
    const take = session.esmtp ? known[name] : undefined;
    if (!take || (onlyForUsers.has(name) && !session.submission)) return reply(555, '5.5.4', `The parameter ${name} is not understood`);
    const wrong = take(value, transaction, session);
    if (wrong) return wrong;
  }
  const release = releaseOf(parameters, new Date(), limits.futureReleaseSeconds);
  if (release?.ok === false) return reply(501, '5.5.4', release.reason);
  transaction.sendAt = release?.at ?? null;
  return null;
}

const onlyForUsers = new Set(['HOLDFOR', 'HOLDUNTIL', 'AUTH']);
type Take = (value: string | null, transaction: Transaction, session: SmtpSession) => Reply | null;
const syntax = (text: string): Reply => reply(501, '5.5.4', text);

const known: Record<string, Take | undefined> = {
  SIZE: (value) => {
    if (!/^\d{1,20}$/.test(value ?? '')) return syntax('SIZE is a number of octets');
    return Number(value) <= config().maxMessageSize ? null : tooBig();
  },
  BODY: (value, transaction) => {
    const word = value?.toUpperCase();
    if (word !== '7BIT' && word !== '8BITMIME' && word !== 'BINARYMIME') return syntax('BODY is 7BIT, 8BITMIME or BINARYMIME');
    transaction.body = word;
    return null;
  },
  SMTPUTF8: (value) => (value === null ? null : syntax('SMTPUTF8 takes no value')),
  RET: (value, transaction) => {
    transaction.ret = parseRet(value);
    return transaction.ret ? null : syntax('RET is FULL or HDRS');
  },
  ENVID: (value, transaction) => {
    transaction.envId = parseEnvId(value);
    return transaction.envId ? null : syntax('ENVID is xtext of at most 100 characters');
  },
  // RFC 8689 §4.2.1: who asks for TLS all the way must have come by TLS.
  REQUIRETLS: (value, transaction, { connection }) => {
    if (value !== null) return syntax('REQUIRETLS takes no value');
    if (!connection.secure) return reply(530, '5.7.0', 'REQUIRETLS is for connections with TLS: say STARTTLS first');
    transaction.requireTls = true;
    return null;
  },
  HOLDFOR: () => null,
  HOLDUNTIL: () => null,
  // RFC 4954 §5: who a message is said to be from counts for nothing beside who has logged in.
  AUTH: (value) => (value === null || decodeXtext(value) === null ? syntax('AUTH is an address as xtext, or <>') : null),
};

/** RFC 1870 §6.1. */
export const tooBig = (): Reply => reply(552, '5.3.4', `The message is too large: at most ${config().maxMessageSize} octets are taken`);
