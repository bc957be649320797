/** Passkeys, one-time passwords, recovery codes and the list of sessions, under a name: browsers take no passkeys for an address. */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { portOffset } from '../harness/ports.ts';
import { startPosthorn, type Started } from '../harness/posthorn.ts';

const offset = portOffset + 350;
const origin = `http://localhost:${80 + offset}`;
const chef = { email: 'chef@school.example', password: 'a good password' };

let posthorn: Started;
test.beforeAll(async () => {
  const settings = { PORT_OFFSET: String(offset), MAIL_HOSTNAME: 'localhost', MAIL_DOMAIN: 'school.example' };
  posthorn = await startPosthorn({ ...settings, ADMIN_EMAIL: chef.email, ADMIN_PASSWORD: chef.password }, /Posthorn serves/);
});
test.afterAll(() => posthorn.stop());
test.describe.configure({ mode: 'serial' });

async function typePassword(page: Page): Promise<void> {
  await page.goto(`${origin}/login`);
  await page.getByLabel('Email').fill(chef.email);
  await page.getByLabel('Password', { exact: true }).fill(chef.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
async function fresh(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}
/** Opens a dialog, gives the password and whatever else, and goes on. */
async function withPassword(page: Page, name: string, more: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog', { name });
  await more();
  await dialog.getByLabel('Your password').fill(chef.password);
  await dialog.getByRole('button', { name, exact: true }).click();
}

test('a passkey is added, signs in without a password, and is removed', async ({ page }) => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
  } as const;
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, automaticPresenceSimulation: true } });
  await typePassword(page);
  await expect(page).toHaveURL(/\/mail\/inbox/);
  await page.goto(`${origin}/settings/security`);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a passkey' });
  await dialog.getByLabel('Name').fill('Studio laptop');
  await dialog.getByLabel('Your password').fill('wrong password');
  await dialog.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(dialog.getByText('That password is not right.')).toBeVisible();
  await dialog.getByLabel('Your password').fill(chef.password);
  await dialog.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByText('Studio laptop', { exact: true })).toBeVisible();

  await page.context().clearCookies();
  await page.goto(`${origin}/login`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page).toHaveURL(/\/mail\/inbox/);

  await page.goto(`${origin}/settings/security`);
  await expect(page.getByText(/last used: (?!never)/i).first()).toBeVisible();
  await page.getByRole('button', { name: 'Remove Studio laptop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Studio laptop', { exact: true })).toBeHidden();
  await page.context().clearCookies();
  await page.goto(`${origin}/login`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByText('That did not work.')).toBeVisible();
});

test('two steps: the code of an app, a recovery code once, and off again', async ({ page, browser }) => {
  await typePassword(page);
  await expect(page).toHaveURL(/\/mail\/inbox/);
  await page.goto(`${origin}/settings/security`);
  await withPassword(page, 'Set up');
  await expect(page.getByRole('img', { name: 'QR code for your app' })).toBeVisible();
  const secret = await page.locator('form code').innerText();
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  await page.getByLabel('Code', { exact: true }).fill('000000');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('That code is not right.')).toBeVisible();
  await page.getByLabel('Code', { exact: true }).fill(app.generate());
  await page.getByRole('button', { name: 'Turn on' }).click();
  const list = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(list).toHaveCount(10);
  const codes = await list.allInnerTexts();

  const other = await fresh(browser);
  await typePassword(other);
  await expect(other.getByRole('heading', { name: 'Second step' })).toBeVisible();
  await other.goto(`${origin}/mail/inbox`);
  await expect(other).toHaveURL(/\/login/); // the password alone opens nothing
  await other.goto(`${origin}/login/verify`);
  await other.getByLabel('Code').fill('not a code');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByText('That code is not right.')).toBeVisible();
  await other.getByLabel('Code').fill(app.generate({ timestamp: Date.now() + 30_000 }));
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other).toHaveURL(/\/mail\/inbox/);
  await other.context().close();

  for (const [code, works] of [
    [codes[0] ?? '', true],
    [codes[0] ?? '', false],
  ] as const) {
    const again = await fresh(browser);
    await typePassword(again);
    await again.getByLabel('Code').fill(code);
    await again.getByRole('button', { name: 'Sign in' }).click();
    if (works) await expect(again).toHaveURL(/\/mail\/inbox/);
    else await expect(again.getByText('That code is not right.')).toBeVisible();
    await again.context().close();
  }

  await page.reload();
  await expect(page.getByText('9 are left.')).toBeVisible();
  await withPassword(page, 'Turn off');
  await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible();
});

test('a session that is ended elsewhere is over at once, its open stream as well', async ({ page, browser }) => {
  const other = await fresh(browser);
  await typePassword(other);
  await expect(other).toHaveURL(/\/mail\/inbox/);
  const over = other.evaluate(async () => {
    const stream = await fetch('/api/jmap/eventsource?types=*&closeafter=no&ping=300');
    const reader = stream.body?.getReader();
    window.dispatchEvent(new Event('stream-open'));
    document.title = 'streaming';
    while (!(await reader?.read())?.done) continue;
    return 'over';
  });
  await expect(other).toHaveTitle('streaming');
  await typePassword(page);
  await expect(page).toHaveURL(/\/mail\/inbox/);
  await page.goto(`${origin}/settings/security`);
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  expect(await over).toBe('over');
  await other.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await other.goto(`${origin}/mail/inbox`);
  // The page itself comes from the service worker; what it asks the server for is refused, and nothing behind the question can be reached.
  await expect(other.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible();
  await other.keyboard.press('Escape');
  await expect(other.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible();
  expect(await other.evaluate(() => fetch('/api/jmap/session').then(({ status }) => status))).toBe(401);
  await other.context().close();
});
