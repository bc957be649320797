/** Keys are made, letters are signed and encrypted in the browser, and the servers on the way never see what is in them. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { Jmap } from '../harness/jmap.ts';
import { alice, bob, row, signIn, write, type Person } from '../harness/people.ts';

const passphrase = 'a long walk to the oven';

async function signedIn(browser: Browser, person: Person): Promise<Page> {
  const page = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
  await signIn(page, person);
  return page;
}

async function makeKey(page: Page, person: Person): Promise<void> {
  await page.goto(`${person.url}/settings/encryption`);
  await page.getByRole('button', { name: 'Make an OpenPGP key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make an OpenPGP key' });
  await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await dialog.getByLabel('Passphrase again').fill('another');
  await dialog.getByRole('button', { name: 'Make an OpenPGP key' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('The two passphrases differ.');
  await dialog.getByLabel('Passphrase again').fill(passphrase);
  await dialog.getByRole('button', { name: 'Make an OpenPGP key' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('made here', { exact: false })).toBeVisible();
}

async function protect(page: Page, how: string): Promise<void> {
  await page.getByRole('button', { name: /^Encryption/ }).click();
  await page.getByRole('menuitem', { name: how, exact: true }).click();
}

/** What the server has of the newest message that the filter finds, as it is stored. */
async function stored(jmap: Jmap, filter: Record<string, unknown>): Promise<string> {
  const { ids } = await jmap.call('Email/query', { filter, sort: [{ property: 'receivedAt', isAscending: false }], limit: 1 });
  return jmap.source(String((ids as string[])[0]));
}

test('a key, a signed letter, an encrypted answer; nobody between can read it', async ({ browser }) => {
  test.setTimeout(120_000);
  const [a, b] = [await signedIn(browser, alice), await signedIn(browser, bob)];
  await makeKey(a, alice);
  await makeKey(b, bob);
  const { violations } = await new AxeBuilder({ page: b }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  const { list } = await (await Jmap.of(bob)).call('CryptoKey/get', { ids: null });
  expect(JSON.stringify(list)).not.toContain('PRIVATE KEY');

  // Bob signs; the key is open in the page that made it, and gone after a reload.
  const subject = `Signed ${Date.now()}`;
  await b.goto(`${bob.url}/mail/inbox`);
  await write(b, { to: alice.email, subject, text: 'This is from me.' });
  await protect(b, 'Sign');
  await b.getByRole('button', { name: 'Send', exact: true }).click();
  const unlock = b.getByRole('dialog', { name: 'Unlock your key' });
  await unlock.getByLabel(/^Passphrase of/).fill('wrong');
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(unlock.getByRole('alert')).toBeVisible();
  await unlock.getByLabel(/^Passphrase of/).fill(passphrase);
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(b.getByRole('dialog', { name: 'New message' })).toBeHidden();

  await a.goto(`${alice.url}/mail/inbox`);
  await expect(row(a, subject)).toBeVisible({ timeout: 30_000 });
  await row(a, subject).click();
  await expect(a.getByText(`Signed by ${bob.email}. You have not compared the key yet.`)).toBeVisible();
  await expect(a.frameLocator('article iframe').last().getByText('This is from me.')).toBeVisible();

  // Alice has Bob's key from his letter now; her draft is not in clear anywhere.
  const secret = `The recipe is ${Date.now()}`;
  const sealed = `Sealed ${Date.now()}`;
  await a.goto(`${alice.url}/mail/inbox`);
  await a.getByRole('button', { name: 'Compose' }).click();
  const dialog = a.getByRole('dialog', { name: 'New message' });
  await protect(a, 'Encrypt and sign');
  await dialog.getByLabel('To', { exact: true }).fill(bob.email);
  await dialog.getByLabel('To', { exact: true }).press('Enter');
  await dialog.getByLabel('Subject').fill(sealed);
  await dialog.getByRole('textbox', { name: 'Message' }).click();
  await a.keyboard.type(secret);
  await expect(dialog.getByText(/^Saved/).first()).toBeVisible({ timeout: 15_000 });
  const own = await Jmap.of(alice);
  const draft = await stored(own, { subject: sealed });
  expect(draft).toContain('-----BEGIN PGP MESSAGE-----');
  expect(draft).not.toContain(secret);
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await a
    .getByRole('dialog', { name: 'Unlock your key' })
    .getByLabel(/^Passphrase of/)
    .fill(passphrase);
  await a.getByRole('dialog', { name: 'Unlock your key' }).getByRole('button', { name: 'Unlock' }).click();
  await expect(dialog).toBeHidden();

  await expect(row(b, sealed)).toBeVisible({ timeout: 30_000 });
  expect(await stored(await Jmap.of(bob), { subject: sealed })).not.toContain(secret);
  await row(b, sealed).click();
  await expect(b.getByText('Encrypted', { exact: true })).toBeVisible();
  await expect(b.frameLocator('article iframe').last().getByText(secret)).toBeVisible();
  await b.reload();
  const again = b.getByRole('dialog', { name: 'Unlock your key' });
  await again.getByRole('button', { name: 'Close' }).click();
  await expect(b.getByText('The message is encrypted for you.', { exact: false })).toBeVisible();
  await b.getByRole('button', { name: 'Unlock' }).click();
  await again.getByLabel(/^Passphrase of/).fill(passphrase);
  await again.getByRole('button', { name: 'Unlock' }).click();
  await expect(b.frameLocator('article iframe').last().getByText(secret)).toBeVisible();
  await Promise.all([a, b].map((page) => page.context().close()));
});

test('encrypting by default: on while everybody has a key, from the first word; else it says who has none', async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await signedIn(browser, bob);
  const own = await Jmap.of(bob);
  const forgetKeys = async () => {
    const ids = ((await own.call('CryptoKey/get', { ids: null })).list as { id: string }[]).map(({ id }) => id);
    if (ids.length > 0) await own.call('CryptoKey/set', { destroy: ids });
  };
  await forgetKeys(); // those of other journeys
  await makeKey(page, bob);
  await page.getByRole('button', { name: `Actions for the key of ${bob.email}` }).click();
  await page.getByRole('menuitem', { name: 'Encrypt whenever all recipients have keys' }).click();
  await expect(page.getByText('encrypts by default')).toBeVisible();

  await page.goto(`${bob.url}/mail/inbox`);
  await page.getByRole('button', { name: 'Compose' }).click();
  const dialog = page.getByRole('dialog', { name: 'New message' });
  const on = dialog.getByRole('button', { name: 'Encryption: Encrypted and signed' });
  await expect(on).toBeVisible();
  const [subject, secret] = [`By default ${Date.now()}`, `Nobody reads ${Date.now()}`];
  await dialog.getByLabel('Subject').fill(subject);
  await dialog.getByRole('textbox', { name: 'Message' }).click();
  await page.keyboard.type(secret);
  await dialog
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from(secret) });
  await expect(dialog.getByText(/^Saved/).first()).toBeVisible({ timeout: 15_000 });
  expect(await stored(own, { subject })).not.toContain(secret);

  // To oneself there is a key; a stranger has none.
  const to = dialog.getByLabel('To', { exact: true });
  await to.fill(bob.email);
  await to.press('Enter');
  await expect(on).toBeVisible();
  await to.fill('stranger@nowhere.example');
  await to.press('Enter');
  await expect(dialog.getByText('Not encrypted: no key is known for stranger@nowhere.example.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Encryption', exact: true })).toBeVisible();
  // The file, which was kept here until it is inside, is on the server like any other.
  await expect.poll(() => stored(own, { subject })).toContain('plan.txt');
  await dialog.getByRole('button', { name: 'Remove stranger@nowhere.example' }).click();
  await expect(on).toBeVisible();
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  const unlock = page.getByRole('dialog', { name: 'Unlock your key' });
  await unlock.getByLabel(/^Passphrase of/).fill(passphrase);
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(dialog).toBeHidden();
  await expect(row(page, subject)).toBeVisible({ timeout: 30_000 });
  expect(await stored(own, { subject })).toContain('-----BEGIN PGP MESSAGE-----');
  expect(await stored(own, { subject })).not.toContain(secret);
  await forgetKeys(); // other journeys write in clear
  await page.context().close();
});
