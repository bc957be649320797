/** Mailbox names on the wire: modified UTF-7 (RFC 3501 §5.1.3), or UTF-8 once that was enabled (RFC 9051 §5.1, RFC 6855 §3). */
import { encodeString } from './encode.ts';
import { decodeUtf8 } from './octets.ts';

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,';

/** A name as it goes over the wire: printable ASCII. */
export function encodeMailboxName(name: string): string {
  return name.toWellFormed().replace(/&|[^\u0020-\u007e]+/g, (run) => (run === '&' ? '&-' : `&${encodeRun(run)}-`));
}

/** The name a client wrote; null when it is no valid modified UTF-7, and then matches nothing. Each name has one spelling only. */
export function decodeMailboxName(wire: string): string | null {
  let valid = true;
  const name = wire.replace(/&([^-]*)(-?)/g, (_, run: string, close: string) => {
    if (close === '') valid = false;
    return run === '' ? '&' : (decodeRun(run) ?? ((valid = false), ''));
  });
  return valid && name.isWellFormed() && encodeMailboxName(name) === wire ? name : null;
}

/** From octets; null for what is no name in this spelling. With UTF-8 an `&` means itself. */
export function readMailboxName(octets: string, utf8: boolean): string | null {
  const name = utf8 ? (decodeUtf8(octets)?.normalize('NFC') ?? null) : decodeMailboxName(octets);
  return name === null ? null : name.replace(/^inbox(?=\/|$)/i, 'INBOX');
}

/** As a string of the grammar. */
export function writeMailboxName(name: string, utf8: boolean): string {
  return encodeString(utf8 ? name : encodeMailboxName(name), utf8);
}

function encodeRun(run: string): string {
  let [encoded, held, bits] = ['', 0, 0];
  for (let n = 0; n < run.length; n++) {
    held = (held << 16) | run.charCodeAt(n);
    bits += 16;
    while (bits >= 6) {
      bits -= 6;
      encoded += digits[(held >>> bits) & 63];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? encoded + digits[(held << (6 - bits)) & 63] : encoded;
}

function decodeRun(run: string): string | null {
  let [text, held, bits] = ['', 0, 0];
  for (const char of run) {
    const value = digits.indexOf(char);
    if (value < 0) return null;
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 16) {
      bits -= 16;
      text += String.fromCharCode((held >>> bits) & 0xffff);
    }
    held &= (1 << bits) - 1;
  }
  return bits < 6 && held === 0 ? text : null;
}
