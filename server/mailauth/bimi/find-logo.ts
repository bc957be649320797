/**
 * The logo that a domain publishes (draft-brand-indicators-for-message-identification): its record, its picture, and the certificate that
 * vouches for it. Whether a message may show it was found when it came: DMARC passed under a policy that is enforced (see verify.ts).
 */
import { validateBimiVmc } from 'mailauth';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { config } from '#server/config/config.ts';
import { lookUpTxt } from '#server/dns/resolver.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { fetchPublic } from '#server/net/fetch-public.ts';
import { faultOfSvg, mostOctets } from './check-svg.ts';

export interface Logo {
  /** A certificate of an authority for marks says that it is theirs; false: they say so themselves. */
  isVerified: boolean;
  svg: Buffer;
}
export interface LogoAt {
  domain: string;
  selector: string;
}

const keepMs = 3_600_000;
const keepNoneMs = 600_000;
const mostKept = 500;
const mostCertificate = 256 * 1024;
const unpacked = promisify(gunzip);
const kept = new Map<string, { until: number; logo: Promise<Logo | null> }>();

/** Null: there is none that may be shown. */
export function findLogo(at: LogoAt, now = new Date()): Promise<Logo | null> {
  if (config().bimi === 'off') return Promise.resolve(null);
  const key = `${at.selector.toLowerCase()}._bimi.${at.domain.toLowerCase()}`;
  const known = kept.get(key);
  if (known && known.until > now.getTime()) return known.logo;
  const logo = lookFor(key, at, now).catch((error: unknown) => {
    log.info('bimi: no logo', { domain: at.domain, reason: reasonOf(error) });
    return null;
  });
  if (kept.size >= mostKept) kept.clear();
  const entry = { until: now.getTime() + keepMs, logo };
  kept.set(key, entry);
  void logo.then((found) => {
    if (!found) entry.until = now.getTime() + keepNoneMs;
  });
  return logo;
}

/** For tests that change a zone. */
export const forgetLogos = (): void => kept.clear();

async function lookFor(name: string, at: LogoAt, now: Date): Promise<Logo | null> {
  const found = await lookUpTxt(name);
  const records = found.kind === 'found' ? found.records.filter((record) => /^v\s*=\s*BIMI1\s*(;|$)/i.test(record)) : [];
  const [record] = records;
  if (record === undefined || records.length > 1) return null;
  const tag = (letter: string) => new RegExp(`(?:^|;)\\s*${letter}\\s*=\\s*([^;]*)`, 'i').exec(record)?.[1]?.trim() ?? '';
  const [location, authority] = [tag('l'), tag('a')];
  if (location === '') return null; // a declination
  if (authority === '' && config().bimi !== 'self-asserted') return null;
  const svg = await fetchLogo(location);
  const fault = faultOfSvg(svg);
  if (fault) throw new Error(`the logo of ${at.domain} cannot be shown: ${fault}`);
  if (authority !== '') {
    const refusal = await faultOfCertificate(svg, await fetched(authority, mostCertificate), at, now);
    if (refusal === null) return { isVerified: true, svg };
    log.info('bimi: not verified', { domain: at.domain, reason: refusal });
  }
  return config().bimi === 'self-asserted' ? { isVerified: false, svg } : null;
}

/** The chain leads to an authority for marks, the certificate is for this domain, and the picture is the one in it. */
export async function faultOfCertificate(
  svg: Buffer,
  certificate: Buffer,
  { domain, selector }: LogoAt,
  now: Date,
): Promise<string | null> {
  const data = { location: 'https://logo', authority: 'https://certificate', locationPath: svg, authorityPath: certificate };
  const status = { result: 'pass' as const, header: { d: domain, selector } };
  const checked = await validateBimiVmc({ ...data, status, info: '' }, { now });
  if (!checked || !checked.authority?.success) return (checked && checked.authority?.error?.message) || 'the certificate is not right';
  return checked.authority.hashMatch === true ? null : 'the logo is not the one in the certificate';
}

async function fetchLogo(url: string): Promise<Buffer> {
  const body = await fetched(url, mostOctets);
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  return unpacked(body, { maxOutputLength: mostOctets + 1 }).catch(() =>
    Promise.reject(new Error('the packed logo is broken or too large')),
  );
}

async function fetched(url: string, most: number): Promise<Buffer> {
  const { status, body } = await fetchPublic(url, { maxOctets: most, timeoutMs: 10_000, secureOnly: true, maxRedirects: 2 });
  if (status !== 200) throw new Error(`${url} answers ${status}`);
  return body;
}
