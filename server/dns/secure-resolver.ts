/**
 * Look-ups whose answers tell whether DNSSEC vouches for them, from DNSSEC_RESOLVER: it validates, we believe its AD bit (RFC 7672 §2.1.1
 * asks for a resolver on this machine, or a way to it that nobody can change). Node's own resolver does not tell.
 */
import dgram from 'node:dgram';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import packet from 'dns-packet';
import { config } from '#server/config/config.ts';
import { reasonOf } from '#server/log/log.ts';

export type SecureLookup =
  /** `name`: where CNAMEs led. */
  | { kind: 'found'; answers: packet.Answer[]; secure: boolean; name: string }
  | { kind: 'none' | 'noDomain'; secure: boolean }
  | { kind: 'trouble'; reason: string };

const timeoutMs = 5000;
const tries = 2;

export async function lookUpSecurely(name: string, type: 'MX' | 'A' | 'AAAA' | 'TLSA'): Promise<SecureLookup> {
  let reason = 'no answer';
  for (let attempt = 0; attempt < tries; attempt++) {
    try {
      const answer = await ask(name, type);
      return read(answer, name, type);
    } catch (error) {
      reason = reasonOf(error);
    }
  }
  return { kind: 'trouble', reason: `${type} of ${name}: ${reason}` };
}

function read(answer: packet.DecodedPacket, asked: string, type: string): SecureLookup {
  const secure = ((answer.flags ?? 0) & packet.AUTHENTIC_DATA) !== 0;
  const code = (answer.flags ?? 0) & 0xf;
  if (code === 3) return { kind: 'noDomain', secure };
  if (code !== 0) return { kind: 'trouble', reason: `${type} of ${asked}: the resolver answers with code ${code}` };
  const all = answer.answers ?? [];
  let name = asked.toLowerCase();
  for (let hops = 0; hops < 8; hops++) {
    const alias = all.find((one) => one.type === 'CNAME' && one.name.toLowerCase() === name);
    if (alias?.type !== 'CNAME') break;
    name = String(alias.data).toLowerCase();
  }
  const answers = all.filter((one) => one.type === type);
  return answers.length > 0 ? { kind: 'found', answers, secure, name } : { kind: 'none', secure };
}

async function ask(name: string, type: 'MX' | 'A' | 'AAAA' | 'TLSA'): Promise<packet.DecodedPacket> {
  const id = randomInt(65_536);
  const query: packet.Packet = {
    ...{ type: 'query', id, questions: [{ name, type }] },
    flags: packet.RECURSION_DESIRED | packet.AUTHENTIC_DATA, // RFC 6840 §5.7: AD in a query asks for AD in the answer
    additionals: [{ type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options: [] } as unknown as packet.Answer],
  };
  const [host, port] = addressOf(config().dnssecResolver ?? '');
  const answer = packet.decode(await overUdp(host, port, packet.encode(query), id));
  if (((answer.flags ?? 0) & packet.TRUNCATED_RESPONSE) === 0) return answer;
  return packet.decode((await overTcp(host, port, packet.streamEncode(query))).subarray(2));
}

function addressOf(setting: string): [host: string, port: number] {
  const [, bracketed, plain, port = '53'] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(setting) ?? [];
  return [bracketed ?? plain ?? '', Number(port)];
}

/** A connected socket takes answers from that address alone. */
async function overUdp(host: string, port: number, query: Buffer, id: number): Promise<Buffer> {
  const socket = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4');
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    socket.connect(port, host);
    await once(socket, 'connect', { signal });
    socket.send(query);
    for (;;) {
      const [bytes] = (await once(socket, 'message', { signal })) as [Buffer];
      if (bytes.length >= 12 && bytes.readUInt16BE(0) === id) return bytes;
    }
  } finally {
    socket.close();
  }
}

async function overTcp(host: string, port: number, query: Buffer): Promise<Buffer> {
  const socket = net.connect(port, host);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    await once(socket, 'connect', { signal });
    socket.write(query);
    let bytes = Buffer.alloc(0);
    while (bytes.length < 2 || bytes.length < 2 + bytes.readUInt16BE(0)) {
      const [chunk] = (await once(socket, 'data', { signal })) as [Buffer];
      bytes = Buffer.concat([bytes, chunk]);
    }
    return bytes;
  } finally {
    socket.on('error', () => {}).destroy();
  }
}
