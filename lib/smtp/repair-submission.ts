/** What a submission server adds and takes away (RFC 6409 §8): From, Date and Message-ID when missing; Bcc is nobody's to read. */
import type { HeaderFacts } from './header-facts.ts';
import { concat, encode, octetString } from './octets.ts';
import { mailDate } from './trace.ts';

export function repairSubmission(
  message: Uint8Array,
  facts: HeaderFacts,
  { sender, hostname, id, now }: { sender: string; hostname: string; id: string; now: Date },
): Uint8Array {
  const added = [
    ...(facts.names.has('from') ? [] : [`From: <${sender}>\r\n`]),
    ...(facts.names.has('date') ? [] : [`Date: ${mailDate(now)}\r\n`]),
    ...(facts.names.has('message-id') ? [] : [`Message-ID: <${id}@${hostname}>\r\n`]),
    ...(facts.hasHeader ? [] : ['\r\n']),
  ];
  return concat(encode(added.join('')), ...withoutBcc(message, facts));
}

function withoutBcc(message: Uint8Array, { names, headerBytes }: HeaderFacts): Uint8Array[] {
  if (!names.has('bcc') && !names.has('resent-bcc')) return [message];
  const header = octetString(message.subarray(0, headerBytes));
  const kept: Uint8Array[] = [];
  let from = 0;
  for (const field of header.matchAll(/^(?:resent-)?bcc[ \t]*:.*(?:\r\n[ \t].*)*(?:\r\n|$)/gim)) {
    kept.push(message.subarray(from, field.index));
    from = field.index + field[0].length;
  }
  return [...kept, message.subarray(from)];
}
