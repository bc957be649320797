/** Who says something now and then, and never logs in, holds no connection for ever. */
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { serveImap } from '#server/imap/serve.ts';
import type { ListenerContext } from '#server/net/listener-context.ts';
import { limits } from '#server/net/limits.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { serveSieve } from '#server/sieve/serve.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { startListener, type Serve } from '../harness/listener.ts';
import { TranscriptSession } from '../harness/transcript-session.ts';

type Listener = Awaited<ReturnType<typeof startListener>>;
const started: Listener[] = [];
async function listen(serve: Serve, kind: ListenerContext['kind']): Promise<Listener> {
  const listener = await startListener(serve, kind);
  started.push(listener);
  return listener;
}
afterAll(() => Promise.all(started.map(({ stop }) => stop())));
afterEach(() => {
  vi.useRealTimers();
});

const stopTheClock = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
const pause = limits.beforeLoginMs - 5000;

/** Says the line again and again, and after each pause reads its answer, until the time is over. */
async function dribble(session: TranscriptSession, line: string, answer: RegExp): Promise<void> {
  for (let gone = 0; gone < limits.logInMs; gone += pause) {
    session.send(Buffer.from(line));
    expect(await session.readLine()).toMatch(answer);
    await vi.advanceTimersByTimeAsync(pause);
  }
}

test.each([
  ['IMAP', serveImap, 'imap', 'a NOOP\r\n', /^a OK/, /^\* BYE You did not log in/],
  ['POP3', servePop3, 'pop3', 'user bob\r\n', /^\+OK/, /^-ERR You did not log in/],
  ['submission', serveSmtp, 'submission', 'RSET\r\n', /^250 /, /^421 .*nobody logged in/],
  ['ManageSieve', serveSieve, 'sieve', 'HAVESPACE\r\n', /^NO/, /^BYE "You did not log in/],
] as const)('%s: it is told why it goes', async (_name, serve, kind, line, answer, goodbye) => {
  stopTheClock();
  const session = await TranscriptSession.connect((await listen(serve, kind)).port);
  while (!/^(\* OK|\+OK|220 |OK)/.test(await session.readLine()));
  await dribble(session, line, answer);
  expect(await session.readLine()).toMatch(goodbye);
  await session.expectClosed();
});

test('a server that brings mail is not asked to log in', async () => {
  stopTheClock();
  const session = await TranscriptSession.connect((await listen(serveSmtp, 'smtp')).port);
  expect(await session.readLine()).toMatch(/^220 /);
  await dribble(session, 'RSET\r\n', /^250 /);
  session.send(Buffer.from('RSET\r\n'));
  expect(await session.readLine()).toMatch(/^250 /);
  session.destroy();
});
