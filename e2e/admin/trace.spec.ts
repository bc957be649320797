/**
 * "Where is my mail?": a message is followed from its sender's browser to the other server's answer, and one that bounced to the bounce in
 * her inbox; the same in the panel, on the command line and in the log; and nowhere in it what she wrote.
 */
import { expect, test, type Page } from '@playwright/test';
import { posthorn } from '../harness/command.ts';
import { alice, bob, crepesAdmin, row, signIn, write } from '../harness/people.ts';

interface Story {
  recipients: { traceId: string; to: string; status: string; reply: string | null }[];
  events: { type: string; detail: Record<string, unknown> }[];
}
const traceFor = async (...query: string[]) => JSON.parse(await posthorn('crepes.fr', 'trace', ...query, '--json')) as Story['recipients'];
const storyOf = async (id: string) => JSON.parse(await posthorn('crepes.fr', 'trace', id, '--json')) as Story;

async function openTrace(page: Page, to: string, status: string): Promise<void> {
  await expect(async () => {
    await page.goto(`${crepesAdmin.url}/admin/trace?q=${encodeURIComponent(to)}`);
    await expect(page.getByRole('row').filter({ hasText: to }).first()).toContainText(status, { timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await page.getByRole('row').filter({ hasText: to }).first().getByRole('link').click();
  await expect(page.getByRole('heading', { name: /^Message of/ })).toBeVisible();
}

test('one that arrived and one that bounced, from the browser to the other server’s words', async ({ page, browser }) => {
  const hers = await (await browser.newContext()).newPage();
  await signIn(hers, alice);
  const [subject, secret, nobody] = [`Pancakes ${Date.now()}`, `syrup${Date.now()}`, `nobody-${Date.now()}@hamburger.edu`];
  for (const to of [bob.email, nobody]) {
    const letter = await write(hers, { to, subject, text: `There is ${secret} in the cupboard.` });
    await letter.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(letter).toBeHidden(); // its window stays until the server has it
  }

  await signIn(page, crepesAdmin);
  await openTrace(page, nobody, 'Bounced');
  const steps = page.getByRole('listitem');
  await expect(steps.filter({ hasText: 'hamburger.edu' }).filter({ hasText: /550/ }).first()).toBeVisible();
  await expect(row(hers, 'Your message could not be delivered').first()).toBeVisible({ timeout: 60_000 });
  await openTrace(page, bob.email, 'Sent');
  await expect(steps.filter({ hasText: /250/ }).first()).toBeVisible();
  await expect(steps.filter({ hasText: /Signed/ })).toContainText(/DKIM ed25519-sha256, selector \S+, domain crepes\.fr/);
  await expect(page.getByText(subject)).toBeHidden();

  // The same by `posthorn trace`.
  const [bounced] = await traceFor('--address', nobody);
  expect(bounced).toMatchObject({ to: nobody, status: 'bounced', reply: expect.stringMatching(/^550/) as unknown });
  const story = await storyOf(bounced?.traceId ?? '');
  expect(story.events.map(({ type }) => type)).toEqual(expect.arrayContaining(['submitted', 'bounced']));
  const [sent] = (await traceFor('--address', bob.email)).filter(({ to }) => to === bob.email);
  expect(sent).toMatchObject({ status: 'sent', reply: expect.stringMatching(/^250/) as unknown });

  // And in the log: lines of that message alone, nothing of what is in it.
  await page.goto(`${crepesAdmin.url}/admin/logs?message=${encodeURIComponent(bounced?.traceId ?? '')}`);
  const lines = page.getByRole('region', { name: 'Logs' }).getByRole('row');
  await expect(lines.filter({ hasText: nobody }).first()).toBeVisible();
  await expect(lines.filter({ hasText: bob.email })).toHaveCount(0);
  for (const words of [subject, secret]) {
    await page.getByLabel('Message-ID or trace').fill('');
    await page.getByRole('searchbox', { name: 'Search the log' }).fill(words);
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(page.getByText('No line fits.')).toBeVisible();
  }
  await page.goto(`${crepesAdmin.url}/admin/logs?level=debug`);
  await page.getByRole('link', { name: 'Pause' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Paused' })).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()]);
  const text = Buffer.concat(await (await download.createReadStream()).toArray()).toString();
  expect(text).toContain(nobody);
  expect(text).not.toContain(secret);
  expect(
    text
      .trim()
      .split('\n')
      .every((line) => line.startsWith('{"at":')),
  ).toBe(true);
  const listed = JSON.parse(await posthorn('crepes.fr', 'log', 'list', '--account', nobody, '--json')) as unknown[];
  expect(listed.length).toBeGreaterThan(0);
  await hers.context().close();
});
