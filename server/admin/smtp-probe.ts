/** A short talk with a mail server, to see whether it is there and what it allows. Nothing is sent. */
import net from 'node:net';
import { config } from '#server/config/config.ts';
import { lookUpAddresses, lookUpMx } from '#server/dns/resolver.ts';
import { Connection, ConnectionClosed } from '#server/net/connection.ts';
import { limits } from '#server/net/limits.ts';

const patienceMs = 4000;
const mostLines = 100;

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
  const connection = new Connection(socket);
  const replies: string[] = [];
  try {
    for (const line of [null, ...lines]) {
      if (line !== null) connection.write(`${line}\r\n`);
      replies.push(await readReply(connection));
    }
    connection.write('QUIT\r\n');
  } catch {
    return replies; // it does not answer, not in time, or not as a mail server would
  } finally {
    connection.close();
  }
  return replies;
}

/** RFC 5321 §4.2.1: the last line of a reply has a space behind its code, or nothing. */
async function readReply(connection: Connection): Promise<string> {
  const lines: string[] = [];
  while (lines.length < mostLines) {
    const line = await connection.readLine(limits.smtpLineBytes, patienceMs);
    if (line === null) break;
    lines.push(line.toString('latin1'));
    if (/^\d{3}(?: |$)/.test(lines.at(-1) ?? '')) return lines.join('\r\n');
  }
  throw new ConnectionClosed('no reply');
}
