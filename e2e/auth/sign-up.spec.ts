/** A stranger comes by an invitation, is shown around, takes his data along and leaves; and where it is open, a name is guarded. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { crepesAdmin, signIn } from '../harness/people.ts';

const { url } = crepesAdmin;

async function setMode(page: Page, mode: string, terms = ''): Promise<void> {
  await page.goto(`${url}/admin/domains/crepes.fr/signup`);
  await page.getByRole('combobox', { name: 'Who may make an account' }).selectOption(mode);
  await page.getByLabel('Terms that one must agree to').fill(terms);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
}

async function fill(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill('Some Body');
  await page.getByLabel('Address').fill(name);
  await page.getByLabel('Password').fill('a good password');
  await page.getByRole('button', { name: 'Make an account' }).click();
}

test('by invitation: welcome, data along, and gone', async ({ page, browser }) => {
  await signIn(page, crepesAdmin);
  await setMode(page, 'invite', 'Be kind.');
  await page.getByLabel('For whom').fill('A friend');
  await page.getByRole('button', { name: 'Make invitation' }).click();
  const link = await page.locator('code').filter({ hasText: '/signup?invitation=' }).innerText();

  const theirs = await (await browser.newContext()).newPage();
  await theirs.goto(`${url}/signup`);
  await expect(theirs.getByRole('heading', { name: 'Nobody can join here by himself' })).toBeVisible();
  await theirs.goto(link);
  expect((await new AxeBuilder({ page: theirs }).analyze()).violations).toEqual([]);
  await theirs.getByRole('checkbox', { name: 'I agree to this' }).check();
  await fill(theirs, 'postmaster');
  await expect(theirs.getByText('Choose another name')).toBeVisible();
  const name = `friend${Date.now()}`;
  await theirs.getByRole('checkbox', { name: 'I agree to this' }).check();
  await fill(theirs, name);
  await expect(theirs.getByRole('dialog', { name: 'Welcome' })).toBeVisible();
  await theirs.getByRole('button', { name: 'Begin' }).click();
  await theirs.reload();
  await expect(theirs.getByRole('dialog', { name: 'Welcome' })).toBeHidden();

  await theirs.goto(`${url}/settings/security`);
  const [download] = await Promise.all([theirs.waitForEvent('download'), theirs.getByRole('link', { name: 'Download' }).click()]);
  expect(download.suggestedFilename()).toMatch(new RegExp(`^${name}@crepes\\.fr-.*\\.zip$`));
  await theirs.getByRole('button', { name: 'Delete account' }).click();
  const dialog = theirs.getByRole('dialog', { name: 'Delete account' });
  await dialog.getByLabel('Your password').fill('a good password');
  await dialog.getByRole('button', { name: 'Delete account' }).click();
  await expect(theirs).toHaveURL(/\/login/);
  await theirs.goto(link);
  await expect(theirs.getByRole('heading', { name: 'Nobody can join here by himself' })).toBeVisible();
  await theirs.context().close();

  await setMode(page, 'closed');
});
