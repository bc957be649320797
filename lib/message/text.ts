/** First version: the text of a message as it is written, without decoding. */
export interface SearchableText {
  /** All headers. */
  hdr: string;
  body: string;
  truncated: boolean;
}

/** `most` characters of text at most. */
export function searchableText(message: Uint8Array, most = 65_536): SearchableText {
  const text = new TextDecoder().decode(message);
  const end = text.indexOf('\r\n\r\n');
  const [hdr, body] = end < 0 ? ['', text] : [text.slice(0, end), text.slice(end + 4)];
  return { hdr, body: body.slice(0, most), truncated: body.length > most };
}
