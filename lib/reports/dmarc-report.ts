/** An aggregate report of DMARC (RFC 7489 §7.2), as it is counted, sent, taken in and shown. */
export interface DmarcReport {
  org: string;
  email: string;
  reportId: string;
  /** Seconds since 1970. */
  begin: number;
  end: number;
  policy: DmarcPublished;
  rows: DmarcRow[];
}
export interface DmarcPublished {
  domain: string;
  p: string;
  sp: string | null;
  np: string | null;
  adkim: string | null;
  aspf: string | null;
  fo: string | null;
  pct?: string | null;
}
export type Disposition = 'none' | 'quarantine' | 'reject';
/** What is the same for all messages of a row. */
export interface DmarcDetail {
  sourceIp: string;
  disposition: Disposition;
  /** Aligned. */
  dkim: boolean;
  spf: boolean;
  /** Why the disposition is not what the policy asks for: a word of RFC 7489 appendix C. */
  override: string | null;
  headerFrom: string;
  envelopeFrom: string | null;
  signatures: { domain: string; selector: string; result: string }[];
  spfDomain: string | null;
  spfResult: string | null;
}
export interface DmarcRow extends DmarcDetail {
  count: number;
}

/** Tags of a record such as `v=DMARC1; p=none; rua=mailto:x@example.org`: names lower-case. */
export function recordTags(record: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const part of record.split(';')) {
    const at = part.indexOf('=');
    if (at > 0) tags.set(part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim());
  }
  return tags;
}

export function published(domain: string, record: string): DmarcPublished {
  const tags = recordTags(record);
  const tag = (name: string) => tags.get(name) ?? null;
  return {
    domain,
    p: tag('p') ?? 'none',
    sp: tag('sp'),
    np: tag('np'),
    adkim: tag('adkim'),
    aspf: tag('aspf'),
    fo: tag('fo'),
    pct: tag('pct'),
  };
}

export interface ReportAddress {
  kind: 'mail' | 'web';
  /** An address, or an https: one. */
  to: string;
}

/** The URIs of a `rua` tag in their order (RFC 7489 §6.2, RFC 8460 §3); what is malformed or of another scheme is passed over. */
export function reportAddresses(rua: string | undefined): ReportAddress[] {
  return (rua ?? '').split(',').flatMap((text): ReportAddress[] => {
    // An old form has the largest size behind a "!".
    const uri = text.trim().replace(/!\d+[kmgt]?$/i, '');
    if (/^https:\/\/[^\s]+$/i.test(uri)) return [{ kind: 'web', to: uri }];
    const address = /^mailto:([^\s?]+)/i.exec(uri)?.[1];
    const decoded = address === undefined ? null : decode(address);
    return decoded && /^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$/.test(decoded) ? [{ kind: 'mail', to: decoded }] : [];
  });
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
