/**
 * Thunderbird in a virtual display, with a profile of its own that knows the test's network: names of our domain are this machine, and
 * HTTP goes through a proxy that leads `autoconfig.DOMAIN` to Posthorn, as DNS and port 80 do elsewhere.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { needTool } from '../../test/interop/needed-program.ts';
import { Marionette } from './marionette.ts';

export interface Thunderbird {
  marionette: Marionette;
  version: string;
  stop: () => Promise<void>;
}

export async function startThunderbird(domain: string, posthornHttpPort: number): Promise<Thunderbird> {
  const [program, display] = [needTool('thunderbird', 'thunderbird'), needTool('Xvfb', 'xvfb')];
  const proxy = await startProxy(posthornHttpPort);
  const profile = mkdtempSync(path.join(tmpdir(), 'posthorn-thunderbird-'));
  const marionettePort = await freePort();
  writeFileSync(path.join(profile, 'user.js'), preferences(domain, marionettePort, (proxy.address() as AddressInfo).port));

  const screen = spawn(display, ['-displayfd', '3', '-screen', '0', '1440x900x24'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise<string>((resolve) => screen.stdio[3]?.once('data', (text) => resolve(String(text).trim())));
  const env = { ...process.env, HOME: profile, DISPLAY: `:${number}`, MOZ_CRASHREPORTER_DISABLE: '1' };
  const args = ['--profile', profile, '--no-remote', '--marionette', '--remote-allow-system-access'];
  const child = spawn(program, args, { env, stdio: 'ignore', detached: true }); // a group of its own: it has processes of its own
  const marionette = await Marionette.connect(marionettePort, 60_000);
  const version = await marionette.run<string>('return Services.appinfo.version;');
  return { marionette, version, stop: () => stop(marionette, child, screen, proxy) };
}

const preferences = (domain: string, marionettePort: number, proxyPort: number): string =>
  Object.entries({
    'marionette.port': marionettePort,
    'network.dns.localDomains': `mail.${domain}`,
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': proxyPort,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxyPort,
    'network.proxy.allow_hijacking_localhost': true,
    'mailnews.start_page.enabled': false,
    'mail.shell.checkDefaultClient': false,
    'mail.provider.enabled': false,
    'app.donation.eoy.version.viewed': 9999,
    'app.update.enabled': false,
    'datareporting.policy.bypassNotification': true,
  })
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');

/** Plain HTTP only: a CONNECT is refused, as by a web server of the domain that has no certificate. */
async function startProxy(posthornHttpPort: number): Promise<http.Server> {
  const proxy = http.createServer((request, response) => {
    const { pathname, search, host } = new URL(request.url ?? '/', 'http://nowhere');
    const headers = { ...request.headers, host };
    const onward = http.request({ port: posthornHttpPort, path: pathname + search, method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
  return proxy;
}

async function freePort(): Promise<number> {
  const server = http.createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function stop(marionette: Marionette, child: ChildProcess, screen: ChildProcess, proxy: http.Server): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  marionette.close();
  process.kill(-(child.pid ?? 0), 'SIGKILL'); // its profile is thrown away, and a question it asks must not keep it
  await ended;
  screen.kill('SIGTERM');
  proxy.closeAllConnections();
  proxy.close();
}
