/** mutt, or its sister neomutt, against a listener of the test, driven by its own commands without a person. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { needTool } from './needed-program.ts';
import { runTool } from './run-tool.ts';

export const muttFolder = mkdtempSync(path.join(tmpdir(), 'posthorn-mutt-'));

interface Account {
  user: string;
  pass: string;
  port: number;
  program?: 'mutt' | 'neomutt';
}

export async function runMutt({ user, pass, port, program = 'mutt' }: Account, ...commands: string[]): Promise<void> {
  const name = needTool(program, program);
  const file = path.join(muttFolder, 'muttrc');
  const settings = [
    `set imap_user="${user}" imap_pass="${pass}" folder="imap://127.0.0.1:${port}/"`,
    'set spoolfile="+INBOX" ssl_starttls=no ssl_force_tls=no wait_key=no confirmappend=no confirmcreate=no delete=yes move=no',
    'set quit=yes copy=no auto_tag=yes mbox_type=mbox header_cache="" smart_wrap=no trash="" mark_old=no',
  ];
  writeFileSync(file, [...settings, ...commands].join('\n'), { mode: 0o600 });
  // A terminal of its own: mutt is a program for the screen.
  const run = `exec ${name} -n -F ${file}`;
  const result = await runTool(needTool('script', 'bsdutils'), ['-qec', run, '/dev/null'], { env: { TERM: 'xterm', HOME: muttFolder } });
  expect(result.code, result.stdout.slice(-2000)).toBe(0);
}
