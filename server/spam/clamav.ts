/** ClamAV by the protocol of clamd: `zINSTREAM`, pieces with their lengths in front, an empty piece, one line of answer. */
import net from 'node:net';
import { config } from '#server/config/config.ts';
import { ScannerDown, type Scanned } from './scanner.ts';

const longestMs = 30_000;
const piece = 64 * 1024;
const longestAnswer = 4096;

/** Throws ScannerDown. */
export async function askClamav(message: Uint8Array): Promise<Scanned> {
  const answer = await talk(config().clamavAddress ?? '', message);
  const [, found] = /^stream: (.+) FOUND$/.exec(answer) ?? [];
  if (found !== undefined) return { hold: true, reasons: [{ name: 'virus', points: 100, text: `ClamAV found ${found}` }] };
  if (answer === 'stream: OK') return { hold: false, reasons: [] };
  // clamd looks at no more than its StreamMaxLength; to defer such a message would be to refuse it for ever.
  if (answer.startsWith('INSTREAM size limit exceeded'))
    return { hold: false, reasons: [{ name: 'virus-unknown', points: 0, text: 'Too large for ClamAV to look at' }] };
  throw new ScannerDown(`ClamAV answers "${answer.slice(0, 100)}"`);
}

function talk(address: string, message: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(address.startsWith('/') ? { path: address } : hostAndPort(address));
    const fail = (reason: string) => {
      socket.destroy();
      reject(new ScannerDown(`ClamAV at ${address}: ${reason}`));
    };
    let answer = '';
    // A clock of its own: a daemon that sends a little now and then must not hold the session either.
    const timer = setTimeout(() => fail('no answer in time'), longestMs);
    const finish = () => {
      clearTimeout(timer);
      const text = answer.replace(/\0.*$/s, '').trim();
      if (text === '') fail('closed the connection without an answer');
      else resolve(text);
      socket.destroy();
    };
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      answer += text;
      if (answer.includes('\0') || answer.length > longestAnswer) finish();
    });
    socket.on('end', finish);
    socket.on('error', ({ message: reason }) => {
      clearTimeout(timer);
      // It answers and hangs up while we still send what is too large for it.
      if (answer.includes('\0')) finish();
      else fail(reason);
    });
    socket.on('connect', () => {
      socket.write('zINSTREAM\0');
      for (let at = 0; at < message.length; at += piece) {
        const part = message.subarray(at, at + piece);
        socket.write(lengthOf(part));
        socket.write(part);
      }
      socket.write(lengthOf(new Uint8Array()));
    });
  });
}

function lengthOf(part: Uint8Array): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(part.length);
  return octets;
}

function hostAndPort(address: string): { host: string; port: number } {
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: Number(address.slice(at + 1)) };
}
