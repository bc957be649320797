/** The reply of `vacation` (RFC 5230 §5), as a whole message. */
import { encodeWords } from '../../message/encoded-word.ts';
import { mailDate } from '../../smtp/trace.ts';
import { textEntity } from './text-entity.ts';

export interface VacationReplyInput {
  to: string;
  from: { name: string; email: string };
  /** As the script says; null: made of the subject of the message. */
  subject: string | null;
  originalSubject: string | null;
  /** Of the message, with angle brackets; null when it has none. */
  messageId: string | null;
  references: string | null;
  reason: string;
  /** `reason` is a MIME entity with its header. */
  mime: boolean;
  id: string;
  hostname: string;
  now: Date;
}

export function vacationReply(input: VacationReplyInput): string {
  const { to, from, messageId, references, reason, mime, id, hostname, now } = input;
  // §5.4: "Auto: " in front of the subject.
  const subject = input.subject ?? `Auto: ${input.originalSubject ?? 'your message'}`;
  const threads = messageId === null ? [] : [`In-Reply-To: ${messageId}`, `References: ${lastReferences(references)}${messageId}`];
  const header = [
    field('From', from.name ? `${phrase(from.name)} <${from.email}>` : from.email),
    `To: <${to}>`,
    field('Subject', encodeWords(oneLine(subject).slice(0, 500))),
    `Date: ${mailDate(now)}`,
    `Message-ID: <${id}@${hostname}>`,
    ...threads,
    // RFC 3834 §5, RFC 5230 §5.8.
    'Auto-Submitted: auto-replied (vacation)',
    'X-Auto-Response-Suppress: All',
    'MIME-Version: 1.0',
  ];
  return `${header.join('\r\n')}\r\n${mime ? ownEntity(reason) : textEntity(reason)}`;
}

/** §4.4: of the script's entity only fields of MIME are taken; without any it is text. */
function ownEntity(reason: string): string {
  const end = reason.indexOf('\r\n\r\n');
  const fields = end < 0 ? [] : reason.slice(0, end).split(/\r\n(?![ \t])/);
  if (fields.length === 0 || !fields.every((one) => /^[!-9;-~]+:/.test(one))) return textEntity(reason);
  const kept = fields.filter((one) => /^content-/i.test(one));
  return `${kept.map((one) => `${one}\r\n`).join('')}\r\n${reason.slice(end + 4)}${reason.endsWith('\r\n') ? '' : '\r\n'}`;
}

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
export const phrase = (name: string): string =>
  /[^\x20-\x7e]/.test(name) ? encodeWords(oneLine(name)) : `"${oneLine(name).replaceAll(/["\\]/g, '\\$&')}"`;
const field = (name: string, value: string): string => `${name}: ${value.replaceAll('?= =?', '?=\r\n =?')}`;

/** The last of them, so that the field stays short (RFC 5322 §3.6.4). */
function lastReferences(references: string | null): string {
  const ids = references?.match(/<[^<>\s]{1,250}>/g) ?? [];
  return ids
    .slice(-10)
    .map((id) => `${id}\r\n `)
    .join('');
}
