/** The connection under every protocol, over real sockets. */
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { watchCertificate } from '#server/tls/certificate.ts';
import { ensureCertificate } from '#server/tls/self-signed.ts';
import { Connection, ConnectionClosed, LineTooLong, TimedOut } from './connection.ts';

let close = () => {};
afterEach(() => close());

async function pair(): Promise<{ connection: Connection; peer: net.Socket; socket: net.Socket }> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[net.Socket]>;
  const peer = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [socket] = await accepted;
  const connection = new Connection(socket);
  close = () => {
    peer.destroy();
    connection.destroy();
    server.close();
  };
  return { connection, peer, socket };
}

test('lines come one by one, however they were cut', async () => {
  const { connection, peer } = await pair();
  peer.setNoDelay(true);
  peer.write('a1 NOOP\r\na2 N');
  expect(String(await connection.readLine(100, 1000))).toBe('a1 NOOP');
  for (const octet of 'OOP\r\n') peer.write(octet);
  expect(String(await connection.readLine(100, 1000))).toBe('a2 NOOP');
  expect(connection.lineEndedInCrlf).toBe(true);
  peer.write('bare\n');
  expect(String(await connection.readLine(100, 1000))).toBe('bare');
  expect(connection.lineEndedInCrlf).toBe(false);
});

test('a line that is too long is consumed to its end, and the next one is whole', async () => {
  const { connection, peer } = await pair();
  peer.write(`${'x'.repeat(100_000)}\r\nnext\r\n`);
  await expect(connection.readLine(1000, 1000)).rejects.toThrow(LineTooLong);
  expect(String(await connection.readLine(1000, 1000))).toBe('next');
});

test('octets are counted exactly, and given back ones come first', async () => {
  const { connection, peer } = await pair();
  peer.write('hello world\r\n');
  expect(String(await connection.readExactly(5, 1000))).toBe('hello');
  connection.unread(Buffer.from('good-bye'));
  expect(String(await connection.readLine(100, 1000))).toBe('good-bye world');
});

test('the end of the stream is null, in the middle of data it is an error', async () => {
  const { connection, peer } = await pair();
  peer.end('half');
  await expect(connection.readExactly(10, 1000)).rejects.toThrow(ConnectionClosed);
  expect(await connection.readLine(100, 1000)).toBeNull();
});

test('a peer that says nothing runs into the deadline', async () => {
  const { connection } = await pair();
  await expect(connection.readLine(100, 20)).rejects.toThrow(TimedOut);
});

test('waiting for input can be broken off by a signal, and nothing is lost', async () => {
  const { connection, peer } = await pair();
  const news = new AbortController();
  const waiting = connection.inputOrSignal(news.signal, 5000);
  news.abort();
  expect(await waiting).toBe('signal');
  peer.write('DONE\r\n');
  expect(await connection.inputOrSignal(new AbortController().signal, 5000)).toBe('input');
  expect(String(await connection.readLine(100, 1000))).toBe('DONE');
});

test('what was injected in clear text before TLS is thrown away', async () => {
  const files = await ensureCertificate(mkdtempSync(path.join(tmpdir(), 'posthorn-net-')));
  const { connection, peer } = await pair();
  peer.write('STARTTLS\r\nINJECTED\r\n');
  expect(String(await connection.readLine(100, 1000))).toBe('STARTTLS');
  connection.write('220 go\r\n');
  const upgrading = connection.startTls(watchCertificate(files.TLS_CERT, files.TLS_KEY)());
  await once(peer, 'data');
  const secure = tls.connect({ socket: peer, rejectUnauthorized: false });
  await Promise.all([upgrading, once(secure, 'secureConnect')]);
  expect(connection.secure).toBe(true);
  secure.write('EHLO again\r\n');
  expect(String(await connection.readLine(100, 1000))).toBe('EHLO again');
  connection.write('250 hello\r\n');
  expect(String((await once(secure, 'data'))[0])).toBe('250 hello\r\n');
});

test('a slow reader leaves nothing behind on the socket, however often he is waited for', async () => {
  const { connection, peer, socket } = await pair();
  let taken = 0;
  peer.on('data', (chunk: Buffer) => (taken += chunk.length));
  const listeners = () => ['close', 'error', 'drain'].map((name) => socket.listenerCount(name));
  const before = listeners();
  const piece = Buffer.alloc(4 * 1024 * 1024);
  for (let n = 0; n < 8; n++) {
    connection.write(piece);
    await connection.flush();
  }
  expect(listeners()).toEqual(before);
  await expect.poll(() => taken).toBe(8 * piece.length);
});

test('a reader who goes while he is waited for is gone, not slow', async () => {
  const { connection, peer } = await pair();
  connection.write(Buffer.alloc(32 * 1024 * 1024));
  const waiting = expect(connection.flush()).rejects.toThrow(ConnectionClosed);
  peer.resetAndDestroy();
  await waiting;
});

test.each([
  ['goes', (peer: net.Socket) => void peer.end()],
  ['speaks no TLS', (peer: net.Socket) => void peer.write('GET / HTTP/1.1\r\n\r\n')],
])('a peer that asks for TLS and %s has gone, at once', async (_what, instead) => {
  const files = await ensureCertificate(mkdtempSync(path.join(tmpdir(), 'posthorn-net-')));
  const { connection, peer } = await pair();
  peer.on('error', () => {});
  const upgrading = expect(connection.startTls(watchCertificate(files.TLS_CERT, files.TLS_KEY)())).rejects.toThrow(ConnectionClosed);
  instead(peer);
  await upgrading;
});
