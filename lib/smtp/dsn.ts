/** Notices to the sender: what became of a message, when that is not what was hoped or when he asked (RFC 3461 §6, RFC 3464). */
import { mailDate } from './trace.ts';

/** `relayed`: handed to a server that promises no notice; `expanded`: sent on to more than one address (RFC 3461 §5.2.7). */
export type DsnAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

export interface DsnRecipient {
  address: string;
  /** `type;address`, decoded. */
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
  action: DsnAction;
  to: string;
  hostname: string;
  id: string;
  now: Date;
  arrivedAt: Date;
  /** Delayed: until when it is tried. */
  triedUntil: Date;
  subject: string;
  /** Until when its sender had it held (RFC 4865 §5.1.2). */
  heldUntil?: Date | null;
  /** The sender's own name for the message (RFC 3461 §4.4), decoded. */
  envId: string | null;
  recipients: DsnRecipient[];
  /** The original message, or its header section alone. */
  original: string;
  whole: boolean;
}

/** The whole message; its envelope sender is the null sender. UTF-8 is used where the original has it. */
export function deliveryNotice(input: DsnInput): string {
  const { action, to, hostname, id, now, recipients, original, whole } = input;
  const boundary = `=_posthorn-${id}`;
  const header = [
    `From: Mail Delivery System <postmaster@${hostname}>`,
    `To: <${to}>`,
    `Subject: ${subjects[action]}`,
    `Date: ${mailDate(now)}`,
    `Message-ID: <${id}@${hostname}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="${boundary}"`,
    ...(needsUtf8(input) ? ['Content-Transfer-Encoding: 8bit'] : []),
  ];
  const encoding = needsUtf8(input) ? 'Content-Transfer-Encoding: 8bit\r\n' : '';
  // RFC 6533 §3: fields in UTF-8 are of another type, which not every program reads; RFC 3464 §2.1: in the usual one they are ASCII.
  const isGlobal = recipients.some(({ address }) => isUtf8(address));
  const status = isGlobal
    ? `Content-Type: message/global-delivery-status\r\n${encoding}\r\n${statusFields(input)}`
    : `Content-Type: message/delivery-status\r\n\r\n${escaped(statusFields(input))}`;
  const ascii = !isUtf8(original.slice(0, original.indexOf('\r\n\r\n') >>> 0));
  const originalType = whole ? (ascii ? 'message/rfc822' : 'message/global') : ascii ? 'text/rfc822-headers' : 'message/global-headers';
  const parts = [
    `Content-Type: text/plain; charset=utf-8\r\n${encoding}\r\n${sentences(input)}`,
    status,
    `Content-Type: ${originalType}\r\n${encoding}\r\n${whole ? original : original.trimEnd()}\r\n`,
  ];
  return `${header.join('\r\n')}\r\n\r\n${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
}

const subjects: Record<DsnAction, string> = {
  failed: 'Your message could not be delivered',
  delayed: 'Your message is delayed',
  delivered: 'Your message has been delivered',
  relayed: 'Your message has been handed on',
  expanded: 'Your message has been sent on',
};

function sentences(input: DsnInput): string {
  const reasons = input.recipients.map(({ address, diagnostic, host }) =>
    host ? `${address}: the server ${host} said: ${oneLine(diagnostic)}` : `${address}: ${oneLine(diagnostic)}`,
  );
  return [first(input), '', ...reasons, ''].join('\r\n');
}

function first({ action, recipients, subject, triedUntil, arrivedAt }: DsnInput): string {
  const what = `Your message ${subject ? `"${oneLine(subject)}" ` : ''}of ${mailDate(arrivedAt)}`;
  const people = recipients.map(({ address }) => address).join(', ');
  switch (action) {
    case 'failed':
      return `${what} could not be delivered to ${people}.`;
    case 'delayed':
      return `${what} has not been delivered to ${people} yet. Nothing is lost: it is tried again until ${mailDate(triedUntil)}, and you need not do anything.`;
    case 'delivered':
      return `${what} is in the mailbox of ${people}.`;
    case 'relayed':
      return `${what} to ${people} was taken by the next server, which does not tell what becomes of it.`;
    case 'expanded':
      return `${what} to ${people} was sent on to everybody who stands behind that address.`;
  }
}

/** RFC 3464 §2.2 and §2.3. */
function statusFields({ hostname, arrivedAt, heldUntil, action, triedUntil, recipients, envId }: DsnInput): string {
  const message = [
    ...(envId ? [`Original-Envelope-Id: ${oneLine(envId)}`] : []),
    `Reporting-MTA: dns; ${hostname}`,
    `Arrival-Date: ${mailDate(arrivedAt)}`,
    ...(heldUntil ? [`Future-Release-Request: until;${heldUntil.toISOString().replace(/\.\d+/, '')}`] : []),
    '',
  ];
  const groups = recipients.map(({ address, orcpt, status, diagnostic, host, lastAttempt }) =>
    [
      ...(orcpt ? [`Original-Recipient: ${oneLine(orcpt)}`] : []),
      `Final-Recipient: ${isUtf8(address) ? 'utf-8' : 'rfc822'}; ${address}`,
      `Action: ${action}`,
      `Status: ${status}`,
      ...(host ? [`Remote-MTA: dns; ${host}`] : []),
      ...(host || action === 'failed' || action === 'delayed'
        ? [`Diagnostic-Code: ${host ? 'smtp' : 'x-posthorn'}; ${oneLine(diagnostic)}`]
        : []),
      `Last-Attempt-Date: ${mailDate(lastAttempt)}`,
      ...(action === 'delayed' ? [`Will-Retry-Until: ${mailDate(triedUntil)}`] : []),
      '',
    ].join('\r\n'),
  );
  return `${message.join('\r\n')}\r\n${groups.join('\r\n')}`;
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n\t\p{Cc}]+/gu, ' ').slice(0, 800);
const isUtf8 = (text: string): boolean => /[^\x00-\x7f]/.test(text);
/** RFC 6533 §3: `\\x{F6}` for what is no ASCII. */
const escaped = (text: string): string =>
  text.replaceAll(/[^\x00-\x7f]/gu, (character) => `\\x{${character.codePointAt(0)?.toString(16).toUpperCase()}}`);
const needsUtf8 = (input: DsnInput): boolean =>
  isUtf8(
    [
      input.original,
      input.subject,
      input.envId ?? '',
      ...input.recipients.flatMap((one) => [one.address, one.orcpt ?? '', one.diagnostic]),
    ].join(''),
  );
