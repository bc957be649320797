/** The contacts: made, found, edited, grouped, merged, carried over as vCard, written to. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { alice, signIn } from '../harness/people.ts';

const list = (page: Page) => page.getByRole('region', { name: 'Contact list' });
const entry = (page: Page, name: string) => list(page).getByRole('listitem').filter({ hasText: name });
async function expectClean(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  await expect(page).toHaveTitle(/./); // it comes a moment after a page's new address
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`)).toEqual([]);
}
async function makeContact(page: Page, given: string, surname: string, email: string): Promise<void> {
  await page.getByRole('button', { name: 'New contact' }).click();
  const form = page.getByRole('form', { name: 'New contact' });
  await form.getByLabel('First name').fill(given);
  await form.getByLabel('Last name').fill(surname);
  await form.getByLabel('Email 1', { exact: true }).fill(email);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('article', { name: `${given} ${surname}` })).toBeVisible();
}
const stamp = () => String(Date.now());

test.beforeEach(async ({ page }) => {
  await signIn(page, alice);
  await page.goto(`${alice.url}/contacts`);
  await expect(page.getByRole('heading', { name: 'Contacts', exact: true })).toBeVisible();
});

test('a contact is made, edited, given a photo, found, and deleted', async ({ page }) => {
  const surname = `Boulanger${stamp()}`;
  await makeContact(page, 'Other', stamp(), 'other@bread.example');
  await makeContact(page, 'Luc', surname, 'nonsense'.concat('@bread.example'));
  const card = page.getByRole('article', { name: `Luc ${surname}` });
  const form = page.getByRole('form', { name: 'Edit contact' });
  await card.getByRole('button', { name: 'Edit' }).click();
  await expect(form).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('article', { name: /^Other / })).toBeVisible(); // not the form, which was not about this one
  await page.goForward();
  await card.getByRole('button', { name: 'Edit' }).click();
  await form.getByLabel('Company').fill('Four & Fils');
  await form.getByRole('button', { name: 'Add a telephone number' }).click();
  await form.getByLabel('Telephone 1', { exact: true }).fill('+33 4 00 00 00 00');
  await form.getByLabel('Kind of Telephone 1').selectOption('Work');
  await form.getByLabel('Birthday').fill('17 May');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('alert')).toContainText('Write the birthday as');
  await form.getByLabel('Birthday').fill('--05-17');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(card.getByText('Four & Fils')).toBeVisible();
  await expect(card.getByText('17 May')).toBeVisible();
  const picture = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(640, 480);
    const context = canvas.getContext('2d');
    if (context) context.fillStyle = 'teal';
    context?.fillRect(0, 0, 640, 480);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  await card.getByLabel('Photo').setInputFiles({ name: 'luc.png', mimeType: 'image/png', buffer: Buffer.from(picture) });
  await expect(card.locator('img')).toBeVisible();
  await expect.poll(() => card.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320);
  await page.reload();
  await expect(card.locator('img')).toBeVisible();
  await expectClean(page);
  await page.getByLabel('Search contacts').fill(surname.toLowerCase());
  await expect(list(page).getByRole('listitem')).toHaveCount(1);
  await card.getByRole('button', { name: `More for Luc ${surname}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(list(page).getByText('Nobody found')).toBeVisible();
  await expect(page).toHaveURL(/\/contacts$/);
  await expect(page.getByLabel('Search contacts')).toHaveValue(surname.toLowerCase()); // it still says what the list shows
});

test('contacts that cannot be loaded again say so, and stay; one button loads them', async ({ page, context }) => {
  const surname = `Meunier${stamp()}`;
  await makeContact(page, 'Ida', surname, `ida-${surname}@mill.example`);
  const search = page.getByLabel('Search contacts');
  await search.fill(surname);
  await expect(list(page).getByRole('listitem')).toHaveCount(1);
  await context.setOffline(true);
  await search.fill(`${surname} nobody`);
  const notice = page.getByRole('status').filter({ hasText: 'This may be out of date. The server cannot be reached.' });
  await expect(notice).toBeVisible();
  await expect(entry(page, `Ida ${surname}`)).toBeVisible();
  await expectClean(page);
  await context.setOffline(false);
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(notice).toBeHidden();
  await expect(list(page).getByText('Nobody found')).toBeVisible();
});

test('a group is written to as one recipient', async ({ page }) => {
  const mark = stamp();
  await makeContact(page, 'Ana', `Um${mark}`, `ana${mark}@bread.example`);
  await page.getByRole('button', { name: 'New group' }).click();
  await page.getByRole('dialog').getByLabel('Name of the group').fill(`Bakers ${mark}`);
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('article').getByLabel(`Bakers ${mark}`).check();
  await makeContact(page, 'Ben', `Dois${mark}`, `ben${mark}@bread.example`);
  await page.getByRole('article').getByLabel(`Bakers ${mark}`).check();
  await expect(page.getByRole('button', { name: `Bakers ${mark} 2` })).toBeVisible();
  await page.getByRole('button', { name: `Bakers ${mark} 2` }).click();
  await expect(list(page).getByRole('listitem')).toHaveCount(2);
  await page.goto(`${alice.url}/mail/inbox`);
  await page.getByRole('button', { name: 'Compose' }).click();
  const dialog = page.getByRole('dialog', { name: 'New message' });
  await dialog.getByLabel('To', { exact: true }).pressSequentially(`Bakers ${mark}`);
  await page.getByRole('option', { name: new RegExp(`Bakers ${mark}`) }).click();
  for (const name of [`Ana Um${mark}`, `Ben Dois${mark}`]) await expect(dialog.getByRole('button', { name, exact: true })).toBeVisible();
});

test('a vCard file comes in, its duplicates are merged, and it goes out again', async ({ page }) => {
  const mark = stamp();
  const card = (uid: string, name: string, more: string) =>
    `BEGIN:VCARD\r\nVERSION:4.0\r\nUID:${uid}${mark}\r\nFN:${name}\r\n${more}END:VCARD\r\n`;
  const file =
    card('one', `Cleo ${mark}`, `EMAIL:cleo${mark}@bread.example\r\n`) +
    card('two', `Cléo ${mark}`, `EMAIL:CLEO${mark}@bread.example\r\nTEL:+33400000001\r\n`);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'More for the contacts' }).click();
  await page.getByRole('menuitem', { name: 'Import a vCard file' }).click();
  await (await chooser).setFiles({ name: 'contacts.vcf', mimeType: 'text/vcard', buffer: Buffer.from(file) });
  await expect(page.getByText('2 new contacts, 0 already there, 0 not understood.')).toBeVisible();
  await page.getByRole('button', { name: 'More for the contacts' }).click();
  await page.getByRole('menuitem', { name: 'Merge duplicates' }).click();
  const dialog = page.getByRole('dialog', { name: 'Merge duplicates' });
  await expectClean(page);
  await dialog.getByRole('button', { name: new RegExp(`Merge the contacts of Cl[eé]o ${mark}`) }).click();
  await expect(dialog.getByText(`cleo${mark}`)).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByLabel('Search contacts').fill(mark);
  await expect(list(page).getByRole('listitem')).toHaveCount(1);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'More for the contacts' }).click();
  await page.getByRole('menuitem', { name: 'Export those shown as vCard' }).click();
  const saved = readFileSync(await (await download).path(), 'utf8');
  expect(saved).toContain('TEL');
  expect(saved.match(/BEGIN:VCARD/g)).toHaveLength(1);

  await list(page).getByRole('listitem').getByRole('button').click();
  await page.route('**/api/jmap', (route) => route.abort());
  await page.getByRole('button', { name: /^More for Cl/ }).click();
  await page.getByRole('menuitem', { name: 'Export as vCard' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'The server cannot be reached.' })).toBeVisible();
});

test('contacts by the keyboard alone: to the list, to a card, to a message', async ({ page }) => {
  const mark = stamp();
  await makeContact(page, 'Dora', `Taste${mark}`, `dora${mark}@bread.example`);
  await page.goto(`${alice.url}/mail/inbox`);
  await expect(page.getByRole('grid', { name: 'Messages' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page.getByRole('heading', { name: 'Contacts', exact: true })).toBeVisible();
  await expect(list(page).getByRole('listitem').first()).toBeVisible();
  await list(page).getByRole('button', { name: 'New contact' }).focus();
  await page.keyboard.press('/');
  await page.keyboard.type(mark);
  await expect(list(page).getByRole('listitem')).toHaveCount(1);
  await entry(page, `Dora Taste${mark}`).getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article', { name: `Dora Taste${mark}` })).toBeVisible();
  await expect(page.getByLabel('Search contacts')).toHaveValue(mark);
  await page.goBack();
  await expect(page.getByRole('article')).toHaveCount(0);
  await expect(list(page).getByRole('listitem')).toHaveCount(1);
  await page.goForward();
  await expect(page.getByRole('article', { name: `Dora Taste${mark}` })).toBeVisible();
  await page.getByRole('button', { name: 'Write', exact: true }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New message' });
  await expect(dialog.getByRole('button', { name: `Dora Taste${mark}`, exact: true })).toBeVisible();
});

test('on a phone a contact fills the page, and Back leads to the list', async ({ page }) => {
  const mark = stamp();
  await makeContact(page, 'Emil', `Phone${mark}`, `emil${mark}@bread.example`);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(list(page)).toBeHidden();
  await expectClean(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await expect(entry(page, `Emil Phone${mark}`)).toBeVisible();
  await expectClean(page);
});
