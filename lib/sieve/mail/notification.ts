/** The message of `notify` by mailto (RFC 5436 §2.7). */
import { encodeWords } from '../../message/encoded-word.ts';
import { mailDate } from '../../smtp/trace.ts';
import type { NotifyAction } from '../run/actions.ts';
import type { Mailto } from '../run/mailto.ts';
import { textEntity } from './text-entity.ts';

export interface NotificationInput {
  action: NotifyAction;
  uri: Mailto;
  /** Whose script it is: an address of the user. */
  owner: string;
  from: string;
  originalSubject: string;
  originalFrom: string;
  messageId: string | null;
  id: string;
  hostname: string;
  now: Date;
}

export function notification({
  action,
  uri,
  owner,
  from,
  originalSubject,
  originalFrom,
  messageId,
  id,
  hostname,
  now,
}: NotificationInput): string {
  const subject = action.message ?? uri.subject ?? originalSubject;
  const header = [
    // §2.7.1: above everything that tells where a message has been.
    `Auto-Submitted: auto-notified; owner-email="${owner}"`,
    `From: <${from}>`,
    `To: ${uri.to.map((address) => `<${address}>`).join(',\r\n ')}`,
    ...(uri.cc.length > 0 ? [`Cc: ${uri.cc.map((address) => `<${address}>`).join(',\r\n ')}`] : []),
    `Subject: ${encodeWords(oneLine(subject).slice(0, 500)).replaceAll('?= =?', '?=\r\n =?')}`,
    `Date: ${mailDate(now)}`,
    `Message-ID: <${id}@${hostname}>`,
    ...(messageId === null ? [] : [`References: ${messageId}`]),
    // RFC 5435 §3.4: 1 is the highest.
    ...(action.importance === 2 ? [] : [`Importance: ${action.importance === 1 ? 'High' : 'Low'}`]),
    ...uri.headers.slice(0, 20).map(([name, value]) => `${name}: ${encodeWords(oneLine(value).slice(0, 500))}`),
    'MIME-Version: 1.0',
  ];
  const body = uri.body ?? `A message has come for ${owner}.\r\n\r\nFrom: ${originalFrom}\r\nSubject: ${originalSubject}\r\n`;
  return `${header.join('\r\n')}\r\n${textEntity(body)}`;
}

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
