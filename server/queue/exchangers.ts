/** Mail servers of a domain as DNS has them; where a validating resolver is configured, also whether DNSSEC vouches for that. */
import { config } from '#server/config/config.ts';
import { lookUpAddresses, lookUpMx } from '#server/dns/resolver.ts';
import { lookUpSecurely } from '#server/dns/secure-resolver.ts';
import { isUsable, type TlsaRecord } from './dane.ts';

type Trouble = { kind: 'trouble'; reason: string };
type Exchangers =
  | { kind: 'found'; records: { exchange: string; priority: number }[]; secure: boolean }
  | { kind: 'none' | 'noDomain'; secure: boolean }
  | Trouble;

export async function mailExchangers(domain: string): Promise<Exchangers> {
  if (!config().dnssecResolver) {
    const found = await lookUpMx(domain);
    return found.kind === 'trouble' ? found : { ...found, secure: false };
  }
  const found = await lookUpSecurely(domain, 'MX');
  if (found.kind !== 'found') return found;
  const records = found.answers.flatMap((answer) =>
    answer.type === 'MX' ? [{ exchange: answer.data.exchange, priority: answer.data.preference ?? 0 }] : [],
  );
  return { kind: 'found', records, secure: found.secure };
}

/** IPv4 first. `name`: where its CNAMEs led; `secure`: all of it. */
export async function addressesOf(
  host: string,
): Promise<{ kind: 'found'; records: string[]; secure: boolean; name: string } | { kind: 'none' | 'noDomain' } | Trouble> {
  if (!config().dnssecResolver) {
    const found = await lookUpAddresses(host);
    return found.kind === 'found' ? { ...found, secure: false, name: host } : found;
  }
  const [four, six] = await Promise.all([lookUpSecurely(host, 'A'), lookUpSecurely(host, 'AAAA')]);
  const both = [four, six].flatMap((found) => (found.kind === 'found' ? [found] : []));
  const records = both.flatMap(({ answers }) =>
    answers.flatMap((answer) => (answer.type === 'A' || answer.type === 'AAAA' ? [String(answer.data)] : [])),
  );
  const [first] = both;
  if (first) return { kind: 'found', records, secure: both.every(({ secure }) => secure), name: first.name };
  const faulty = [four, six].find((found) => found.kind === 'trouble');
  return faulty ?? { kind: four.kind === 'noDomain' ? 'noDomain' : 'none' };
}

/** RFC 7672 §2.2.3: at the name that CNAMEs lead to, then at the one in the MX record. */
export async function tlsaOf(
  expanded: string,
  exchange: string,
  port: number,
): Promise<{ kind: 'found'; base: string; records: TlsaRecord[]; usable: boolean; strings: string[] } | { kind: 'none' } | Trouble> {
  for (const base of new Set([expanded, exchange].map((name) => name.toLowerCase().replace(/\.$/, '')))) {
    const found = await lookUpSecurely(`_${port}._tcp.${base}`, 'TLSA');
    if (found.kind === 'trouble') return found;
    if (found.kind !== 'found' || !found.secure) continue;
    const records = found.answers.flatMap((answer) => {
      if (answer.type !== 'TLSA') return [];
      const { usage, selector, matchingType, certificate } = answer.data;
      return [{ usage, selector, matchingType, data: certificate }];
    });
    const strings = records.map(
      ({ usage, selector, matchingType, data }) => `${usage} ${selector} ${matchingType} ${data.toString('hex')}`,
    );
    return { kind: 'found', base, records, usable: records.some(isUsable), strings };
  }
  return { kind: 'none' };
}
