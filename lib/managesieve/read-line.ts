/** The arguments on one line of a ManageSieve command (RFC 5804 §4). A literal ends the line, its octets and another line follow. */

export type Word = { kind: 'atom'; text: string } | { kind: 'number'; value: number } | { kind: 'string'; octets: Uint8Array };
/** `literal`: octets that follow; null: the command ends here. What a line without sense announces comes all the same. */
export type ReadLine = { ok: true; words: Word[]; literal: number | null } | { ok: false; problem: string; literal: number | null };

/** RFC 5804 §4: quoted strings hold at most 1,024 octets. */
const longestQuoted = 1024;

export function readLine(line: Uint8Array): ReadLine {
  const read = readWords(line);
  if (!('problem' in read)) return { ok: true, ...read };
  const [, octets] = /\{(\d{1,10})\+?\}$/.exec(latin1(line.subarray(-13))) ?? [];
  return { ok: false, ...read, literal: octets === undefined ? null : Number(octets) };
}

function readWords(line: Uint8Array): { words: Word[]; literal: number | null } | { problem: string } {
  const words: Word[] = [];
  let at = 0;
  const skip = () => {
    while (line[at] === 0x20) at++;
  };
  skip();
  while (at < line.length) {
    const octet = line[at];
    if (octet === 0x22) {
      const quoted = readQuoted(line, at + 1);
      if ('problem' in quoted) return quoted;
      words.push({ kind: 'string', octets: quoted.octets });
      at = quoted.end;
    } else if (octet === 0x7b) {
      // `+` is all that the grammar allows; without it the client would wait for an answer that this protocol does not have.
      const match = /^\{(0|[1-9]\d{0,9})\+?\}$/.exec(latin1(line.subarray(at)));
      if (!match) return { problem: 'A literal is {octets+} at the end of its line' };
      return { words, literal: Number(match[1]) };
    } else {
      let end = at;
      while (end < line.length && line[end] !== 0x20) end++;
      const text = latin1(line.subarray(at, end));
      if (/^(?:0|[1-9]\d{0,9})$/.test(text)) words.push({ kind: 'number', value: Number(text) });
      else if (/^[!#-'*-z|}~]+$/.test(text)) words.push({ kind: 'atom', text });
      else return { problem: 'Strings stand between quotation marks' };
      at = end;
    }
    if (at < line.length && line[at] !== 0x20) return { problem: 'A space is missing' };
    skip();
  }
  return { words, literal: null };
}

function readQuoted(line: Uint8Array, from: number): { octets: Uint8Array; end: number } | { problem: string } {
  const octets: number[] = [];
  for (let at = from; at < line.length; at++) {
    let octet = line[at] ?? 0;
    if (octet === 0x22)
      return octets.length <= longestQuoted
        ? { octets: Uint8Array.from(octets), end: at + 1 }
        : { problem: 'A quoted string is too long: send a literal' };
    if (octet === 0x5c) {
      octet = line[++at] ?? 0;
      if (octet !== 0x22 && octet !== 0x5c) return { problem: 'Behind a backslash stands a quotation mark or a backslash' };
    } else if (octet === 0 || octet === 0x0d) return { problem: 'NUL and CR cannot stand between quotation marks' };
    octets.push(octet);
  }
  return { problem: 'A quotation mark is missing' };
}

const latin1 = (octets: Uint8Array): string => String.fromCharCode(...octets.subarray(0, 2000));
