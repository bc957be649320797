/**
 * Bob tries every command on what is Alice's: mailboxes that she did not share, and one that she lets him read. He gets nothing that he may
 * not see, and changes nothing. A command that is new here must be told what to try: the test fails until it is.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderMessage } from '#lib/message/render.ts';
import { emailWireId, mailboxWireId } from '#lib/ids.ts';
import { commands, uidCommands } from '#server/imap/commands/index.ts';
import { serveImap } from '#server/imap/serve.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { serveSieve } from '#server/sieve/serve.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { createMailbox, deliver, flushEvents, indexPending, putBlob, setGrant, type Account } from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { fingerprint } from '../../harness/fingerprint.ts';
import { startListener } from '../../harness/listener.ts';
import { TranscriptSession } from '../../harness/transcript-session.ts';

const marker = 'quincunx';
const [theirs, open] = ['"Other Users/alice@crepes.fr/Private"', '"Other Users/alice@crepes.fr/Open"'];
let alice: Account;
let bob: Account;
let imap: Awaited<ReturnType<typeof startListener>>;
let before: Record<string, string>;
let privateId: number;
let emailId: number;

async function mailboxOf(accountId: number, name: string, text: string) {
  const made = await createMailbox(accountId, { name, parentId: null });
  if (!made.ok) throw new Error(made.reason);
  const { mailboxId } = made.value;
  const bytes = Buffer.from(`From: x@far.example\r\nTo: a@b.example\r\nSubject: ${text}\r\n\r\n${text}\r\n`);
  const item = { accountId, mailboxIds: [mailboxId], blob: await putBlob(bytes), prefix: null, rendered: renderMessage(bytes) };
  const done = await deliver([item]);
  if (!done.ok) throw new Error(done.reason);
  return { mailboxId, emailId: done.value[0]?.emailId ?? 0 };
}

beforeAll(async () => {
  imap = await startListener(serveImap, 'imap');
  alice = await makeAccount('alice@crepes.fr', 'hungry');
  bob = await makeAccount('bob@crepes.fr', 'hungry');
  ({ mailboxId: privateId, emailId } = await mailboxOf(alice.accountId, 'Private', marker));
  const shared = await mailboxOf(alice.accountId, 'Open', 'to be read');
  await setGrant(alice.accountId, shared.mailboxId, bob.accountId, 'lr');
  await mailboxOf(bob.accountId, 'Own', 'of bob');
  while ((await indexPending(100)) > 0);
  await flushEvents();
  before = await fingerprint(alice.accountId);
});
afterAll(() => imap.stop());

const plain = (who: string, authzid = '') => Buffer.from(`${authzid}\0${who}\0hungry`).toString('base64');

class Client {
  readonly #session: TranscriptSession;
  #tag = 0;
  constructor(session: TranscriptSession) {
    this.#session = session;
  }
  static async open(): Promise<Client> {
    const session = await TranscriptSession.connect(imap.port);
    await session.readLine();
    const client = new Client(session);
    expect(await client.do(`AUTHENTICATE PLAIN ${plain('bob@crepes.fr')}`)).toMatch(/ OK /);
    return client;
  }
  /** All lines of the answer. `more` follows a continuation. */
  async do(command: string, more: string[] = []): Promise<string> {
    const tag = `t${++this.#tag}`;
    this.#session.send(Buffer.from(`${tag} ${command}\r\n`));
    const lines: string[] = [];
    const rest = [...more];
    for (;;) {
      const line = await this.#session.readLine();
      lines.push(line);
      if (line.startsWith(`${tag} `)) return lines.join('\n');
      if (line.startsWith('+')) this.#session.send(Buffer.from(`${rest.shift() ?? '*'}\r\n`));
    }
  }
  close(): void {
    this.#session.destroy();
  }
}

type Try = string | [command: string, ...more: string[]];
/** `%` stands for the mailbox. */
const onMailbox: Record<string, Try[]> = {
  APPEND: [['APPEND % {3}', 'abc'], ['APPEND % (\\Seen) {3}', 'abc'], 'APPEND % CATENATE (TEXT {3+}\r\nabc)'],
  COPY: ['COPY 1 %'],
  CREATE: ['CREATE %', 'CREATE "Other Users/alice@crepes.fr/New"', 'CREATE "Other Users/alice@crepes.fr/Open/New"'],
  DELETE: ['DELETE %'],
  DELETEACL: ['DELETEACL % bob@crepes.fr'],
  ESEARCH: [`ESEARCH IN (mailboxes %) RETURN (ALL) SUBJECT ${marker}`, `ESEARCH IN (subtree "Other Users") RETURN (ALL) TEXT ${marker}`],
  EXAMINE: ['EXAMINE %'],
  GETACL: ['GETACL %'],
  GETMETADATA: ['GETMETADATA % /shared/comment'],
  GETQUOTAROOT: ['GETQUOTAROOT %'],
  LIST: ['LIST "" %', 'LIST "" "Other Users/*" RETURN (STATUS (MESSAGES UIDNEXT))'],
  LISTRIGHTS: ['LISTRIGHTS % bob@crepes.fr'],
  LSUB: ['LSUB "" %'],
  MOVE: ['MOVE 1 %'],
  MYRIGHTS: ['MYRIGHTS %'],
  NOTIFY: ['NOTIFY SET STATUS (mailboxes % (MessageNew MessageExpunge))', 'NOTIFY NONE'],
  RENAME: ['RENAME % Mine', 'RENAME Own "Other Users/alice@crepes.fr/Own"'],
  REPLACE: [['REPLACE 1 % {3}', 'abc']],
  SELECT: ['SELECT %'],
  SETACL: ['SETACL % bob@crepes.fr lrswipkxtea', 'SETACL "Other Users/alice@crepes.fr/INBOX" anyone lr'],
  SETMETADATA: ['SETMETADATA % (/shared/comment "x")'],
  STATUS: ['STATUS % (MESSAGES UIDNEXT SIZE MAILBOXID)'],
  SUBSCRIBE: ['SUBSCRIBE %'],
  UNSUBSCRIBE: ['UNSUBSCRIBE %'],
  XLIST: ['XLIST "" %'],
  'UID COPY': ['UID COPY 1 %'],
  'UID MOVE': ['UID MOVE 1 %'],
  'UID REPLACE': [['UID REPLACE 1 % {3}', 'abc']],
};
/** In his own mailbox, with what is hers named by id or address. */
const inOwn = (): Record<string, Try[]> => {
  const id = emailWireId(alice.accountId, emailId);
  const box = mailboxWireId(alice.accountId, privateId);
  const url = '/Other%20Users/alice%40crepes.fr/Private/;UID=1/;SECTION=TEXT';
  const search = [`SEARCH EMAILID ${id}`, `SEARCH TEXT ${marker}`, `SEARCH THREADID ${id.replace('M', 'T')}`];
  return {
    APPEND: [`APPEND Own CATENATE (URL "${url}")`, `APPEND Own CATENATE (URL "imap://alice@crepes.fr/Private/;UID=1")`],
    GETQUOTA: ['GETQUOTA ""', 'GETQUOTA "alice@crepes.fr"', `GETQUOTA "${box}"`],
    FETCH: ['FETCH 1:* (EMAILID BODY.PEEK[] PREVIEW)'],
    SEARCH: search,
    SORT: [`SORT (ARRIVAL) UTF-8 TEXT ${marker}`],
    THREAD: [`THREAD REFERENCES UTF-8 TEXT ${marker}`],
    STORE: ['STORE 2 +FLAGS (\\Deleted)'],
    'UID FETCH': [`UID FETCH ${emailId} (BODY.PEEK[])`],
    'UID SEARCH': search.map((one) => `UID ${one}`),
    'UID SORT': [`UID SORT (ARRIVAL) UTF-8 TEXT ${marker}`],
    'UID THREAD': [`UID THREAD REFERENCES UTF-8 TEXT ${marker}`],
    'UID STORE': ['UID STORE 99 +FLAGS (\\Deleted)'],
    'UID EXPUNGE': ['UID EXPUNGE 99'],
    EXPUNGE: ['EXPUNGE'],
    UIDBATCHES: ['UIDBATCHES 500'],
    IDLE: [['IDLE', 'DONE']],
    CANCELUPDATE: ['CANCELUPDATE "x"'],
    GETJMAPACCESS: ['GETJMAPACCESS'],
    NAMESPACE: ['NAMESPACE'],
  };
};
/** These name nothing that could be somebody else's. */
const nameless = [
  ...['AUTHENTICATE', 'CAPABILITY', 'CHECK', 'CLOSE', 'COMPRESS', 'ENABLE', 'ID', 'LOGIN', 'LOGOUT', 'NOOP', 'STARTTLS', 'UNAUTHENTICATE'],
  'UNSELECT',
];

test('every command is tried', () => {
  const known = [...commands.keys(), ...[...uidCommands.keys()].map((name) => `UID ${name}`)];
  const tried = new Set([...Object.keys(onMailbox), ...Object.keys(inOwn()), ...nameless]);
  expect(known.filter((name) => !tried.has(name))).toEqual([]);
});

test('a mailbox that is not shared is not there; one that may be read is not changed', async () => {
  const client = await Client.open();
  expect(await client.do('SELECT Own')).toMatch(/ OK /);
  for (const [name, tries] of Object.entries(onMailbox))
    for (const one of tries)
      for (const mailbox of [theirs, open]) {
        const [command = '', ...more] = typeof one === 'string' ? [one] : one;
        const answer = await client.do(command.replace('%', mailbox), more);
        const last = answer.split('\n').at(-1) ?? '';
        expect(answer, command).not.toContain(marker);
        expect(answer.replaceAll(command, ''), `${name} ${mailbox}`).not.toMatch(/Private(?!" )/);
        const isRead =
          /^(?:SELECT|EXAMINE|STATUS|LIST|LSUB|XLIST|MYRIGHTS|ESEARCH|NOTIFY|SUBSCRIBE|UNSUBSCRIBE|GETMETADATA|GETQUOTAROOT)/.test(name);
        // Listings are empty and searches find nothing; all else is refused.
        if (mailbox === theirs && !/^(?:LIST|LSUB|XLIST|ESEARCH|NOTIFY|UNSUBSCRIBE)$/.test(name))
          expect(last, command).toMatch(/^t\d+ (?:NO|BAD)/);
        if (mailbox === open && !isRead) expect(last, command).toMatch(/^t\d+ (?:NO|BAD)/);
        if (/^(?:SELECT|EXAMINE)/.test(name)) {
          const stored = await client.do('STORE 1 +FLAGS (\\Deleted \\Seen)');
          if (mailbox === open) expect(stored).toMatch(/ (?:NO|BAD) /);
          await client.do('FETCH 1 (BODY[])');
          await client.do('EXPUNGE');
          await client.do('CLOSE');
          await client.do('SELECT Own');
        }
      }
  client.close();
});

test('nothing of hers comes by ids, addresses, searches and quota', async () => {
  const client = await Client.open();
  await client.do('SELECT Own');
  for (const [name, tries] of Object.entries(inOwn()))
    for (const one of tries) {
      const [command = '', ...more] = typeof one === 'string' ? [one] : one;
      const answer = await client.do(command, more);
      const said = answer.replaceAll(marker, (word, at: number) => (answer.slice(0, at).endsWith('TEXT ') ? '' : word));
      expect(said, `${name}: ${command}`).not.toContain(marker);
      expect(answer, command).not.toContain('alice@crepes.fr" (STORAGE');
      if (name === 'APPEND') expect(answer.split('\n').at(-1), command).toMatch(/^t\d+ (?:NO|BAD)/);
    }
  client.close();
});

test('nobody logs in for somebody else, by any protocol', async () => {
  const forHer = plain('bob@crepes.fr', 'alice@crepes.fr');
  const doors: [serve: typeof serveImap, kind: 'imap' | 'pop3' | 'sieve' | 'submission', command: string, refused: RegExp][] = [
    [serveImap, 'imap', `a AUTHENTICATE PLAIN ${forHer}`, /^a (?:NO|BAD)/],
    [servePop3, 'pop3', `AUTH PLAIN ${forHer}`, /^-ERR/],
    [serveSieve, 'sieve', `AUTHENTICATE "PLAIN" "${forHer}"`, /^NO/],
    [serveSmtp, 'submission', `EHLO x\r\nAUTH PLAIN ${forHer}`, /^5\d\d /],
  ];
  for (const [serve, kind, command, refused] of doors) {
    const listener = await startListener(serve, kind);
    const session = await TranscriptSession.connect(listener.port);
    session.send(Buffer.from(`${command}\r\n`));
    let line = await session.readLine();
    while (!refused.test(line)) {
      expect(line, kind).not.toMatch(/^a OK|^\+OK user|^OK "Welcome|^235/);
      line = await session.readLine();
    }
    session.destroy();
    await listener.stop();
  }
});

test('nobody sends as somebody else', async () => {
  const listener = await startListener(serveSmtp, 'submission');
  const session = await TranscriptSession.connect(listener.port);
  const say = async (line: string) => {
    session.send(Buffer.from(`${line}\r\n`));
    let answer = await session.readLine();
    while (answer[3] === '-') answer = await session.readLine();
    return answer;
  };
  await session.readLine();
  await say('EHLO here');
  expect(await say(`AUTH PLAIN ${plain('bob@crepes.fr')}`)).toMatch(/^235/);
  expect(await say('MAIL FROM:<alice@crepes.fr>')).toMatch(/^5/);
  expect(await say('MAIL FROM:<bob@crepes.fr>')).toMatch(/^250/);
  expect(await say('RCPT TO:<bob@crepes.fr>')).toMatch(/^250/);
  expect(await say('DATA')).toMatch(/^354/);
  expect(await say('From: alice@crepes.fr\r\nSubject: x\r\n\r\nx\r\n.')).toMatch(/^550 5.7.1 You may not send as alice/);
  session.destroy();
  await listener.stop();
});

test('after all of it, everything of hers is as it was', async () => {
  await flushEvents();
  expect(await fingerprint(alice.accountId)).toEqual(before);
});
