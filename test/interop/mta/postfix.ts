/** Postfix, with OpenDKIM as its milters: one signs what is handed in, one verifies what comes. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { needTool } from '../needed-program.ts';
import { endProcess, readMaildir, runUnder, untilItListens, userIds, write, type ForeignMta } from './foreign-mta.ts';

export interface MtaOptions {
  folder: string;
  domain: string;
  host: string;
  port: number;
  resolvConf: string;
  dnsServer: string;
  /** Files (PEM). */
  cert: string;
  key: string;
  authority: string;
  /** Of the domain's DKIM key, whose selector is `s`. */
  dkimKey: string;
}

export async function startPostfix(options: MtaOptions): Promise<ForeignMta> {
  const { folder, domain, host, port, resolvConf, dnsServer, cert, key, authority, dkimKey } = options;
  needTool('postfix', 'postfix');
  needTool('opendkim', 'opendkim');
  const etc = path.join(folder, 'etc');
  const owner = userIds('postfix');
  for (const name of ['spool', 'data', 'mail']) mkdirSync(path.join(folder, name), { recursive: true });
  for (const name of ['data', 'mail']) chownSync(path.join(folder, name), owner.uid, owner.gid);
  chmodSync(folder, 0o755);
  write(
    etc,
    'main.cf',
    `compatibility_level = 3.6
queue_directory = ${folder}/spool
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${folder}/log
maillog_file_prefixes = /tmp
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.${domain}
mydomain = ${domain}
myorigin = ${domain}
mydestination =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
virtual_mailbox_domains = ${domain}
virtual_mailbox_maps = inline:{ { bob@${domain} = bob/ } { alice@${domain} = alice/ } }
virtual_mailbox_base = ${folder}/mail
virtual_uid_maps = static:${owner.uid}
virtual_gid_maps = static:${owner.gid}
virtual_minimum_uid = 1
alias_maps =
alias_database =
smtp_bind_address = 127.0.0.1
smtpd_tls_security_level = may
smtpd_tls_cert_file = ${cert}
smtpd_tls_key_file = ${key}
smtpd_tls_received_header = yes
smtp_tls_security_level = verify
smtp_tls_loglevel = 1
smtp_tls_CAfile = ${authority}
smtp_tcp_port = ${port}
minimal_backoff_time = 2s
queue_run_delay = 2s
milter_default_action = tempfail
smtpd_milters = inet:${host}:${port + 2}
`,
  );
  const services = `${host}:${port} inet n - n - - smtpd
${host}:${port + 1} inet n - n - - smtpd -o smtpd_milters=inet:${host}:${port + 3}
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
  write(etc, 'master.cf', services);
  const unbound = write(
    etc,
    'unbound.conf',
    `server:\n  do-not-query-localhost: no\n  module-config: "iterator"\nforward-zone:\n  name: "."\n  forward-addr: ${dnsServer}@53\n`,
  );
  const common = `Syslog no\nMinimumKeyBits 1024\nResolverConfiguration ${unbound}\nRequireSafeKeys no\n`;
  const verifying = write(etc, 'verify.conf', `${common}Mode v\nSocket inet:${port + 2}@${host}\nAuthservID mx.${domain}\n`);
  const signing = write(
    etc,
    'sign.conf',
    `${common}Mode s\nSocket inet:${port + 3}@${host}\nDomain ${domain}\nSelector s\nKeyFile ${dkimKey}\nInternalHosts 127.0.0.0/8\nCanonicalization relaxed/simple\nSignatureAlgorithm rsa-sha256\n`,
  );
  const milters = [verifying, signing].map((conf) => runUnder(resolvConf, 'opendkim', ['-f', '-x', conf]));
  const env = { MAIL_CONFIG: etc };
  const master = runUnder(resolvConf, 'postfix', ['-c', etc, 'start-fg'], env);
  const logOf = () => readFileSync(path.join(folder, 'log'), 'utf8');
  const stop = async () => {
    spawnSync('postfix', ['-c', etc, 'stop'], { env: { ...process.env, ...env }, stdio: 'ignore' });
    for (const child of [master, ...milters]) await endProcess(child);
  };
  try {
    for (const each of [port, port + 1, port + 2, port + 3]) await untilItListens(host, each);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ domain, host, port, submission: { host, port: port + 1 }, log: logOf, stop },
    mail: (user) => readMaildir(path.join(folder, 'mail', user)),
  };
}
