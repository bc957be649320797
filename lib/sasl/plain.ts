/** SASL PLAIN (RFC 4616) and the LOGIN that old programs speak: base64 in, names and passwords out. */
export interface Credentials {
  login: string;
  password: string;
}

/** `authzid NUL authcid NUL password`. Null for what is not that, or asks to act as somebody else. */
export function readPlain(base64: string): Credentials | null {
  const text = decode(base64);
  const parts = text?.split('\0');
  if (parts?.length !== 3) return null;
  const [as = '', login = '', password = ''] = parts;
  if (!login || !password || (as !== '' && as !== login)) return null;
  return { login, password };
}

/** One answer of LOGIN. */
export function readLoginAnswer(base64: string): string | null {
  return decode(base64);
}

function decode(base64: string): string | null {
  const clean = base64.trim();
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(clean) || clean.length > 8192) return null;
  try {
    const binary = atob(clean);
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  } catch {
    return null;
  }
}
