/**
 * The original under an answer. It is kept apart from what is being written, as the HTML that it came as: the editor never sees it and so
 * cannot spoil its layout. In the stored message it is the last thing, inside one marked element, by which a draft is taken apart again.
 */
import { words } from '#client/i18n/words.ts';
import { escapeHtml } from '#lib/html/escape-html.ts';
import { formatRecipient, type Recipient } from '../recipients.ts';

const opening = '<div id="posthorn-quote">';
const closing = '</div>';

export interface Original {
  from: Recipient[];
  to: Recipient[];
  cc: Recipient[];
  subject: string;
  /** As it is to be read, in the reader's language and time zone. */
  date: string;
  html: string;
}

/** "On …, … wrote:" and the original as a citation. */
export function quoteForReply(original: Original): string {
  const [sender] = original.from;
  const t = words('compose');
  const who = sender ? formatRecipient(sender) : t('somebody');
  return `<div><br></div><div>${escapeHtml(t('wrote', { date: original.date, who }))}</div><blockquote type="cite">${original.html}</blockquote>`;
}

export function quoteForForward(original: Original): string {
  const list = (recipients: Recipient[]) => recipients.map(formatRecipient).join(', ');
  const t = words('compose');
  const lines: [string, string][] = [
    [t('from'), list(original.from)],
    [t('date'), original.date],
    [t('subject'), original.subject],
    [t('to'), list(original.to)],
    [t('cc'), list(original.cc)],
  ];
  const head = lines.filter(([, value]) => value !== '').map(([name, value]) => `<div>${name}: ${escapeHtml(value)}</div>`);
  return `<div><br></div><div>---------- ${escapeHtml(t('forwardedMessage'))} ----------</div>${head.join('')}<br>${original.html}`;
}

export function joinQuote(written: string, quote: string): string {
  return quote === '' ? written : `${written}${opening}${quote}${closing}`;
}

export function splitQuote(html: string): { written: string; quote: string } {
  const at = html.indexOf(opening);
  const end = html.lastIndexOf(closing);
  if (at < 0 || end < at) return { written: html, quote: '' };
  return { written: html.slice(0, at), quote: html.slice(at + opening.length, end) };
}
