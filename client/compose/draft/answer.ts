/** A reply, a reply to all, or a forward: who gets it, its subject, its references, and the original under it. */
import { attachedParts, bodyHtml, emptyDraft, type Draft } from './draft.ts';
import type { Identity, ReadEmail } from '../email-types.ts';
import { quoteForForward, quoteForReply } from '../text/quote.ts';
import { withoutDoubles, type Recipient } from '../recipients.ts';

export interface AnswerContext {
  identities: Identity[];
  /** The date of the original as the reader is to see it. */
  formatDate: (instant: string) => string;
}

export function answer(kind: 'reply' | 'replyAll' | 'forward', email: ReadEmail, context: AnswerContext): Draft {
  const own = new Set(context.identities.map((identity) => identity.email.toLowerCase()));
  const original = {
    from: email.from ?? [],
    to: email.to ?? [],
    cc: email.cc ?? [],
    subject: email.subject ?? '',
    date: context.formatDate(email.sentAt ?? email.receivedAt),
    html: bodyHtml(email),
  };
  const identityId = identityFor(email, context.identities);
  if (kind === 'forward') {
    return {
      ...emptyDraft,
      identityId,
      subject: withPrefix('Fwd', original.subject),
      quote: quoteForForward(original),
      attachments: attachedParts(email),
      references: referencesTo(email),
    };
  }
  return {
    ...emptyDraft,
    ...recipientsOf(kind, email, own),
    identityId,
    subject: withPrefix('Re', original.subject),
    quote: quoteForReply(original),
    attachments: attachedParts(email).filter((part) => part.cid && original.html.includes(`cid:${part.cid}`)),
    inReplyTo: email.messageId,
    references: referencesTo(email),
  };
}

/** RFC 5322 §3.6.4: the parent's References (else its In-Reply-To, when that is one) and then its Message-ID. */
export function referencesTo(email: Pick<ReadEmail, 'messageId' | 'references' | 'inReplyTo'>): string[] | null {
  const before = email.references ?? (email.inReplyTo?.length === 1 ? email.inReplyTo : []);
  const all = [...before, ...(email.messageId ?? [])];
  return all.length > 0 ? [...new Set(all)] : null;
}

/** "Re: Re: x" and "AW: x" become "Re: x". */
export function withPrefix(prefix: 'Re' | 'Fwd', subject: string): string {
  const bare = subject.replace(/^(\s*(re|aw|antw|sv|vs|r|fwd?|wg|tr)(\[\d+\])?\s*:\s*)+/i, '');
  const kept = prefix === 'Fwd' && /^\s*(re|aw)(\[\d+\])?\s*:/i.test(subject) ? `Re: ${bare}` : bare;
  return `${prefix}: ${kept}`.trimEnd();
}

function recipientsOf(kind: 'reply' | 'replyAll', email: ReadEmail, own: Set<string>): Pick<Draft, 'to' | 'cc'> {
  const notOwn = (list: Recipient[]) => list.filter((one) => !own.has(one.email.toLowerCase()));
  const sender = email.replyTo?.length ? email.replyTo : (email.from ?? []);
  const isMine = email.from?.some((one) => own.has(one.email.toLowerCase())) ?? false;
  // To answer what one wrote oneself means to write to the same people once more.
  const first = isMine && !email.replyTo?.length ? (email.to ?? []) : sender;
  if (kind === 'reply') return { to: withoutDoubles(first), cc: [] };
  const to = withoutDoubles([...first, ...notOwn(email.to ?? [])]);
  const already = new Set(to.map((one) => one.email.toLowerCase()));
  return { to, cc: withoutDoubles(notOwn(email.cc ?? [])).filter((one) => !already.has(one.email.toLowerCase())) };
}

/** The identity that the original was written to, so that an answer to an alias comes from that alias. */
function identityFor(email: ReadEmail, identities: Identity[]): string | null {
  const addressed = [...(email.to ?? []), ...(email.cc ?? []), ...(email.from ?? [])].map((one) => one.email.toLowerCase());
  return identities.find((identity) => addressed.includes(identity.email.toLowerCase()))?.id ?? identities[0]?.id ?? null;
}
