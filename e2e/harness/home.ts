/**
 * A Posthorn for journeys that need mail of their own: one for each worker, with a new account for each test, filled by JMAP as any other
 * program would. It can be killed and started again in the middle of a journey.
 */
import { spawnSync } from 'node:child_process';
import { ImapFlow } from 'imapflow';
import { test as base, expect, type Page } from '@playwright/test';
import { imapCommand as sendCommand } from './imap-command.ts';
import { portOffset } from './ports.ts';
import { startPosthorn, type Started } from './posthorn.ts';

export interface Person {
  email: string;
  password: string;
  url: string;
}
export interface Letter {
  subject: string;
  from?: string;
  to?: string;
  text?: string;
  /** A role, or the name of a mailbox that is made when it is not there. */
  mailbox?: string;
  unread?: boolean;
  starred?: boolean;
  /** Before now, so that the order of the list is told. */
  minutesAgo?: number;
  headers?: string[];
  file?: { name: string; type: string; text: string };
  inReplyTo?: string;
  id?: string;
}

const offset = portOffset + 700;
const domain = 'home.example';
const origin = `http://localhost:${80 + offset}`;
const settings = { PORT_OFFSET: String(offset), MAIL_HOSTNAME: domain, MAIL_DOMAIN: domain };

export class Home {
  #started: Started;
  #count = 0;

  private constructor(started: Started) {
    this.#started = started;
  }

  static async start(): Promise<Home> {
    return new Home(await startPosthorn(settings, /setup\?token=/));
  }

  newPerson(): Person {
    const person = { email: `p${++this.#count}@${domain}`, password: 'hungry', url: origin };
    const args = ['bin/posthorn.js', 'account', 'add', person.email, '--password', person.password, '--name', `Person ${this.#count}`];
    const made = spawnSync('node', args, { env: { ...process.env, ...settings, DATA_DIR: this.#started.dataDir }, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`${person.email} was not made: ${made.stderr}`);
    return person;
  }

  stop = () => this.#started.stop();
  kill = () => this.#started.kill();

  /** Starts again over the data of before. */
  async again(): Promise<void> {
    this.#started = await startPosthorn({ ...settings, DATA_DIR: this.#started.dataDir }, /JMAP/);
    await expect
      .poll(
        () =>
          fetch(`${origin}/readyz`).then(
            ({ ok }) => ok,
            () => false,
          ),
        { timeout: 30_000 },
      )
      .toBe(true);
  }
}

export const test = base.extend<{ person: Person }, { home: Home }>({
  home: [
    async ({ browserName: _any }, give) => {
      const home = await Home.start();
      await give(home);
      await home.stop();
    },
    { scope: 'worker', timeout: 300_000 }, // it may have to build first,
  ],
  person: async ({ home }, give) => give(home.newPerson()),
});
export { expect };

type Answer = Record<string, unknown>;

export async function jmap(person: Person, ...calls: [string, Answer, string][]): Promise<Answer[]> {
  const response = await fetch(`${person.url}/api/jmap`, {
    method: 'POST',
    headers: { authorization: authorization(person), 'content-type': 'application/json' },
    body: JSON.stringify({ using: Object.keys((await sessionOf(person)).capabilities), methodCalls: calls }),
  });
  if (!response.ok) throw new Error(`JMAP: ${response.status} ${await response.text()}`);
  const { methodResponses } = (await response.json()) as { methodResponses: [string, Answer, string][] };
  return methodResponses.map(([name, answer]) => {
    if (name === 'error') throw new Error(JSON.stringify(answer));
    return answer;
  });
}

const authorization = ({ email, password }: Person) => `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;

interface Session {
  primaryAccounts: Record<string, string>;
  capabilities: Record<string, unknown>;
}
const sessions = new Map<string, Promise<Session>>();

function sessionOf(person: Person): Promise<Session> {
  const asked = async () =>
    (await (await fetch(`${person.url}/.well-known/jmap`, { headers: { authorization: authorization(person) } })).json()) as Session;
  const known = sessions.get(person.email) ?? asked();
  sessions.set(person.email, known);
  return known;
}

export const accountOf = async (person: Person): Promise<string> =>
  (await sessionOf(person)).primaryAccounts['urn:ietf:params:jmap:mail'] ?? '';

/** Puts letters into the account, the first of them newest unless they say when. */
export async function receive(person: Person, letters: Letter[]): Promise<void> {
  const accountId = await accountOf(person);
  const now = Date.now();
  const emails: Answer = {};
  const places = await mailboxes(person);
  for (const [index, letter] of letters.entries()) {
    const date = new Date(now - (letter.minutesAgo ?? index + 1) * 60_000);
    const uploaded = await fetch(`${person.url}/api/jmap/upload/${accountId}`, {
      method: 'POST',
      headers: { authorization: authorization(person), 'content-type': 'message/rfc822' },
      body: sourceOf(letter, person, date),
    });
    const { blobId } = (await uploaded.json()) as { blobId: string };
    const place = letter.mailbox ?? 'inbox';
    const mailboxId = places.get(place) ?? (await makeMailbox(person, place));
    places.set(place, mailboxId);
    const keywords = { ...(letter.unread ? {} : { $seen: true }), ...(letter.starred ? { $flagged: true } : {}) };
    emails[`e${index}`] = { blobId, mailboxIds: { [mailboxId]: true }, keywords, receivedAt: date.toISOString().replace(/\.\d+/, '') };
  }
  for (let from = 0; from < letters.length; from += 200) {
    const some = Object.fromEntries(Object.entries(emails).slice(from, from + 200));
    const [answer] = await jmap(person, ['Email/import', { accountId, emails: some }, 'i']);
    if (answer?.notCreated) throw new Error(JSON.stringify(answer.notCreated));
  }
}

/** Ids by role, and by name. */
export async function mailboxes(person: Person): Promise<Map<string, string>> {
  const [answer] = await jmap(person, ['Mailbox/get', { accountId: await accountOf(person), ids: null }, 'm']);
  const list = answer?.list as { id: string; role: string | null; name: string }[];
  return new Map(list.flatMap(({ id, role, name }) => [[name, id], ...(role ? [[role, id] as const] : [])] as [string, string][]));
}

export async function makeMailbox(person: Person, name: string, more: Answer = {}): Promise<string> {
  const accountId = await accountOf(person);
  const [answer] = await jmap(person, ['Mailbox/set', { accountId, create: { m: { name, ...more } } }, 's']);
  return (answer?.created as Record<string, { id: string }>).m?.id ?? '';
}

/** What the server says: how many messages, and how many unread, are in a mailbox. */
export async function counts(person: Person, name: string): Promise<{ total: number; unread: number }> {
  const [answer] = await jmap(person, ['Mailbox/get', { accountId: await accountOf(person), ids: null }, 'm']);
  const list = answer?.list as { role: string | null; name: string; totalEmails: number; unreadEmails: number }[];
  const found = list.find((one) => one.role === name || one.name === name);
  return { total: found?.totalEmails ?? -1, unread: found?.unreadEmails ?? -1 };
}

function sourceOf(
  { subject, from = 'Mei Tanaka <mei@far.example>', to, text = 'Hello.', headers = [], file, id, inReplyTo }: Letter,
  person: Person,
  date: Date,
): string {
  const head = [
    ...[
      `From: ${from}`,
      `To: ${to ?? person.email}`,
      `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`,
      `Date: ${date.toUTCString()}`,
    ],
    ...[
      `Message-ID: <${id ?? `${Math.random().toString(36).slice(2)}@far.example`}>`,
      ...(inReplyTo ? [`In-Reply-To: <${inReplyTo}>`] : []),
    ],
    ...[...headers, 'MIME-Version: 1.0'],
  ];
  const plain = ['Content-Type: text/plain; charset=utf-8', '', text, ''];
  if (!file) return [...head, ...plain].join('\r\n');
  return [
    ...[
      ...head,
      'Content-Type: multipart/mixed; boundary=edge',
      '',
      '--edge',
      ...plain,
      '--edge',
      `Content-Type: ${file.type}; name="${file.name}"`,
    ],
    ...[`Content-Disposition: attachment; filename="${file.name}"`, '', file.text, '--edge--', ''],
  ].join('\r\n');
}

export async function open(page: Page, person: Person, path = '/mail/inbox'): Promise<void> {
  await page.goto(`${person.url}/login`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('searchbox', { name: 'Search mail' })).toBeVisible();
  if (path !== '/mail/inbox') await page.goto(`${person.url}${path}`);
  await expect(page.getByRole('grid', { name: 'Messages' })).toBeVisible();
}

export const rows = (page: Page) => page.getByRole('grid', { name: 'Messages' }).getByRole('row');
export const row = (page: Page, text: string | RegExp) => rows(page).filter({ hasText: text });
export const tree = (page: Page, name: string | RegExp) => page.getByRole('treeitem', { name });
export const toolbar = (page: Page) => page.getByRole('toolbar', { name: 'Selected conversations' });

/** An IMAP program of the person, as it would be on another machine. */
export async function imapOf(person: Person): Promise<ImapFlow> {
  const client = new ImapFlow({
    ...{ host: '127.0.0.1', port: 143 + offset, secure: false, tls: { rejectUnauthorized: false }, logger: false },
    auth: { user: person.email, pass: person.password },
  });
  await client.connect();
  return client;
}

/** One command of IMAP that no library has. */
export const imapCommand = (person: Person, command: string): Promise<string> =>
  sendCommand(person, { host: '127.0.0.1', port: 993 + offset }, command);
