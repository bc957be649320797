/** The pages of the settings: what is chosen there is kept, and does what it says. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { settingsPages } from '../../lib/settings/pages.ts';
import { alice, bob, row, signIn, write } from '../harness/people.ts';

async function openPage(page: Page, href: string): Promise<void> {
  await page.goto(`${alice.url}${href}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Loading …')).toHaveCount(0);
}
async function expectClean(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`)).toEqual([]);
}
async function send(page: Page, from: typeof alice, subject: string, text: string): Promise<void> {
  await page.goto(`${from.url}/mail/inbox`);
  await write(page, { to: alice.email, subject, text });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog', { name: 'New message' })).toBeHidden();
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing on any page of the settings, ${colorScheme}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const page = await (await browser.newContext({ colorScheme, locale: 'en-GB' })).newPage();
    await signIn(page, alice);
    for (const { href } of settingsPages) {
      await openPage(page, href);
      await expectClean(page);
    }
    await openPage(page, '/settings/rules?rule=new');
    await expect(page.getByRole('heading', { name: 'New rule' })).toBeVisible();
    await expectClean(page);
  });

test('no page of the settings is wider than a phone', async ({ browser }) => {
  test.setTimeout(90_000);
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, locale: 'en-GB' })).newPage();
  await signIn(page, alice);
  for (const href of [...settingsPages.map((one) => one.href), '/settings/rules?rule=new']) {
    await openPage(page, href);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(beyond, href).toBeLessThanOrEqual(0);
    const main = await page.getByRole('main').evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(main, `${href}, inside`).toBeLessThanOrEqual(0);
  }
});

test('a page of the settings is found by what stands on it, with the keyboard alone', async ({ page }) => {
  await signIn(page, alice);
  await openPage(page, '/settings');
  await page.keyboard.press('/');
  await page.keyboard.type('read receipts');
  await expect(page.getByRole('option', { name: /Inbox and reading/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Inbox and reading' })).toBeVisible();
});

test('the palette of the webmail leads to every page of the settings', async ({ page }) => {
  await signIn(page, alice);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('vacation');
  await page.getByRole('option', { name: 'Vacation reply' }).click();
  await expect(page.getByRole('heading', { name: 'Vacation reply' })).toBeVisible();
});

test('an identity is added, its signature stands under a new message, and it is taken away', async ({ page }) => {
  await signIn(page, alice);
  await openPage(page, '/settings/identities');
  await page.getByRole('button', { name: 'Add an identity' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an identity' });
  const name = `Alice at the market ${Date.now()}`;
  await dialog.getByLabel('Your name').fill(name);
  await dialog.getByLabel('Answers go to').fill('nonsense');
  await dialog.getByRole('textbox', { name: 'Signature' }).click();
  await page.keyboard.type('Alice, stall 12');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('“nonsense” is not an address.');
  await dialog.getByLabel('Answers go to').fill('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(name)).toBeVisible();
  await page.goto(`${alice.url}/mail/inbox`);
  await page.getByRole('button', { name: 'Compose' }).click();
  const compose = page.getByRole('dialog', { name: 'New message' });
  await compose.getByLabel('From').selectOption({ label: `${name}  ${alice.email}` });
  await expect(compose.getByRole('textbox', { name: 'Message' })).toContainText('Alice, stall 12');
  await compose.getByRole('button', { name: 'Discard draft' }).click();
  await openPage(page, '/settings/identities');
  const listed = page.getByRole('main').locator('div').filter({ hasText: name }).last();
  await expect(listed).toBeVisible();
  await page
    .getByRole('button', { name: `More for ${alice.email}` })
    .last()
    .click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(name)).toHaveCount(0);
});

test('a rule is made from a message with a preview, stars new mail, is turned off, and deleted', async ({ page }) => {
  test.setTimeout(120_000);
  const word = `quince${Date.now()}`;
  await signIn(page, alice);
  await send(page, alice, `Before ${word}`, 'One.');
  await expect(row(page, `Before ${word}`)).toBeVisible({ timeout: 30_000 });
  await row(page, `Before ${word}`).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Create a rule from the message' }).click();
  await expect(page.getByRole('heading', { name: 'New rule' })).toBeVisible();
  await expect(page.getByText('From the message')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill(`Fruit ${word}`);
  const condition = page.getByRole('group', { name: 'Condition 1' });
  await condition.getByLabel('What is looked at').selectOption('Subject');
  await condition.getByLabel('How it is compared').selectOption('contains');
  await condition.getByLabel('Value').fill(word);
  await expect(page.getByRole('status').filter({ hasText: 'message' })).toContainText(/^[12]\s*message/);
  await expect(page.getByRole('list', { name: 'Matching messages' }).getByText(`Before ${word}`).first()).toBeVisible();
  await page.getByRole('group', { name: 'Action 1' }).getByLabel('What is done').selectOption('Star');
  await page.getByText('Sieve', { exact: true }).click();
  await expect(page.locator('pre')).toContainText(`# rule:[Fruit ${word}]`);
  await page.getByRole('button', { name: 'Save rule' }).click();
  await expect(page.getByText('The rule is saved and applied to new mail.')).toBeVisible();
  await send(page, alice, `After ${word}`, 'Two.');
  await page.goto(`${alice.url}/mail/starred`);
  await expect(row(page, `After ${word}`)).toBeVisible({ timeout: 30_000 });
  await openPage(page, '/settings/rules');
  await page.getByRole('switch', { name: `Fruit ${word} is on` }).click();
  await expect(page.getByRole('switch', { name: `Fruit ${word} is on` })).not.toBeChecked();
  await page.getByRole('button', { name: `More for Fruit ${word}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(`Fruit ${word}`)).toHaveCount(0);
});

test('a script of one’s own is checked before it is kept', async ({ page }) => {
  const name = `own ${Date.now()}`;
  await signIn(page, alice);
  await openPage(page, '/settings/rules');
  await page.getByRole('button', { name: 'New script' }).click();
  const dialog = page.getByRole('dialog', { name: 'New script' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Script').fill('fileinto');
  await dialog.getByRole('button', { name: 'Check' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('Script').fill('keep;');
  await dialog.getByRole('button', { name: 'Check' }).click();
  await expect(dialog.getByRole('status')).toContainText('understands this script');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(name, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: `More for the script ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(name, { exact: true })).toHaveCount(0);
});

test('the vacation reply answers from its first day on, once', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const subject = `Away ${Date.now()}`;
  await signIn(page, alice);
  await openPage(page, '/settings/vacation');
  await page.getByLabel('First day').fill('2026-02-01');
  await page.getByLabel('Last day').fill('2026-01-01');
  await page.getByRole('switch', { name: 'Vacation reply' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'before the first' })).toBeVisible();
  await page.getByLabel('Last day').fill('');
  await page.getByLabel('Subject').fill(subject);
  await page.getByRole('textbox', { name: 'Text' }).click();
  await page.keyboard.type('I am at the sea.');
  await page.getByRole('switch', { name: 'Vacation reply' }).click();
  await expect(page.getByText('Saved. The reply is on.')).toBeVisible();
  const other = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await signIn(other, bob);
  await send(other, bob, `Are you there ${subject}`, 'Hello?');
  await other.goto(`${bob.url}/mail/inbox`);
  await expect(row(other, subject).first()).toBeVisible({ timeout: 45_000 });
  await openPage(page, '/settings/vacation');
  await expect(page.getByLabel('Subject')).toHaveValue(subject);
  await expect(page.getByRole('textbox', { name: 'Text' })).toContainText('I am at the sea.');
  await page.getByRole('switch', { name: 'Vacation reply' }).click();
  await expect(page.getByText('Saved. The reply is off.')).toBeVisible();
});

test('how strict the junk filter is', async ({ page }) => {
  await signIn(page, alice);
  await openPage(page, '/settings/senders');
  const choice = page.getByLabel('Junk filter');
  for (const value of ['8', '0']) {
    const saved = page.waitForResponse((response) => response.request().method() === 'POST' && response.ok());
    await choice.selectOption(value);
    await saved;
    await page.reload();
    await expect(choice).toHaveValue(value);
  }
});

test('senders are blocked and let in again', async ({ page }) => {
  await signIn(page, alice);
  await openPage(page, '/settings/senders');
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Blocked senders' }) });
  await section.getByLabel('Addresses or domains').fill('not an address');
  await section.getByRole('button', { name: 'Add' }).click();
  await expect(section.getByRole('alert')).toBeVisible();
  await section.getByLabel('Addresses or domains').fill('Spam@bad.example, worse.example');
  await section.getByRole('button', { name: 'Add' }).click();
  await expect(section.getByText('everyone at worse.example')).toBeVisible();
  await page.reload();
  for (const one of ['spam@bad.example', '@worse.example']) await section.getByRole('button', { name: `Remove ${one}` }).click();
  await expect(section.getByText('Nobody is blocked.')).toBeVisible();
});

test('a folder is made, renamed and deleted', async ({ page }) => {
  const name = `Invoices ${Date.now()}`;
  await signIn(page, alice);
  await openPage(page, '/settings/mailboxes');
  await page.getByRole('button', { name: 'New folder' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(`${name} paid`);
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(`${name} paid`)).toBeVisible();
  await page.getByRole('button', { name: `More for ${name} paid` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(`${name} paid`)).toHaveCount(0);
});

test('another key is chosen for an act, and does it', async ({ page }) => {
  await signIn(page, alice);
  await openPage(page, '/settings/keyboard');
  await page.getByRole('button', { name: 'Change the key of “Compose”' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compose' });
  await dialog.getByRole('textbox', { name: 'Press the keys' }).press('y');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('1 act has a key of your own')).toBeVisible();
  await page.goto(`${alice.url}/mail/inbox`);
  await expect(row(page, /./).first()).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('y'); // what this device keeps is shown first: it has the key of before, until the server has answered
    await expect(page.getByRole('dialog', { name: 'New message' })).toBeVisible({ timeout: 2000 });
  }).toPass();
  await openPage(page, '/settings/keyboard');
  await page.getByRole('button', { name: 'Back to the usual keys' }).click();
  await expect(page.getByText('a key of your own')).toHaveCount(0);
});

test('one session of several is ended from the list', async ({ browser }) => {
  const [here, there] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()];
  await signIn(here, bob);
  await signIn(there, bob);
  await here.goto(`${bob.url}/settings/security`);
  await expect(here.getByText('This device')).toBeVisible();
  const before = await here.getByRole('button', { name: /^Sign out (?!everywhere)/ }).count();
  await here
    .getByRole('button', { name: /^Sign out (?!everywhere)/ })
    .first()
    .click();
  await expect(here.getByRole('button', { name: /^Sign out (?!everywhere)/ })).toHaveCount(before - 1);
  await there.goto(`${bob.url}/settings`);
  await expect(there.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test('the settings speak Arabic from right to left', async ({ page }) => {
  await signIn(page, alice);
  await openPage(page, '/settings');
  await page.getByLabel('Language').selectOption('ar');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('link', { name: 'القواعد' })).toBeVisible();
  await page.goto(`${alice.url}/settings/rules?rule=new`);
  await expect(page.getByRole('heading', { name: 'قاعدة جديدة' })).toBeVisible();
  await expectClean(page);
  await page.goto(`${alice.url}/settings`);
  await page.getByRole('combobox', { name: 'اللغة' }).selectOption('en');
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
});

test('an account elsewhere is set up from its address alone, says why it cannot be fetched, and is taken away', async ({ page }) => {
  await signIn(page, alice);
  await openPage(page, '/settings/fetch');
  await page.getByRole('button', { name: 'Add an account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an account' });
  await dialog.getByLabel('Address or user name').fill('old@gmail.com');
  await expect(dialog.getByLabel('Server', { exact: true })).toHaveValue('imap.gmail.com');
  await dialog.getByLabel('Protocol').selectOption('POP3');
  await expect(dialog.getByLabel('Port')).toHaveValue('995');
  await dialog.getByLabel('Protocol').selectOption('IMAP');
  const login = `old${Date.now()}@hamburger.edu`;
  await dialog.getByLabel('Address or user name').fill(login);
  await dialog.getByLabel('Password').fill('hungry');
  await dialog.getByLabel('Server', { exact: true }).fill('127.0.0.3'); // a private address, which the server must not reach for anybody
  await expectClean(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(login)).toBeVisible();
  await expect(page.getByText('This server may not be connected to.')).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: `More for ${login}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(login)).toHaveCount(0);
});

test('a page of the settings that cannot be loaded again says so until it can', async ({ page, context }) => {
  await page.clock.install();
  await signIn(page, alice);
  await openPage(page, '/settings/fetch');
  const add = page.getByRole('button', { name: 'Add an account' });
  await expect(add).toBeVisible();
  await context.setOffline(true);
  await page.clock.fastForward('01:00'); // it asks again by itself
  const notice = page.getByRole('status').filter({ hasText: 'This may be out of date.' });
  await expect(notice).toBeVisible();
  await expect(add).toBeVisible();
  await context.setOffline(false);
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(notice).toBeHidden();
});

test('an account goes out as one file, and comes in again', async ({ page }) => {
  test.setTimeout(90_000);
  await signIn(page, alice);
  await openPage(page, '/settings/transfer');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).first().click();
  const file = await (await download).path();
  const subject = `From a file ${Date.now()}`;
  const mbox = `From MAILER-DAEMON Fri Jan  2 03:04:05 2026\nFrom: chef@hamburger.edu\nSubject: ${subject}\n\nOne.\n\n`;
  await page
    .getByLabel('Choose a file')
    .last()
    .setInputFiles({ name: 'old.mbox', mimeType: 'application/mbox', buffer: Buffer.from(mbox) });
  await expect(page.getByText('Done: 1 message taken, 0 were here already, 0 refused')).toBeVisible({ timeout: 30_000 });
  const copies = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await (await copies).setFiles({ name: 'account.zip', mimeType: 'application/zip', buffer: readFileSync(file) });
  await expect(page.getByText(/^Done: \d+ messages taken/)).toBeVisible({ timeout: 60_000 });
  await page.goto(`${alice.url}/mail/search?q=${encodeURIComponent(`subject:"${subject}"`)}`);
  await expect(row(page, subject).first()).toBeVisible();
});

test('a push tells of new mail by its sender and subject, and a click opens it', async ({ browser }) => {
  test.setTimeout(90_000);
  const context = await browser.newContext({ locale: 'en-GB', permissions: ['notifications'] });
  const page = await context.newPage();
  await signIn(page, alice);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const devtools = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(alice.url));
      if (own) resolve(own.registrationId);
    }),
  );
  await devtools.send('ServiceWorker.enable');
  const registrationId = await registered;
  const subject = `Told by push ${Date.now()}`;
  await send(page, alice, subject, 'Look.');
  await expect(row(page, subject).first()).toBeVisible({ timeout: 30_000 });
  await page.goto('about:blank'); // nobody looks at the list
  const change = { '@type': 'StateChange', changed: { A1: { EmailDelivery: '1' } } };
  await devtools.send('ServiceWorker.deliverPushMessage', { origin: alice.url, registrationId, data: JSON.stringify(change) });
  const settings = await context.newPage();
  await settings.goto(`${alice.url}/settings/notifications`);
  const shown = () =>
    settings.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
    });
  await expect.poll(async () => (await shown()).join('\n'), { timeout: 20_000 }).toContain(subject);
});
