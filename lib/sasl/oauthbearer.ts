/** OAUTHBEARER (RFC 7628): a token of somebody who knows the user, in a GS2 frame with key-value pairs. */
export interface BearerResponse {
  /** Whom to act as; '' when the token alone says who. */
  authzid: string;
  token: string;
}

/** RFC 7628 §3.1. Null for what is not that. */
export function parseBearer(message: string): BearerResponse | null {
  const match = /^[ny],(?:a=([^,\x01]*))?,\x01((?:[A-Za-z]+=[^\x01]*\x01)*)\x01$/s.exec(message);
  if (!match) return null;
  const pairs = new Map(
    (match[2] ?? '').split('\x01').map((pair) => [pair.slice(0, pair.indexOf('=')).toLowerCase(), pair.slice(pair.indexOf('=') + 1)]),
  );
  const token = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(pairs.get('auth') ?? '')?.[1];
  const authzid = (match[1] ?? '').replaceAll('=2C', ',').replaceAll('=3D', '=');
  return token ? { authzid, token } : null;
}

/** RFC 7628 §3.2.2: what a client is told whose token does not open the door. */
export const bearerError = (status: 'invalid_token' | 'invalid_request'): string => JSON.stringify({ status, scope: 'mail' });
