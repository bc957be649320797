/** An administrator's day: a person comes, is suspended, comes back, gets an alias, and goes. */
import { expect, test, type Page } from '@playwright/test';
import { alice, crepesAdmin, signIn } from '../harness/people.ts';

test('an account is made, signs in, is suspended, and is deleted', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, crepesAdmin);
  const name = `guest-${Date.now()}`;
  const guest = { email: `${name}@crepes.fr`, password: 'a long password', url: crepesAdmin.url };

  await page.goto(`${crepesAdmin.url}/admin/accounts`);
  await page.getByText('New account').click();
  await page.getByLabel('Address').fill(guest.email);
  await page.getByLabel('Password').fill(guest.password);
  await page.getByLabel('Storage limit').fill('1 GB');
  await page.getByRole('button', { name: 'Make account' }).click();
  await expect(page.getByRole('link', { name: guest.email })).toBeVisible();

  const theirs = await (await browser.newContext()).newPage();
  await enter(theirs, guest);

  await page.getByRole('link', { name: guest.email }).click();
  await page.getByRole('button', { name: 'Suspend' }).click();
  await expect(page.getByText('The account is suspended.')).toBeVisible();
  await theirs.reload(); // the session that was open is over at once
  await expect(theirs.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('The account works again.')).toBeVisible();
  await enter(theirs, guest);

  await page.getByRole('button', { name: 'Delete account' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete account' }).click();
  await expect(page).toHaveURL(/\/admin\/accounts$/);
  await expect(page.getByRole('link', { name: guest.email })).toBeHidden();
  await page.goto(`${crepesAdmin.url}/admin/audit`);
  await expect(page.getByRole('row').filter({ hasText: guest.email }).filter({ hasText: 'account.remove' })).toBeVisible();
});

test('an alias and a domain come and go', async ({ page }) => {
  await signIn(page, crepesAdmin);
  const alias = `info-${Date.now()}@crepes.fr`;
  await page.goto(`${crepesAdmin.url}/admin/aliases`);
  await page.getByText('New alias').click();
  await page.getByLabel('Address', { exact: true }).fill(alias);
  await page.getByLabel('Goes to').fill(alice.email);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: alias })).toContainText(alice.email);
  await page.getByRole('button', { name: `Remove ${alias}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('row').filter({ hasText: alias })).toBeHidden();

  const domain = `d${Date.now()}.example`;
  await page.goto(`${crepesAdmin.url}/admin/domains`);
  await page.getByText('Add domain').click();
  await page.getByLabel('Domain', { exact: true }).fill(domain);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('link', { name: domain }).click();
  await expect(page.getByText(/^MX 10 /)).toBeVisible();
  await page.getByRole('button', { name: 'Remove domain' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove domain' }).click();
  await expect(page.getByRole('link', { name: domain })).toBeHidden();
});

test('whoever is not an administrator finds nothing', async ({ page }) => {
  await signIn(page, alice);
  const answer = await page.goto(`${alice.url}/admin`);
  expect(answer?.status()).toBe(404);
});

/** Signs in; an empty mailbox has no list to wait for. */
async function enter(page: Page, person: { email: string; password: string; url: string }): Promise<void> {
  await page.goto(`${person.url}/login`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/mail\/inbox/);
}
