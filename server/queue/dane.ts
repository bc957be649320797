/** Whether a certificate is the one that TLSA records name (RFC 6698 §2.1, RFC 7672 §3). */
import { createHash, type X509Certificate } from 'node:crypto';

export interface TlsaRecord {
  usage: number;
  selector: number;
  matchingType: number;
  data: Buffer;
}

/** RFC 7672 §3.1: DANE-EE and DANE-TA; the usages of the web's authorities are not for SMTP. */
export const isUsable = ({ usage, selector, matchingType }: TlsaRecord): boolean =>
  (usage === 2 || usage === 3) && (selector === 0 || selector === 1) && matchingType >= 0 && matchingType <= 2;

/** `names`: those by which the host may be known (§3.2.2). */
export function matchesDane(leaf: X509Certificate, records: TlsaRecord[], names: string[], now: Date): boolean {
  const usable = records.filter(isUsable);
  // §3.1.1: neither the name nor the date of an end entity's certificate matters.
  if (usable.some((record) => record.usage === 3 && matches(leaf, record))) return true;
  if (!names.some((name) => leaf.checkHost(name, { subject: 'never' }) !== undefined)) return false;
  for (let current = leaf; isCurrent(current, now);) {
    const issuer = current.issuerCertificate;
    if (!issuer || !current.checkIssued(issuer) || !current.verify(issuer.publicKey) || !isCurrent(issuer, now)) return false;
    if (usable.some((record) => record.usage === 2 && matches(issuer, record))) return true;
    if (issuer.fingerprint256 === current.fingerprint256) return false;
    current = issuer;
  }
  return false;
}

function matches(certificate: X509Certificate, { selector, matchingType, data }: TlsaRecord): boolean {
  const content = selector === 0 ? certificate.raw : certificate.publicKey.export({ type: 'spki', format: 'der' });
  const algorithm = [null, 'sha256', 'sha512'][matchingType];
  return (algorithm ? createHash(algorithm).update(content).digest() : content).equals(data);
}

const isCurrent = ({ validFromDate, validToDate }: X509Certificate, now: Date): boolean => validFromDate <= now && now <= validToDate;
