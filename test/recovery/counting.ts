/** Senders that behave as an MTA does, and a server that counts: nobody is believed but by what arrived. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Told {
  /** Ids whose message got its 250. */
  accepted: Set<string>;
  /** Ids of those that were sent whole at least once without an answer, and sent again. */
  uncertain: Set<string>;
}

export interface Sending {
  port: number;
  from: string;
  to: string;
  ids: string[];
  /** AUTH PLAIN, for submission. */
  login?: { user: string; password: string };
  senders?: number;
}

/** Each message is tried until it is accepted. */
export async function sendAll({ port, from, to, ids, login, senders = 4 }: Sending): Promise<Told> {
  const told: Told = { accepted: new Set(), uncertain: new Set() };
  const left = [...ids];
  const one = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift())
      for (let wait = 50; !(await attempt({ port, from, to, id, ...(login ? { login } : {}) }, told)); wait = Math.min(wait * 2, 500))
        await sleep(wait);
  };
  await Promise.all(Array.from({ length: senders }, one));
  return told;
}

type Attempt = Pick<Sending, 'port' | 'from' | 'to' | 'login'> & { id: string };

async function attempt({ port, from, to, id, login }: Attempt, told: Told): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  socket.setTimeout(15_000, () => socket.destroy(new Error('stalled')));
  let whole = false;
  try {
    await once(socket, 'connect');
    const replies = linesOf(socket);
    const say = async (text: string, expected: string) => {
      if (text) socket.write(text);
      for (;;) {
        const { value } = await replies.next();
        if (value === undefined) throw new Error('closed');
        if (/^\d{3}-/.test(value)) continue;
        if (!value.startsWith(expected)) throw new Error(value);
        return;
      }
    };
    await say('', '220');
    await say('EHLO sender.example\r\n', '250');
    if (login) await say(`AUTH PLAIN ${Buffer.from(`\0${login.user}\0${login.password}`).toString('base64')}\r\n`, '235');
    await say(`MAIL FROM:<${from}>\r\n`, '250');
    await say(`RCPT TO:<${to}>\r\n`, '250');
    await say('DATA\r\n', '354');
    whole = true;
    await say(`From: ${from}\r\nSubject: ${id}\r\nMessage-ID: <${id}@sender.example>\r\n\r\nBody of ${id}\r\n.\r\n`, '250');
    told.accepted.add(id);
    return true;
  } catch (error) {
    // An answer that says no is certain; silence is not.
    if (whole && !/^[45]\d\d/.test(error instanceof Error ? error.message : '')) told.uncertain.add(id);
    return false;
  } finally {
    socket.destroy();
  }
}

async function* linesOf(socket: net.Socket): AsyncGenerator<string, undefined> {
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
      yield text.slice(0, end);
      text = text.slice(end + 2);
    }
  }
  return undefined;
}

/** An MTA that takes everything and remembers the subject of each message. */
/** `cut`: taken by a 250 after which nothing more was said: whether the sender has heard it, nobody can know. */
export async function startCounter(): Promise<{ port: number; subjects: string[]; cut: Set<string>; stop: () => void }> {
  const subjects: string[] = [];
  const cut = new Set<string>();
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    void serve(socket, subjects, cut).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, subjects, cut, stop: () => server.close() };
}

async function serve(socket: net.Socket, subjects: string[], cut: Set<string>): Promise<void> {
  let last: string | undefined;
  socket.once('close', () => last !== undefined && cut.add(last));
  socket.write('220 counter.example\r\n');
  let data: string[] | null = null;
  for await (const line of linesOf(socket)) {
    if (data) {
      if (line !== '.') {
        data.push(line);
        continue;
      }
      last = /^Subject: (.*)$/m.exec(data.join('\n'))?.[1] ?? '';
      subjects.push(last);
      data = null;
      socket.write('250 ok\r\n');
      continue;
    }
    last = undefined;
    if (line === 'DATA') {
      data = [];
      socket.write('354 go on\r\n');
      continue;
    }
    socket.write('250 ok\r\n');
    if (line === 'QUIT') socket.end();
  }
}

export interface Counted {
  lost: string[];
  doubled: string[];
}

/** Which of the ids are missing, and which came more than once. */
export function count(ids: Iterable<string>, arrived: string[]): Counted {
  const times = new Map<string, number>();
  for (const id of arrived) times.set(id, (times.get(id) ?? 0) + 1);
  const all = [...ids];
  return { lost: all.filter((id) => !times.has(id)), doubled: [...times].filter(([, n]) => n > 1).map(([id]) => id) };
}
