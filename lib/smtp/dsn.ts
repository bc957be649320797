/** Notices to the sender: a message could not be delivered, or is late (RFC 3461 §6, RFC 3464). */
import { mailDate } from './trace.ts';

export interface DsnRecipient {
  address: string;
  orcpt: string | null;
  /** Enhanced status code. */
  status: string;
  /** The reply of the other server as it was given, or our own words. */
  diagnostic: string;
  /** Who said so; null: this server. */
  host: string | null;
  lastAttempt: Date;
}
export interface DsnInput {
  action: 'failed' | 'delayed';
  to: string;
  hostname: string;
  id: string;
  now: Date;
  arrivedAt: Date;
  /** Delayed: until when it is tried. */
  triedUntil: Date;
  subject: string;
  recipients: DsnRecipient[];
  /** The header section of the original message. */
  originalHeader: string;
}

/** The whole message; its envelope sender is the null sender. UTF-8 is used where the original has it. */
export function deliveryNotice(input: DsnInput): string {
  const { action, to, hostname, id, now, recipients } = input;
  const boundary = `=_posthorn-${id}`;
  const failed = action === 'failed';
  const header = [
    `From: Mail Delivery System <postmaster@${hostname}>`,
    `To: <${to}>`,
    `Subject: ${failed ? 'Your message could not be delivered' : 'Your message is delayed'}`,
    `Date: ${mailDate(now)}`,
    `Message-ID: <${id}@${hostname}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="${boundary}"`,
    ...(needsUtf8(input) ? ['Content-Transfer-Encoding: 8bit'] : []),
  ];
  const encoding = needsUtf8(input) ? 'Content-Transfer-Encoding: 8bit\r\n' : '';
  const statusType = recipients.some(({ address }) => isUtf8(address)) ? 'global-delivery-status' : 'delivery-status';
  const headersType = isUtf8(input.originalHeader) ? 'message/global-headers' : 'text/rfc822-headers';
  const parts = [
    `Content-Type: text/plain; charset=utf-8\r\n${encoding}\r\n${sentences(input)}`,
    `Content-Type: message/${statusType}\r\n${encoding}\r\n${statusFields(input)}`,
    `Content-Type: ${headersType}\r\n${encoding}\r\n${input.originalHeader.trimEnd()}\r\n`,
  ];
  return `${header.join('\r\n')}\r\n\r\n${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
}

function sentences({ action, recipients, subject, triedUntil, arrivedAt }: DsnInput): string {
  const what = subject ? `Your message "${oneLine(subject)}"` : 'Your message';
  const people = recipients.map(({ address }) => address).join(', ');
  const first =
    action === 'failed'
      ? `${what} of ${mailDate(arrivedAt)} could not be delivered to ${people}.`
      : `${what} of ${mailDate(arrivedAt)} has not been delivered to ${people} yet. Nothing is lost: it is tried again until ${mailDate(triedUntil)}, and you need not do anything.`;
  const reasons = recipients.map(({ address, diagnostic, host }) =>
    host ? `${address}: the server ${host} said: ${oneLine(diagnostic)}` : `${address}: ${oneLine(diagnostic)}`,
  );
  return [first, '', ...reasons, ''].join('\r\n');
}

/** RFC 3464 §2.2 and §2.3. */
function statusFields({ hostname, arrivedAt, action, triedUntil, recipients }: DsnInput): string {
  const message = [`Reporting-MTA: dns; ${hostname}`, `Arrival-Date: ${mailDate(arrivedAt)}`, ''];
  const groups = recipients.map(({ address, orcpt, status, diagnostic, host, lastAttempt }) =>
    [
      ...(orcpt ? [`Original-Recipient: ${oneLine(orcpt)}`] : []),
      `Final-Recipient: ${isUtf8(address) ? 'utf-8' : 'rfc822'}; ${address}`,
      `Action: ${action}`,
      `Status: ${status}`,
      ...(host ? [`Remote-MTA: dns; ${host}`] : []),
      `Diagnostic-Code: ${host ? 'smtp' : 'x-posthorn'}; ${oneLine(diagnostic)}`,
      `Last-Attempt-Date: ${mailDate(lastAttempt)}`,
      ...(action === 'delayed' ? [`Will-Retry-Until: ${mailDate(triedUntil)}`] : []),
      '',
    ].join('\r\n'),
  );
  return `${message.join('\r\n')}\r\n${groups.join('\r\n')}`;
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n\t\p{Cc}]+/gu, ' ').slice(0, 800);
const isUtf8 = (text: string): boolean => /[^\x00-\x7f]/.test(text);
const needsUtf8 = (input: DsnInput): boolean =>
  isUtf8([input.originalHeader, input.subject, ...input.recipients.flatMap(({ address, diagnostic }) => [address, diagnostic])].join(''));
