/** MTA-STS (RFC 8461): the record that announces a policy, the policy, and whether a mail server is one of those that it names. */

export interface StsPolicy {
  mode: 'enforce' | 'testing' | 'none';
  /** Patterns, lower-case: `mx.example.org`, `*.example.org`. */
  mx: string[];
  /** Seconds. */
  maxAge: number;
}

const longest = 31_557_600; // §3.2: about a year

/** §3.1: the id of the one record that begins with v=STSv1; null when there is none, or more than one. */
export function parseStsRecord(texts: string[]): string | null {
  const records = texts.filter((text) => /^v=STSv1[ \t]*(;|$)/.test(text));
  const [record = ''] = records;
  if (records.length !== 1) return null;
  return /;[ \t]*id[ \t]*=[ \t]*([A-Za-z0-9]{1,32})[ \t]*(?:;|$)/.exec(record)?.[1] ?? null;
}

/** §3.2. Null when it is no policy. */
export function parseStsPolicy(text: string): StsPolicy | null {
  const values = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const match = /^[ \t]*([A-Za-z0-9][A-Za-z0-9_.-]{0,31})[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(line);
    if (!match) return null;
    const [, key = '', value = ''] = match;
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  // "If any other field than mx is given more than once, all but the first are ignored."
  const first = (key: string) => values.get(key)?.[0];
  const mode = first('mode');
  const maxAge = first('max_age');
  const mx = (values.get('mx') ?? []).map((pattern) => pattern.toLowerCase().replace(/\.$/, ''));
  if (first('version') !== 'STSv1' || !maxAge || !/^\d{1,10}$/.test(maxAge)) return null;
  if (mode !== 'enforce' && mode !== 'testing' && mode !== 'none') return null;
  if (!mx.every((pattern) => /^(\*\.)?([a-z0-9_-]+\.)*[a-z0-9-]+$/.test(pattern))) return null;
  if (mode !== 'none' && mx.length === 0) return null;
  return { mode, mx, maxAge: Math.min(Number(maxAge), longest) };
}

/** §4.1: a wildcard stands for one label, the leftmost. */
export function matchesStsMx(host: string, patterns: string[]): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  const parent = name.slice(name.indexOf('.') + 1);
  return patterns.some((pattern) => (pattern.startsWith('*.') ? name.includes('.') && pattern.slice(2) === parent : pattern === name));
}
