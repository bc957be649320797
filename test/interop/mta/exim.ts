/** Exim, which signs and verifies by itself. Debian installs one MTA at a time, so its package is unpacked beside Postfix. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endProcess, readMaildir, runUnder, untilItListens, userIds, write, type ForeignMta } from './foreign-mta.ts';
import type { MtaOptions } from './postfix.ts';

const owner = 'Debian-exim';

function needExim(): string {
  if (existsSync('/usr/sbin/exim4')) return '/usr/sbin/exim4';
  const folder = path.join(tmpdir(), 'posthorn-exim');
  const program = path.join(folder, 'root/usr/sbin/exim4');
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const run = (command: string, ...args: string[]) => spawnSync(command, args, { cwd: folder, stdio: 'ignore' }).status === 0;
  if (!existsSync(program)) {
    if (!run('apt-get', 'download', 'exim4-daemon-light')) {
      run('apt-get', 'update');
      run('apt-get', 'download', 'exim4-daemon-light');
    }
    const [archive] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
    if (archive) run('dpkg', '-x', archive, 'root');
  }
  if (!existsSync(program))
    throw new Error('Exim did not run: it is not on this machine (on Debian: apt-get download exim4-daemon-light).');
  if (Number.isNaN(userIds(owner).uid) || userIds(owner).uid === 0)
    run('useradd', '--system', '--no-create-home', '--shell', '/usr/sbin/nologin', owner);
  return program;
}

export async function startExim(options: MtaOptions): Promise<ForeignMta> {
  const { folder, domain, host, port, resolvConf, cert, key, authority, dkimKey } = options;
  const exim = needExim();
  const ids = userIds(owner);
  for (const name of ['', 'spool', 'log', 'mail']) mkdirSync(path.join(folder, name), { recursive: true });
  for (const name of ['spool', 'log', 'mail']) chownSync(path.join(folder, name), ids.uid, ids.gid);
  chmodSync(folder, 0o755);
  const conf = write(
    folder,
    'exim.conf',
    `primary_hostname = mx.${domain}
exim_path = ${exim}
exim_user = ${owner}
exim_group = ${owner}
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
pid_file_path = ${folder}/spool/exim.pid
local_interfaces = ${host}
daemon_smtp_ports = ${port} : ${port + 1}
domainlist local_domains = ${domain}
never_users =
deliver_drop_privilege = true
tls_advertise_hosts = *
tls_certificate = ${cert}
tls_privatekey = ${key}
log_selector = +tls_cipher +tls_peerdn +tls_certificate_verified +received_recipients
rfc1413_query_timeout = 0s
host_lookup =
keep_environment =
acl_smtp_rcpt = check_rcpt
acl_smtp_dkim = check_dkim
acl_smtp_data = check_data
begin acl
check_rcpt:
  deny local_parts = nobody
       domains = +local_domains
       message = no such user
  accept
check_dkim:
  warn add_header = :at_start:X-Exim-DKIM: $dkim_cur_signer $dkim_algo $dkim_verify_status
  accept
check_data:
  accept
begin routers
here:
  driver = accept
  domains = +local_domains
  local_parts = alice : bob
  transport = maildir
elsewhere:
  driver = dnslookup
  domains = ! +local_domains
  transport = remote
  no_more
begin transports
maildir:
  driver = appendfile
  directory = ${folder}/mail/$local_part_data
  maildir_format
  create_directory
  user = ${owner}
  delivery_date_add
  envelope_to_add
  return_path_add
remote:
  driver = smtp
  port = ${port}
  interface = 127.0.0.1
  hosts_require_tls = *
  tls_verify_certificates = ${authority}
  tls_verify_hosts = *
  tls_verify_cert_hostnames = *
  dkim_domain = ${domain}
  dkim_selector = s
  dkim_private_key = ${dkimKey}
begin retry
* * F,1h,5s
`,
  );
  const daemon = runUnder(resolvConf, exim, ['-C', conf, '-bdf', '-q5s']);
  await untilItListens(host, port);
  const logOf = () =>
    readdirSync(path.join(folder, 'log'))
      .map((name) => readFileSync(path.join(folder, 'log', name), 'utf8'))
      .join('');
  return {
    ...{ domain, host, port, submission: { host, port: port + 1 }, log: logOf },
    mail: (user) => readMaildir(path.join(folder, 'mail', user)),
    stop: () => endProcess(daemon),
  };
}
