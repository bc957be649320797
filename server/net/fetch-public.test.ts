/** What is fetched for a message reaches public servers only, whatever the names and redirects say. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer } from '../dns/zone-server.ts';
import { fetchPublic, isPublic } from './fetch-public.ts';

let port = 0;
let dnsPort = 0;
const seen: { url: string; method: string; body: string; host: string }[] = [];
const server = http.createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    seen.push({ url: request.url ?? '', method: request.method ?? '', body, host: request.headers.host ?? '' });
    const to = new URL(request.url ?? '', 'http://x').searchParams.get('to');
    if (to) response.writeHead(302, { location: to }).end();
    else if (request.url === '/endless') response.write('x'.repeat(2000));
    else if (request.url === '/silent') response.writeHead(200).flushHeaders();
    else response.end('hello');
  });
});
let stopDns = () => Promise.resolve();

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  port = (server.address() as AddressInfo).port;
  const dns = await startZoneServer({
    port: 0,
    records: [
      { name: 'inside.example', type: 'A', data: '127.0.0.1' },
      { name: 'both.example', type: 'A', data: '93.184.215.14' },
      { name: 'both.example', type: 'A', data: '10.0.0.1' },
    ],
  });
  dnsPort = dns.port;
  stopDns = () => dns.stop();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await stopDns();
});
afterEach(() => {
  seen.length = 0;
  delete process.env.FETCH_ALLOW;
  delete process.env.DNS_SERVER;
  forgetConfig();
});

function allow(...hosts: string[]): void {
  process.env.FETCH_ALLOW = hosts.join(' ');
  process.env.DNS_SERVER = `127.0.0.1:${dnsPort}`;
  forgetConfig();
}
const some = { maxOctets: 1000, timeoutMs: 2000 };

test.each([
  ...['127.0.0.1', '10.1.2.3', '192.168.0.1', '172.16.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255'],
  ...['::1', 'fe80::1', 'fc00::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', 'ff02::1', '::'],
])('%s is not public', (address) => expect(isPublic(address)).toBe(false));
test.each(['93.184.215.14', '2606:2800:21f:cb07::1'])('%s is', (address) => expect(isPublic(address)).toBe(true));

test.each([
  ['loopback by number', () => `http://127.0.0.1:80/`, 'not a public address'],
  ['loopback in disguise', () => 'http://2130706433/', 'not a public address'],
  ['loopback in IPv6', () => 'http://[::ffff:127.0.0.1]/', 'not a public address'],
  ['a name that leads inside', () => 'http://inside.example/', 'not a public address'],
  ['a name of which one address leads inside', () => 'http://both.example/', 'not a public address'],
  ['a port of another service', () => 'http://93.184.215.14:25/', 'Port 25'],
  ['another scheme', () => 'file:///etc/passwd', 'not file:'],
  ['a password', () => 'http://a:b@93.184.215.14/', 'password'],
  ['nothing', () => '', 'no address'],
  ['a redirect that leads inside', () => `http://127.0.0.1:${port}/?to=http://127.0.0.1:80/secret`, 'not a public address'],
  ['a redirect to a file', () => `http://127.0.0.1:${port}/?to=file:///etc/passwd`, 'not file:'],
  ['endless redirects', () => `http://127.0.0.1:${port}/?to=%3Fto=%253Fto=x`, 'not'],
])('%s is refused', async (_name, url, why) => {
  allow(`127.0.0.1:${port}`);
  const outcome = fetchPublic(url(), { ...some, maxRedirects: 1 });
  if (_name === 'endless redirects') await expect(outcome).rejects.toThrow('too often');
  else await expect(outcome).rejects.toThrow(why);
  expect(seen.map(({ url: path }) => path)).not.toContain('/secret');
});

test('an allowed exception is fetched, with the method, body and name that were asked for', async () => {
  allow(`inside.example:${port}`);
  const answer = await fetchPublic(`http://inside.example:${port}/x`, { ...some, method: 'POST', body: 'List-Unsubscribe=One-Click' });
  expect([answer.status, answer.body.toString()]).toEqual([200, 'hello']);
  expect(seen).toEqual([{ url: '/x', method: 'POST', body: 'List-Unsubscribe=One-Click', host: `inside.example:${port}` }]);
});

test('too much and too long end it', async () => {
  allow(`127.0.0.1:${port}`);
  await expect(fetchPublic(`http://127.0.0.1:${port}/endless`, some)).rejects.toThrow('more than 1000 octets');
  await expect(fetchPublic(`http://127.0.0.1:${port}/silent`, { ...some, timeoutMs: 200 })).rejects.toThrow('took too long');
});

test('clear text where only TLS will do', async () => {
  await expect(fetchPublic('http://93.184.215.14/', { ...some, secureOnly: true })).rejects.toThrow('https: alone');
});
