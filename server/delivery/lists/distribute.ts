/** Sends a message to the members of its list, each with a way out of its own. */
import { memberFields, postToAll } from '#lib/lists/post.ts';
import { listAddress } from '#lib/lists/list-address.ts';
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import type { SieveMessage } from '#lib/sieve/run/message.ts';
import { asksForNoTls } from '#lib/smtp/tls-required.ts';
import { domainOf } from '#lib/smtp/path.ts';
import { signingKeys } from '#server/mailauth/dkim-keys.ts';
import { listMembers, putBlob, type MailingList, type NewQueueMessage } from '#server/store/index.ts';
import { queuedFor } from '../sieve/outgoing.ts';
import { leaveUrl } from './membership.ts';
import { memberToken } from './tokens.ts';

export interface Post {
  list: MailingList;
  message: SieveMessage;
  /** Trace lines in front of it, without Return-Path. */
  trace: Buffer;
  /** Null: it was written here, or nobody has looked. */
  auth: AuthVerdict | null;
  now: Date;
}

export async function distribute({ list, message, trace, auth, now }: Post): Promise<NewQueueMessage[]> {
  const members = (await listMembers(list.accountId)).filter(({ state }) => state === 'active');
  if (members.length === 0) return [];
  const bytes = Buffer.from(postToAll(message, list, await mustMunge(list, auth)));
  const blob = await putBlob(bytes);
  const subject = message.first('subject') ?? '';
  const relaxTls = asksForNoTls(bytes);
  return members.map(({ memberId, email }) => {
    const fields = memberFields({
      list,
      leaveByMail: listAddress(list.email, 'unsubscribe', memberToken(list.accountId, memberId, 'leave')),
      leaveByWeb: leaveUrl(list.accountId, memberId),
    });
    const prefix = Buffer.concat([Buffer.from(fields), trace]);
    // A return path for each member: what comes back says whose address it was (VERP).
    const mailFrom = listAddress(list.email, 'bounces', memberToken(list.accountId, memberId, 'bounces'));
    return { ...queuedFor({ accountId: list.accountId, mailFrom, to: [email], blob, prefix, subject, now }), relaxTls };
  });
}

/** Whether others would refuse it in its author's name: a strict policy, and no signature of the author's domain that survives here. */
async function mustMunge({ prefix }: MailingList, auth: AuthVerdict | null): Promise<boolean> {
  const dmarc = auth?.dmarc;
  if (!dmarc || (dmarc.policy !== 'reject' && dmarc.policy !== 'quarantine')) return false;
  // What is of a domain of ours, or of a name in it, is signed anew when it leaves.
  if ((await signingKeys(domainOf(`x@${dmarc.from}`))).length > 0) return false;
  return prefix !== '' || !dmarc.dkimAligned;
}
