/** A text as a MIME entity that every server takes: 7-bit as it is, else in base64. */
export function textEntity(text: string): string {
  const lines = `${text.replaceAll(/\r\n|\r|\n/g, '\r\n').replace(/\r\n$/, '')}\r\n`;
  const plain = /^[\x20-\x7e\t\r\n]*$/.test(lines) && lines.split('\r\n').every((line) => line.length <= 990);
  if (plain) return `Content-Type: text/plain; charset=us-ascii\r\n\r\n${lines}`;
  const octets = new TextEncoder().encode(lines.toWellFormed());
  let binary = '';
  for (const octet of octets) binary += String.fromCharCode(octet);
  const coded = btoa(binary).match(/.{1,76}/g) ?? [];
  return `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${coded.join('\r\n')}\r\n`;
}
