import { test, type Page } from '@playwright/test';
import { alice, signIn } from '../people.ts';
import { crepesUrl } from '../ports.ts';
import { shoot } from './shoot.ts';

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
test('sign-in', ({ page }) => shoot(page, { name: 'sign-in', address: `${crepesUrl}/login` }));
test('mail', async ({ page }) => {
  await signIn(page, alice);
  for (const [name, address, act] of mail) await shoot(page, { name, address: `${crepesUrl}${address}`, ...(act && { act }) });
});
