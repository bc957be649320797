/** Lists of flags (RFC 5232 §2): split at blanks, each once, whatever its case; what cannot be a flag is left out. */

const mostFlags = 100;
/** System flags that a client may set (RFC 3501 §2.3.2: not \Recent, nor others that there may be), and keywords: atoms of ASCII. */
const isFlag = /^(?:\\(?:answered|flagged|deleted|seen|draft)|[!#$&'+,\-./0-9:;<=>?@A-Z[^_`a-z|}~]{1,100})$/i;

export function readFlags(texts: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const flag of texts.flatMap((text) => text.split(/[ \t\r\n]+/)))
    if (isFlag.test(flag) && !found.has(flag.toLowerCase()) && found.size < mostFlags) found.set(flag.toLowerCase(), flag);
  return [...found.values()];
}

export function withoutFlags(flags: readonly string[], gone: readonly string[]): string[] {
  const lower = new Set(gone.map((flag) => flag.toLowerCase()));
  return flags.filter((flag) => !lower.has(flag.toLowerCase()));
}
