/** Leaving a mailing list (RFC 8058) and remote pictures: fetched by the server, from public servers alone. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emailWireId } from '#lib/ids.ts';
import { forgetConfig } from '#server/config/config.ts';
import { pictureType } from '#server/jmap/http/picture.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
let port = 0;
const posts: string[] = [];
const list = http.createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    posts.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
    response.writeHead(request.url === '/broken' ? 500 : 200).end();
  });
});
beforeAll(async () => {
  bob = await TestUser.make('bob@lists.example');
  await new Promise<void>((listening) => list.listen(0, '127.0.0.1', listening));
  port = (list.address() as AddressInfo).port;
  process.env.FETCH_ALLOW = `127.0.0.1:${port}`;
  forgetConfig();
});
afterAll(() => new Promise((closed) => list.close(closed)));

async function leave(header: string) {
  const { emailId } = await bob.receive(`${header}\n${letter({ from: 'news@list.example' })}`);
  return bob.call('Email/unsubscribe', { id: emailWireId(bob.accountId, emailId) });
}

test('one click: the server posts the words of the RFC, once', async () => {
  const url = `http://127.0.0.1:${port}/leave?u=1`;
  const header = `List-Unsubscribe: <mailto:leave@list.example>, <${url}>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click`;
  expect(await leave(header)).toMatchObject({ done: true });
  expect(posts).toEqual(['POST /leave?u=1 application/x-www-form-urlencoded List-Unsubscribe=One-Click']);
});

test('without the second header nothing is posted: a person opens the page, or writes', async () => {
  posts.length = 0;
  expect(await leave(`List-Unsubscribe: <http://127.0.0.1:${port}/page>,\n <mailto:leave@list.example?subject=off>`)).toMatchObject({
    done: false,
    page: `http://127.0.0.1:${port}/page`,
    mailto: 'mailto:leave@list.example?subject=off',
  });
  expect(posts).toEqual([]);
});

test('a list whose server refuses, or is inside our network, is told of', async () => {
  const oneClick = 'List-Unsubscribe-Post: List-Unsubscribe=One-Click';
  expect(await leave(`List-Unsubscribe: <http://127.0.0.1:${port}/broken>\n${oneClick}`)).toMatchObject({
    done: false,
    reason: expect.stringContaining('500') as string,
  });
  expect(await leave(`List-Unsubscribe: <https://127.0.0.1/x>\n${oneClick}`)).toMatchObject({
    done: false,
    reason: expect.stringContaining('not a public address') as string,
  });
  expect(await leave(`List-Unsubscribe: <http://93.184.215.14/x>\n${oneClick}`)).toMatchObject({ done: false });
});

test('a picture is what its octets say', () => {
  expect(pictureType(Buffer.from('\x89PNG\r\n\x1a\n....', 'latin1'))).toBe('image/png');
  expect(pictureType(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeNull();
  expect(pictureType(Buffer.from('<html>'))).toBeNull();
});
