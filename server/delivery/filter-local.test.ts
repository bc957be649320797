/** Sieve at delivery, over the real store and queue: what is filed, what is sent, what is remembered. */
import { beforeAll, describe, expect, test } from 'vitest';
import { imapFlags } from '#lib/message/keywords.ts';
import { QueueWorker } from '#server/queue/worker.ts';
import {
  changeScripts,
  getEmails,
  listDeliveryEvents,
  listMailboxes,
  listQueue,
  flushEvents,
  putBlob,
  readBlob,
  readMessage,
  type Account,
} from '#server/store/index.ts';
import { database } from '#server/store/database.ts';
import { makeAccount } from '../../test/harness/accounts.ts';
import { deliverMessage } from './deliver.ts';

let alice: Account;
let bob: Account;
let serial = 0;

beforeAll(async () => {
  alice = await makeAccount('alice@crepes.fr', 'hungry', { display: 'Alice' });
  bob = await makeAccount('bob@crepes.fr', 'hungry');
});

const install = async (script: string, { accountId } = alice) => {
  const done = await changeScripts(accountId, async (writer) => {
    const { scriptId } = await writer.put('main', Buffer.from(script));
    await writer.activate(scriptId);
  });
  expect(done.ok).toBe(true);
};

interface Mail {
  from?: string;
  to?: string;
  subject?: string;
  header?: string;
  accounts?: Account[];
  requireTls?: boolean;
}
async function send({
  from = 'carol@far.example',
  to = 'alice@crepes.fr',
  subject = 'hello',
  header = '',
  accounts = [alice],
  requireTls = false,
}: Mail = {}) {
  const id = ++serial;
  const message = Buffer.from(
    `Message-ID: <${id}@far.example>\r\nFrom: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\n${header}\r\nHow are you?\r\n`,
  );
  const done = await deliverMessage({
    ...{
      requireTls,
      mailFrom: from,
      accounts: accounts.map(({ accountId }) => accountId),
      addresses: new Map([[alice.accountId, [to]]]),
      message,
    },
    ...{
      blob: await putBlob(message),
      prefix: Buffer.from(`Return-Path: <${from}>\r\nReceived: by mx.crepes.fr; Sat, 21 Nov 2026 10:00:00 +0000\r\n`),
    },
  });
  await flushEvents();
  return done;
}

/** The emails of one delivery: in which mailboxes, with which flags. */
async function places(done: Awaited<ReturnType<typeof send>>, { accountId } = alice): Promise<string[]> {
  if (!done.ok) throw new Error(done.reason);
  const names = new Map((await listMailboxes(accountId)).map((mailbox) => [mailbox.mailboxId, mailbox.name]));
  const rows = await getEmails(
    accountId,
    done.value.map(({ emailId }) => emailId),
  );
  return rows.map(({ mailboxIds, flags, keywords }) =>
    [
      mailboxIds
        .map((one) => names.get(one))
        .sort()
        .join('+'),
      ...imapFlags(flags, keywords),
    ].join(' '),
  );
}
const events = async (done: Awaited<ReturnType<typeof send>>) =>
  done.ok && done.value[0]
    ? (await listDeliveryEvents({ accountId: alice.accountId, emailIds: [done.value[0].emailId] })).map(({ type, detail }) => ({
        type,
        ...detail,
      }))
    : [];

/** What waits in the queue since the last time that this was asked, as text. */
let lastQueueId = 0;
async function queued(): Promise<{ to: string; mailFrom: string; text: string }[]> {
  const fresh = (await listQueue()).filter(({ queueId }) => queueId > lastQueueId);
  lastQueueId = Math.max(lastQueueId, ...fresh.map(({ queueId }) => queueId));
  return Promise.all(
    fresh.map(async (entry) => {
      const { rows } = await database().pool.query<{ blob: Buffer; prefix: Buffer | null }>(
        'select blob, prefix from queue_message where queue_id = $1',
        [entry.queueId],
      );
      const row = rows[0];
      const text = Buffer.concat([row?.prefix ?? Buffer.alloc(0), (row && (await readBlob(row.blob))) ?? Buffer.alloc(0)]).toString();
      return { to: entry.recipient, mailFrom: entry.mailFrom, text };
    }),
  );
}

describe('where mail is filed', () => {
  test('without a script, and with one that does nothing, into INBOX', async () => {
    expect(await places(await send())).toEqual(['INBOX']);
    await install('# nothing');
    expect(await places(await send())).toEqual(['INBOX']);
  });
  test('into several mailboxes as one email, with flags; a mailbox is made when it is wanted', async () => {
    await install(
      'require ["fileinto", "copy", "imap4flags", "mailbox"]; addflag ["\\\\Flagged", "work"]; fileinto :copy :create "Work/Reports"; fileinto :copy "Archive";',
    );
    const done = await send();
    expect(await places(done)).toEqual(['Archive+INBOX+Reports \\Flagged work']);
    expect(await places(await send())).toEqual(['Archive+INBOX+Reports \\Flagged work']);
    expect((await listMailboxes(alice.accountId)).filter(({ name }) => name === 'Reports').length).toBe(1);
    expect(await events(done)).toMatchObject([
      { type: 'filed', mailbox: 'Work/Reports', script: 'main' },
      { type: 'filed', mailbox: 'Archive' },
      { type: 'delivered' },
    ]);
  });
  test('flags for one copy alone make an email of its own', async () => {
    await install('require ["fileinto", "imap4flags"]; fileinto :flags "\\\\Seen" "Archive"; keep;');
    expect((await places(await send())).sort()).toEqual(['Archive \\Seen', 'INBOX']);
  });
  test('by special use and by id; a mailbox that is not there', async () => {
    await install('require ["fileinto", "special-use"]; fileinto :specialuse "\\\\Trash" "Nowhere";');
    expect(await places(await send())).toEqual(['Trash']);
    await install('require ["fileinto"]; fileinto "Nowhere";');
    const done = await send();
    expect(await places(done)).toEqual(['INBOX']);
    expect(await events(done)).toMatchObject([
      { type: 'filterFailed', text: 'There is no mailbox "Nowhere": kept in INBOX.' },
      { type: 'delivered' },
    ]);
  });
  test('discard', async () => {
    await install('discard;');
    expect(await places(await send())).toEqual([]);
  });
  test('a script that is wrong or fails keeps the mail and says why', async () => {
    await install('keep;\nfrob;');
    const wrong = await send();
    expect(await places(wrong)).toEqual(['INBOX']);
    expect(await events(wrong)).toMatchObject([
      { type: 'filterFailed', line: 2, text: 'There is no command "frob".' },
      { type: 'delivered' },
    ]);
    await install('require ["include", "fileinto"]; fileinto "Archive"; include "gone";');
    const failed = await send();
    expect(await places(failed)).toEqual(['INBOX']);
    expect(await events(failed)).toMatchObject([
      { type: 'filterFailed', text: 'There is no script "gone" to include.' },
      { type: 'delivered' },
    ]);
  });
  test('an edited header', async () => {
    await install('require "editheader"; addheader "X-Seen-By" "Sieve"; deleteheader "Subject"; addheader :last "Subject" "new";');
    const done = await send();
    const [row] = await getEmails(alice.accountId, done.ok ? done.value.map(({ emailId }) => emailId) : []);
    const text = row ? (await readMessage(row)).toString() : '';
    expect(text).toMatch(/^X-Seen-By: Sieve\r\nReturn-Path: <carol@far\.example>\r\nReceived: /);
    expect(text).toMatch(/\r\nSubject: new\r\n\r\nHow are you\?\r\n$/);
    expect(text).not.toContain('hello');
    expect(row?.subject).toBe('new');
  });
  test('the envelope as it was written, and another account at the same time', async () => {
    await install('require ["envelope", "subaddress", "fileinto"]; if envelope :detail "to" "lists" { fileinto "Archive"; }');
    await install('require "fileinto"; fileinto "Trash";', bob);
    const done = await send({ to: 'alice+lists@crepes.fr', accounts: [alice, bob] });
    if (!done.ok) throw new Error(done.reason);
    const [first, second] = done.value;
    expect(await places({ ok: true, value: first ? [first] : [] })).toEqual(['Archive']);
    expect(await places({ ok: true, value: second ? [second] : [] }, bob)).toEqual(['Trash']);
    await changeScripts(bob.accountId, (writer) => writer.activate(null));
  });
});

describe('duplicates', () => {
  test('are known again, as long as the script says', async () => {
    await install('require ["duplicate", "fileinto"]; if duplicate :header "X-Event" { fileinto "Trash"; }');
    expect(await places(await send({ header: 'X-Event: 7\r\n' }))).toEqual(['INBOX']);
    expect(await places(await send({ header: 'X-Event: 7\r\n' }))).toEqual(['Trash']);
    expect(await places(await send({ header: 'X-Event: 8\r\n' }))).toEqual(['INBOX']);
    await database().pool.query("update sieve_memory set expires_at = now() - interval '1 second'");
    expect(await places(await send({ header: 'X-Event: 7\r\n' }))).toEqual(['INBOX']);
  });
});

describe('redirect', () => {
  test('sends the message on, with our return path and a mark; what comes back stays', async () => {
    await install('redirect "away@far.example";');
    await queued();
    expect(await places(await send())).toEqual([]);
    const [sent, ...more] = await queued();
    expect(more).toEqual([]);
    expect(sent).toMatchObject({
      to: 'away@far.example',
      mailFrom: expect.stringMatching(/^SRS0=.*=far\.example=carol@crepes\.fr$/) as string,
    });
    expect(sent?.text).toMatch(/^X-Sieve-Redirected-From: alice@crepes\.fr\r\nReceived: /);
    expect(sent?.text).not.toContain('Return-Path');
    const back = await send({ header: 'X-Sieve-Redirected-From: alice@crepes.fr\r\n' });
    expect(await places(back)).toEqual(['INBOX']);
    expect(await events(back)).toMatchObject([
      { type: 'filterFailed', text: 'Not redirected to away@far.example: the message would come back.' },
      { type: 'delivered' },
    ]);
    expect(await queued()).toEqual([]);
  });
  test('a copy, to somebody here, by the worker; to oneself is keep', async () => {
    await install('require "copy"; redirect :copy "bob@crepes.fr";');
    const before = (await listMailboxes(bob.accountId)).find(({ role }) => role === 'inbox')?.total ?? 0;
    const done = await send();
    expect(await places(done)).toEqual(['INBOX']);
    expect(await events(done)).toMatchObject([{ type: 'redirected', to: 'bob@crepes.fr' }, { type: 'delivered' }]);
    await queued();
    const worker = new QueueWorker();
    await worker.drain();
    await worker.stop();
    expect((await listMailboxes(bob.accountId)).find(({ role }) => role === 'inbox')?.total).toBe(before + 1);
    await install('redirect "alice@crepes.fr";');
    expect(await places(await send())).toEqual(['INBOX']);
    expect(await queued()).toEqual([]);
  });
});

test('what came under REQUIRETLS goes on under it: redirected, answered, notified, refused', async () => {
  let last = 0;
  /** Of what was queued since this was asked last. */
  const demands = async () => {
    const { rows } = await database().pool.query<{ id: number; demanded: boolean }>(
      'select queue_id as id, require_tls as demanded from queue_message where queue_id > $1 order by queue_id',
      [last],
    );
    last = rows.at(-1)?.id ?? last;
    return rows.map(({ demanded }) => demanded);
  };
  await install(
    'require ["copy", "vacation", "enotify"]; redirect :copy "away@far.example"; vacation "Away"; notify "mailto:phone@far.example";',
  );
  await demands();
  await send({ from: 'hal@far.example', requireTls: true });
  expect(await demands()).toEqual([true, true, true]);
  await send({ from: 'ivy@far.example' });
  expect(await demands()).toEqual([false, false, false]);
  await install('require "reject"; reject "No.";');
  await send({ accounts: [alice, bob], requireTls: true });
  expect(await demands()).toEqual([true]);
});

describe('vacation', () => {
  const script = 'require "vacation"; vacation :days 7 :subject "Away" "Back on Monday, über all.";';
  test('one reply for each sender, in the form of RFC 5230', async () => {
    await install(script);
    await queued();
    expect(await places(await send({ from: 'dave@far.example', header: 'References: <a@b> <c@d>\r\n' }))).toEqual(['INBOX']);
    const [reply] = await queued();
    expect(reply).toMatchObject({ to: 'dave@far.example', mailFrom: '' });
    const [head = '', body = ''] = (reply?.text ?? '').split('\r\n\r\n');
    expect(head).toContain('From: "Alice" <alice@crepes.fr>\r\nTo: <dave@far.example>\r\nSubject: Away\r\n');
    expect(head).toContain(
      `In-Reply-To: <${serial}@far.example>\r\nReferences: <a@b>\r\n <c@d>\r\n <${serial}@far.example>\r\nAuto-Submitted: auto-replied (vacation)\r\n`,
    );
    expect(Buffer.from(body, 'base64').toString()).toBe('Back on Monday, über all.\r\n');
    await send({ from: 'dave@far.example' });
    await send({ from: 'DAVE@far.example' });
    expect(await queued()).toEqual([]);
    await send({ from: 'erin@far.example' });
    expect((await queued()).map(({ to }) => to)).toEqual(['erin@far.example']);
    // Without :days, too, it is seven days; then again.
    await install('require "vacation"; vacation "Away again";');
    await send({ from: 'dave@far.example' });
    expect(await queued()).toHaveLength(1);
    const past = (days: number) =>
      database().pool.query('update sieve_memory set expires_at = expires_at - make_interval(hours => $1)', [24 * days - 1]);
    await past(7);
    await send({ from: 'dave@far.example' });
    expect(await queued()).toEqual([]);
    await past(1);
    await send({ from: 'dave@far.example' });
    expect((await queued()).map(({ to }) => to)).toEqual(['dave@far.example']);
  });
  test('of many at the same time one is answered', async () => {
    await install(script);
    await Promise.all(Array.from({ length: 8 }, () => send({ from: 'frank@far.example' })));
    expect((await queued()).map(({ to }) => to)).toEqual(['frank@far.example']);
  });
  test.each([
    [{ from: '' }, 'the message has no sender to answer'],
    [{ from: 'MAILER-DAEMON@far.example' }, 'MAILER-DAEMON@far.example is the address of a program'],
    [{ from: 'news-request@far.example' }, 'news-request@far.example is the address of a program'],
    [{ from: 'alice+x@crepes.fr' }, 'it comes from yourself'],
    [{ header: 'Auto-Submitted: auto-generated\r\n' }, 'it was sent by a program'],
    [{ header: 'Precedence: bulk\r\n' }, 'it was sent to many people'],
    [{ header: 'List-Id: <list.far.example>\r\n' }, 'it came over a mailing list'],
    [{ header: 'X-Auto-Response-Suppress: OOF\r\n' }, 'its sender wants no automatic replies'],
    [{ header: 'Content-Type: multipart/report; boundary=x\r\n' }, 'it is a report'],
    [{ to: 'someone@else.example' }, 'it is not addressed to you'],
  ])('%j gets none', async (mail, text) => {
    await install(script);
    const done = await send({ from: 'gina@far.example', ...mail });
    expect(await events(done)).toMatchObject([{ type: 'notReplied', text }, { type: 'delivered' }]);
    expect(await queued()).toEqual([]);
  });
});

describe('notify and reject', () => {
  test('a notification by mailto', async () => {
    await install('require "enotify"; notify :importance "1" :message "You have mail" "mailto:phone@far.example?body=Look";');
    await queued();
    await send();
    const [sent] = await queued();
    expect(sent).toMatchObject({ to: 'phone@far.example', mailFrom: 'alice@crepes.fr' });
    expect(sent?.text).toMatch(
      /^Auto-Submitted: auto-notified; owner-email="alice@crepes\.fr"\r\nFrom: <alice@crepes\.fr>\r\nTo: <phone@far\.example>\r\nSubject: You have mail\r\n/,
    );
    expect(sent?.text).toMatch(/\r\nImportance: High\r\n[^]*\r\n\r\nLook\r\n$/);
    await send({ header: 'Auto-Submitted: auto-replied\r\n' });
    expect(await queued()).toEqual([]);
  });
  test('the only recipient refuses: for SMTP to say', async () => {
    await install('require "ereject"; ereject text:\r\nPlease\r\nno.\r\n.\r\n;');
    await queued();
    expect(await send()).toEqual({ ok: false, reason: 'refused', text: 'Please no.' });
    await install('require "ereject"; ereject "Bitte nicht, danke schön.";');
    expect(await send()).toEqual({ ok: false, reason: 'refused', text: 'The recipient refuses this message' });
    expect(await queued()).toEqual([]);
    // RFC 5429 §2.2.1: these words are said as they are, by a notice.
    await install('require "reject"; reject "Danke schön, nein.";');
    expect(await send()).toEqual({ ok: true, value: [] });
    expect((await queued())[0]?.text).toContain('Danke schön, nein.');
  });
  test('one of several refuses: its sender gets a notice; nobody tells the null sender', async () => {
    await install('require "reject"; reject "I do not want this.";');
    await queued();
    const done = await send({ accounts: [alice, bob] });
    expect(done.ok && done.value.length).toBe(1);
    const [notice] = await queued();
    expect(notice).toMatchObject({ to: 'carol@far.example', mailFrom: '' });
    expect(notice?.text).toContain('Final-Recipient: rfc822; alice@crepes.fr\r\nAction: failed\r\nStatus: 5.7.1\r\n');
    expect(notice?.text).toContain('The recipient refuses this message: I do not want this.');
    await send({ from: '', accounts: [alice, bob] });
    expect(await queued()).toEqual([]);
  });
});
