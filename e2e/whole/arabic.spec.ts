/** The list in Arabic: from right to left, with swipes and arrows the other way round, in words of the language. */
import { AxeBuilder } from '@axe-core/playwright';
import { accountOf, counts, expect, jmap, receive, test, type Person } from '../harness/home.ts';
import type { Page } from '@playwright/test';

async function openInArabic(page: Page, person: Person): Promise<void> {
  await jmap(person, ['Settings/set', { accountId: await accountOf(person), update: { singleton: { language: 'ar' } } }, 's']);
  await page.goto(`${person.url}/login`);
  await page.locator('input[type=email], input[name=email]').fill(person.email);
  await page.locator('input[type=password]').fill(person.password);
  await page.locator('button[type=submit]').first().click();
  await page.waitForURL(/\/mail/);
  await expect(page.getByRole('grid', { name: 'الرسائل' })).toBeVisible();
}

test('the inbox stands on the right, acts speak Arabic, and one undo takes it back', async ({ page, person }) => {
  await receive(person, [
    { subject: 'عقد الفرن', from: 'بريا رامان <priya@copper.example>', text: 'وصل العقد.' },
    { subject: 'Invoice 118', unread: true },
  ]);
  await openInArabic(page, person);
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  const inbox = page.getByRole('treeitem', { name: /^البريد الوارد/ });
  const list = page.getByRole('region', { name: 'قائمة الرسائل' });
  expect((await inbox.boundingBox())?.x).toBeGreaterThan((await list.boundingBox())?.x ?? 0);
  const row = page.getByRole('row').filter({ hasText: 'عقد الفرن' });
  await row.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'أرشفة' }).click();
  await expect(row).toBeHidden();
  await expect.poll(async () => (await counts(person, 'archive')).total).toBe(1);
  await page.getByRole('button', { name: 'تراجع' }).click();
  await expect(row).toBeVisible();
  const splitter = page.getByRole('separator');
  await splitter.focus();
  const before = Number(await splitter.getAttribute('aria-valuenow'));
  await page.keyboard.press('ArrowLeft'); // away from the edge where the list begins
  await expect(splitter).toHaveAttribute('aria-valuenow', String(before + 16));
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test('search, palette and snooze in Arabic', async ({ page, person }) => {
  await receive(person, [{ subject: 'عقد الفرن', text: 'وصل العقد.' }, { subject: 'قائمة الطعام' }]);
  await openInArabic(page, person);
  const box = page.getByRole('searchbox', { name: 'البحث في البريد' });
  await box.fill('الفرن');
  await box.press('Enter');
  await expect(page.getByRole('row').filter({ hasText: 'عقد الفرن' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'قائمة الطعام' })).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('أرش');
  await expect(page.getByRole('option', { name: /أرشفة/ }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('row').filter({ hasText: 'عقد الفرن' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'تأجيل' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^غدًا/ }).click();
  await expect.poll(async () => (await counts(person, 'snoozed')).total).toBe(1);
});
