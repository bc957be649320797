/** What a connection's TLS must be, and whether it is: by any certificate, by one of a known authority, or by DANE. */
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import { matchesDane, type TlsaRecord } from './dane.ts';

export type TlsDemand =
  /** Better than nothing, and without it goes too (RFC 7435). */
  | { kind: 'opportunistic' }
  /** TLS, whatever the certificate: DANE records that nobody can use (RFC 7672 §2.2). */
  | { kind: 'encrypted' }
  /** A certificate of an authority that we trust, for the host's name: MTA-STS, REQUIRETLS, log-in at a smarthost. */
  | { kind: 'verified' }
  /** RFC 7672: the certificate that DNSSEC vouches for. `names`: the host and the domain, for certificates of authorities. */
  | { kind: 'dane'; records: TlsaRecord[]; names: string[] };

/** RFC 8460 §4.3. */
export type TlsResult =
  | 'starttls-not-supported'
  | 'certificate-host-mismatch'
  | 'certificate-expired'
  | 'certificate-not-trusted'
  | 'validation-failure'
  | 'tlsa-invalid'
  | 'dnssec-invalid'
  | 'dane-required'
  | 'sts-policy-fetch-error'
  | 'sts-policy-invalid'
  | 'sts-webpki-invalid';

/** TLS was demanded and is not to be had: nothing is sent, it is tried again later. */
export class TlsFailed extends Error {
  readonly result: TlsResult;
  constructor(result: TlsResult, text: string) {
    super(text);
    this.result = result;
  }
}

/** True when the peer is who it should be; false when nobody asked. Throws TlsFailed when it was asked for and is not so. */
export function isSatisfied(demand: TlsDemand, socket: TLSSocket, name: string): boolean {
  switch (demand.kind) {
    case 'opportunistic':
    case 'encrypted':
      return false;
    case 'verified': {
      const wrong = fault(socket, [name]);
      if (wrong) throw wrong;
      return true;
    }
    case 'dane': {
      const certificate = socket.getPeerX509Certificate();
      if (!certificate || !matchesDane(certificate, demand.records, demand.names, new Date()))
        throw new TlsFailed('validation-failure', 'its certificate is not the one of its TLSA records');
      return true;
    }
  }
}

function fault(socket: TLSSocket, names: string[]): TlsFailed | null {
  const reason = String(socket.authorizationError);
  // Node has found the chain right then; whether the name is one of `names` is looked at below.
  if (!socket.authorized && reason !== 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const result = /EXPIRED|NOT_YET/i.test(reason) ? 'certificate-expired' : 'certificate-not-trusted';
    return new TlsFailed(result, `its certificate is not trusted (${reason})`);
  }
  const certificate = socket.getPeerCertificate();
  if (names.some((name) => checkServerIdentity(name, certificate) === undefined)) return null;
  return new TlsFailed('certificate-host-mismatch', `its certificate is not for ${names.join(' or ')}`);
}
