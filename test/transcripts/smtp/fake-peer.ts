/** Another mail server, as good or bad as a test wants it. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';

export interface FakePeer {
  port: number;
  messages: { from: string; to: string[]; data: string }[];
  connections: number;
  /** Commands as they came. */
  said: string[];
  behaviour: Behaviour;
  /** Closes the port; `up` opens the same again. */
  down: () => Promise<void>;
  up: () => Promise<void>;
}
export interface Behaviour {
  extensions?: string[];
  /** Its answer to a command, in place of the usual one; null: it hangs up without one. */
  answer?: (line: string) => string | null | undefined;
  /** Hangs up behind such an answer. */
  dropAfterAnswer?: boolean;
  /** The reply to a recipient. */
  rcpt?: (address: string) => string;
  /** The reply to the whole message. */
  data?: () => string;
  /** Closes when the message has come: before the reply or after it. */
  dropAfterData?: 'before' | 'after';
  /** Says nothing more: instead of a greeting, after it, or when the message has come. */
  hangs?: 'connected' | 'greeted' | 'data';
  /** Waits for this before the reply to the message. */
  until?: Promise<void>;
  /** Says 220 to STARTTLS and then speaks no TLS. */
  brokenTls?: boolean;
  /** Speaks TLS after STARTTLS, by this certificate. */
  tls?: { cert: string; key: string };
  /** In clear text, right behind its 220 to STARTTLS. */
  injects?: string;
  /** Takes this log-in, and no mail before it. */
  login?: { user: string; password: string };
}

export async function startFakePeer(behaviour: Behaviour = {}): Promise<FakePeer> {
  const sockets = new Set<net.Socket>();
  let server: net.Server;
  const peer: FakePeer = {
    ...{ port: 0, messages: [], connections: 0, said: [], behaviour },
    up: async () => {
      server = net.createServer((socket) => {
        sockets.add(socket);
        peer.connections++;
        socket.on('error', () => {}).on('close', () => sockets.delete(socket));
        converse(socket, peer);
      });
      server.listen(peer.port, '127.0.0.1');
      await once(server, 'listening');
      peer.port = (server.address() as AddressInfo).port;
    },
    down: async () => {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
  await peer.up();
  return peer;
}

function converse(socket: net.Socket, peer: FakePeer, greeted = false): void {
  let input = '';
  let loggedIn = false;
  let current = { from: '', to: [] as string[], data: '' };
  let inData = false;
  if (peer.behaviour.hangs === 'connected') return;
  if (!greeted) socket.write('220 peer.example ESMTP\r\n');
  if (peer.behaviour.hangs === 'greeted') return;
  socket.on('data', (chunk) => {
    input += chunk.toString('latin1');
    for (;;) {
      const mark = inData ? '\r\n.\r\n' : '\r\n';
      const end = input.indexOf(mark);
      if (end < 0) return;
      const text = input.slice(0, end);
      input = input.slice(end + mark.length);
      if (!inData) {
        command(text);
        continue;
      }
      inData = false;
      if (peer.behaviour.dropAfterData === 'before') return void socket.destroy();
      const reply = peer.behaviour.data?.() ?? '250 2.0.0 taken';
      if (reply.startsWith('2')) peer.messages.push({ ...current, to: [...current.to], data: `${text}\r\n`.replaceAll('\r\n..', '\r\n.') });
      if (peer.behaviour.hangs === 'data') return;
      if (peer.behaviour.until) {
        void peer.behaviour.until.then(() => socket.write(`${reply}\r\n`));
        continue;
      }
      socket.write(`${reply}\r\n`);
      if (peer.behaviour.dropAfterData === 'after') socket.end();
    }
  });
  const command = (line: string) => {
    peer.said.push(line);
    const word = line.slice(0, 4).toUpperCase();
    const own = peer.behaviour.answer?.(line);
    if (own === null) return void socket.destroy();
    if (own !== undefined) {
      socket.write(`${own}\r\n`);
      if (peer.behaviour.dropAfterAnswer) socket.end();
      return;
    }
    const { extensions = ['8BITMIME', 'SMTPUTF8', 'PIPELINING'], brokenTls, tls, injects = '', login } = peer.behaviour;
    if (word === 'EHLO') {
      const all = [
        'peer.example',
        ...extensions,
        ...(brokenTls || (tls && !greeted) ? ['STARTTLS'] : []),
        ...(login ? ['AUTH PLAIN LOGIN'] : []),
      ];
      socket.write(all.map((one, index) => `250${index < all.length - 1 ? '-' : ' '}${one}\r\n`).join(''));
    } else if (word === 'STAR' && tls) {
      socket.write(`220 go\r\n${injects}`);
      socket.removeAllListeners('data');
      const secure = new TLSSocket(socket, { isServer: true, ...tls }).on('error', () => socket.destroy());
      converse(secure, peer, true);
    } else if (word === 'STAR') {
      socket.write('220 go\r\n');
      socket.end('this is no TLS\r\n');
    } else if (word === 'AUTH' && login) {
      loggedIn = line === `AUTH PLAIN ${btoa(`\0${login.user}\0${login.password}`)}`;
      socket.write(loggedIn ? '235 welcome\r\n' : '535 5.7.8 no\r\n');
    } else if (login && !loggedIn && word !== 'QUIT') {
      socket.write('530 5.7.0 log in first\r\n');
    } else if (word === 'MAIL') {
      current = { from: /<(.*?)>/.exec(line)?.[1] ?? '', to: [], data: '' };
      socket.write('250 ok\r\n');
    } else if (word === 'RCPT') {
      const address = /<(.*?)>/.exec(line)?.[1] ?? '';
      const reply = peer.behaviour.rcpt?.(address) ?? '250 ok';
      if (reply.startsWith('2')) current.to.push(address);
      socket.write(`${reply}\r\n`);
    } else if (word === 'DATA') {
      inData = current.to.length > 0;
      socket.write(inData ? '354 go on\r\n' : '503 no recipients\r\n');
    } else if (word === 'QUIT') socket.end('221 bye\r\n');
    else socket.write('250 ok\r\n');
  };
}
