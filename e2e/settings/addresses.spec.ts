/** Addresses beside one's own: a masked one from its making to its end, and forwarding. */
import { expect, test } from '@playwright/test';
import { Jmap } from '../harness/jmap.ts';
import { alice, bob, row, signIn, write } from '../harness/people.ts';

test('a masked address takes mail until it is turned off, and is dropped for good', async ({ browser }) => {
  test.setTimeout(90_000);
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await signIn(page, alice);
  await page.goto(`${alice.url}/settings/addresses`);
  const whom = `The hamburger shop ${Date.now()}`;
  await page.getByLabel('For whom').fill(whom);
  await page.getByRole('button', { name: 'Make an address' }).click();
  const list = page.getByRole('list', { name: 'Masked addresses' });
  const item = list.getByRole('listitem').filter({ hasText: whom });
  await expect(item).toContainText('Not used yet');
  const email = (await item.locator('bdi').first().textContent()) ?? '';
  expect(email).toMatch(/^[a-z]+\.[a-z]+\.\d+@crepes\.fr$/);

  const shop = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await signIn(shop, bob);
  const subject = `Two for one ${Date.now()}`;
  await write(shop, { to: email, subject, text: 'Come and eat.' });
  await shop.keyboard.press('Control+Enter');
  await expect(shop.getByRole('dialog', { name: 'New message' })).toBeHidden();
  await page.goto(`${alice.url}/mail/inbox`);
  await expect(row(page, subject)).toBeVisible({ timeout: 30_000 });

  await page.goto(`${alice.url}/settings/addresses`);
  await expect(item).toContainText('Last used');
  await page.getByRole('switch', { name: `Take mail for ${email}` }).click();
  await expect(item).toContainText('Off: mail is refused');
  await page.getByRole('button', { name: `Drop ${email}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Drop' }).click();
  await expect(item).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('None yet.').or(list)).toBeVisible();
  await expect(page.getByText(email)).toHaveCount(0);
});

test('mail is forwarded with a copy kept, and not any more', async ({ page }) => {
  await signIn(page, bob);
  await page.goto(`${bob.url}/settings/addresses`);
  const field = page.getByLabel('Forward to');
  await field.fill('nobody');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Write addresses such as')).toBeVisible();
  await field.fill(bob.email);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('address of yours')).toBeVisible();
  await field.fill(alice.email);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'goes on to' })).toContainText(alice.email);

  const jmap = await Jmap.of(alice);
  const subject = `Onward ${Date.now()}`;
  const other = await page.context().browser()?.newContext({ locale: 'en-GB' });
  const writer = await other?.newPage();
  if (!writer) throw new Error('no second window');
  await signIn(writer, alice);
  await write(writer, { to: bob.email, subject, text: 'Pass it on.' });
  await writer.keyboard.press('Control+Enter');
  await page.goto(`${bob.url}/mail/inbox`);
  await expect(row(page, subject)).toBeVisible({ timeout: 30_000 });
  // It comes back to whom it is forwarded to: the sent one, and the forwarded one.
  await expect
    .poll(async () => ((await jmap.call('Email/query', { filter: { subject: `"${subject}"` } })).ids as string[]).length, {
      timeout: 30_000,
    })
    .toBe(2);

  await page.goto(`${bob.url}/settings/addresses`);
  await expect(field).toHaveValue(alice.email);
  await field.fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'not forwarded' })).toBeVisible();
});
