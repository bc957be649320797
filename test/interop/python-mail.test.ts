/** Python's own imaplib, poplib and smtplib, on one account: sent by SMTP, read and moved by IMAP, collected and deleted by POP3. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveImap } from '#server/imap/serve.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';
import { needTool } from './needed-program.ts';
import { runTool } from './run-tool.ts';

type Listener = Awaited<ReturnType<typeof startListener>>;
let imap: Listener;
let pop3: Listener;
let smtp: Listener;
beforeAll(async () => {
  await makeAccount('bob@hamburger.edu', 'hungry');
  imap = await startListener(serveImap, 'imap');
  pop3 = await startListener(servePop3, 'pop3');
  smtp = await startListener(serveSmtp, 'smtp');
});
afterAll(() => Promise.all([imap.stop(), pop3.stop(), smtp.stop()]));

async function python(lines: string): Promise<unknown> {
  const ports = { IMAP: String(imap.port), POP3: String(pop3.port), SMTP: String(smtp.port) };
  const done = await runTool(needTool('python3', 'python3'), ['-c', lines], { env: ports });
  expect(done.code, done.stderr).toBe(0);
  return JSON.parse(done.stdout);
}

test('smtplib sends, imaplib reads, stores, searches, moves', async () => {
  const sent = await python(`
import os, json, smtplib
from email.message import EmailMessage
s = smtplib.SMTP('127.0.0.1', int(os.environ['SMTP']))
for n in range(3):
    m = EmailMessage()
    m['From'], m['To'], m['Subject'] = 'alice@crepes.fr', 'bob@hamburger.edu', f'Crêpes no. {n}'
    m.set_content('.A dot first\\n' + 'Butter and sugar, ' * 20 + '\\n')
    m.add_attachment(bytes(range(256)), maintype='application', subtype='octet-stream', filename='octets.bin')
    s.send_message(m)
print(json.dumps(s.quit()[0]))
`);
  expect(sent).toBe(221);
  const read = await python(`
import os, json, imaplib, email, email.policy
c = imaplib.IMAP4('127.0.0.1', int(os.environ['IMAP']))
c.login('bob@hamburger.edu', 'hungry')
count = int(c.select('INBOX')[1][0])
found = c.search(None, 'BODY', '"sugar"')[1][0].split()
whole = email.message_from_bytes(c.fetch('2', '(RFC822)')[1][0][1], policy=email.policy.default)
parts = [p.get_content() for p in whole.iter_attachments()]
flags = c.store('2', '+FLAGS', '(\\\\Flagged $Important)')[1][0].decode()
c.create('Recipes')
c.copy('1', 'Recipes')
c.store('1', '+FLAGS', '\\\\Deleted')
c.expunge()
moved = c.status('Recipes', '(MESSAGES UNSEEN)')[1][0].decode()
left = c.status('INBOX', '(MESSAGES)')[1][0].decode()
c.append('Drafts', '(\\\\Draft)', imaplib.Time2Internaldate(0), b'Subject: later\\r\\n\\r\\nnot yet\\r\\n')
drafts = c.status('Drafts', '(MESSAGES)')[1][0].decode()
c.logout()
print(json.dumps([count, len(found), whole['Subject'], parts[0] == bytes(range(256)), flags, moved, left, drafts]))
`);
  expect(read).toEqual([
    3,
    3,
    'Crêpes no. 1',
    true,
    '2 (FLAGS (\\Seen \\Flagged $important \\Recent))',
    '"Recipes" (MESSAGES 1 UNSEEN 1)',
    '"INBOX" (MESSAGES 2)',
    '"Drafts" (MESSAGES 1)',
  ]);
});

test('poplib lists, collects over TLS, deletes at its end', async () => {
  const collected = await python(`
import os, json, poplib, ssl, email, email.policy
def session():
    p = poplib.POP3('127.0.0.1', int(os.environ['POP3']))
    context = ssl.create_default_context(); context.check_hostname = False; context.verify_mode = ssl.CERT_NONE
    p.stls(context)
    p.user('bob@hamburger.edu'); p.pass_('hungry')
    return p
p = session()
count, size = p.stat()
capabilities = sorted(p.capa())
uids = [line.split()[1].decode() for line in p.uidl()[1]]
mail = email.message_from_bytes(b'\\r\\n'.join(p.retr(1)[1]), policy=email.policy.default)
head = p.top(2, 0)[1]
first_line = mail.get_body().get_content().splitlines()[0]
p.dele(1); p.rset(); p.dele(2)
bye = p.quit().decode()
q = session()
left = [line.split()[1].decode() for line in q.uidl()[1]]
q.quit()
print(json.dumps([count, size > 0, 'UIDL' in capabilities, first_line, any(l.lower().startswith(b'subject:') for l in head), bye, left == uids[:1]]))
`);
  expect(collected).toEqual([2, true, true, '.A dot first', true, '+OK POP3 server signing off', true]);
});
