/** SMTP out: messages handed in on the submission port and sent on to another server, from the first one said to the last one arrived. */
import { once } from 'node:events';
import net from 'node:net';
import type { Scenario } from '../scenario.ts';
import { processorTime } from '../processor-time.ts';
import { sendLetters } from './delivery.ts';

export const relay: Scenario = {
  name: 'relay',
  needs: 'relay',
  async run(target, { messages }) {
    const { relay: way, user, password } = target;
    if (!way) throw new Error('this target does not relay');
    const sink = await startSink(way.sinkPort);
    const before = processorTime(target.roots ?? []);
    const begun = performance.now();
    const sender = user(1);
    const login = way.login ? { user: sender, password } : undefined;
    await sendLetters(way.submission, {
      ...{ messages, connections: 16, from: sender, to: (n) => `r${n}@relay.test` },
      ...(login ? { login } : {}),
    });
    await sink.arrived(messages);
    const seconds = (performance.now() - begun) / 1000;
    const used = processorTime(target.roots ?? []) - before;
    sink.stop();
    return [
      { figure: 'submitted and relayed, 16 connections', value: messages / seconds, unit: 'messages/s' },
      ...(target.roots ? [{ figure: 'a message relayed', value: (used / messages) * 1000, unit: 'ms of processor' }] : []),
    ];
  },
};

async function startSink(port: number): Promise<{ arrived: (count: number) => Promise<void>; stop: () => void }> {
  let count = 0;
  let wake = () => {};
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).write('220 sink ESMTP\r\n');
    let text = '';
    let inData = false;
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += String(chunk);
      for (;;) {
        const mark = inData ? '\r\n.\r\n' : '\r\n';
        const end = text.indexOf(mark);
        if (end < 0) return;
        const line = text.slice(0, inData ? 0 : end).toUpperCase();
        text = text.slice(end + mark.length);
        if (inData) {
          count++;
          wake();
        }
        const begins = !inData && line === 'DATA';
        const hello = line.startsWith('EHLO') ? '250-sink\r\n250-PIPELINING\r\n250-SIZE 50000000\r\n250 8BITMIME\r\n' : '250 ok\r\n';
        socket.write(begins ? '354 go on\r\n' : hello);
        inData = begins;
      }
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    arrived: async (wanted) => {
      while (count < wanted)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
