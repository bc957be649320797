/** The interface in other languages: by the browser before sign-in, by the account afterwards; from right to left where that is right. */
import { expect, test } from '@playwright/test';
import { posthorn } from '../harness/command.ts';
import { alice, crepesAdmin } from '../harness/people.ts';

test('the sign-in page speaks the language of the browser', async ({ browser }) => {
  const page = await (await browser.newContext({ locale: 'de-AT' })).newPage();
  await page.goto(`${alice.url}/login`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByLabel('E-Mail').fill(alice.email);
  await page.getByLabel('Passwort', { exact: true }).fill('durstig');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'passen nicht zusammen' })).toBeVisible();
});

test('the panel says what went wrong in the language of its administrator', async ({ browser }) => {
  const email = `koch${Date.now()}@crepes.fr`;
  await posthorn('crepes.fr', 'account', 'add', email, '--password', 'sehr hungrig', '--admin');
  const page = await (await browser.newContext({ locale: 'de-AT' })).newPage();
  await page.goto(`${crepesAdmin.url}/login`);
  await page.getByLabel('E-Mail').fill(email);
  await page.getByLabel('Passwort', { exact: true }).fill('sehr hungrig');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByRole('grid', { name: 'Nachrichten' })).toBeVisible();
  await page.goto(`${crepesAdmin.url}/admin/aliases`);
  await page.getByText('Neuer Alias').click();
  const form = page.locator('details[open]');
  await form.getByLabel('Adresse', { exact: true }).fill('kreis@crepes.fr');
  await form.getByLabel('Geht an').fill('kreis@crepes.fr');
  await form.getByRole('button', { name: 'Hinzufügen' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Ein Alias kann seine Mail nicht an sich selbst schicken.' })).toBeVisible();
  await form.getByLabel('Adresse', { exact: true }).fill('kreis@example.org');
  await form.getByLabel('Geht an').fill('kreis@crepes.fr');
  await form.getByRole('button', { name: 'Hinzufügen' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'example.org ist keine Domain dieses Servers.' })).toBeVisible();
  await page.context().close();
});

test('Arabic is written from right to left', async ({ browser }) => {
  const page = await (await browser.newContext({ locale: 'ar' })).newPage();
  await page.goto(`${alice.url}/login`);
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('button', { name: 'تسجيل الدخول' })).toBeVisible();
});
