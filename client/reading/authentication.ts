/**
 * What our server found out about who sent a message: the newest Authentication-Results (RFC 8601) that carry its name. Those of others
 * mean nothing, and the server takes forged ones away at the door. Pure.
 */
export type Verdict = 'verified' | 'unverified' | 'failed';
export interface Authentication {
  verdict: Verdict;
  /** DMARC has passed: the domain of From is who it says. Only then do a reader's permissions for a sender count. */
  isAligned: boolean;
  /** spf, dkim, dmarc… with their results, for the details. */
  methods: { method: string; result: string; detail: string }[];
}

export function readAuthentication(fields: readonly string[] | undefined, hostname: string): Authentication | null {
  const own = (fields ?? []).map(withoutComments).find((field) => hostname !== '' && idOf(field) === hostname.toLowerCase());
  if (!own) return null;
  const methods = own
    .split(';')
    .slice(1)
    .flatMap((part) => {
      const match = /^\s*([a-z0-9-]+)(?:\/\d+)?\s*=\s*([a-z]+)(.*)$/is.exec(part);
      return match
        ? [{ method: (match[1] ?? '').toLowerCase(), result: (match[2] ?? '').toLowerCase(), detail: (match[3] ?? '').trim() }]
        : [];
    });
  if (methods.length === 0) return null;
  const result = (method: string) => methods.find((one) => one.method === method)?.result;
  const dmarc = result('dmarc');
  const verdict: Verdict = dmarc === 'pass' ? 'verified' : dmarc === 'fail' ? 'failed' : 'unverified';
  return { verdict, isAligned: dmarc === 'pass', methods };
}

const idOf = (field: string) => /^\s*([^\s;]+)/.exec(field)?.[1]?.toLowerCase();

/** Comments may stand anywhere and be nested; quoted strings may hold parentheses and semicolons. */
function withoutComments(field: string): string {
  let depth = 0;
  let quoted = false;
  let clean = '';
  for (let at = 0; at < field.length; at++) {
    const character = field[at] ?? '';
    if (character === '\\' && (quoted || depth > 0)) {
      at++;
      continue;
    }
    if (depth === 0 && character === '"') quoted = !quoted;
    else if (!quoted && character === '(') depth++;
    else if (!quoted && character === ')' && depth > 0) depth--;
    else if (depth === 0) clean += quoted && character === ';' ? ',' : character;
  }
  return clean;
}
