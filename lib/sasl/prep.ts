/**
 * One spelling of a password or name before it is hashed (RFC 4013, SASLprep): blanks become the blank, invisible letters go, the rest is
 * composed. What RFC 4013 forbids is not refused here: a password that was set is a password.
 */
export function saslPrep(text: string): string {
  return text
    .replaceAll(/[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/gu, ' ') // RFC 3454 C.1.2
    .replaceAll(/[\u00ad\u034f\u1806\u180b-\u180d\u200c\u200d\u2060\ufe00-\ufe0f\ufeff]/gu, '') // RFC 3454 B.1
    .normalize('NFKC');
}
