/** FLAGS and PERMANENTFLAGS of a mailbox (RFC 9051 §7.3.5, §7.1). */
import { imapFlags } from '#lib/message/keywords.ts';

const withBits = imapFlags(0xffff, null);

/** RFC 4314 §5.1.1: of the permanent ones only those that the user's rights let him change. */
export function mailboxFlags(
  keywords: readonly string[],
  { readOnly, rights }: { readOnly: boolean; rights: string },
): [flags: string, permanent: string] {
  const all = [...new Set([...withBits, ...keywords])];
  const kept = readOnly ? [] : all.filter((flag) => mayChange(flag, rights));
  if (!readOnly && rights.includes('w')) kept.push('\\*');
  return [
    `FLAGS (${all.join(' ')})`,
    `OK [PERMANENTFLAGS (${kept.join(' ')})] ${kept.length === 0 ? 'Nothing can be changed' : 'These are kept'}`,
  ];
}

/** RFC 4314 §4: `s` for \Seen, `t` for \Deleted, `w` for all others. */
export function mayChange(flag: string, rights: string): boolean {
  const lower = flag.toLowerCase();
  return rights.includes(lower === '\\seen' ? 's' : lower === '\\deleted' ? 't' : 'w');
}
