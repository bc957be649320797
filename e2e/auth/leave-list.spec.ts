/** The page that the link of a mailing list opens: it asks, it lets go once, and it says so to whoever comes again. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { listWithLetter } from '../harness/mailing-list.ts';
import { alice } from '../harness/people.ts';

async function expectClean(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test('a list is left on its page, once, by somebody who is not signed in', async ({ page, browser }) => {
  const { address, member } = await listWithLetter(page);
  const stranger = await (await browser.newContext({ colorScheme: 'dark' })).newPage();
  await stranger.goto(address);
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
  await stranger.goto(address);
  await expect(stranger.getByRole('heading', { name: 'This link is not open' })).toBeVisible();
  await expectClean(stranger);
  await stranger.goto(`${alice.url}/leave-list/nonsense`);
  await expect(stranger.getByRole('heading', { name: 'This link is not open' })).toBeVisible();
  await stranger.context().close();

  await page.reload();
  await expect(member).toBeHidden();
});
