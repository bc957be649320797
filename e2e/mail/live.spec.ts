/** Mail from outside appears without a reload, also with ten tabs open, of which one holds the stream. */
import nodemailer from 'nodemailer';
import { expect, test } from '@playwright/test';
import { alice, row, signIn } from '../harness/people.ts';
import { port } from '../harness/ports.ts';

test('ten tabs, one stream, and all of them show the new message', async ({ browser }) => {
  const context = await browser.newContext();
  const first = await context.newPage();
  const streams = async () => ((await (await fetch(`${alice.url}/readyz`)).json()) as { streams: number }).streams;
  const before = await streams();
  await signIn(first, alice);
  const tabs = [first];
  while (tabs.length < 10) {
    const tab = await context.newPage();
    await tab.goto(`${alice.url}/mail/inbox`);
    await expect(tab.getByRole('grid', { name: 'Messages' })).toBeVisible();
    tabs.push(tab);
  }
  await expect.poll(async () => (await streams()) - before).toBe(1);

  const subject = `To all tabs ${Date.now()}`;
  const smtp = nodemailer.createTransport({ host: '127.0.0.2', port: port(25), tls: { rejectUnauthorized: false } });
  await smtp.sendMail({ from: 'news@slow-letter.example', to: alice.email, subject, text: 'Snow.' });
  for (const tab of tabs) await expect(row(tab, subject)).toBeVisible({ timeout: 10_000 });

  // The tab with the stream closes: another takes it over.
  await first.close();
  const later = `After the first ${Date.now()}`;
  await smtp.sendMail({ from: 'news@slow-letter.example', to: alice.email, subject: later, text: 'More snow.' });
  await expect(row(tabs[5] ?? first, later)).toBeVisible({ timeout: 15_000 });
  smtp.close();
  await context.close();
});
