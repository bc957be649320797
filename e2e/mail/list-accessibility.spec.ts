/** axe finds nothing in the list, its menus, pickers and states, in both themes, on a wide screen and on a phone. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, makeMailbox, open, receive, row, rows, test, toolbar, tree, type Person } from '../harness/home.ts';

async function clean(page: Page, what: string): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  expect(found, what).toEqual([]);
}

async function fill(person: Person): Promise<void> {
  await makeMailbox(person, 'Papers', { color: 'violet' });
  const parentId = await makeMailbox(person, 'Projects');
  await makeMailbox(person, 'Winter Market', { parentId });
  await receive(person, [
    { subject: 'Lease', unread: true, file: { name: 'oven-lease.pdf', type: 'application/pdf', text: '%PDF' } },
    { subject: 'Photos', starred: true },
    { subject: 'In a label', mailbox: 'Papers' },
  ]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('list, selection, menus, pickers, palette, help', async ({ page, person }) => {
      await fill(person);
      await open(page, person);
      await clean(page, 'inbox');
      await row(page, 'Lease').click({ button: 'right' });
      await expect(page.getByRole('menu')).toBeVisible();
      await clean(page, 'context menu');
      await page.keyboard.press('Escape');
      await row(page, 'Photos').getByRole('checkbox').check();
      await expect(toolbar(page)).toBeVisible();
      await clean(page, 'selection');
      for (const [key, name] of [
        ['v', 'Move to'],
        ['l', 'Label'],
        ['b', 'Snooze until'],
        ['?', 'Keyboard'],
        ['Control+k', 'Command palette'],
      ] as const) {
        await rows(page).first().focus();
        await page.keyboard.press(key);
        await expect(page.getByRole('dialog', { name })).toBeVisible();
        await clean(page, name);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog', { name })).toBeHidden();
      }
      await tree(page, 'Papers').click({ button: 'right' });
      await page.getByRole('menuitem', { name: /^Rename/ }).click();
      await clean(page, 'mailbox dialog');
      await page.keyboard.press('Escape');
      await page.getByRole('searchbox', { name: 'Search mail' }).fill('in:pa');
      await expect(page.getByRole('option').first()).toBeVisible();
      await clean(page, 'suggestions');
    });

    test('states: empty, nothing found, found, offline', async ({ page, person, context }) => {
      await fill(person);
      await open(page, person, '/mail/starred');
      await clean(page, 'starred');
      await page.goto(`${person.url}/mail/trash`);
      await expect(page.getByText('Trash is empty')).toBeVisible();
      await clean(page, 'empty');
      await page.goto(`${person.url}/mail/search?q=${encodeURIComponent('from:nobody lease')}`);
      await expect(page.getByText('Nothing found')).toBeVisible();
      await clean(page, 'nothing found');
      await page.goto(`${person.url}/mail/search?q=${encodeURIComponent('subject:lease')}`);
      await expect(row(page, 'Lease')).toBeVisible();
      await clean(page, 'found');
      await context.setOffline(true);
      await expect(page.getByText(/You are offline/)).toBeVisible();
      await clean(page, 'offline');
    });

    test('on a phone: list, drawer, selection', async ({ browser, person }) => {
      await fill(person);
      const page = await (
        await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'en-GB' })
      ).newPage();
      await open(page, person);
      await clean(page, 'list');
      await page.getByRole('button', { name: 'Mailboxes' }).tap();
      await clean(page, 'drawer');
      await tree(page, /^Inbox/).tap();
      await row(page, 'Photos').getByRole('checkbox').check();
      await clean(page, 'selection');
      await page.context().close();
    });
  });
}
