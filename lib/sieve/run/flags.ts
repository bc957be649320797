/** Lists of flags (RFC 5232 §2): split at blanks, each once, whatever its case; what cannot be a flag is left out. */

const mostFlags = 100;

export function readFlags(texts: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const flag of texts.flatMap((text) => text.split(/[ \t\r\n]+/)))
    if (/^[\\$]?[^\p{Cc}\p{Z}(){%*"\]\\]{1,100}$/u.test(flag) && !found.has(flag.toLowerCase()) && found.size < mostFlags)
      found.set(flag.toLowerCase(), flag);
  return [...found.values()];
}

export function withoutFlags(flags: readonly string[], gone: readonly string[]): string[] {
  const lower = new Set(gone.map((flag) => flag.toLowerCase()));
  return flags.filter((flag) => !lower.has(flag.toLowerCase()));
}
