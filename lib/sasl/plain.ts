/** SASL PLAIN (RFC 4616): `authzid NUL authcid NUL password` in base64. */
export interface PlainCredentials {
  /** Whom to act as; '' for oneself. */
  authzid: string;
  login: string;
  password: string;
}

/** Null for what is not that: wrong base64, wrong UTF-8, an empty name or password. */
export function parsePlain(base64: string): PlainCredentials | null {
  const parts = decodeBase64(base64)?.split('\0');
  if (parts?.length !== 3) return null;
  const [authzid = '', login = '', password = ''] = parts;
  return login && password ? { authzid, login, password } : null;
}

/** Strict base64 of UTF-8 text of at most 6 KB; null for anything else. */
export function decodeBase64(base64: string): string | null {
  if (base64.length === 0 || base64.length > 8192 || base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  try {
    const binary = atob(base64);
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  } catch {
    return null;
  }
}
