/** Debian's Dovecot on a free port of this machine, with a folder of its own and one user: bob, hungry. */
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { needTool } from '../../interop/needed-program.ts';

/** `tls`: the certificate that it shows after STARTTLS. */
export async function startDovecot(tls?: { cert: string; key: string }): Promise<{ port: number; stop: () => Promise<void> }> {
  if (process.getuid?.() !== 0) throw new Error('Dovecot changes users, so this test runs as root only.');
  const program = needTool('dovecot', 'dovecot-imapd');
  const home = mkdtempSync(path.join(tmpdir(), 'dovecot-'));
  chmodSync(home, 0o755);
  mkdirSync(path.join(home, 'mail'));
  const mailUser = 8; // Debian's user `mail`
  chownSync(path.join(home, 'mail'), mailUser, mailUser);
  const port = await freePort();
  for (const part of ['cert', 'key'] as const) if (tls) writeFileSync(path.join(home, part), tls[part], { mode: 0o600 });
  writeFileSync(path.join(home, 'dovecot.conf'), settings(home, port, tls !== undefined));
  const child = spawn(program, ['-F', '-c', path.join(home, 'dovecot.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let trouble = '';
  child.stderr.on('data', (text) => (trouble += String(text)));
  const ended = once(child, 'exit');
  await answers(
    port,
    () => child.exitCode !== null,
    () => trouble,
  );
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  return { port, stop };
}

const settings = (home: string, port: number, tls: boolean) => `
base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/log
protocols = imap
listen = 127.0.0.1
${tls ? `ssl = yes\nssl_cert = <${home}/cert\nssl_key = <${home}/key` : 'ssl = no'}
disable_plaintext_auth = no
mail_location = sdbox:${home}/mail
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
passdb {
  driver = static
  args = password=hungry
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${home}/mail
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
namespace inbox {
  inbox = yes
  separator = /
}
`;

async function freePort(): Promise<number> {
  const server = net.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(port: number, gone: () => boolean, trouble: () => string): Promise<void> {
  const end = Date.now() + 20_000;
  while (Date.now() < end && !gone()) {
    const socket = net.connect(port, '127.0.0.1');
    const up = await new Promise<boolean>((resolve) => socket.once('data', () => resolve(true)).once('error', () => resolve(false)));
    socket.destroy();
    if (up) return;
  }
  throw new Error(`Dovecot did not start: ${trouble()}`);
}
