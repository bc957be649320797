/** The interface in other languages: by the browser before sign-in, by the account afterwards; from right to left where that is right. */
import { expect, test } from '@playwright/test';
import { alice } from '../harness/people.ts';

test('the sign-in page speaks the language of the browser', async ({ browser }) => {
  const page = await (await browser.newContext({ locale: 'de-AT' })).newPage();
  await page.goto(`${alice.url}/login`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByLabel('E-Mail').fill(alice.email);
  await page.getByLabel('Passwort', { exact: true }).fill('durstig');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'passen nicht zusammen' })).toBeVisible();
});

test('Arabic is written from right to left', async ({ browser }) => {
  const page = await (await browser.newContext({ locale: 'ar' })).newPage();
  await page.goto(`${alice.url}/login`);
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('button', { name: 'تسجيل الدخول' })).toBeVisible();
});
