/**
 * SCRAM, the server's side (RFC 5802, RFC 7677): the password is proved, never sent, and the server proves that it knows it too. A pure
 * state machine: `first` takes the client's first message, `challenge` gives the answer, `final` takes the proof. The functions of the
 * hash are handed in, and so is the nonce.
 */
import { fromBase64, toBase64 } from './base64.ts';

export interface ScramHash {
  hash: (data: Uint8Array) => Uint8Array;
  hmac: (key: Uint8Array, data: Uint8Array) => Uint8Array;
  /** In constant time. */
  equal: (one: Uint8Array, other: Uint8Array) => boolean;
}
/** RFC 5802 §3: what a server keeps of a password. */
export interface ScramKeys {
  storedKey: Uint8Array;
  serverKey: Uint8Array;
}
export interface ScramOptions {
  hash: ScramHash;
  /** The server's part of the nonce: printable ASCII without a comma. */
  nonce: string;
  /** `SCRAM-…-PLUS`: the connection must be bound. */
  plus: boolean;
  /** What the connection can be bound to, by name (RFC 9266 `tls-exporter`, RFC 5929 `tls-server-end-point`). */
  bindings: ReadonlyMap<string, Uint8Array>;
}
export type ScramFirst = { ok: true; username: string; authzid: string } | { ok: false; error: ScramError };
export type ScramFinal = { ok: true; message: string; index: number } | { ok: false; error: ScramError };
/** RFC 5802 §7, server-error-value. */
export type ScramError =
  | 'invalid-encoding'
  | 'channel-bindings-dont-match'
  | 'server-does-support-channel-binding'
  | 'channel-binding-not-supported'
  | 'unsupported-channel-binding-type'
  | 'invalid-proof'
  | 'other-error';

const utf8 = new TextEncoder();

export class ScramServer {
  readonly #options: ScramOptions;
  #gs2 = '';
  #binding: Uint8Array = new Uint8Array();
  #firstBare = '';
  #nonce = '';
  #serverFirst = '';

  constructor(options: ScramOptions) {
    this.#options = options;
  }

  /** `client-first-message`: GS2 header, name, nonce. */
  first(message: string): ScramFirst {
    const match = /^((n|y|p=([A-Za-z0-9.-]+)),(?:a=([^,]+))?,)(n=([^,]+),r=([\x21-\x2b\x2d-\x7e]+)(?:,.*)?)$/s.exec(message);
    if (!match) return { ok: false, error: 'invalid-encoding' };
    const [, gs2 = '', flag = '', name, authzid = '', bare = '', user = '', nonce = ''] = match;
    const username = unescapeName(user);
    const actsAs = unescapeName(authzid);
    if (username === null || actsAs === null || nonce.length > 512) return { ok: false, error: 'invalid-encoding' };
    const { plus, bindings } = this.#options;
    // RFC 5802 §6: who could bind, and believes that we cannot, was lied to by somebody in between.
    if (flag === 'y' && bindings.size > 0) return { ok: false, error: 'server-does-support-channel-binding' };
    if (plus !== (name !== undefined)) return { ok: false, error: plus ? 'channel-bindings-dont-match' : 'channel-binding-not-supported' };
    if (name !== undefined) {
      const binding = bindings.get(name);
      if (!binding) return { ok: false, error: 'unsupported-channel-binding-type' };
      this.#binding = binding;
    }
    this.#gs2 = gs2;
    this.#firstBare = bare;
    this.#nonce = nonce + this.#options.nonce;
    return { ok: true, username, authzid: actsAs };
  }

  /** `server-first-message`. */
  challenge(salt: Uint8Array, rounds: number): string {
    if (this.#firstBare === '') throw new Error('SCRAM: the client has not begun');
    this.#serverFirst = `r=${this.#nonce},s=${toBase64(salt)},i=${rounds}`;
    return this.#serverFirst;
  }

  /** `client-final-message`: which of the keys it proves to know, and `server-final-message`, or that it knows none of them. */
  final(message: string, keys: readonly ScramKeys[]): ScramFinal {
    const match = /^(c=([A-Za-z0-9+/=]+),r=([^,]+)(?:,.*?)?),p=([A-Za-z0-9+/=]+)$/s.exec(message);
    const bound = fromBase64(match?.[2] ?? '*');
    const proof = fromBase64(match?.[4] ?? '*');
    if (this.#serverFirst === '' || !match || !bound || !proof) return { ok: false, error: 'invalid-encoding' };
    const { hash, hmac, equal } = this.#options.hash;
    const header = utf8.encode(this.#gs2);
    const expected = new Uint8Array([...header, ...this.#binding]);
    if (expected.length !== bound.length || !equal(expected, bound)) return { ok: false, error: 'channel-bindings-dont-match' };
    if (match[3] !== this.#nonce) return { ok: false, error: 'other-error' };
    const authMessage = utf8.encode(`${this.#firstBare},${this.#serverFirst},${match[1] ?? ''}`);
    this.#serverFirst = ''; // one try
    for (const [index, { storedKey, serverKey }] of keys.entries()) {
      const signature = hmac(storedKey, authMessage);
      if (signature.length !== proof.length) continue;
      const clientKey = proof.map((octet, at) => octet ^ (signature[at] ?? 0));
      if (equal(hash(clientKey), storedKey)) return { ok: true, index, message: `v=${toBase64(hmac(serverKey, authMessage))}` };
    }
    return { ok: false, error: 'invalid-proof' };
  }
}

/** From `SaltedPassword := Hi(Normalize(password), salt, i)`, which is PBKDF2 (RFC 5802 §2.2, §3). */
export function scramKeys(saltedPassword: Uint8Array, { hash, hmac }: ScramHash): ScramKeys {
  return { storedKey: hash(hmac(saltedPassword, utf8.encode('Client Key'))), serverKey: hmac(saltedPassword, utf8.encode('Server Key')) };
}

// RFC 5802 §5.1: `,` is =2C and `=` is =3D in a name.
function unescapeName(name: string): string | null {
  if (/=(?!2C|3D)/.test(name)) return null;
  return name.replaceAll('=2C', ',').replaceAll('=3D', '=');
}
