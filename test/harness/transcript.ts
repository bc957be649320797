/**
 * Runs a protocol transcript over real sockets. A file is read by people first:
 *
 *     # a comment
 *     C: a1 LOGIN bob hungry          sent, with CRLF
 *     S: a1 OK [CAPABILITY …          the next line of the server, exactly
 *     S~ ^a1 OK .*$                   the same, as a regular expression (unanchored)
 *     S* ^\* \d+ EXISTS$              lines are skipped until one matches
 *     C2: … / S2: …                   a second session; it connects at its first line, and its greeting comes first
 *     C< raw\x00bytes\r\n             sent as it is, with \r \n \t \\ \xHH; no CRLF added; \{text\}*100 is sent a hundred times
 *     TLS / TLS2                      a TLS handshake on that session (after STARTTLS)
 *     DEFLATE / DEFLATE2              both directions are compressed from here on (RFC 4978), flushed as little as is allowed
 *     CLOSED / CLOSED2                the server closes that session, nothing more is sent
 *     LET name = …                    takes group 1 of the last regular expression; ${name} stands for it later
 */
import { readFileSync } from 'node:fs';
import { TranscriptSession } from './transcript-session.ts';

export async function runTranscript(file: string, { port, values = {} }: { port: number; values?: Record<string, string> }): Promise<void> {
  const sessions = new Map<string, TranscriptSession>();
  const names = { ...values };
  let groups: RegExpExecArray | null = null;
  const session = async (name: string) => {
    const known = sessions.get(name) ?? (await TranscriptSession.connect(port));
    sessions.set(name, known);
    return known;
  };
  const lines = readFileSync(file, 'utf8').split('\n');
  try {
    for (const [index, raw] of lines.entries()) {
      const line = raw.replace(/\$\{(\w+)\}/g, (whole, name: string) => names[name] ?? whole);
      try {
        groups = (await step(line, session, names, groups)) ?? groups;
      } catch (error) {
        throw new Error(`${file}:${index + 1}: ${raw}\n  ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }
  } finally {
    for (const open of sessions.values()) open.destroy();
  }
}

async function step(
  line: string,
  session: (name: string) => Promise<TranscriptSession>,
  names: Record<string, string>,
  groups: RegExpExecArray | null,
): Promise<RegExpExecArray | null | undefined> {
  if (line.trim() === '' || line.startsWith('#')) return undefined;
  const named = /^LET (\w+)/.exec(line);
  if (named) {
    names[named[1] ?? ''] = groups?.[1] ?? '';
    return undefined;
  }
  const control = /^(TLS|DEFLATE|CLOSED)(\w*)$/.exec(line.trim());
  if (control) {
    const peer = await session(control[2] ?? '');
    if (control[1] === 'DEFLATE') peer.startDeflate();
    else await (control[1] === 'TLS' ? peer.startTls() : peer.expectClosed());
    return undefined;
  }
  const match = /^([CS])(\w*)([:~*<]) ?(.*)$/.exec(line);
  if (!match) throw new Error('not a transcript line');
  const [, side, name = '', mark, text = ''] = match;
  const peer = await session(name);
  if (side === 'C') {
    peer.send(mark === '<' ? unescape(text) : Buffer.from(`${text}\r\n`, 'utf8'));
    return undefined;
  }
  if (mark === ':') {
    const got = await peer.readLine();
    if (got !== text) throw new Error(`the server said: ${got}`);
    return undefined;
  }
  const pattern = new RegExp(text);
  for (;;) {
    const got = await peer.readLine();
    const found = pattern.exec(got);
    if (found) return found;
    if (mark === '~') throw new Error(`the server said: ${got}`);
  }
}

function unescape(text: string): Buffer {
  const repeated = text.replace(/\\\{(.*?)\\\}\*(\d+)/g, (_, part: string, count: string) => part.repeat(Number(count)));
  const parts = repeated.split(/(\\x[0-9a-fA-F]{2}|\\[rnt\\])/);
  const plain: Record<string, string> = { '\\r': '\r', '\\n': '\n', '\\t': '\t', '\\\\': '\\' };
  return Buffer.concat(
    parts.map((part) => (part.startsWith('\\x') ? Buffer.from(part.slice(2), 'hex') : Buffer.from(plain[part] ?? part, 'utf8'))),
  );
}
