/**
 * Mail for a mailing list, in place of a script: what is written to it goes to its members, what is sent to its other addresses is carried
 * out. What must always hold: junk goes to nobody; no program is answered, and nobody more than once a day; whoever joins has said so from
 * that address; whoever wants to leave gets out.
 */
import { randomBytes } from 'node:crypto';
import { listAddress, readListAddress, type ListAddress } from '#lib/lists/list-address.ts';
import { saysGoneForGood } from '#lib/lists/returned.ts';
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import { whyNoReply } from '#lib/sieve/mail/may-reply.ts';
import { addressesIn, SieveMessage } from '#lib/sieve/run/message.ts';
import { domainOf } from '#lib/smtp/path.ts';
import { prepareForward } from '#server/mailauth/forward.ts';
import {
  countBounce,
  findMailboxByRole,
  findMember,
  getList,
  listMailboxes,
  memoryId,
  putMember,
  toAdministrators,
  type DeliverItem,
  type MailingList,
} from '#server/store/index.ts';
import type { LocalDelivery } from '../local-delivery.ts';
import { rejection } from '../sieve/automatic-mail.ts';
import { outgoingMessage } from '../sieve/outgoing.ts';
import { distribute } from './distribute.ts';
import { moderation, settleHeld } from './held.ts';
import { listMail, type ListMail } from './list-mail.ts';
import { join, leave, leaveUrl } from './membership.ts';
import { heldToken, memberToken, readHeldToken, readMemberToken } from './tokens.ts';

export interface ListCall {
  /** As it would be delivered to the list's INBOX. */
  item: DeliverItem;
  /** Without trace lines. */
  message: Buffer;
  mailFrom: string;
  /** What the sender wrote; empty: the list's own address. */
  addresses: readonly string[];
  auth: AuthVerdict | null;
}
interface Occasion extends Omit<ListCall, 'addresses'> {
  envelopeTo: string;
  list: MailingList;
  parsed: SieveMessage;
  /** Whom it says it is from; '' when nobody, or several. */
  author: string;
  now: Date;
}

/** Days on which mail to a member came back for good, until it gets none any more. */
const mostBounces = 5;

/** One delivery for each thing that is asked of the list: a message may be for all its members and for its owner. */
export async function deliverToList({ addresses, ...call }: ListCall): Promise<LocalDelivery[]> {
  const list = await getList(call.item.accountId);
  if (!list) return [{ ...nothing(), deliveries: [call.item] }];
  const parsed = new SieveMessage(call.message);
  const authors = addressesIn(parsed.original.find(({ name }) => name === 'from')?.raw ?? '');
  const author = authors.length === 1 ? (authors[0] ?? '').toLowerCase() : '';
  const errands = new Map<string, Errand>();
  for (const envelopeTo of addresses.length > 0 ? addresses : [list.email]) {
    const { role, detail } = readListAddress(envelopeTo.slice(0, envelopeTo.lastIndexOf('@')).toLowerCase());
    const key = role === 'post' ? role : `${role}+${detail ?? ''}`;
    if (!errands.has(key)) errands.set(key, { role, detail, envelopeTo });
  }
  const done: LocalDelivery[] = [];
  for (const { role, detail, envelopeTo } of errands.values())
    done.push(await run({ ...call, envelopeTo, list, parsed, author, now: new Date() }, role, detail));
  return done;
}

type Errand = Pick<ListAddress, 'role' | 'detail'> & { envelopeTo: string };

async function run(occasion: Occasion, role: ListAddress['role'], detail: string | null): Promise<LocalDelivery> {
  switch (role) {
    case 'post':
      return post(occasion);
    case 'subscribe':
      return subscribe(occasion);
    case 'unsubscribe':
      return unsubscribe(occasion, detail);
    case 'confirm':
      return confirm(occasion, detail);
    case 'request':
      return request(occasion);
    case 'bounces':
      return bounced(occasion, detail);
    case 'accept':
    case 'reject':
      return moderate(occasion, detail, role === 'accept');
    case 'owner':
      return toOwners(occasion);
  }
}

const nothing = (): LocalDelivery => ({ deliveries: [], enqueue: [], memory: { remember: [], replies: [] }, rejections: [] });
async function refused({ item, parsed, mailFrom, envelopeTo, now }: Occasion, reason: string): Promise<LocalDelivery> {
  const notice = await rejection(reason, envelopeTo, { message: parsed, mailFrom, now });
  return { ...nothing(), rejections: [{ accountId: item.accountId, reason, how: 'ereject', notice }] };
}

async function post(occasion: Occasion): Promise<LocalDelivery> {
  const { list, parsed, item, author, auth, now } = occasion;
  const id = list.email.replace('@', '.');
  const passed = parsed.fields('list-id').some(({ raw }) => raw.toLowerCase().includes(`<${id}>`));
  if (passed) return refused(occasion, 'This message has been on the list already.');
  // RFC 3834 §2: what a program answers is not for everybody to read.
  const submitted = parsed.first('auto-submitted');
  if (occasion.mailFrom === '' || (submitted !== undefined && !/^no\b/i.test(submitted))) return keptIn(occasion, 'trash');
  if (author === '') return refused(occasion, 'A message to the list must have one author.');
  const member = await findMember(item.accountId, { email: author });
  const mayModerate = list.moderators.includes(author);
  // Who claims to be a member must be believable.
  const forged = auth?.dmarc ? auth.dmarc.result !== 'pass' && auth.dmarc.result !== 'none' : false;
  const known = !forged && (mayModerate || (member !== null && member.state !== 'asked'));
  const waits = list.posting === 'moderated' ? forged || !mayModerate : list.posting === 'members' && !known;
  if (waits) return hold(occasion);
  const enqueue = await distribute({ list, message: parsed, trace: traceOf(item), auth, now });
  const kept = list.archive ? [item] : (await keptIn(occasion, 'trash')).deliveries;
  return { ...nothing(), deliveries: kept, enqueue };
}

/** Trace lines without Return-Path, which is for final delivery alone (RFC 5321 §4.4). */
const traceOf = ({ prefix }: DeliverItem): Buffer =>
  Buffer.from((prefix ?? Buffer.alloc(0)).toString('latin1').replace(/^Return-Path:.*\r\n/i, ''), 'latin1');

async function keptIn({ item }: Occasion, role: 'trash'): Promise<LocalDelivery> {
  const box = await findMailboxByRole(item.accountId, role);
  return { ...nothing(), deliveries: [box ? { ...item, mailboxIds: [box.mailboxId] } : item] };
}

async function hold(occasion: Occasion): Promise<LocalDelivery> {
  const { list, item, parsed, author } = occasion;
  const box = (await listMailboxes(item.accountId)).find(({ name, role }) => name === moderation && role === null);
  const word = randomBytes(6).toString('hex');
  const prefix = Buffer.concat([Buffer.from(`List-Held: ${word}\r\n`), item.prefix ?? Buffer.alloc(0)]);
  const token = heldToken(list.accountId, word);
  const subject = parsed.first('subject') ?? '';
  const text = [
    `${author} has written to ${list.email}:`,
    `\r\n    ${subject}\r\n`,
    'The message waits for you. To let it through, answer this letter, or write to',
    `<${listAddress(list.email, 'accept', token)}>. To throw it away, write to`,
    `<${listAddress(list.email, 'reject', token)}>.`,
  ].join('\r\n');
  const enqueue = [];
  for (const to of await owners(list))
    enqueue.push(await letter(occasion, { to, subject: `To decide: ${subject}`, text, replyTo: listAddress(list.email, 'accept', token) }));
  return { ...nothing(), deliveries: [{ ...item, prefix, mailboxIds: box ? [box.mailboxId] : item.mailboxIds }], enqueue };
}

async function moderate(occasion: Occasion, detail: string | null, accepts: boolean): Promise<LocalDelivery> {
  const { list } = occasion;
  const word = readHeldToken(list.accountId, detail);
  if (word === null) return refused(occasion, 'There is no such message to decide about.');
  await settleHeld(list, word, accepts);
  return keptIn(occasion, 'trash');
}

/** Moderators, or whoever administers the server. */
async function owners({ moderators }: MailingList): Promise<string[]> {
  if (moderators.length > 0) return moderators;
  const found = await toAdministrators();
  return found.kind === 'alias' ? found.targets : [];
}

async function toOwners(occasion: Occasion): Promise<LocalDelivery> {
  const { list, item, message, mailFrom, auth, now } = occasion;
  const to = await owners(list);
  if (to.length === 0) return { ...nothing(), deliveries: [item] };
  const forward = await prepareForward({ auth, mailFrom, prefix: traceOf(item), message, domain: domainOf(list.email) });
  const sent = await outgoingMessage({
    accountId: null,
    mailFrom: forward.mailFrom,
    to,
    message,
    prefix: forward.prefix,
    subject: '',
    now,
  });
  return { ...nothing(), enqueue: [sent] };
}

async function subscribe(occasion: Occasion): Promise<LocalDelivery> {
  const { list, author } = occasion;
  if (list.subscribing === 'closed') return refused(occasion, 'This list is closed: ask its owner.');
  const why = cannotAnswer(occasion);
  if (why !== null) return refused(occasion, `You cannot join by this message: ${why}.`);
  const asked = await putMember(list.accountId, author, 'asked');
  if (!asked.ok) return refused(occasion, 'The address cannot be on a list.');
  if (asked.value.state === 'active')
    return answer(occasion, 'here', {
      subject: `You are on ${list.email} already`,
      text: `You get the mail of ${list.email} already.\r\n\r\n${wayOut(list, asked.value.memberId)}`,
    });
  const token = memberToken(list.accountId, asked.value.memberId, 'confirm');
  return answer(occasion, 'asked', {
    subject: `Please confirm: ${list.email}`,
    replyTo: listAddress(list.email, 'confirm', token),
    text: [
      `Somebody, probably you, wants ${author} to get the mail of ${list.email}.`,
      ...(list.description ? ['', list.description] : []),
      '',
      'Answer this letter to join. If it was not you, do nothing: you will not hear of it again.',
    ].join('\r\n'),
  });
}

async function confirm(occasion: Occasion, detail: string | null): Promise<LocalDelivery> {
  const { list } = occasion;
  const memberId = readMemberToken(list.accountId, detail, 'confirm');
  const member = memberId === null ? null : await findMember(list.accountId, { memberId });
  if (!member) return refused(occasion, 'This has been confirmed, or it was too long ago: subscribe again.');
  const joined = await join(list, member.email);
  if (!joined.ok) return refused(occasion, 'The address cannot be on a list.');
  const text = [
    `${member.email} gets the mail of ${list.email} from now on. To write to everybody, write to that address.`,
    ...(list.archive
      ? ['', 'What was written before is in the mailbox of that name that is shared with you, if you have an account here.']
      : []),
    '',
    wayOut(list, member.memberId),
  ].join('\r\n');
  return { ...nothing(), enqueue: [await letter(occasion, { to: member.email, subject: `Welcome to ${list.name || list.email}`, text })] };
}

async function unsubscribe(occasion: Occasion, detail: string | null): Promise<LocalDelivery> {
  const { list, author } = occasion;
  const memberId = readMemberToken(list.accountId, detail, 'leave');
  if (memberId !== null) {
    const gone = await leave(list.accountId, memberId);
    if (!gone) return nothing();
    return {
      ...nothing(),
      enqueue: [
        await letter(occasion, {
          to: gone.email,
          subject: `You have left ${list.email}`,
          text: `${gone.email} gets no more mail of ${list.email}.`,
        }),
      ],
    };
  }
  const why = cannotAnswer(occasion);
  if (why !== null) return refused(occasion, `You cannot leave by this message: ${why}. Use the link in a message of the list.`);
  const member = await findMember(list.accountId, { email: author });
  if (!member)
    return answer(occasion, 'unknown', {
      subject: `You are not on ${list.email}`,
      text: `${author} gets no mail of ${list.email}. If another address of yours does, write from that one.`,
    });
  return answer(occasion, 'leaving', { subject: `To leave ${list.email}`, text: wayOut(list, member.memberId) });
}

function wayOut(list: MailingList, memberId: number): string {
  const address = listAddress(list.email, 'unsubscribe', memberToken(list.accountId, memberId, 'leave'));
  return `To leave, open <${leaveUrl(list.accountId, memberId)}>,\r\nor write to <${address}>.`;
}

function request(occasion: Occasion): Promise<LocalDelivery> | LocalDelivery {
  const { list, parsed } = occasion;
  const word = /^\s*(?:re:\s*)?(\w+)/i.exec(parsed.first('subject') ?? '')?.[1]?.toLowerCase();
  if (word === 'subscribe' || word === 'join') return subscribe(occasion);
  if (word === 'unsubscribe' || word === 'leave') return unsubscribe(occasion, null);
  const why = cannotAnswer(occasion);
  if (why !== null) return refused(occasion, `This is not answered: ${why}.`);
  const text = [
    ...(list.description ? [list.description, ''] : []),
    `To write to everybody: <${list.email}>`,
    `To join: <${listAddress(list.email, 'subscribe')}>`,
    `To leave: <${listAddress(list.email, 'unsubscribe')}>`,
    `To ask a person: <${listAddress(list.email, 'owner')}>`,
  ].join('\r\n');
  return answer(occasion, 'help', { subject: `How ${list.email} works`, text });
}

async function bounced({ list, message }: Occasion, detail: string | null): Promise<LocalDelivery> {
  const memberId = readMemberToken(list.accountId, detail, 'bounces');
  if (memberId === null || !saysGoneForGood(message)) return nothing();
  const stopped = await countBounce(list.accountId, memberId, mostBounces);
  if (!stopped) return nothing();
  const text = `Mail of ${list.email} to ${stopped.email} came back on ${mostBounces} days. No more is sent there until that address joins again.`;
  const enqueue = [];
  for (const to of await owners(list)) enqueue.push(await listMail(list, { to, subject: `Stopped: ${stopped.email}`, text }, new Date()));
  return { ...nothing(), enqueue };
}

/** RFC 3834 §2. Null: it may be answered. */
function cannotAnswer({ parsed, mailFrom, author, envelopeTo, list }: Occasion): string | null {
  if (author === '') return 'it does not say whom it is from';
  const to = [list.email, envelopeTo];
  const why = whyNoReply(parsed.original, mailFrom, to);
  return why === 'it is not addressed to you' ? null : why;
}

const letter = ({ list, parsed, now }: Occasion, mail: ListMail) =>
  listMail(list, { ...mail, inReplyTo: /<[^<>\s]{1,250}>/.exec(parsed.first('message-id') ?? '')?.[0] ?? null }, now);

/** Each kind once a day to an address: whoever forges its author cannot fill a mailbox with our answers. */
async function answer(occasion: Occasion, kind: string, mail: Omit<ListMail, 'to'>): Promise<LocalDelivery> {
  const { list, author, now } = occasion;
  const id = memoryId('list', kind, author);
  const message = await letter(occasion, { ...mail, to: author });
  const until = new Date(now.getTime() + 24 * 3_600_000);
  return { ...nothing(), memory: { remember: [], replies: [{ accountId: list.accountId, id, until, message }] } };
}
