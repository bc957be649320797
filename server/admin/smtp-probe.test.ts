/** A talk with servers that are none. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer } from '#server/dns/zone-server.ts';
import { talkTo } from './smtp-probe.ts';

async function talkWith(serve: (socket: net.Socket) => void, lines: string[]): Promise<string[]> {
  const server = net.createServer((socket) => serve(socket.on('error', () => {}))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const zone = await startZoneServer({ records: [{ name: 'far.example', type: 'A', data: '127.0.0.1' }] });
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, { SMTP_REMOTE_PORT: String(port), DNS_SERVER: `127.0.0.1:${zone.port}` });
  forgetConfig();
  const { replies } = await talkTo('far.example', lines);
  server.close();
  await zone.stop();
  return replies;
}

test('each line is said after the reply to the one before, and a reply may have many lines', async () => {
  const heard: string[] = [];
  const replies = await talkWith(
    (socket) => {
      socket.write('220-mail\r\n220 here\r\n');
      socket.on('data', (piece: Buffer) => {
        heard.push(piece.toString());
        socket.write(piece.toString().startsWith('EHLO') ? '250-hello\r\n250 STARTTLS\r\n' : '250 ok\r\n');
      });
    },
    ['EHLO me', 'NOOP'],
  );
  expect(replies).toEqual(['220-mail\r\n220 here', '250-hello\r\n250 STARTTLS', '250 ok']);
  expect(heard.slice(0, 2)).toEqual(['EHLO me\r\n', 'NOOP\r\n']);
});

test.each([
  ['a line without an end', 'x'.repeat(65_536)],
  ['a reply without an end', '220-more\r\n'.repeat(5000)],
])('%s is not listened to for long', async (_what, piece) => {
  let said = 0;
  const replies = await talkWith((socket) => {
    const more = () => {
      while (!socket.destroyed && said < 200_000_000 && socket.write(piece)) said += piece.length;
    };
    socket.on('drain', more);
    more();
  }, []);
  expect(replies).toEqual([]);
});
