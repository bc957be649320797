/** The page that the link of a mailing list opens: it asks, it lets go once, and it says so to whoever comes again. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { Jmap } from './jmap.ts';
import { alice, crepesAdmin, signIn } from './people.ts';

async function expectClean(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

/** Where the newest mail of the list says that it can be left. */
async function linkIn(jmap: Jmap, subject: string): Promise<string | null> {
  const { ids } = await jmap.call('Email/query', { filter: { subject } });
  const sources = await Promise.all((ids as string[]).map((id) => jmap.source(id)));
  const fields = sources.flatMap((source) => /^List-Unsubscribe:.*(?:\r\n[ \t].*)*/im.exec(source)?.[0] ?? []);
  return fields.map((field) => /<(https?:[^>]+)>/.exec(field)?.[1]).find(Boolean) ?? null;
}

test('a list is left on its page, once, by somebody who is not signed in', async ({ page, browser }) => {
  const list = `boats${Date.now()}@crepes.fr`;
  await signIn(page, crepesAdmin);
  await page.goto(`${crepesAdmin.url}/admin/lists`);
  await page.getByText('New list').click();
  await page.getByLabel('Address', { exact: true }).fill(list);
  await page.getByLabel('Name', { exact: true }).fill('Boats of the harbour');
  await page.getByRole('button', { name: 'Make list' }).click();
  await page.getByRole('link', { name: list }).click();
  await page.getByLabel('New members').fill(alice.email);
  await page.getByRole('button', { name: 'Add members' }).click();
  const member = page.getByRole('row').filter({ hasText: alice.email });
  await expect(member).toContainText('Active');

  const subject = `Regatta ${Date.now()}`;
  const jmap = await Jmap.of(alice);
  const letter = [
    `From: ${alice.email}`,
    `To: ${list}`,
    `Subject: ${subject}`,
    `Message-ID: <${Date.now()}@crepes.fr>`,
    '',
    'On Sunday.',
    '',
  ];
  await jmap.send(alice.email, list, Buffer.from(letter.join('\r\n')));
  await expect.poll(() => linkIn(jmap, subject), { timeout: 60_000 }).not.toBeNull();
  const link = new URL((await linkIn(jmap, subject)) ?? '');

  const stranger = await (await browser.newContext({ colorScheme: 'dark' })).newPage();
  await stranger.goto(`${alice.url}${link.pathname}`);
  await expect(stranger).toHaveURL(/\/leave-list\//);
  await expect(stranger.getByRole('heading', { name: 'Leave the mailing list' })).toBeVisible();
  await expect(stranger.getByText(`${alice.email} gets the mail of Boats of the harbour. Leave it?`)).toBeVisible();
  await expectClean(stranger);
  await stranger.emulateMedia({ colorScheme: 'light' });
  await expectClean(stranger);
  await stranger.keyboard.press('Tab');
  await expect(stranger.getByRole('button', { name: 'Leave the list' })).toBeFocused();
  await stranger.keyboard.press('Enter');
  await expect(stranger.getByRole('heading', { name: 'You have left the list' })).toBeVisible();
  await expectClean(stranger);
  await stranger.goto(`${alice.url}${link.pathname}`);
  await expect(stranger.getByRole('heading', { name: 'This link is not open' })).toBeVisible();
  await expectClean(stranger);
  await stranger.goto(`${alice.url}/leave-list/nonsense`);
  await expect(stranger.getByRole('heading', { name: 'This link is not open' })).toBeVisible();
  await stranger.context().close();

  await page.reload();
  await expect(member).toBeHidden();
});
