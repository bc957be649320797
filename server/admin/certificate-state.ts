/** What the certificate that is served now says of itself. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { config } from '#server/config/config.ts';

export interface CertificateState {
  subject: string;
  issuer: string;
  expiresAt: Date;
  selfSigned: boolean;
}

/** Null when there is none that can be read. */
export function certificateState(): CertificateState | null {
  const { tlsCert } = config();
  try {
    const certificate = new X509Certificate(readFileSync(/* turbopackIgnore: true */ tlsCert ?? ''));
    const nameOf = (text: string) => /(?:^|\n)(?:CN|O)=([^\n]*)/.exec(text)?.[1] ?? text.replaceAll('\n', ', ');
    return {
      subject: certificate.subjectAltName?.replaceAll(/DNS:|IP Address:/g, '') ?? nameOf(certificate.subject),
      issuer: nameOf(certificate.issuer),
      expiresAt: new Date(certificate.validTo),
      selfSigned: certificate.subject === certificate.issuer,
    };
  } catch {
    return null;
  }
}
