/** What depends on the account, on the clock or on a busy database: refusals of RFC 9051 §7.1, a quota (RFC 9208), INPROGRESS (RFC 9585). */
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { serveImap } from '#server/imap/serve.ts';
import { limits } from '#server/net/limits.ts';
import { updateAccount } from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startListener } from '../../harness/listener.ts';
import { TranscriptSession } from '../../harness/transcript-session.ts';

let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  listener = await startListener(serveImap, 'imap');
});
afterAll(() => listener.stop());
afterEach(() => {
  vi.useRealTimers();
});

async function connect(logInAs?: string) {
  const session = await TranscriptSession.connect(listener.port);
  await session.readLine();
  /** The lines up to the tagged one. */
  const say = async (line: string) => {
    session.send(Buffer.from(`${line}\r\n`));
    const tag = `${line.split(' ', 1)[0]} `;
    const lines: string[] = [];
    do lines.push(await session.readLine());
    while (!lines.at(-1)?.startsWith(tag));
    return lines;
  };
  if (logInAs) expect((await say(`login LOGIN ${logInAs} hungry`)).at(-1)).toMatch(/^login OK/);
  return { session, say };
}

// example: 9051 §7.1 CONTACTADMIN
test('a suspended account is told to ask the administrator, whoever guesses its password is not', async () => {
  const { accountId } = await makeAccount('suspended@hamburger.edu', 'hungry');
  await makeAccount('admin@hamburger.edu', 'hungry', { isAdmin: true }); // somebody must be able to sign in
  expect((await updateAccount(accountId, { disabled: true })).ok).toBe(true);
  const { session, say } = await connect();
  expect(await say('d LOGIN suspended@hamburger.edu hungry')).toEqual([
    'd NO [CONTACTADMIN] This account is suspended: ask your administrator',
  ]);
  expect((await say('e LOGIN suspended@hamburger.edu thirsty'))[0]).toMatch(/^e NO \[AUTHENTICATIONFAILED\]/);
  session.destroy();
});

// example: 9051 §7.1 OVERQUOTA (1)
// capability: QUOTA=RES-STORAGE
test('a full account takes no message more, and says how full it is', async () => {
  await makeAccount('full@hamburger.edu', 'hungry', { quotaBytes: 3000 });
  const { session, say } = await connect('full@hamburger.edu');
  const letter = `Subject: large\r\n\r\n${'x'.repeat(1500)}\r\n`;
  expect(await say('a GETQUOTAROOT INBOX')).toEqual(['* QUOTAROOT "INBOX" ""', '* QUOTA "" (STORAGE 0 3)', 'a OK That is the quota']);
  expect((await say(`b APPEND INBOX {${letter.length}+}\r\n${letter}`)).at(-1)).toMatch(/^b OK \[APPENDUID /);
  expect(await say(`c APPEND INBOX {${letter.length}+}\r\n${letter}`)).toEqual([
    'c NO [OVERQUOTA] The account is full: delete something first',
  ]);
  expect(await say('d GETQUOTA ""')).toEqual(['* QUOTA "" (STORAGE 2 3)', 'd OK That is the quota']);
  expect(await say('e STATUS INBOX (MESSAGES)')).toEqual(['* STATUS "INBOX" (MESSAGES 1)', 'e OK That is its status']);
  session.destroy();
});

// capability: INPROGRESS
test('who waits long for a command hears that the server lives', async () => {
  const { accountId } = await makeAccount('patient@hamburger.edu', 'hungry');
  const { session, say } = await connect('patient@hamburger.edu');
  const letter = 'Subject: one\r\n\r\none\r\n';
  await say(`a APPEND INBOX {${letter.length}+}\r\n${letter}`);
  await say('b SELECT INBOX');
  const other = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await other.connect();
  await other.query('begin');
  await other.query('select 1 from account_state where account_id = $1 for update', [accountId]);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  session.send(Buffer.from('c]d STORE 1 +FLAGS (\\Seen)\r\n'));
  await vi.waitFor(() => {
    expect(vi.getTimerCount()).toBeGreaterThan(0);
  });
  await vi.advanceTimersByTimeAsync(limits.imapProgressMs);
  expect(await session.readLine()).toBe('* OK [INPROGRESS (NIL NIL NIL)] Still at it');
  await vi.advanceTimersByTimeAsync(limits.imapProgressMs);
  expect(await session.readLine()).toBe('* OK [INPROGRESS (NIL NIL NIL)] Still at it');
  await other.query('rollback');
  await other.end();
  expect(await session.readLine()).toBe('* 1 FETCH (FLAGS (\\Seen \\Recent))');
  expect(await session.readLine()).toBe('c]d OK Stored');
  session.destroy();
});

// example: 9051 §7.1 UNAVAILABLE
test('after too many wrong passwords the right one is not looked at for a while', async () => {
  await makeAccount('guessed@hamburger.edu', 'hungry');
  const { session, say } = await connect();
  const answers: string[] = [];
  for (let n = 0; n < 15; n++) answers.push(...(await say(`a${n} LOGIN guessed@hamburger.edu thirsty`)));
  expect(answers[0]).toMatch(/^a0 NO \[AUTHENTICATIONFAILED\]/);
  expect(await say('b LOGIN guessed@hamburger.edu hungry')).toEqual(['b NO [UNAVAILABLE] Too many wrong passwords: wait a few minutes']);
  session.destroy();
});
