/** A short talk with a mail server, to see whether it is there and what it allows. Nothing is sent. */
import { once } from 'node:events';
import net from 'node:net';
import { config } from '#server/config/config.ts';
import { lookUpAddresses, lookUpMx } from '#server/dns/resolver.ts';

const patienceMs = 4000;

export interface Talk {
  host: string | null;
  /** The reply to each line, the greeting first; empty: nobody answered. */
  replies: string[];
}

/** As another server would: by the MX of the domain, on the port where servers listen. Each line is said after the reply to the one before. */
export async function talkTo(domain: string, lines: string[]): Promise<Talk> {
  const mx = await lookUpMx(domain);
  const [first] = mx.kind === 'found' ? mx.records.sort((a, b) => a.priority - b.priority) : [];
  const host = first?.exchange ?? domain;
  const found = await lookUpAddresses(host);
  const address = found.kind === 'found' ? found.records[0] : undefined;
  if (address === undefined) return { host: null, replies: [] };
  return { host, replies: await say(address, lines) };
}

async function say(address: string, lines: string[]): Promise<string[]> {
  const socket = net.connect({ host: address, port: config().smtpRemotePort });
  socket.setTimeout(patienceMs, () => socket.destroy());
  const replies: string[] = [];
  let waiting = '';
  socket.on('error', () => undefined); // `close` follows
  socket.on('data', (piece: Buffer) => {
    waiting += piece.toString('latin1');
    // RFC 5321 §4.2.1: the last line of a reply has a space behind its code.
    for (
      let match = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\r?\n/.exec(waiting);
      match;
      match = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\r?\n/.exec(waiting)
    ) {
      waiting = waiting.slice(match[0].length);
      replies.push(match[0].trim());
      const next = lines[replies.length - 1];
      if (next === undefined || replies.length > lines.length) socket.end('QUIT\r\n');
      else socket.write(`${next}\r\n`);
    }
  });
  if (!socket.destroyed) await once(socket, 'close').catch(() => undefined);
  return replies;
}
