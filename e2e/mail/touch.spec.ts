/** On a phone: one pane, swipes, a long press, pulling down, the drawer, and everything within the width. */
import type { CDPSession, Locator, Page } from '@playwright/test';
import { counts, expect, open, receive, row, rows, test, toolbar, tree } from '../harness/home.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** A finger, as the browser itself is told of one. */
async function finger(page: Page, from: Locator, by: { x: number; y: number }): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const place = await from.boundingBox();
  const start = { x: (place?.x ?? 0) + (place?.width ?? 0) / 2, y: (place?.y ?? 0) + (place?.height ?? 0) / 2 };
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', share: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: start.x + by.x * share, y: start.y + by.y * share }],
    });
  await touch('touchStart', 0);
  for (let step = 1; step <= 8; step++) await touch('touchMove', step / 8);
  await touch('touchEnd', 1);
  await session.detach();
}

async function hold(page: Page, on: Locator): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const place = await on.boundingBox();
  const point = { x: (place?.x ?? 0) + 150, y: (place?.y ?? 0) + 30 };
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  await expect(toolbar(page)).toBeVisible();
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}

test.beforeEach(async ({ page, person }) => {
  await receive(
    person,
    ['Apricots', 'Buckwheat', 'Chestnuts', 'Dates'].map((subject) => ({ subject, unread: true, text: `About ${subject}.` })),
  );
  await open(page, person);
  await expect(rows(page)).toHaveCount(4);
});

test('a swipe to the right archives, to the left snoozes; a short one does nothing', async ({ page, person }) => {
  await finger(page, row(page, 'Buckwheat'), { x: 60, y: 0 });
  await expect(row(page, 'Buckwheat')).toBeVisible();
  await finger(page, row(page, 'Buckwheat'), { x: 160, y: 0 });
  await expect(row(page, 'Buckwheat')).toBeHidden();
  await expect.poll(async () => (await counts(person, 'archive')).total).toBe(1);
  await finger(page, row(page, 'Chestnuts'), { x: -160, y: 0 });
  await page
    .getByRole('dialog', { name: 'Snooze until' })
    .getByRole('button', { name: /^Tomorrow/ })
    .click();
  await expect(row(page, 'Chestnuts')).toBeHidden();
  await expect.poll(async () => (await counts(person, 'snoozed')).total).toBe(1);
});

test('a long press selects; the bar at the thumb acts', async ({ page, person }) => {
  await hold(page, row(page, 'Apricots'));
  await expect(toolbar(page).getByRole('status')).toHaveText('1 selected');
  await row(page, 'Dates').getByRole('checkbox').check();
  await expect(toolbar(page).getByRole('status')).toHaveText('2 selected');
  const bar = await toolbar(page).boundingBox();
  expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBeGreaterThan(780);
  for (const button of await toolbar(page).getByRole('button').all()) {
    const place = await button.boundingBox();
    if (!place) continue;
    expect(Math.min(place.width, place.height)).toBeGreaterThanOrEqual(44);
    expect(place.x + place.width).toBeLessThanOrEqual(390);
  }
  await toolbar(page).getByRole('button', { name: 'Delete' }).tap();
  await expect(rows(page)).toHaveCount(2);
  await expect.poll(async () => (await counts(person, 'trash')).total).toBe(2);
});

test('pulled down at its top, the list asks the server', async ({ page, person }) => {
  const asked = page.waitForRequest((request) => request.url().endsWith('/api/jmap') && (request.postData() ?? '').includes('Email/query'));
  await finger(page, rows(page).first(), { x: 0, y: 260 });
  await asked;
  await receive(person, [{ subject: 'Just now', minutesAgo: 0 }]);
  await expect(row(page, 'Just now')).toBeVisible();
});

test('a conversation takes the whole screen, its bar acts, and Back returns to the list', async ({ page }) => {
  await row(page, 'Dates').tap();
  await expect(page.getByRole('heading', { name: 'Dates' })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Messages' })).toBeHidden();
  await page.goBack();
  await expect(rows(page)).toHaveCount(4);
  await row(page, 'Chestnuts').tap();
  await page.getByRole('navigation', { name: 'Conversation' }).getByRole('button', { name: 'Archive' }).tap();
  await expect(page.getByRole('status').filter({ hasText: 'Archived' })).toBeVisible();
});

test('the drawer opens mailboxes, and nothing is wider than the screen', async ({ page }) => {
  await page.getByRole('button', { name: 'Mailboxes' }).tap();
  await tree(page, /^Archive/).tap();
  await expect(page.getByText('Nothing here')).toBeVisible();
  await page.getByRole('button', { name: 'Mailboxes' }).tap();
  await tree(page, /^Inbox/).tap();
  await expect(rows(page)).toHaveCount(4);
  await page.getByRole('searchbox', { name: 'Search mail' }).tap();
  await page.keyboard.type('dates');
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
