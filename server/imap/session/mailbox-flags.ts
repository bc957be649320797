/** FLAGS and PERMANENTFLAGS of a mailbox (RFC 9051 §7.3.5, §7.1). */
import { imapFlags } from '#lib/message/keywords.ts';

const withBits = imapFlags(0xffff, null);

export function mailboxFlags(keywords: readonly string[], readOnly: boolean): [flags: string, permanent: string] {
  const all = [...new Set([...withBits, ...keywords])].join(' ');
  return [
    `FLAGS (${all})`,
    `OK [PERMANENTFLAGS (${readOnly ? '' : `${all} \\*`})] ${readOnly ? 'Nothing can be changed' : 'These are kept'}`,
  ];
}
