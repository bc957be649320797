/** What is learnt from a message's header before it is accepted. */
import { octetString } from './octets.ts';

export interface HeaderFacts {
  /** False when the first line is text: such a message is all body (the textbook's dialogue). */
  hasHeader: boolean;
  headerBytes: number;
  receivedCount: number;
  fromCount: number;
  /** Lower-case names of the fields that are there. */
  names: Set<string>;
  has8Bit: boolean;
}

/** Looks at the header section only, and at no more of it than a header may have. */
export function headerFacts(message: Uint8Array, maxHeaderBytes: number): HeaderFacts {
  const first = octetString(message.subarray(0, 1024));
  const hasHeader = message.length === 0 || /^(?:[!-9;-~]+[ \t]*:|\r\n|>?From )/.test(first);
  const end = hasHeader ? headerEnd(message) : 0;
  const section = message.subarray(0, Math.min(end, maxHeaderBytes));
  const text = octetString(section);
  const names = [...text.matchAll(/^([!-9;-~]+)[ \t]*:/gm)].map((match) => (match[1] ?? '').toLowerCase());
  return {
    hasHeader,
    headerBytes: end,
    receivedCount: names.filter((name) => name === 'received').length,
    fromCount: names.filter((name) => name === 'from').length,
    names: new Set(names),
    has8Bit: /[\u0080-\u00ff]/.test(text),
  };
}

/** Where the body begins: after the first empty line. */
function headerEnd(message: Uint8Array): number {
  if (message[0] === 13 && message[1] === 10) return 2;
  for (let at = message.indexOf(13); at >= 0 && at + 3 < message.length; at = message.indexOf(13, at + 1)) {
    if (message[at + 1] === 10 && message[at + 2] === 13 && message[at + 3] === 10) return at + 4;
  }
  return message.length;
}
