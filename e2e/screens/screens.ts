import { test, type Page } from '@playwright/test';
import { imapCommand } from '../imap-command.ts';
import { Jmap } from '../jmap.ts';
import { listWithLetter } from '../mailing-list.ts';
import { alice, crepesAdmin, signIn } from '../people.ts';
import { crepesUrl, port } from '../ports.ts';
import { letter, plain } from '../reading/letters.ts';
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
    '/addresses',
    '/fetch',
    '/transfer',
    '/encryption',
    '/notifications',
  ].map((place): Screen => [`settings${place.replace('/', '-')}`, `/settings${place}`]),
];
test('sign-in', ({ page }) => shoot(page, { name: 'sign-in', address: `${crepesUrl}/login` }));
test('mail', async ({ page }) => {
  await signIn(page, alice);
  for (const [name, address, act] of mail) await shoot(page, { name, address: `${crepesUrl}${address}`, ...(act && { act }) });
});

test('mail that somebody shares', async ({ page }) => {
  const jmap = await Jmap.of(crepesAdmin);
  const name = 'Press office of the winter market';
  const mailbox = await jmap.mailbox(name);
  const letters = ['Interview on Thursday', 'Photographs of the stalls', 'Correction for page 3'].map((subject) =>
    letter({ Subject: subject, From: 'Ines Moreau <ines@le-quotidien.example>' }, plain('See below, and call me when it suits you.\n')),
  );
  await jmap.import(mailbox, letters);
  await imapCommand(crepesAdmin, { host: '127.0.0.2', port: port(993) }, `SETACL "${name}" "${alice.email}" "lr"`);
  await signIn(page, alice);
  await shoot(page, { name: 'shared', address: `${crepesUrl}/mail/${mailbox}` });
  await jmap.removeMailbox(mailbox);
});

test('without a network, and with a server that fails', async ({ page, context }) => {
  await signIn(page, alice);
  await context.setOffline(true);
  await firstRow(page).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Star' }).click();
  await page.getByText(/Queued 1/).waitFor();
  await shoot(page, { name: 'offline', address: null });
  await context.setOffline(false);
  await page.getByText(/Queued 1/).waitFor({ state: 'hidden' });
  await page.keyboard.press('z');
  await page.route('**/api/jmap', (route) => route.fulfill({ status: 500, body: '' }));
  await page.keyboard.press('/');
  await page.keyboard.type('invoices of the harvest');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Retry' }).waitFor();
  await shoot(page, { name: 'error', address: null });
});

test('in Arabic', async ({ page }) => {
  const jmap = await Jmap.of(alice);
  const speak = (language: string) => jmap.call('Settings/set', { update: { singleton: { language } } });
  await signIn(page, alice);
  await speak('ar');
  await page.goto(`${crepesUrl}/settings`); // the page that the service worker keeps speaks English, and goes
  const rowOf = (one: Page) => one.locator('.mail-row').first();
  await shoot(page, { name: 'arabic', address: `${crepesUrl}/mail/inbox`, act: (one) => rowOf(one).click() });
  await shoot(page, { name: 'arabic-settings', address: `${crepesUrl}/settings/appearance` });
  await speak('en');
});

test('leaving a mailing list', async ({ page, browser }) => {
  const { address } = await listWithLetter(page);
  const stranger = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await shoot(stranger, { name: 'leave-list', address });
});
