/** The records that a domain needs, so that its mail comes here and is believed elsewhere, and whether they can be found. */
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { config } from '#server/config/config.ts';
import { recordName, recordValue } from '#server/mailauth/dkim-keys.ts';
import { listDkimKeys, type DkimKey } from '#server/store/index.ts';
import { policyId } from './mta-sts.ts';

export type RecordPurpose =
  | 'address'
  | 'mx'
  | 'spf'
  | 'dkim'
  | 'dmarc'
  | 'mtaSts'
  | 'mtaStsHost'
  | 'tlsRpt'
  | 'autoconfig'
  | 'srvImap'
  | 'srvSubmission'
  | 'srvAutodiscover'
  | 'ptr';
export interface WantedRecord {
  /** Names it on its page. */
  id: string;
  type: 'MX' | 'TXT' | 'A' | 'CNAME' | 'SRV' | 'PTR';
  purpose: RecordPurpose;
  name: string;
  value: string;
  /** Without it mail does not come, or is not believed; the others make it safer or easier. */
  needed: boolean;
}
export type FoundRecord = WantedRecord & { state: 'found' | 'missing' | 'different' | 'unknown'; found: string | null };

/** `addresses` are those of the host, when they are known: each wants a name. */
export function wantedRecords(domain: string, hostname: string, keys: DkimKey[] = [], addresses: string[] = []): WantedRecord[] {
  const { ports } = config();
  const wanted: Omit<WantedRecord, 'id'>[] = [
    { type: 'A', purpose: 'address', name: hostname, value: addresses[0] ?? '', needed: true },
    { type: 'MX', purpose: 'mx', name: domain, value: `10 ${hostname}`, needed: true },
    { type: 'TXT', purpose: 'spf', name: domain, value: 'v=spf1 mx -all', needed: true },
    ...keys
      .filter(({ state }) => state !== 'retired')
      .map((key) => ({ type: 'TXT', purpose: 'dkim', name: recordName(key), value: recordValue(key), needed: true }) as const),
    {
      type: 'TXT',
      purpose: 'dmarc',
      name: `_dmarc.${domain}`,
      value: `v=DMARC1; p=none; rua=mailto:dmarc-reports@${domain}`,
      needed: true,
    },
    // While the host's address is not known, the name stands for it: that one will be wanted is said from the start.
    ...(addresses.length > 0 ? addresses : [hostname]).map(
      (address) => ({ type: 'PTR', purpose: 'ptr', name: address, value: hostname, needed: true }) as const,
    ),
    { type: 'TXT', purpose: 'mtaSts', name: `_mta-sts.${domain}`, value: `v=STSv1; id=${policyId()}`, needed: false },
    { type: 'CNAME', purpose: 'mtaStsHost', name: `mta-sts.${domain}`, value: hostname, needed: false },
    { type: 'TXT', purpose: 'tlsRpt', name: `_smtp._tls.${domain}`, value: `v=TLSRPTv1; rua=mailto:tls-reports@${domain}`, needed: false },
    { type: 'CNAME', purpose: 'autoconfig', name: `autoconfig.${domain}`, value: hostname, needed: false },
    ...service('srvImap', `_imaps._tcp.${domain}`, ports.IMAPS_PORT, hostname),
    ...service('srvSubmission', `_submissions._tcp.${domain}`, ports.SUBMISSIONS_PORT, hostname),
    ...service('srvAutodiscover', `_autodiscover._tcp.${domain}`, ports.HTTPS_PORT, hostname),
  ];
  return wanted.map((record) => ({ ...record, id: `${record.purpose} ${record.name}` }));
}

/** RFC 6186, RFC 8314 §5.1; none for a listener that is turned off. */
const service = (purpose: RecordPurpose, name: string, port: number, hostname: string): Omit<WantedRecord, 'id'>[] =>
  port === 0 ? [] : [{ type: 'SRV', purpose, name, value: `0 1 ${port} ${hostname}`, needed: false }];

/** A look-up that takes longer than three seconds counts as unknown: a page must not wait for a dead resolver. */
export async function checkRecords(domain: string, hostname = config().hostname): Promise<FoundRecord[]> {
  const resolver = new Resolver({ timeout: 1500, tries: 2 });
  const { dnsServer } = config();
  if (dnsServer) resolver.setServers([dnsServer]);
  const addresses = await resolver.resolve4(hostname).catch(() => []);
  const keys = await listDkimKeys(domain);
  return Promise.all(wantedRecords(domain, hostname, keys, addresses).map((record) => check(resolver, record)));
}

async function check(resolver: Resolver, wanted: WantedRecord): Promise<FoundRecord> {
  if (wanted.type === 'PTR' && !isIP(wanted.name)) return { ...wanted, state: 'missing', found: null };
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
    case 'CNAME': {
      // An address record of its own does as well.
      const named = await resolver.resolveCname(name).catch(() => []);
      return named.length > 0 ? named.map((target) => target.toLowerCase()) : resolver.resolve4(name);
    }
    case 'SRV':
      return (await resolver.resolveSrv(name)).map(
        (record) => `${record.priority} ${record.weight} ${record.port} ${record.name.toLowerCase()}`,
      );
    case 'PTR':
      // Not `reverse`: that would read this machine's own hosts file first.
      return (await resolver.resolvePtr(`${name.split('.').reverse().join('.')}.in-addr.arpa`)).map((host) => host.toLowerCase());
  }
}

/** The preference of an MX, and a stricter or looser policy, are the owner's choice. */
function fits({ type, purpose, value }: WantedRecord, found: string): boolean {
  switch (type) {
    case 'A':
      return true;
    case 'MX':
      return found.split(' ')[1] === value.split(' ')[1];
    case 'SRV':
      return found.split(' ').slice(2).join(' ') === value.split(' ').slice(2).join(' ');
    case 'CNAME':
      return found === value || /^[\d.]+$/.test(found);
    case 'PTR':
      return found === value;
    case 'TXT':
      // Of a key every letter counts; of the policy its number, by which others see that it changed.
      if (purpose === 'dkim') return found.replaceAll(/\s/g, '') === value.replaceAll(/\s/g, '');
      return purpose !== 'mtaSts' || found.replaceAll(/\s/g, '').startsWith(value.replaceAll(/\s/g, ''));
  }
}

/** The records in the master file format (RFC 1035 §5), to paste into a zone. The host's own address and name are its provider's. */
export function zoneFile(records: WantedRecord[]): string {
  return records
    .filter(({ type }) => type !== 'A' && type !== 'PTR')
    .map(({ type, name, value }) => `${name}. 3600 IN ${type} ${type === 'TXT' ? quoted(value) : `${value}.`}\n`)
    .join('');
}

/** RFC 1035 §3.3: one string holds 255 octets. */
const quoted = (value: string) => (value.match(/.{1,255}/g) ?? ['']).map((piece) => `"${piece}"`).join(' ');
