/** The records that a domain needs, so that its mail comes here and is believed elsewhere, and whether they can be found. */
import { Resolver } from 'node:dns/promises';
import { config } from '#server/config/config.ts';
import { recordName, recordValue } from '#server/mailauth/dkim-keys.ts';
import { listDkimKeys, type DkimKey } from '#server/store/index.ts';

export interface WantedRecord {
  type: 'MX' | 'TXT' | 'A';
  name: string;
  value: string;
  why: string;
}
export type FoundRecord = WantedRecord & { state: 'found' | 'missing' | 'different' | 'unknown'; found: string | null };

export function wantedRecords(domain: string, hostname: string, keys: DkimKey[] = []): WantedRecord[] {
  return [
    { type: 'A', name: hostname, value: 'the address of this server', why: 'where the server is' },
    { type: 'MX', name: domain, value: `10 ${hostname}`, why: 'mail for the domain comes here' },
    { type: 'TXT', name: domain, value: 'v=spf1 mx -all', why: 'only this server sends for the domain' },
    {
      type: 'TXT',
      name: `_dmarc.${domain}`,
      value: `v=DMARC1; p=none; rua=mailto:dmarc-reports@${domain}`,
      why: 'what others do with forgeries, and where they report them (taken in by this server)',
    },
    {
      type: 'TXT',
      name: `_smtp._tls.${domain}`,
      value: `v=TLSRPTv1; rua=mailto:tls-reports@${domain}`,
      why: 'where others report trouble with TLS',
    },
    ...keys
      .filter(({ state }) => state !== 'retired')
      .map((key): WantedRecord => {
        const why = key.state === 'new' ? 'the next key: it signs when this is found' : `signs what leaves (${key.algorithm})`;
        return { type: 'TXT', name: recordName(key), value: recordValue(key), why };
      }),
  ];
}

/** A look-up that takes longer than three seconds counts as unknown: a page must not wait for a dead resolver. */
export async function checkRecords(domain: string, hostname = config().hostname): Promise<FoundRecord[]> {
  const resolver = new Resolver({ timeout: 1500, tries: 2 });
  const { dnsServer } = config();
  if (dnsServer) resolver.setServers([dnsServer]);
  const keys = await listDkimKeys(domain);
  return Promise.all(wantedRecords(domain, hostname, keys).map((record) => check(resolver, record)));
}

async function check(resolver: Resolver, wanted: WantedRecord): Promise<FoundRecord> {
  try {
    const values = await lookUp(resolver, wanted);
    const same = values.find((value) => fits(wanted, value));
    if (same !== undefined) return { ...wanted, state: 'found', found: same };
    const [other] = values;
    return { ...wanted, state: other === undefined ? 'missing' : 'different', found: other ?? null };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return { ...wanted, state: code === 'ENOTFOUND' || code === 'ENODATA' ? 'missing' : 'unknown', found: null };
  }
}

async function lookUp(resolver: Resolver, { type, name, value }: WantedRecord): Promise<string[]> {
  switch (type) {
    case 'A':
      return resolver.resolve4(name);
    case 'MX':
      return (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange.toLowerCase()}`);
    case 'TXT': {
      const start = value.split(/[ ;]/, 1)[0] ?? '';
      return (await resolver.resolveTxt(name)).map((parts) => parts.join('')).filter((text) => text.startsWith(start));
    }
  }
}

/** The preference of an MX, and a stricter or looser policy, are the owner's choice. */
function fits({ type, value }: WantedRecord, found: string): boolean {
  if (type === 'A') return true;
  if (type === 'MX') return found.split(' ')[1] === value.split(' ')[1];
  // Of a key every letter counts.
  if (value.startsWith('v=DKIM1')) return found.replaceAll(/\s/g, '') === value.replaceAll(/\s/g, '');
  return true;
}

/** The records in the master file format (RFC 1035 §5), to paste into a zone. */
export function zoneFile(records: WantedRecord[]): string {
  return records
    .filter(({ type }) => type !== 'A')
    .map(({ type, name, value }) => `${name}. 3600 IN ${type} ${type === 'TXT' ? quoted(value) : `${value}.`}\n`)
    .join('');
}

/** RFC 1035 §3.3: one string holds 255 octets. */
const quoted = (value: string) => (value.match(/.{1,255}/g) ?? ['']).map((piece) => `"${piece}"`).join(' ');
