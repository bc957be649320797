/** axe finds nothing on the pages of the webmail, in both themes; those of the panel: admin-pages.spec.ts. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { alice, openMail, row, signIn } from '../harness/people.ts';

/** What is still fading in has colours of its own, so movement comes to its end first. */
async function expectClean(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
  expect(found).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('sign in', async ({ page }) => {
      await page.goto(`${alice.url}/login`);
      await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
      await expectClean(page);
    });

    test('inbox, conversation, compose, search', async ({ page }) => {
      await signIn(page, alice);
      await expectClean(page);
      await openMail(page, alice, 'Winter Market: invitation draft');
      await expect(page.getByRole('button', { name: 'Reply', exact: true }).first()).toBeVisible();
      await expectClean(page);
      await page.getByRole('button', { name: 'Compose' }).click();
      await expect(page.getByRole('dialog', { name: 'New message' })).toBeVisible();
      await expectClean(page);
      await page.goto(`${alice.url}/mail/search?q=oven`);
      await expect(row(page, 'Signed contract')).toBeVisible();
      await expectClean(page);
    });

    test('settings', async ({ page }) => {
      await signIn(page, alice);
      await page.goto(`${alice.url}/settings`);
      await expect(page.getByRole('heading').first()).toBeVisible();
      await expectClean(page);
    });
  });
}
