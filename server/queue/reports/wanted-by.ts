/** Where the owner of a domain wants reports, asked of DNS; and whether somebody else agreed to get them (RFC 7489 §7.1). */
import { recordTags, reportAddresses, type ReportAddress } from '#lib/reports/dmarc-report.ts';
import { registered } from '#lib/spam/hosts.ts';
import { domainOf } from '#lib/smtp/path.ts';
import { lookUpTxt } from '#server/dns/resolver.ts';

const mostAddresses = 5;

/** DNS does not answer: it is asked again in an hour. */
export class DnsTrouble extends Error {}

/** From the record that was in force when the mail came. */
export async function dmarcReportsTo(policyDomain: string, record: string): Promise<string[]> {
  const asked = reportAddresses(recordTags(record).get('rua')).filter(({ kind }) => kind === 'mail');
  const found: string[] = [];
  for (const { to } of asked.slice(0, mostAddresses)) found.push(...(await agreed(policyDomain, to)));
  return [...new Set(found)];
}

/** The address, another one at the same host that its owner prefers, or none. */
async function agreed(policyDomain: string, address: string): Promise<string[]> {
  const host = domainOf(address).toLowerCase();
  if (registered(host) === registered(policyDomain)) return [address];
  const found = await txt(`${policyDomain}._report._dmarc.${host}`);
  const records = found.filter((record) => /^v\s*=\s*DMARC1\s*(;|$)/i.test(record));
  if (records.length === 0) return [];
  const others = records.flatMap((record) => reportAddresses(recordTags(record).get('rua')));
  const same = others.filter(({ kind, to }) => kind === 'mail' && domainOf(to).toLowerCase() === host).map(({ to }) => to);
  // A record that names yet another host is how mail would be sent in circles: then nobody gets it.
  return others.length === 0 ? [address] : same;
}

/** RFC 8460 §3: one record, or none at all. */
export async function tlsReportsTo(domain: string): Promise<ReportAddress[]> {
  const records = (await txt(`_smtp._tls.${domain}`)).filter((record) => /^v=TLSRPTv1\s*(;|$)/.test(record));
  const [record] = records;
  return record === undefined || records.length > 1 ? [] : reportAddresses(recordTags(record).get('rua')).slice(0, mostAddresses);
}

async function txt(name: string): Promise<string[]> {
  const found = await lookUpTxt(name);
  if (found.kind === 'trouble') throw new DnsTrouble(found.reason);
  return found.kind === 'found' ? found.records : [];
}
