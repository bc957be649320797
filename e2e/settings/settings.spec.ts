/** The settings of an account: they are kept, and those of security work at once. */
import { expect, test } from '@playwright/test';
import { alice, signIn } from '../harness/people.ts';

test('the theme and the undo window are kept', async ({ page }) => {
  await signIn(page, alice);
  await page.goto(`${alice.url}/settings/appearance`);
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.goto(`${alice.url}/settings/compose`);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const saved = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().endsWith('/settings/compose'));
  await page.getByLabel('Undo send').selectOption('5');
  await saved;
  await page.reload();
  await expect(page.getByLabel('Undo send')).toHaveValue('5');
  await page.getByLabel('Undo send').selectOption('10');
  await page.goto(`${alice.url}/settings/appearance`);
  await page.getByRole('radio', { name: 'Match system' }).check();
});

test('a setting that could not be kept is put back, and that is said', async ({ page }) => {
  await signIn(page, alice);
  await page.goto(`${alice.url}/settings/appearance`);
  await page.getByRole('radio', { name: 'Match system' }).check();
  await page.route('**/settings/appearance', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved.' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Match system' })).toBeChecked();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme', 'dark');
});

test('an app password is shown once and can be revoked', async ({ page }) => {
  await signIn(page, alice);
  const program = `Thunderbird ${Date.now()}`;
  await page.goto(`${alice.url}/settings/security`);
  await page.getByLabel('Program').fill(program);
  await page.getByRole('button', { name: 'New app password' }).click();
  await expect(page.getByRole('status').locator('code')).toHaveText(/^([a-z0-9]{5}-){3}[a-z0-9]{5}$/);
  await expect(page.getByRole('row').filter({ hasText: program })).toBeVisible();
  await page.reload();
  await expect(page.locator('code')).toHaveCount(0);
  await page.getByRole('button', { name: `Revoke ${program}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('row').filter({ hasText: program })).toBeHidden();
});

test('signing out everywhere ends the other browser, not this one', async ({ browser }) => {
  const [here, there] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()];
  await signIn(here, alice);
  await signIn(there, alice);
  await here.goto(`${alice.url}/settings/security`);
  await here.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(here.getByText('You are signed out everywhere but here.')).toBeVisible();
  await here.reload();
  await expect(here.getByRole('heading', { name: 'Security' })).toBeVisible();
  await there.goto(`${alice.url}/settings`);
  await expect(there.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test('a wrong current password changes nothing', async ({ page }) => {
  await signIn(page, alice);
  await page.goto(`${alice.url}/settings/security`);
  await page.getByLabel('Current password').fill('not this');
  await page.getByLabel('New password', { exact: true }).fill('a long password');
  await page.getByLabel('New password again').fill('a long password');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
});
