/** The client's side of SCRAM-SHA-256, written from RFC 5802 for the tests alone. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const hmac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();

export class ScramClient {
  readonly #password: string;
  readonly #gs2: string;
  readonly #binding: Uint8Array;
  readonly #bare: string;
  #signature = '';

  /** `binding`: its name and octets, for PLUS. */
  constructor(name: string, password: string, binding?: [name: string, octets: Uint8Array]) {
    this.#password = password;
    this.#gs2 = binding ? `p=${binding[0]},,` : 'n,,';
    this.#binding = binding?.[1] ?? new Uint8Array();
    this.#bare = `n=${name.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${randomBytes(12).toString('base64')}`;
  }

  /** All in base64, as protocols carry it. */
  first(): string {
    return Buffer.from(this.#gs2 + this.#bare).toString('base64');
  }

  final(challenge: string): string {
    const text = Buffer.from(challenge, 'base64').toString();
    const [, nonce = '', salt = '', rounds = ''] = /^r=([^,]+),s=([^,]+),i=(\d+)$/.exec(text) ?? [];
    const salted = pbkdf2Sync(this.#password, Buffer.from(salt, 'base64'), Number(rounds), 32, 'sha256');
    const bound = Buffer.concat([Buffer.from(this.#gs2), this.#binding]).toString('base64');
    const signed = `${this.#bare},${text},c=${bound},r=${nonce}`;
    const clientKey = hmac(salted, 'Client Key');
    const signature = hmac(createHash('sha256').update(clientKey).digest(), signed);
    const proof = clientKey.map((octet, at) => octet ^ (signature[at] ?? 0));
    this.#signature = hmac(hmac(salted, 'Server Key'), signed).toString('base64');
    return Buffer.from(`c=${bound},r=${nonce},p=${Buffer.from(proof).toString('base64')}`).toString('base64');
  }

  /** Whether the server has proved that it knows the password. */
  trusts(final: string): boolean {
    return Buffer.from(final, 'base64').toString() === `v=${this.#signature}`;
  }
}
