/** Backups in the panel: one is made and proven while the page watches, another one is ended, and the schedule is set. */
import { expect, test } from '@playwright/test';
import { crepesAdmin, signIn } from '../harness/people.ts';

test('a backup is made, verified, and the schedule set', async ({ page }) => {
  await signIn(page, crepesAdmin);
  await page.goto(`${crepesAdmin.url}/admin/backups`);
  await page.getByRole('button', { name: 'Back up now' }).click();
  const snapshots = page.getByRole('region', { name: 'Snapshots' });
  await expect(snapshots.getByText('Not yet').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Went well').first()).toBeVisible();

  // In the middle of its restoring: it ends, and the page says so.
  await snapshots
    .getByRole('button', { name: /^Verify that of/ })
    .first()
    .click();
  await expect(page.getByRole('link', { name: 'Verifying a backup' })).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Progress' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('link', { name: 'Verifying a backup' })).toBeHidden({ timeout: 60_000 });
  await expect(snapshots.getByText('Not yet').first()).toBeVisible();

  await snapshots
    .getByRole('button', { name: /^Verify that of/ })
    .first()
    .click();
  await expect(snapshots.getByText(/^Whole/).first()).toBeVisible({ timeout: 100_000 });
  await page.goto(`${crepesAdmin.url}/admin/work`);
  const work = page.getByRole('row').filter({ hasText: 'Verifying a backup' });
  await expect(work.nth(0)).toContainText('Done');
  await expect(work.nth(1)).toContainText('Cancelled');

  await page.goto(`${crepesAdmin.url}/admin/backups`);
  await page.getByLabel('At (UTC)').fill('04:45');
  await page.getByLabel('Snapshots to keep').fill('5');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByText(/4:45\b.*UTC/)).toBeVisible();
});
