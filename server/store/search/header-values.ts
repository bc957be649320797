/** The values of one header in a header section, unfolded and decoded (RFC 5322 §2.2.3, RFC 2047), for HEADER searches. */
export function headerValues(section: Buffer, name: string): string[] {
  const text = section.toString('utf8').replaceAll(/\r?\n[ \t]+/g, ' ');
  const values: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0 && line.slice(0, colon).trim().toLowerCase() === name) values.push(decodeWords(line.slice(colon + 1).trim()));
  }
  return values;
}

const encodedWord = /=\?([^?*\s]+)(?:\*[^?]*)?\?([bq])\?([^?\s]*)\?=/gi;

/** RFC 2047 §6.2: blanks between two encoded words are not shown. What cannot be decoded stays as it is written. */
function decodeWords(text: string): string {
  const joined = text.replaceAll(/(\?=)\s+(?==\?)/g, '$1');
  return joined.replaceAll(encodedWord, (whole, charset: string, encoding: string, data: string) => {
    const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(data, 'base64') : quoted(data);
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      return whole;
    }
  });
}

function quoted(data: string): Buffer {
  const raw = data.replaceAll('_', ' ').replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(raw, 'latin1');
}
