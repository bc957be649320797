/** A letter of the server itself to accounts of its own. */
import { randomUUID } from 'node:crypto';
import { config } from '#server/config/config.ts';
import { deliverMessage } from '#server/delivery/deliver.ts';
import { putBlob } from '#server/store/index.ts';

/** `paragraphs` are text of any characters; the subject is told in ASCII. */
export async function sendLetter(
  to: readonly { accountId: number; email: string }[],
  subject: string,
  paragraphs: readonly string[],
  now: Date,
): ReturnType<typeof deliverMessage> {
  const { hostname } = config();
  const letter = [
    `From: Posthorn <postmaster@${hostname}>`,
    `To: ${to.map(({ email }) => email).join(', ')}`,
    `Subject: ${subject.replaceAll(/[^\x20-\x7e]/g, '?')}`,
    `Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@${hostname}>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    ...paragraphs.flatMap((paragraph) => [...paragraph.split(/\r?\n/), '']),
    'This letter was written by the server itself.',
    '',
  ].join('\r\n');
  const message = Buffer.from(letter);
  return deliverMessage({
    mailFrom: '',
    accounts: to.map(({ accountId }) => accountId),
    message,
    blob: await putBlob(message),
    prefix: Buffer.from('Return-Path: <>\r\n'),
  });
}
