/** Modified UTF-7 of mailbox names (RFC 3501 §5.1.3). */

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
