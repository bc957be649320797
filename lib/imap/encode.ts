/** Text that the server says. */

/** A quoted string where that can carry the octets, else a literal (RFC 9051 §4.3). `text` holds octets. */
export function encodeString(text: string): string {
  if (/^[\u0020-\u007e]*$/.test(text) && text.length <= 1000) return `"${text.replace(/["\\]/g, '\\$&')}"`;
  return `{${text.length}}\r\n${text}`;
}

/** As the client may have written it: an atom where it is one. */
export function encodeAstring(text: string): string {
  return /^[^(){ %*"\\\u0000-\u001f\u007f-\uffff]+$/.test(text) && text.toUpperCase() !== 'NIL' ? text : encodeString(text);
}

/** Human text of a response: one line of printable ASCII. */
export function oneLine(text: string): string {
  return text.replace(/[^\u0020-\u007e]+/g, ' ');
}
