/** SenderLogo/get (ours): the logo of a sender that was proven when the message came, and only then. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emailWireId } from '#lib/ids.ts';
import { renderMessage } from '#lib/message/render.ts';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { provenLogo } from '#server/jmap/vendor/sender-logo.ts';
import { deliver, putBlob } from '#server/store/index.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
let zone: ZoneServer;
let web: http.Server;
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny-ps" viewBox="0 0 9 9"><title>B</title><path d="M0 0h9v9z"/></svg>';
beforeAll(async () => {
  web = http.createServer((_request, response) => response.end(svg)).listen(0, '127.0.0.1');
  await once(web, 'listening');
  const at = `127.0.0.1:${(web.address() as AddressInfo).port}`;
  zone = await startZoneServer({
    records: [{ name: 'default._bimi.brand.example', type: 'TXT', data: `v=BIMI1; l=http://${at}/logo.svg` }],
  });
  Object.assign(process.env, {
    MAIL_HOSTNAME: 'mx.logo.example',
    DNS_SERVER: `127.0.0.1:${zone.port}`,
    FETCH_ALLOW: at,
    BIMI: 'self-asserted',
  });
  forgetConfig();
  bob = await TestUser.make('bob@logo.example');
});
afterAll(async () => {
  await zone.stop();
  await new Promise((closed) => web.close(closed));
});

async function receive(results: string): Promise<string> {
  const message = Buffer.from(letter({ subject: 'news' }));
  const prefix = Buffer.from(`Return-Path: <a@brand.example>\r\nAuthentication-Results: ${results}\r\n`);
  const item = { accountId: bob.accountId, mailboxIds: [(await bob.mailbox('inbox')).number], blob: await putBlob(message), prefix };
  const done = await deliver([{ ...item, rendered: renderMessage(Buffer.concat([prefix, message])) }]);
  return emailWireId(bob.accountId, done.ok ? (done.value[0]?.emailId ?? 0) : 0);
}

test('shown where our own field says that it may', async () => {
  const bimi = 'dmarc=pass header.from=brand.example;\r\n bimi=pass header.selector=default header.d=brand.example';
  const ids = [
    await receive(`mx.logo.example; ${bimi}`),
    await receive(`other.example; ${bimi}`),
    await receive('mx.logo.example; bimi=none'),
  ];
  expect((await bob.call('SenderLogo/get', { emailIds: ids })).list).toEqual([
    { emailId: ids[0], domain: 'brand.example', isVerified: false, url: '/api/logo?domain=brand.example&selector=default' },
  ]);
});

test('what a comment or another server says does not count', () => {
  const field = (value: string) => provenLogo([{ name: 'Authentication-Results', value }], 'mx.logo.example');
  expect(field('mx.logo.example; bimi=pass header.selector=s header.d=x.example')).toEqual({ domain: 'x.example', selector: 's' });
  expect(field('mx.logo.example; bimi=fail header.selector=s header.d=x.example')).toBeNull();
  expect(field('evil.example; bimi=pass header.selector=s header.d=x.example')).toBeNull();
});
