/** A small authoritative DNS server over UDP, for the demo and for tests: it answers from the records it is given, on loopback only. */
import { once } from 'node:events';
import dgram from 'node:dgram';
import type { AddressInfo } from 'node:net';
import packet from 'dns-packet';

export type ZoneRecord =
  | { name: string; type: 'TLSA'; data: { usage: number; selector: number; matchingType: number; certificate: Buffer } }
  | { name: string; type: 'MX'; data: { preference: number; exchange: string } }
  /** A text longer than 255 octets is answered in several strings (RFC 1035 §3.3.14). */
  | { name: string; type: 'A' | 'AAAA' | 'TXT' | 'CNAME' | 'PTR'; data: string };

export interface ZoneServer {
  port: number;
  /** Names (lower-case) that are answered with SERVFAIL. */
  failing: Set<string>;
  /** Names whose answers say that they were validated (RFC 4035 §3.2.3), to who asks for that. */
  signed: Set<string>;
  records: ZoneRecord[];
  stop: () => Promise<void>;
}

const flags = { authoritative: packet.AUTHORITATIVE_ANSWER, nameError: 3, serverFailure: 2 };

export async function startZoneServer({
  records,
  port = 0,
  host = '127.0.0.1',
}: {
  records: ZoneRecord[];
  port?: number;
  host?: string;
}): Promise<ZoneServer> {
  const socket = dgram.createSocket('udp4');
  const server: ZoneServer = {
    ...{ port, failing: new Set(), signed: new Set(), records: [...records] },
    stop: async () => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
  socket.on('message', (bytes, peer) => {
    const answer = answerTo(bytes, server);
    if (answer) socket.send(answer, peer.port, peer.address);
  });
  socket.bind(port, host);
  await once(socket, 'listening');
  server.port = (socket.address() as AddressInfo).port;
  return server;
}

function answerTo(bytes: Buffer, { records, failing, signed }: ZoneServer): Buffer | null {
  let query: packet.DecodedPacket;
  try {
    query = packet.decode(bytes);
  } catch {
    return null; // not DNS
  }
  const question = query.questions?.[0];
  if (!question) return null;
  const name = question.name.toLowerCase().replace(/\.$/, '');
  const named = records.filter((record) => record.name.toLowerCase() === name);
  const code = failing.has(name) ? flags.serverFailure : named.length === 0 ? flags.nameError : 0;
  const answers = code === 0 ? named.filter(({ type }) => type === question.type || type === 'CNAME') : [];
  return packet.encode({
    type: 'response',
    ...(query.id === undefined ? {} : { id: query.id }),
    flags: flags.authoritative | code | (signed.has(name) && wantsValidation(query) ? packet.AUTHENTIC_DATA : 0),
    questions: [question],
    answers: answers.map((record) => ({ ...record, data: dataOf(record), ttl: 1 }) as packet.Answer),
  });
}

const wantsValidation = ({ flags: asked = 0 }: packet.DecodedPacket) => (asked & packet.AUTHENTIC_DATA) !== 0;

const dataOf = ({ type, data }: ZoneRecord) => (type === 'TXT' ? (data.match(/.{1,255}/gs) ?? ['']) : data);
