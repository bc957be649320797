import path from 'node:path';
import { test, type Page } from '@playwright/test';
import { alice, crepesAdmin, signIn } from '../people.ts';
import { crepesUrl } from '../ports.ts';

const folder = path.join(import.meta.dirname, '../../docs/screens');
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

type Screen = [name: string, address: string, act?: (page: Page) => Promise<unknown>];
const firstRow = (page: Page) => page.getByRole('grid', { name: 'Messages' }).getByRole('row').first();

const mail: Screen[] = [
  ['inbox', '/mail/inbox'],
  ['conversation', '/mail/inbox', (page) => firstRow(page).click()],
  [
    'selection',
    '/mail/inbox',
    async (page) => {
      await firstRow(page).focus();
      await page.keyboard.press('x');
    },
  ],
  [
    'compose',
    '/mail/inbox',
    async (page) => {
      await page.keyboard.press('c');
      await page.getByRole('dialog', { name: 'New message' }).waitFor();
    },
  ],
  [
    'search',
    '/mail/inbox',
    async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('from:');
    },
  ],
  ['search-results', '/mail/search?q=the'],
  ['palette', '/mail/inbox', (page) => page.keyboard.press('Control+k')],
  ['help', '/mail/inbox', (page) => page.keyboard.press('?')],
  ['empty-mailbox', '/mail/junk'],
  ['contacts', '/contacts'],
  ...[
    '',
    '/identities',
    '/compose',
    '/reading',
    '/appearance',
    '/keyboard',
    '/mailboxes',
    '/rules',
    '/vacation',
    '/senders',
    '/storage',
    '/restore',
    '/programs',
    '/security',
    '/accounts',
    '/encryption',
    '/notifications',
    '/templates',
  ].map((place): Screen => [`settings${place.replace('/', '-')}`, `/settings${place}`]),
];
const admin: Screen[] = [
  ['admin', '/admin'],
  ...[
    'accounts',
    'accounts/alice@crepes.fr',
    'domains',
    'domains/crepes.fr',
    'aliases',
    'lists',
    'queue',
    'trace',
    'audit',
    'security',
    'reports',
    'spam',
    'certificate',
    'backups',
    'keys',
    'roles',
    'webhooks',
    'work',
    'logs?live=off',
    'delivery',
    'find?q=a',
  ].map((place): Screen => [`admin-${place.replace(/\?.*/, '').replace('/', '-')}`, `/admin/${place}`]),
];

async function shoot(page: Page, [name, address, act]: Screen): Promise<void> {
  for (const size of sizes)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const answer = await page.goto(`${crepesUrl}${address}`);
      if (answer?.status() === 404) return;
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await act?.(page).catch(() => undefined);
      await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))));
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await page.screenshot({ path: path.join(folder, `${name}-${size.width}-${colorScheme}.png`) });
    }
}

test('sign-in', ({ page }) => shoot(page, ['sign-in', '/login']));
test('mail', async ({ page }) => {
  await signIn(page, alice);
  for (const screen of mail) await shoot(page, screen);
});
test('administration', async ({ page }) => {
  await signIn(page, crepesAdmin);
  for (const screen of admin) await shoot(page, screen);
});
