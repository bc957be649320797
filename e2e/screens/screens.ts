import { expect, test, type Page } from '@playwright/test';
import { imapCommand } from '../harness/imap-command.ts';
import { Jmap } from '../harness/jmap.ts';
import { listWithLetter } from '../harness/mailing-list.ts';
import { alice, bob, crepesAdmin, signIn } from '../harness/people.ts';
import { crepesUrl, port } from '../harness/ports.ts';
import { letter, plain } from '../harness/letters.ts';
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
      const dialog = page.getByRole('dialog', { name: 'New message' });
      await dialog.getByLabel('To', { exact: true }).pressSequentially('mei@far.example,camille@crepes.fr,');
      await dialog.getByLabel('Subject').fill('Buckwheat for the winter market');
      await dialog.getByRole('textbox', { name: 'Message' }).click();
      await page.keyboard.type(
        'Dear Mei,\n\nforty kilograms will do. Could it be here on Thursday, before the first pans are hot?\n\nAlice',
      );
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
  [
    'contacts',
    '/contacts',
    async (page) => {
      await page.getByRole('button', { name: /Mei Tanaka/ }).click();
      await page.getByRole('article', { name: 'Mei Tanaka' }).waitFor();
    },
  ],
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
/** What a person has after a while, and the demo's have not: labels, a folder in a folder, contacts. */
async function furnish(): Promise<void> {
  const jmap = await Jmap.of(alice);
  const make = async (properties: object) => {
    const { created } = await jmap.call('Mailbox/set', { create: { m: properties } });
    return (created as Record<string, { id: string }>).m?.id ?? '';
  };
  const projects = await make({ name: 'Projects' });
  await make({ name: 'Old foundry', parentId: projects });
  for (const [name, color, text] of [
    ['Market', 'orange', 'market OR menu'],
    ['Suppliers', 'teal', 'invoice OR lease'],
    ['Family', 'pink', 'lunch'],
    ['Travel', 'violet', 'sleeper'],
  ] as const) {
    const label = await make({ name, color });
    const conditions = text.split(' OR ').map((subject) => ({ subject }));
    const { ids } = await jmap.call('Email/query', { filter: { operator: 'OR', conditions } });
    await jmap.call('Email/set', { update: Object.fromEntries((ids as string[]).map((id) => [id, { [`mailboxIds/${label}`]: true }])) });
  }
  const people = ['Camille Dubois', 'Jonas Weber', 'Lena Fischer', 'Mateo Ruiz', 'Mei Tanaka', 'Priya Raman', 'Tomasz Nowak'];
  const cardOf = (full: string) => ({
    '@type': 'Card',
    version: '1.0',
    name: { full, components: full.split(' ').map((value, at) => ({ kind: at === 0 ? 'given' : 'surname', value })) },
    emails: { e: { address: `${full.split(' ')[0]?.toLowerCase()}@far.example` } },
    phones: { p: { number: '+33 1 23 45 67 89' } },
  });
  await jmap.call('ContactCard/set', { create: Object.fromEntries(people.map((full, at) => [`c${at}`, cardOf(full)])) });
}

test('mail', async ({ page }) => {
  await furnish();
  await signIn(page, alice);
  for (const [name, address, act] of mail) await shoot(page, { name, address: `${crepesUrl}${address}`, ...(act && { act }) });
});

test('the way of a message', async ({ page }) => {
  const jmap = await Jmap.of(alice);
  const fields = { Subject: 'Pans for the winter market', From: alice.email, To: bob.email };
  await jmap.send(alice.email, bob.email, letter(fields, plain('Twelve of them, please.\n')));
  await signIn(page, alice);
  const dialog = page.getByRole('dialog', { name: 'Delivery' });
  const open = async (at: Page) => {
    await expect(async () => {
      await at.goto(`${crepesUrl}/mail/sent`);
      await firstRow(at).click();
      await at.getByRole('article').last().getByRole('button', { name: 'More' }).click();
      await at.getByRole('menuitem', { name: 'Delivery' }).click();
      await expect(dialog.getByText('Delivered to 1 of 1')).toBeVisible({ timeout: 2000 });
    }).toPass();
  };
  await shoot(page, { name: 'delivery', address: `${crepesUrl}/mail/sent`, act: open });
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
