/** A message disposition notification (RFC 8098 §3): multipart/report of a text for people, the report, and perhaps the original. */
import { mailDate } from '../smtp/trace.ts';
import { writeEntity, writeHeader, writeMailbox, type Entity } from '../message/write-entity.ts';

export interface MdnDisposition {
  actionMode: 'manual-action' | 'automatic-action';
  sendingMode: 'mdn-sent-manually' | 'mdn-sent-automatically';
  type: 'deleted' | 'dispatched' | 'displayed' | 'processed';
}
export interface MdnInput {
  from: { name: string; email: string };
  to: string;
  subject: string;
  textBody: string;
  reportingUA: string | null;
  /** `rfc822; a@b.example`. */
  originalRecipient: string | null;
  finalRecipient: string;
  /** With angle brackets. */
  originalMessageId: string | null;
  disposition: MdnDisposition;
  extensionFields: Record<string, string>;
  /** The original message, or its header section alone (§3, item d); null: nothing of it. */
  original: { octets: Uint8Array; whole: boolean } | null;
  id: string;
  hostname: string;
  now: Date;
  newBoundary: () => string;
}

const oneLine = (text: string) => text.replaceAll(/\p{Cc}+/gu, ' ').trim();

export function writeMdn(input: MdnInput): string {
  const { from, to, originalMessageId, original, disposition } = input;
  const optional = (name: string, value: string | null) => (value ? [`${name}: ${oneLine(value)}`] : []);
  const report = [
    ...optional('Reporting-UA', input.reportingUA),
    ...optional('Original-Recipient', input.originalRecipient),
    ...optional('Final-Recipient', input.finalRecipient),
    ...optional('Original-Message-ID', originalMessageId),
    `Disposition: ${disposition.actionMode}/${disposition.sendingMode}; ${disposition.type}`, // §3.2.6
    ...Object.entries(input.extensionFields).map(([name, value]) => `${name}: ${oneLine(value)}`),
  ];
  const isAscii = original?.octets.every((octet) => octet < 0x80);
  const parts: Entity[] = [
    { type: 'text/plain', body: { text: input.textBody } },
    { type: 'message/disposition-notification', body: { plain: `${report.join('\r\n')}\r\n` } },
    // What is not ASCII goes as octets: a part of a report is not 8-bit (§3).
    ...(original === null
      ? []
      : [
          {
            type: original.whole ? 'message/rfc822' : 'text/rfc822-headers',
            body: isAscii ? { plain: new TextDecoder().decode(original.octets) } : { bytes: original.octets },
          },
        ]),
  ];
  const header = [
    writeHeader('From', writeMailbox(from)),
    `To: ${to}\r\n`,
    writeHeader('Subject', input.subject),
    `Date: ${mailDate(input.now)}\r\n`,
    `Message-ID: <${input.id}@${input.hostname}>\r\n`,
    ...(originalMessageId ? [`In-Reply-To: ${oneLine(originalMessageId)}\r\n`, `References: ${oneLine(originalMessageId)}\r\n`] : []),
    'Auto-Submitted: auto-replied\r\n', // RFC 3834 §5
    'MIME-Version: 1.0\r\n',
  ];
  const entity: Entity = { type: 'multipart/report', parameters: { 'report-type': 'disposition-notification' }, body: { parts } };
  return `${header.join('')}${writeEntity(entity, input.newBoundary)}`;
}
