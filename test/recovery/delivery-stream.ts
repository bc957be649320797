/** Sends messages over SMTP without pause and remembers which got their 250; carries on through lost connections. */
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface DeliveryStream {
  /** Ids of the messages that were acknowledged. */
  acknowledged: Set<string>;
  /** Resolves when `count` more have been acknowledged. */
  more: (count: number) => Promise<void>;
  stop: () => Promise<void>;
}

export function streamDeliveries(port: number, recipient: string, senders = 4, host = '127.0.0.1'): DeliveryStream {
  const acknowledged = new Set<string>();
  let next = 0;
  let stopped = false;
  const send = async () => {
    while (!stopped) {
      try {
        await session({ port, host }, recipient, () => (stopped ? undefined : `stream-${++next}`), acknowledged);
      } catch {
        await sleep(50); // the server is down: try again, as another server would
      }
    }
  };
  const all = Array.from({ length: senders }, send);
  return {
    acknowledged,
    more: async (count) => {
      for (const goal = acknowledged.size + count; acknowledged.size < goal;) await sleep(20);
    },
    stop: async () => {
      stopped = true;
      await Promise.all(all);
    },
  };
}

async function session(
  server: { port: number; host: string },
  recipient: string,
  nextId: () => string | undefined,
  acknowledged: Set<string>,
): Promise<void> {
  const socket = net.connect(server);
  socket.setTimeout(10_000, () => socket.destroy(new Error('stalled')));
  const replies = lines(socket);
  const say = async (text: string, expected: string) => {
    if (text) socket.write(text);
    const { value } = await replies.next();
    if (!value?.startsWith(expected)) throw new Error(`wanted ${expected}, got ${value ?? 'the end'}`);
  };
  try {
    await once(socket, 'connect');
    await say('', '220');
    await say('HELO sender.example\r\n', '250');
    for (let id = nextId(); id; id = nextId()) {
      await say('MAIL FROM:<stream@sender.example>\r\n', '250');
      await say(`RCPT TO:<${recipient}>\r\n`, '250');
      await say('DATA\r\n', '354');
      await say(`Subject: ${id}\r\nMessage-ID: <${id}@sender.example>\r\n\r\nBody of ${id}\r\n.\r\n`, '250');
      acknowledged.add(id);
    }
  } finally {
    socket.destroy();
  }
}

async function* lines(socket: net.Socket): AsyncGenerator<string, undefined> {
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
