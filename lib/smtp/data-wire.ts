/**
 * A message as it goes over the line after DATA (RFC 5321 §4.5.2): dots doubled at the start of lines, and the end. Every line ends in
 * CRLF: a bare CR or LF would be the end of a line, and perhaps of the message, to some server on the way (SMTP smuggling).
 */
import { normaliseLineEnds } from './data-reader.ts';
import { concat, encode } from './octets.ts';

export function toDataWire(message: Uint8Array): Uint8Array {
  const lines = normaliseLineEnds(message);
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (let at = lines.indexOf(46); at >= 0; at = lines.indexOf(46, at + 1)) {
    if (at > 0 && lines[at - 1] !== 10) continue;
    pieces.push(lines.subarray(from, at), dot);
    from = at;
  }
  pieces.push(lines.subarray(from));
  const ended = lines.length === 0 || lines[lines.length - 1] === 10;
  return concat(...pieces, encode(ended ? '.\r\n' : '\r\n.\r\n'));
}

const dot = Uint8Array.of(46);
