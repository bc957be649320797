/** Each page of the panel, by role and label: what is made there is there, and goes again. */
import { expect, test, type Page } from '@playwright/test';
import { alice, crepesAdmin, signIn, write } from '../harness/people.ts';

const visit = (page: Page, part: string) => page.goto(`${crepesAdmin.url}/admin${part}`);
const stamp = () => String(Date.now());

/** Presses the button that asks, then the one that does. */
async function confirm(page: Page, label: string | RegExp, does: string): Promise<void> {
  await page.getByRole('button', { name: label }).click();
  await page.getByRole('dialog').getByRole('button', { name: does }).click();
}

test.beforeEach(async ({ page }) => {
  await signIn(page, crepesAdmin);
});

test('the dashboard shows figures, a chart that a screen reader can read, and what should be looked at', async ({ page }) => {
  await visit(page, '');
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: /^\d/ }).first()).toBeVisible();
  await expect(page.getByRole('table', { name: 'Messages per quarter hour' })).toBeAttached();
  await expect(page.getByText('Self-signed: other programs warn')).toBeVisible();
  await page.getByRole('link', { name: '7 days' }).click();
  await expect(page.getByRole('table', { name: 'Messages per two hours' })).toBeAttached();
});

test('accounts come in as CSV, are changed together, and go out as CSV', async ({ page }) => {
  const [one, two] = [`csv-a${stamp()}@crepes.fr`, `csv-b${stamp()}@crepes.fr`];
  await visit(page, '/accounts/import');
  const csv = `email,name,password,quota\n${one},"Ann, the first",very hungry,5 GB\n${two},Ben,very hungry,\nnobody,x,y,z\n`;
  await page.getByLabel('CSV file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('status').filter({ hasText: '3 of 3 done' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'nobody' })).toContainText('Give an address');

  await visit(page, `/accounts?q=${one.split('@')[0]}`);
  await expect(page.getByRole('row').filter({ hasText: one })).toContainText('Ann, the first');
  await expect(page.getByRole('row').filter({ hasText: one })).toContainText('5 GB');
  await visit(page, '/accounts?q=csv-');
  for (const email of [one, two]) await page.getByRole('checkbox', { name: `Choose ${email}` }).check();
  await page.getByRole('button', { name: 'Suspend', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
  await expect(page.getByRole('status').filter({ hasText: '2 of 2 done' })).toBeVisible();
  await visit(page, '/accounts?q=csv-');
  await expect(page.getByRole('row').filter({ hasText: two })).toContainText('Suspended');

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export CSV' }).click()]);
  const text = Buffer.concat(await (await download.createReadStream()).toArray()).toString();
  expect(text).toContain(`${one},"Ann, the first",suspended,,5000000000`);

  await visit(page, `/accounts/${one}`);
  await page.getByLabel('Storage limit').fill('6000 mb');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByLabel('Storage limit')).toHaveValue('6 GB'); // as it was understood
  await page.getByLabel('In an hour').fill('20');
  await page.getByRole('button', { name: 'Save limits' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('In an hour')).toHaveValue('20');

  await visit(page, '/accounts?q=csv-');
  for (const email of [one, two]) await page.getByRole('checkbox', { name: `Choose ${email}` }).check();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('2 accounts are deleted with all of their mail. This cannot be undone.')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('status').filter({ hasText: '2 of 2 done' })).toBeVisible();
  await visit(page, '/work');
  await expect(page.getByRole('row').filter({ hasText: 'Change of many accounts' }).first()).toContainText('Done');
});

test('what was typed stays when it is refused; a search and its choices are those of the page that is shown', async ({ page }) => {
  await visit(page, '/accounts');
  await page.getByText('New account').click();
  const typed = { Address: 'jo@elsewhere.example', Password: 'a long password', 'Storage limit': '1 GB' };
  for (const [label, text] of Object.entries(typed)) await page.getByLabel(label).fill(text);
  await page.getByRole('checkbox', { name: 'Administrator of this server' }).check();
  await page.getByRole('button', { name: 'Make account' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'elsewhere.example is not a domain of this server' })).toBeVisible();
  for (const [label, text] of Object.entries(typed)) await expect(page.getByLabel(label)).toHaveValue(text);
  await expect(page.getByRole('checkbox', { name: 'Administrator of this server' })).toBeChecked();

  await visit(page, '/logs?level=error&live=off&q=queue');
  const [level, search] = [page.getByLabel('Level'), page.getByRole('main').getByRole('searchbox')];
  await page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Logs' }).click();
  await expect(page).toHaveURL(/\/logs$/);
  await expect(level).toHaveValue('info');
  await expect(search).toHaveValue('');
  await page.goBack();
  await expect(level).toHaveValue('error');
  await expect(search).toHaveValue('queue');

  const find = page.getByRole('banner').getByRole('searchbox');
  await visit(page, '/find?q=alice%40');
  await expect(find).toHaveValue('alice@');
  await page.getByRole('main').getByRole('link', { name: alice.email }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(alice.email);
  await expect(find).toHaveValue('');
});

test('a group gets and loses members', async ({ page }) => {
  const group = `team${stamp()}@crepes.fr`;
  await visit(page, '/aliases');
  await page.getByText('New group').click();
  await page.getByLabel('Address of the group').fill(group);
  await page.getByRole('textbox', { name: 'Members' }).fill('alice@crepes.fr x@elsewhere.example');
  await page.getByLabel('Who may write').selectOption('Members');
  await page.getByRole('button', { name: 'Make group' }).click();
  await page.getByRole('link', { name: group }).click();
  await page.getByLabel('New members').fill('y@elsewhere.example');
  await page.getByRole('button', { name: 'Add members' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'y@elsewhere.example' })).toBeVisible();
  await confirm(page, 'Remove x@elsewhere.example', 'Remove');
  await expect(page.getByRole('row').filter({ hasText: 'x@elsewhere.example' })).toBeHidden();
  await expect(page.getByText('2 members')).toBeVisible();
  await confirm(page, 'Remove group', 'Remove group');
  await expect(page).toHaveURL(/\/admin\/aliases$/);
  await expect(page.getByRole('link', { name: group })).toBeHidden();
});

test('a domain shows its records, its keys and its addresses', async ({ page }) => {
  await visit(page, '/domains/crepes.fr');
  await expect(page.getByText(/of \d+ records are right/)).toBeVisible();
  await expect(page.getByText('TXT v=spf1 mx -all')).toBeVisible();
  await expect(page.getByText('_submissions._tcp.crepes.fr')).toBeVisible();
  await page.getByRole('button', { name: 'Recheck SPF' }).click();
  await page.getByRole('link', { name: 'DKIM keys' }).click();
  await expect(page.getByText('Signs').first()).toBeVisible();
  await page.getByRole('button', { name: 'Make new keys' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make new keys' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('Waits for its record').first()).toBeVisible();
  await page.getByRole('link', { name: /^Addresses/ }).click();
  await expect(page.getByRole('link', { name: 'alice@crepes.fr' })).toBeVisible();
});

test('an address is blocked and unblocked', async ({ page }) => {
  await visit(page, '/security');
  await page.getByLabel('Address or network').fill('198.51.100.0/24');
  await page.getByLabel('Why').fill('Guesses');
  await page.getByLabel('Hours').fill('2');
  await page.getByRole('button', { name: 'Block', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: '198.51.100.0/24' })).toContainText('Guesses');
  await expect(page.getByLabel('Address or network')).toHaveValue(''); // for the next one
  await confirm(page, 'Unblock 198.51.100.0/24', 'Unblock');
  await expect(page.getByRole('row').filter({ hasText: '198.51.100.0/24' })).toBeHidden();
});

test('a domain administrator sees her domain alone', async ({ page, browser }) => {
  const email = `dora${stamp()}@crepes.fr`;
  await visit(page, '/accounts');
  await page.getByText('New account').click();
  await page.getByLabel('Address').fill(email);
  await page.getByLabel('Password').fill('a good password');
  await page.getByRole('button', { name: 'Make account' }).click();
  await expect(page.getByRole('link', { name: email })).toBeVisible();
  await visit(page, '/roles');
  await page.getByLabel('Account', { exact: true }).fill(email);
  await page.getByLabel('Domain', { exact: true }).fill('crepes.fr');
  await page.getByRole('button', { name: 'Make administrator' }).click();
  await expect(page.getByRole('row').filter({ hasText: email })).toContainText('crepes.fr');

  const hers = await (await browser.newContext()).newPage();
  await hers.goto(`${crepesAdmin.url}/login`);
  await hers.getByLabel('Email').fill(email);
  await hers.getByLabel('Password', { exact: true }).fill('a good password');
  await hers.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(hers).toHaveURL(/\/mail\/inbox/);
  await visit(hers, '/accounts');
  await expect(hers.getByRole('link', { name: 'alice@crepes.fr' })).toBeVisible();
  expect((await visit(hers, '/security'))?.status()).toBe(404);
  await visit(hers, '/accounts/admin%40crepes.fr');
  await hers.getByRole('button', { name: 'Delete account' }).click();
  await hers.getByRole('dialog').getByRole('button', { name: 'Delete account' }).click();
  await expect(hers.getByText('This account administers more than you do.')).toBeVisible();
  await hers.context().close();

  await visit(page, '/roles');
  await confirm(page, `${email} no longer administers crepes.fr`, 'End');
  await visit(page, `/accounts/${encodeURIComponent(email)}`);
  await confirm(page, 'Delete account', 'Delete account');
  await expect(page).toHaveURL(/\/admin\/accounts$/);
});

test('a key of the API works until it is revoked', async ({ page, request }) => {
  const label = `script ${stamp()}`;
  await visit(page, '/keys');
  await page.getByText('New key').click();
  await page.getByLabel('What for').fill(label);
  await page.getByRole('checkbox', { name: 'account:read' }).check();
  await page.getByRole('button', { name: 'Make key' }).click();
  const key = await page.locator('code').filter({ hasText: 'posthorn_' }).innerText();
  const ask = () => request.get(`${crepesAdmin.url}/api/admin/v1/accounts?search=alice`, { headers: { authorization: `Bearer ${key}` } });
  expect(await (await ask()).json()).toMatchObject({ items: [{ email: 'alice@crepes.fr' }] });
  await visit(page, '/keys');
  await confirm(page, `Revoke ${label}`, 'Revoke');
  await expect(page.getByRole('row').filter({ hasText: label })).toBeHidden();
  expect((await ask()).status()).toBe(401);
});

test('a webhook is made, tested, turned off and removed', async ({ page }) => {
  const url = `https://hooks${stamp()}.example/mail`;
  await visit(page, '/webhooks');
  await page.getByText('New webhook').click();
  await page.getByLabel('Address').fill(url);
  await page.getByLabel('Events').fill('bounced');
  await page.getByRole('button', { name: 'Make webhook' }).click();
  await expect(page.getByText('Copy it now.')).toBeVisible();
  await page.getByRole('link', { name: url }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'test' })).toBeVisible();
  await page.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByRole('button', { name: 'Turn on' })).toBeVisible();
  await confirm(page, 'Remove', 'Remove');
  await expect(page).toHaveURL(/\/admin\/webhooks$/);
  await expect(page.getByRole('link', { name: url })).toBeHidden();
});

test('the search finds accounts, domains and addresses; the audit log tells who did what', async ({ page }) => {
  await visit(page, '');
  // The key is known once the page's script runs.
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox', { name: 'Find an account' })).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type('alice');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Found for “alice”' })).toBeVisible();
  await expect(page.getByRole('link', { name: /alice@crepes\.fr/ }).first()).toBeVisible();
  await visit(page, '/audit');
  await page.getByRole('searchbox', { name: 'Search the audit' }).fill('block.add');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row').filter({ hasText: '198.51.100.0/24' }).first()).toContainText(crepesAdmin.email);
});

test('a message is traced from its search to the mailbox that it is in', async ({ page, browser }) => {
  const subject = `Traced ${stamp()}`;
  const hers = await (await browser.newContext()).newPage();
  await signIn(hers, alice);
  await write(hers, { to: crepesAdmin.email, subject, text: 'Where am I?' });
  await hers.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(async () => {
    await visit(page, `/trace?q=${encodeURIComponent(subject)}`);
    await expect(page.getByRole('row').filter({ hasText: alice.email }).first()).toContainText('Delivered', { timeout: 1000 });
  }).toPass({ timeout: 45_000 }); // after the seconds in which it can be taken back
  await hers.context().close();
  await page.getByRole('row').filter({ hasText: alice.email }).first().getByRole('link').click();
  await expect(page.getByRole('heading', { name: /^Message of/ })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'into INBOX' }).first()).toBeVisible();
  await expect(page.getByText(subject)).toBeHidden(); // what people write is not for administrators
});

test('a rule for a domain is set and removed', async ({ page }) => {
  await visit(page, '/delivery');
  await page.getByLabel('Domain', { exact: true }).fill('*.slow.example');
  await page.getByLabel('By server').fill('no route');
  await page.getByRole('button', { name: 'Set rule' }).click();
  await expect(page.getByText('Give host:port')).toBeVisible();
  await page.getByLabel('Domain', { exact: true }).fill('*.slow.example');
  await page.getByLabel('By server').fill('relay.example:587');
  await page.getByLabel('Encryption').selectOption('Always');
  await page.getByRole('button', { name: 'Set rule' }).click();
  await expect(page.getByRole('row').filter({ hasText: '*.slow.example' })).toContainText('relay.example:587');
  await confirm(page, 'Remove *.slow.example', 'Remove');
  await expect(page.getByRole('row').filter({ hasText: '*.slow.example' })).toBeHidden();
});

test('a mailing list gets a member and goes again', async ({ page }) => {
  const list = `news${stamp()}@crepes.fr`;
  await visit(page, '/lists');
  await page.getByText('New list').click();
  await page.getByLabel('Address', { exact: true }).fill(list);
  await page.getByLabel('Name', { exact: true }).fill('News');
  await page.getByRole('button', { name: 'Make list' }).click();
  await page.getByRole('link', { name: list }).click();
  await page.getByLabel('New members').fill('alice@crepes.fr');
  await page.getByRole('button', { name: 'Add members' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'alice@crepes.fr' })).toContainText('Active');
  await confirm(page, 'Remove list', 'Remove list');
  await expect(page.getByRole('link', { name: list })).toBeHidden();
});
