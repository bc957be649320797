/** The canonical forms by which DKIM compares what was signed with what has come (RFC 6376 §3.4). A character stands for each octet. */

/** §3.4.4, "relaxed". Lines end in CRLF. */
export function relaxedBody(body: string): string {
  const text = /[ \t](?:[ \t\r]|$)|\t/.test(body)
    ? body
        .replaceAll(/[ \t]+/g, ' ')
        .replaceAll(' \r\n', '\r\n')
        .replace(/ $/, '')
    : body;
  let end = text.length;
  while (text.endsWith('\r\n', end)) end -= 2;
  return end === 0 ? '' : `${text.slice(0, end)}\r\n`;
}

/** §3.4.2, "relaxed", without the line end. `raw`: the value with its folding. */
export function relaxedField(name: string, raw: string): string {
  const value = raw
    .replaceAll(/\r?\n/g, '')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/^ | $/g, '');
  return `${name.toLowerCase()}:${value}`;
}
