/** Text that the server says. */

/**
 * A quoted string where that can carry the text, else a literal (RFC 9051 §4.3). The text is Unicode and leaves as UTF-8; between quotes
 * that is allowed only when the client has enabled it.
 */
export function encodeString(text: string, utf8 = false): string {
  const quotable = utf8 ? /^[^\u0000-\u001f\u007f]*$/ : /^[\u0020-\u007e]*$/;
  if (quotable.test(text) && text.length <= 1000) return `"${text.replace(/["\\]/g, '\\$&')}"`;
  return `{${encodedLength(text)}}\r\n${text}`;
}

/** As the client may have written it: an atom where it is one. */
export function encodeAstring(text: string): string {
  return /^[^(){ %*"\\\u0000-\u001f\u007f-\uffff]+$/.test(text) && text.toUpperCase() !== 'NIL' ? text : encodeString(text);
}

/** Human text of a response: one line of printable ASCII. */
export function oneLine(text: string): string {
  return text.replace(/[^\u0020-\u007e]+/g, ' ');
}

function encodedLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
