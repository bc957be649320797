/** Checklist 23: an idle session lives for half an hour at least, and is left in peace, for the sake of batteries. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { makeAccount } from '../../../test/harness/accounts.ts';
import { startListener } from '../../../test/harness/listener.ts';
import { TranscriptSession } from '../../../test/harness/transcript-session.ts';
import { serveImap } from '../serve.ts';
import { limits } from '#server/net/limits.ts';

const minute = 60_000;
let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  listener = await startListener(serveImap, 'imap');
  await makeAccount('idle@hamburger.edu', 'hungry');
});
afterAll(() => listener.stop());
afterEach(() => {
  vi.useRealTimers();
});

async function idling(): Promise<TranscriptSession> {
  const session = await TranscriptSession.connect(listener.port);
  session.send(Buffer.from('a LOGIN idle@hamburger.edu hungry\r\nb SELECT INBOX\r\n'));
  while (!/^b OK/.test(await session.readLine()));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  session.send(Buffer.from('c IDLE\r\n'));
  expect(await readLine(session)).toBe('+ idling');
  return session;
}

/** The harness's own patience is a timer as well, so the clock stands still while a line is awaited. */
const readLine = (session: TranscriptSession) => session.readLine();

test('nothing is said for more than two minutes, and then a keep-alive', async () => {
  const session = await idling();
  await vi.advanceTimersByTimeAsync(2 * minute + 1000);
  await vi.advanceTimersByTimeAsync(2 * minute);
  expect(await readLine(session)).toBe('* OK Still here');
  session.send(Buffer.from('DONE\r\n'));
  expect(await readLine(session)).toBe('c OK No longer idle'); // so nothing else was said
  session.destroy();
});

// example: 9051 §7.1.5, 3501 §7.1.5
test('after thirty silent minutes the session still answers; in the end it is told why it goes', async () => {
  const session = await idling();
  for (let gone = 0; gone < 30 * minute; gone += minute) await vi.advanceTimersByTimeAsync(minute);
  session.send(Buffer.from('DONE\r\nd NOOP\r\n'));
  let line = await readLine(session);
  while (line === '* OK Still here') line = await readLine(session);
  expect(line).toBe('c OK No longer idle');
  expect(await readLine(session)).toBe('d OK Done');
  await vi.advanceTimersByTimeAsync(limits.imapIdleMs + 1000);
  expect(await readLine(session)).toBe('* BYE You were silent for too long.');
  session.destroy();
});
