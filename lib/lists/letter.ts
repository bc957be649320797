/** What a list writes itself: answers, questions to moderators. */
import { encodeWords } from '../message/encoded-word.ts';
import { mailDate } from '../smtp/trace.ts';
import { textEntity } from '../sieve/mail/text-entity.ts';

export interface ListLetter {
  from: string;
  to: string;
  replyTo?: string | undefined;
  subject: string;
  text: string;
  /** Message-ID of what is answered, with its angle brackets. */
  inReplyTo?: string | null | undefined;
  list: string;
  id: string;
  hostname: string;
  now: Date;
}

export function listLetter({ from, to, replyTo, subject, text, inReplyTo, list, id, hostname, now }: ListLetter): string {
  const header = [
    `From: <${from}>`,
    `To: <${to}>`,
    ...(replyTo === undefined ? [] : [`Reply-To: <${replyTo}>`]),
    `Subject: ${encodeWords(
      subject
        .replaceAll(/[\p{Cc}\s]+/gu, ' ')
        .trim()
        .slice(0, 300),
    ).replaceAll('?= =?', '?=\r\n =?')}`,
    `Date: ${mailDate(now)}`,
    `Message-ID: <${id}@${hostname}>`,
    ...(inReplyTo ? [`In-Reply-To: ${inReplyTo}`, `References: ${inReplyTo}`] : []),
    `List-Id: <${list.replace('@', '.')}>`,
    // RFC 3834 §5: so that no program answers.
    'Auto-Submitted: auto-replied',
    'X-Auto-Response-Suppress: All',
    'Precedence: list',
    'MIME-Version: 1.0',
  ];
  return `${header.join('\r\n')}\r\n${textEntity(text)}`;
}
