/** What is being written, apart from how it is shown. */
import type { BodyPart, Identity, ReadEmail } from './email-types.ts';
import { htmlToPlainText, plainTextToHtml } from './plain-text.ts';
import { joinQuote, splitQuote } from './quote.ts';
import { isAddress, type Recipient } from './recipients.ts';

/** A part that is on the server already. Inline pictures have a `cid`, by which the HTML names them. */
export interface AttachedPart {
  blobId: string;
  type: string;
  name: string;
  size: number;
  cid: string | null;
}
export interface Draft {
  identityId: string | null;
  to: Recipient[];
  cc: Recipient[];
  bcc: Recipient[];
  subject: string;
  /** What is written, as HTML, signature included. */
  html: string;
  /** The original under it, untouched (quote.ts). */
  quote: string;
  attachments: AttachedPart[];
  inReplyTo: string[] | null;
  references: string[] | null;
}
export const emptyDraft: Draft = {
  identityId: null,
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  html: '',
  quote: '',
  attachments: [],
  inReplyTo: null,
  references: null,
};

/** The object for Email/set create (RFC 8621 §4.6): text and HTML alternatives, kept in `mailboxId` as a draft. */
export function toEmail(draft: Draft, identity: Identity, mailboxId: string): Record<string, unknown> {
  const html = joinQuote(draft.html, draft.quote);
  const list = (recipients: Recipient[]) => (recipients.length > 0 ? recipients : null);
  const used = draft.attachments.filter((part) => part.cid === null || html.includes(`cid:${part.cid}`));
  return {
    mailboxIds: { [mailboxId]: true },
    keywords: { $draft: true, $seen: true },
    from: [{ name: identity.name || null, email: identity.email }],
    ...(identity.replyTo?.length ? { replyTo: identity.replyTo } : {}),
    to: list(draft.to),
    cc: list(draft.cc),
    bcc: list(draft.bcc),
    subject: draft.subject,
    inReplyTo: draft.inReplyTo,
    references: draft.references,
    textBody: [{ partId: 'text', type: 'text/plain' }],
    htmlBody: [{ partId: 'html', type: 'text/html' }],
    bodyValues: { text: { value: htmlToPlainText(html) }, html: { value: `<!DOCTYPE html><html><body>${html}</body></html>` } },
    attachments: used.map(({ blobId, type, name, cid }) => ({ blobId, type, name, cid, disposition: cid ? 'inline' : 'attachment' })),
  };
}

/** A stored draft, opened again. */
export function fromEmail(email: ReadEmail, identities: Identity[]): Draft {
  const { written, quote } = splitQuote(bodyHtml(email));
  const sender = email.from?.[0]?.email.toLowerCase();
  return {
    identityId: identities.find((one) => one.email.toLowerCase() === sender)?.id ?? null,
    to: email.to ?? [],
    cc: email.cc ?? [],
    bcc: email.bcc ?? [],
    subject: email.subject ?? '',
    html: written,
    quote,
    attachments: attachedParts(email),
    inReplyTo: email.inReplyTo,
    references: email.references,
  };
}

/** The message's HTML, made from its text when it has none. Only what is inside `<body>`, with the styles of the head in front. */
export function bodyHtml(email: ReadEmail): string {
  return email.htmlBody
    .map((part) => {
      const value = email.bodyValues[part.partId ?? '']?.value ?? '';
      return part.type === 'text/html' ? insideBody(value) : plainTextToHtml(value.replace(/\n$/, ''));
    })
    .join('');
}

export function attachedParts(email: ReadEmail): AttachedPart[] {
  return email.attachments.flatMap(({ blobId, type, name, size, cid, disposition }: BodyPart) =>
    blobId ? [{ blobId, type, name: name ?? 'attachment', size, cid: disposition === 'attachment' ? null : cid }] : [],
  );
}

export function whyNotSendable(draft: Draft): string | null {
  const all = [...draft.to, ...draft.cc, ...draft.bcc];
  if (all.length === 0) return 'Add at least one recipient.';
  const wrong = all.find(({ email }) => !isAddress(email));
  return wrong ? `“${wrong.email}” is not an address. Correct it or take it out.` : null;
}

/** The words that make people forget the file itself. What is quoted does not count. */
export function forgotAttachment(draft: Draft): boolean {
  return (
    draft.attachments.every((part) => part.cid) &&
    /\b(attached|attachment|enclosed)\b/i.test(`${draft.subject} ${htmlToPlainText(draft.html)}`)
  );
}

export function isEmpty(draft: Draft): boolean {
  const { to, cc, bcc, subject, attachments } = draft;
  return to.length + cc.length + bcc.length + attachments.length === 0 && subject === '' && htmlToPlainText(draft.html).trim() === '';
}

function insideBody(html: string): string {
  const styles = [...html.matchAll(/<style\b[^>]*>[\s\S]*?<\/style>/gi)].map(([style]) => style);
  const body = /<body\b[^>]*>([\s\S]*?)(?:<\/body>|$)/i.exec(html);
  return body
    ? `${styles.filter((style) => !body[1]?.includes(style)).join('')}${body[1] ?? ''}`
    : html.replace(/<!doctype[^>]*>|<\/?(html|head)\b[^>]*>/gi, '');
}
