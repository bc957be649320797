/** Matching mailbox names against LIST patterns (RFC 9051 §6.3.9): `*` is anything, `%` anything within one level. */

/** Both decoded. INBOX at the front matches in any case (RFC 9051 §5.1). Linear: no pattern is made to take long. */
export function matchesPattern(pattern: string, name: string, separator = '/'): boolean {
  if (/^inbox(\/|$)/i.test(name) && /^inbox/i.test(pattern)) pattern = `INBOX${pattern.slice(5)}`;
  // Positions of the name that the pattern read so far can have reached.
  let reached = new Uint8Array(name.length + 1);
  reached[0] = 1;
  for (const char of pattern.split('')) {
    const next = new Uint8Array(name.length + 1);
    if (char === '*' || char === '%') {
      let open = false;
      for (let n = 0; n <= name.length; n++) {
        if (char === '%' && n > 0 && name[n - 1] === separator) open = false;
        if (reached[n]) open = true;
        if (open) next[n] = 1;
      }
    } else for (let n = 0; n < name.length; n++) if (reached[n] && name[n] === char) next[n + 1] = 1;
    reached = next;
  }
  return reached[name.length] === 1;
}
