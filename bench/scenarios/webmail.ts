/**
 * The webmail in Chromium over an account of 100,000 messages (`--mailbox`): what a person waits for, measured in the page, from the key or
 * the click until the frame that shows the result has been painted.
 */
import { chromium, type Page } from '@playwright/test';
import { hashPassword } from '#server/auth/password.ts';
import { createAccount, deliver, findMailboxByRole, indexPending, putBlob, type DeliverItem } from '#server/store/index.ts';
import { renderMessage } from '#lib/message/render.ts';
import { obtainChromium } from '../../e2e/harness/chromium.ts';
import { rareWords, shortLetter } from '../letters.ts';
import type { Figure, Scenario } from '../scenario.ts';
import * as waits from './webmail-waits.ts';

const email = 'web@bench.test';
const perWrite = 500;

export const webmail: Scenario = {
  name: 'webmail',
  needs: 'store',
  onlyByName: true,
  run: async ({ jmap = '', password }, { mailbox }) => {
    await fill(password, mailbox);
    const browser = await chromium.launch({ executablePath: obtainChromium(), args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })).newPage();
      await page.addInitScript(waits.install);
      return await measure(page, jmap, password, mailbox);
    } finally {
      await browser.close();
    }
  },
};

async function fill(password: string, count: number): Promise<void> {
  const made = await createAccount({ email, passwordHash: await hashPassword(password) });
  if (!made.ok) throw new Error(`${email}: ${made.reason}`);
  const { accountId } = made.value;
  const inbox = await findMailboxByRole(accountId, 'inbox');
  if (!inbox) throw new Error(`${email} has no INBOX`);
  const letters: Omit<DeliverItem, 'accountId' | 'mailboxIds'>[] = [];
  for (let number = 0; number < 500; number++) {
    const bytes = Buffer.from(shortLetter(number, email));
    letters.push({ blob: await putBlob(bytes), prefix: null, rendered: renderMessage(bytes, 's@sender.test') });
  }
  const now = Date.now();
  for (let from = 0; from < count; from += perWrite) {
    const items = Array.from({ length: Math.min(perWrite, count - from) }, (_, at): DeliverItem => {
      const number = from + at;
      const letter = letters[number % letters.length];
      if (!letter) throw new Error('no letter');
      const rendered = {
        ...letter.rendered,
        messageId: `${number}@web.bench.test`,
        relatedIds: [],
        subject: `Letter ${number} of the mailbox`,
      };
      const receivedAt = new Date(now - (count - number) * 60_000);
      return { ...letter, rendered, accountId, mailboxIds: [inbox.mailboxId], receivedAt };
    });
    const outcome = await deliver(items);
    if (!outcome.ok) throw new Error(outcome.reason);
  }
  for (let left = 1; left > 0;) left = await indexPending(500);
}

async function measure(page: Page, url: string, password: string, count: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  const note = (figure: string, value: number, unit = 'ms') => figures.push({ figure, value, unit });
  const spread = (figure: string, times: number[]) => {
    const sorted = [...times].sort((a, b) => a - b);
    note(`${figure}, median`, sorted[Math.floor(sorted.length / 2)] ?? 0);
    note(`${figure}, p95`, sorted[Math.floor(sorted.length * 0.95)] ?? 0);
  };
  await page.goto(`${url}/login`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  const begun = performance.now();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForFunction(waits.hasRows);
  note('log-in to first rows, cold', performance.now() - begun);
  await page.waitForFunction(waits.isKept);
  const starts: number[] = [];
  for (let round = 0; round < 5; round++) {
    await page.reload();
    await page.waitForFunction(waits.hasRows);
    starts.push(await page.evaluate(waits.firstRowsAt));
  }
  spread('warm start to first rows', starts);
  const times = async <T>(rounds: number, work: (round: number) => Promise<T>): Promise<T[]> => {
    const all: T[] = [];
    for (let round = 0; round < rounds; round++) all.push(await work(round));
    return all;
  };
  spread('key to paint (j)', await times(50, () => page.evaluate(waits.nextRow)));
  spread('jump to any place', await times(20, (round) => page.evaluate(waits.jump, ((round * 7919) % 1000) / 1000)));
  note('rows in the DOM', await page.evaluate(waits.rowsInDom), 'rows');
  await page.evaluate(waits.jump, 0);
  spread('open a message', await times(10, (round) => page.evaluate(waits.openRow, 40 + round * 2)));
  spread('open the next, prefetched', await times(10, () => page.evaluate(waits.openNext)));
  await page.evaluate(waits.toBox, 'Sent');
  spread('change to a mailbox seen before', await times(10, (round) => page.evaluate(waits.toBox, round % 2 === 0 ? 'Inbox' : 'Sent')));
  await page.evaluate(waits.toBox, 'Inbox');
  spread('open compose', await times(5, () => page.evaluate(waits.compose)));
  const box = page.getByRole('searchbox', { name: 'Search mail' });
  await box.focus();
  spread('search: first local hits', await times(5, (round) => page.evaluate(waits.localHits, `letter ${count - 1 - round}`)));
  const search = (words: string[]) => times(words.length, (round) => page.evaluate(waits.serverHits, words[round] ?? ''));
  spread('search: a word of 2 in 100 messages', await search(rareWords));
  spread('search: a word of nearly all messages', await search(['market', 'oven', 'river']));
  await page.evaluate(waits.toBox, 'Inbox');
  const whole = await page.evaluate(waits.archiveAll);
  note('archive all: list empty', whole.painted);
  note(`archive all ${count.toLocaleString('en')}: done on the server`, whole.done);
  note('undo: everything back', await page.evaluate(waits.undo, count));
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.enable').then(() => session.send('Performance.getMetrics'));
  note('heap after all that', (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1_048_576, 'MiB');
  return figures;
}
