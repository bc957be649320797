/** Look-ups for mail, through DNS_SERVER when it is set. What is not there and what could not be learnt are different answers. */
import { Resolver } from 'node:dns/promises';
import { config } from '#server/config/config.ts';

export type Lookup<T> = { kind: 'found'; records: T[] } | { kind: 'none' } | { kind: 'noDomain' } | { kind: 'trouble'; reason: string };

export const lookUpMx = (domain: string) => lookUp((resolver) => resolver.resolveMx(domain));

/** Each record as one text. */
export async function lookUpTxt(name: string): Promise<Lookup<string>> {
  const found = await lookUp((resolver) => resolver.resolveTxt(name));
  return found.kind === 'found' ? { kind: 'found', records: found.records.map((strings) => strings.join('')) } : found;
}

/** IPv4 first: far more servers can be reached by it. */
export async function lookUpAddresses(host: string): Promise<Lookup<string>> {
  const [four, six] = await Promise.all([lookUp((resolver) => resolver.resolve4(host)), lookUp((resolver) => resolver.resolve6(host))]);
  const records = [four, six].flatMap((found) => (found.kind === 'found' ? found.records : []));
  if (records.length > 0) return { kind: 'found', records };
  return [four, six].find(({ kind }) => kind === 'trouble') ?? (four.kind === 'noDomain' ? four : { kind: 'none' });
}

async function lookUp<T>(ask: (resolver: Resolver) => Promise<T[]>): Promise<Lookup<T>> {
  const resolver = new Resolver({ timeout: 5000, tries: 2 });
  const { dnsServer } = config();
  if (dnsServer) resolver.setServers([dnsServer]);
  try {
    const records = await ask(resolver);
    return records.length > 0 ? { kind: 'found', records } : { kind: 'none' };
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ENODATA') return { kind: 'none' };
    return code === 'ENOTFOUND' ? { kind: 'noDomain' } : { kind: 'trouble', reason: message };
  }
}
