/** What a sceptical postmaster of another system tries by hand, over real sockets and the real store, beside the text of the RFCs. */
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { listQueue, setSendingLimits } from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { inboxTexts } from '../../harness/inbox.ts';
import { startListener } from '../../harness/listener.ts';
import { runTranscript } from '../../harness/transcript.ts';

type Listener = Awaited<ReturnType<typeof startListener>>;
let smtp: Listener;
let submission: Listener;

beforeAll(async () => {
  Object.assign(process.env, { MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu' });
  forgetConfig();
  [smtp, submission] = await Promise.all([startListener(serveSmtp, 'smtp'), startListener(serveSmtp, 'submission')]);
  await makeAccount('bob@hamburger.edu', 'hungry');
  await makeAccount('alice@hamburger.edu', 'hungry', { isAdmin: true });
});
afterAll(() => Promise.all([smtp.stop(), submission.stop()]));

const transcript = (name: string, { port }: Listener, values: Record<string, string> = {}) =>
  runTranscript(path.join(import.meta.dirname, `${name}.txt`), { port, values });
const bodies = async () => (await inboxTexts('bob@hamburger.edu')).map((text) => text.slice(text.indexOf('Subject: ')));

test('a refused EHLO changes nothing, and what asks for no mail needs none', async () => {
  await transcript('state', smtp);
  expect((await bodies()).at(-1)).toBe('Subject: kept\r\n\r\nx\r\n');
});

test('addresses and parameters: quotes, source routes, octets, lengths, what is said twice', async () => {
  const before = (await inboxTexts('alice@hamburger.edu')).length;
  await transcript('paths', smtp, { long: 'a'.repeat(65), hundred: 'e'.repeat(100) });
  expect((await inboxTexts('alice@hamburger.edu')).slice(before)).toHaveLength(1);
});

test('chunks in every mixture, and lengths that are lies', async () => {
  process.env.MAX_MESSAGE_SIZE = '50000';
  forgetConfig();
  try {
    const before = (await bodies()).length;
    await transcript('chunks', smtp);
    const [empty = '', two, split, ...more] = (await inboxTexts('bob@hamburger.edu')).slice(before);
    expect([empty, more]).toEqual([expect.stringMatching(/^Return-Path: [^]* \+0000\r\n$/), []]);
    expect([two, split].map((text = '') => text.slice(text.indexOf('Subject: ')))).toEqual([
      'Subject: two\r\n\r\ny',
      'Subject: split\r\n\r\nz\r\n',
    ]);
  } finally {
    delete process.env.MAX_MESSAGE_SIZE;
    forgetConfig();
  }
});

test('submission: lines of AUTH, times of FUTURERELEASE', () =>
  transcript('submission-pedantry', submission, { longLine: 'A'.repeat(13_000) }));

test('submission: in no field does a user pass for somebody else, or for this server', async () => {
  const before = (await inboxTexts('alice@hamburger.edu')).length;
  await transcript('submission-authors', submission);
  const [text = '', ...more] = (await inboxTexts('alice@hamburger.edu')).slice(before);
  expect(more).toEqual([]);
  expect(text).toContain('Subject: proven\r\n');
  expect(text).not.toMatch(/Authentication-Results|X-Posthorn-Spam/);
});

test('submission: who may not send more now is told so before anything leaves', async () => {
  const { accountId } = await makeAccount('carol@hamburger.edu', 'hungry');
  await setSendingLimits(accountId, { perHour: 2, perDay: null, newPerDay: null });
  const before = [(await inboxTexts('alice@hamburger.edu')).length, (await listQueue()).length];
  await transcript('submission-limits', submission);
  expect([(await inboxTexts('alice@hamburger.edu')).length, (await listQueue()).length]).toEqual([
    (before[0] ?? 0) + 1,
    (before[1] ?? 0) + 1,
  ]);
});

test('from afar a command that ends in a bare LF is none', async () => {
  const afar = await startListener(serveSmtp, 'smtp', { from: '192.0.2.40' });
  try {
    await transcript('bare-commands', afar);
  } finally {
    await afar.stop();
  }
});

test('a log-in in clear text ends with STARTTLS', () => transcript('starttls-login', submission));
