/** What another server says that it can do (RFC 5321 §4.1.1.1): keyword, upper-case, to its parameters. The first line is its name. */
export function parseExtensions(lines: string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of lines.slice(1)) {
    const [keyword = '', ...parameters] = line.trim().split(/[ =]/);
    if (keyword) found.set(keyword.toUpperCase(), parameters.join(' '));
  }
  return found;
}

export interface PeerLimits {
  /** Messages in one connection, recipients of one message (RFC 9422 §4). */
  mailMax: number;
  rcptMax: number;
}

/** RFC 9422 §3: `LIMITS RCPTMAX=20 MAILMAX=5`; what is not understood, or absurd, is no limit. */
export function parseLimits(parameters: string | undefined): PeerLimits {
  const of = (name: string) => {
    const value = Number(new RegExp(`(?:^| )${name}[= ](\\d{1,6})(?= |$)`, 'i').exec(parameters ?? '')?.[1] ?? 0);
    return value > 0 ? value : Infinity;
  };
  return { mailMax: of('MAILMAX'), rcptMax: of('RCPTMAX') };
}
