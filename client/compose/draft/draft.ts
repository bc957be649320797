/** What is being written, apart from how it is shown. */
import { words } from '#client/i18n/words.ts';
import type { BodyPart, Identity, ReadEmail } from '../email-types.ts';
import { htmlToPlainText, plainTextToHtml } from '../text/plain-text.ts';
import { joinQuote, splitQuote } from '../text/quote.ts';
import { isAddress, type Recipient } from '../recipients.ts';

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
  /** Plain text instead: then `html` and `quote` are empty, and the message has no HTML. */
  text: string | null;
  /** The original under it, untouched (quote.ts). */
  quote: string;
  attachments: AttachedPart[];
  inReplyTo: string[] | null;
  references: string[] | null;
  /** The reader's program is asked to say when it was read (RFC 8098). */
  wantsReceipt: boolean;
  /** Signed, or signed and encrypted, in this browser (protected.ts). */
  protection?: 'sign' | 'encrypt' | undefined;
  /** What it is called when it is sent, without the brackets; left out: the server names it. */
  messageId?: string;
}
export const emptyDraft: Draft = {
  identityId: null,
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  html: '',
  text: null,
  quote: '',
  attachments: [],
  inReplyTo: null,
  references: null,
  wantsReceipt: false,
};

/** In all versions of one draft, never in what is sent: by it two browsers see that they write the same. */
export const draftKeyHeader = 'X-Posthorn-Draft';

/** The object for Email/set create (RFC 8621 §4.6): text and HTML alternatives, kept in `mailboxId` as a draft. */
export function toEmail(draft: Draft, identity: Identity, mailboxId: string, key: string | null = null): Record<string, unknown> {
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
    ...(draft.messageId ? { messageId: [draft.messageId] } : {}),
    subject: draft.subject,
    inReplyTo: draft.inReplyTo,
    references: draft.references,
    ...(draft.wantsReceipt
      ? { 'header:Disposition-Notification-To:asAddresses': [{ name: identity.name || null, email: identity.email }] }
      : {}),
    ...(key === null ? {} : { [`header:${draftKeyHeader}`]: ` ${key}` }),
    textBody: [{ partId: 'text', type: 'text/plain' }],
    ...(draft.text === null
      ? {
          htmlBody: [{ partId: 'html', type: 'text/html' }],
          bodyValues: { text: { value: htmlToPlainText(html) }, html: { value: `<!DOCTYPE html><html><body>${html}</body></html>` } },
        }
      : { bodyValues: { text: { value: draft.text.endsWith('\n') ? draft.text : `${draft.text}\n` } } }),
    attachments: used.map(({ blobId, type, name, cid }) => ({ blobId, type, name, cid, disposition: cid ? 'inline' : 'attachment' })),
  };
}

/** A stored draft, opened again. */
export function fromEmail(email: ReadEmail, identities: Identity[]): Draft {
  const isPlain = email.htmlBody.length > 0 && email.htmlBody.every(({ type }) => type === 'text/plain');
  const { written, quote } = isPlain ? { written: '', quote: '' } : splitQuote(bodyHtml(email));
  const sender = email.from?.[0]?.email.toLowerCase();
  return {
    identityId: identities.find((one) => one.email.toLowerCase() === sender)?.id ?? null,
    to: email.to ?? [],
    cc: email.cc ?? [],
    bcc: email.bcc ?? [],
    subject: email.subject ?? '',
    html: written,
    text: isPlain ? plainText(email).replace(/\n$/, '') : null,
    quote,
    attachments: attachedParts(email),
    inReplyTo: email.inReplyTo,
    references: email.references,
    wantsReceipt: Boolean(email['header:Disposition-Notification-To:asAddresses']?.length),
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

const plainText = (email: ReadEmail) => email.htmlBody.map(({ partId }) => email.bodyValues[partId ?? '']?.value ?? '').join('\n');

/** Without its formatting; the original goes into the text, each line with a `>`. */
export function asPlain(draft: Draft): Draft {
  if (draft.text !== null) return draft;
  return { ...draft, text: htmlToPlainText(joinQuote(draft.html, draft.quote)).replace(/\n$/, ''), html: '', quote: '' };
}

export const asRich = (draft: Draft): Draft => (draft.text === null ? draft : { ...draft, html: plainTextToHtml(draft.text), text: null });

/** What was written, whatever the form. */
const writtenText = (draft: Draft) => draft.text ?? htmlToPlainText(draft.html);

export function attachedParts(email: ReadEmail): AttachedPart[] {
  return email.attachments.flatMap(({ blobId, type, name, size, cid, disposition }: BodyPart) =>
    blobId ? [{ blobId, type, name: name ?? 'attachment', size, cid: disposition === 'attachment' ? null : cid }] : [],
  );
}

export function whyNotSendable(draft: Draft): string | null {
  const all = [...draft.to, ...draft.cc, ...draft.bcc];
  if (all.length === 0) return words('compose')('noRecipient');
  const wrong = all.find(({ email }) => !isAddress(email));
  return wrong ? words('compose')('wrongRecipient', { email: wrong.email }) : null;
}

/** The words that make people forget the file itself. What is quoted does not count. */
export function forgotAttachment(draft: Draft): boolean {
  if (draft.attachments.some((part) => !part.cid)) return false;
  const own = writtenText(draft).replaceAll(/^>.*$/gm, '');
  const known = new Set(['attached', 'attachment', 'enclosed', ...words('compose')('attachmentWords').split('|')]);
  const pattern = [...known].map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return (
    new RegExp(`(?<![\\p{L}\\p{M}])(?:${pattern})(?![\\p{L}\\p{M}])`, 'iu').test(`${draft.subject} ${own}`) || isJapaneseHit(own, known)
  );
}

/** Written without spaces, a word has no edges. */
const isJapaneseHit = (text: string, known: Set<string>) => [...known].some((word) => /[\u3040-\u9fff]/.test(word) && text.includes(word));

export function isEmpty(draft: Draft): boolean {
  const { to, cc, bcc, subject, attachments } = draft;
  return to.length + cc.length + bcc.length + attachments.length === 0 && subject === '' && writtenText(draft).trim() === '';
}

function insideBody(html: string): string {
  const styles = [...html.matchAll(/<style\b[^>]*>[\s\S]*?<\/style>/gi)].map(([style]) => style);
  const body = /<body\b[^>]*>([\s\S]*?)(?:<\/body>|$)/i.exec(html);
  return body
    ? `${styles.filter((style) => !body[1]?.includes(style)).join('')}${body[1] ?? ''}`
    : html.replace(/<!doctype[^>]*>|<\/?(html|head)\b[^>]*>/gi, '');
}
