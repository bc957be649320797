/** The administration, over the demo with a day of work in it; and setup, on a server of its own. */
import { expect, test, type Page } from '@playwright/test';
import { posthorn } from '../harness/command.ts';
import { alice, crepesAdmin, signIn } from '../harness/people.ts';
import { port, portOffset } from '../harness/ports.ts';
import { startPosthorn } from '../harness/posthorn.ts';
import { shoot, type Screen } from './shoot.ts';

const admin = `${crepesAdmin.url}/admin`;
const long = 'suzette.de.la.tour.du.pin.et.de.la.charce@crepes.fr';
type Json = { id: number; items?: { id: number }[] };
const ask = async (...args: string[]) => JSON.parse(await posthorn('crepes.fr', ...args, '--json')) as Json;

/** One of everything that a page shows. */
async function fill(): Promise<Record<'queue' | 'spam' | 'dmarc' | 'tls' | 'webhook' | 'work', number> & { trace: string }> {
  const run = (...args: string[]) => posthorn('crepes.fr', ...args);
  await run('account', 'add', long, '--password', 'very hungry', '--name', 'Suzette Marie-Antoinette de la Tour du Pin', '--quota', '5 GB');
  await run('account', 'add', 'marcel@crepes.fr', '--password', 'very hungry', '--name', 'Marcel');
  await run('account', 'suspend', 'marcel@crepes.fr');
  await run('role', 'grant', long, 'crepes.fr');
  await run(
    'group',
    'add',
    'kitchen@crepes.fr',
    alice.email,
    long,
    'chef@hamburger.edu',
    '--name',
    'Everyone in the kitchen',
    '--posting',
    'internal',
  );
  await run('alias', 'add', 'info@crepes.fr', alice.email);
  await run('alias', 'add', '*@crepes.fr', crepesAdmin.email);
  await run('list', 'add', 'news@crepes.fr', '--name', 'News of the crêperie', '--description', 'Once a month', '--subscribing', 'open');
  await run('list', 'subscribe', 'news@crepes.fr', alice.email, 'bob@hamburger.edu');
  await run('rule', 'set', 'slow.example', '--route', '127.0.0.1:1');
  await run('rule', 'set', '*.bank.example', '--tls', 'verified');
  await run('block', 'add', '192.0.2.0/24', '--reason', 'Guesses names all day');
  await run('api-key', 'add', 'Accounts from the school register', '--scopes', 'account:read,account:write', '--domains', 'crepes.fr');
  await run('app-password', 'add', alice.email, 'Thunderbird on the laptop');
  await run('invitation', 'add', 'crepes.fr', '--note', 'New cooks', '--uses', '5');
  const seeded = JSON.parse(await run('e2e/screens/panel-data.ts')) as Record<'queue' | 'spam' | 'dmarc' | 'tls', number>;
  const webhook = await ask('webhook', 'add', 'https://hooks.school.example/posthorn/events-of-deliveries', '--events', 'sent,bounced');
  await run('webhook', 'test', String(webhook.id));
  const work = await ask('account', 'bulk', 'sign-out', long, 'nobody@crepes.fr');
  const bounced = 'a.very.long.name.of.a.person@department.of.galettes.slow.example';
  let trace = '';
  await expect(async () => {
    [{ traceId: trace }] = JSON.parse(await run('trace', '--address', bounced, '--json')) as [{ traceId: string }];
  }).toPass({ timeout: 60_000 });
  return { ...seeded, trace, webhook: webhook.id, work: work.id };
}

const screens = (of: Awaited<ReturnType<typeof fill>>): Screen[] => {
  const plain = ['accounts', 'accounts/import', 'domains', 'aliases', 'lists', 'queue', 'trace', 'spam', 'delivery', 'reports', 'security'];
  const server = ['certificate', 'backups', 'roles', 'audit', 'work', 'keys', 'webhooks'];
  const page = (name: string, address: string, act?: Screen['act']): Screen => ({
    ...{ name: `admin-${name}`, address: `${admin}/${address}` },
    ...(act && { act }),
  });
  return [
    { name: 'admin', address: admin },
    ...[...plain, ...server].map((name) => page(name.replace('/', '-'), name)),
    page('account', `accounts/${alice.email}`),
    page('account-long', `accounts/${long}`),
    page('account-restore', `accounts/${alice.email}`, openRestore),
    page('account-delete', `accounts/${long}`, (at) => at.getByRole('button', { name: 'Delete account' }).click()),
    page('account-new', 'accounts', (at) => at.getByText('New account').click()),
    page('accounts-chosen', 'accounts', chooseAll),
    page('accounts-none', 'accounts?q=nobody-is-called-so'),
    page('domain', 'domains/crepes.fr'),
    page('domain-keys', 'domains/crepes.fr/keys'),
    page('domain-addresses', 'domains/crepes.fr/addresses'),
    page('domain-signup', 'domains/crepes.fr/signup'),
    page('group', 'groups/kitchen@crepes.fr'),
    page('list', 'lists/news@crepes.fr'),
    page('queue-chosen', 'queue', chooseAll),
    page('queue-another-way', 'queue', async (at) => {
      await chooseAll(at);
      await at.getByRole('button', { name: 'Send another way…' }).click();
    }),
    page('queued', `queue/${of.queue}`),
    page('trace-story', `trace/${of.trace}`),
    page('held', `spam/${of.spam}`),
    page('report', `reports/${of.dmarc}`),
    page('report-tls', `reports/${of.tls}`),
    page('webhook', `webhooks/${of.webhook}`),
    page('work-report', `work/${of.work}`),
    page('key-new', 'keys', (at) => at.getByText('New key').click()),
    page('logs', 'logs?live=off'),
    page('find', 'find?q=crepes'),
    page('error', 'accounts', async (at) => {
      await at.getByText('New account').click();
      await at.getByLabel('Address').fill(alice.email);
      await at.getByLabel('Password').fill('very hungry');
      await at.getByRole('button', { name: 'Make account' }).click();
      await at.getByRole('alert').filter({ hasText: /./ }).waitFor();
    }),
  ];
};

async function openRestore(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Put back …' }).click();
  await page.getByRole('button', { name: 'Show what would change' }).click();
  await page.getByRole('dialog').getByRole('status').waitFor();
}

async function chooseAll(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'Choose all' }).check();
}

test('administration', async ({ page }) => {
  const of = await fill();
  await signIn(page, crepesAdmin);
  await page.goto(`${admin}/backups`);
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(page.getByText('Went well')).toBeVisible({ timeout: 60_000 });
  await page
    .getByRole('button', { name: /^Verify that of/ })
    .first()
    .click();
  await expect(page.getByText(/^Whole/).first()).toBeVisible({ timeout: 100_000 });
  for (const screen of screens(of)) await shoot(page, screen);
});

test('sign-up', async ({ page }) => {
  const signup = `${crepesAdmin.url}/signup`;
  await shoot(page, { name: 'sign-up-closed', address: signup });
  await posthorn('crepes.fr', 'signup', 'set', 'crepes.fr', 'open', '--terms', 'Be kind, and write to your grandmother.');
  await shoot(page, { name: 'sign-up', address: signup });
  await posthorn('crepes.fr', 'signup', 'set', 'crepes.fr', 'invite');
  const { path } = (await ask('invitation', 'add', 'crepes.fr')) as unknown as { path: string };
  await shoot(page, { name: 'sign-up-invited', address: `${crepesAdmin.url}${path}` });
  await posthorn('crepes.fr', 'signup', 'set', 'crepes.fr', 'closed');
});

test('setup', async ({ page }) => {
  const address = '127.0.0.5';
  const settings = {
    PORT_OFFSET: String(portOffset),
    LISTEN_HOST: address,
    MAIL_HOSTNAME: 'mail.school.example',
    MAIL_DOMAIN: 'school.example',
  };
  const server = await startPosthorn({ ...settings, SMTP_REMOTE_PORT: String(port(25)) }, /\/setup\?token=/);
  try {
    const link = /http:\S+\/setup\?token=\S+/.exec(server.lines.join('\n'))?.[0] ?? '';
    await shoot(page, { name: 'setup', address: link });
    await page.getByLabel('Your name').fill('Camille Martin');
    await page.getByLabel('Address').fill('camille');
    await page.getByLabel('Password').fill('a good password');
    await page.getByRole('button', { name: 'Create and continue' }).click();
    await expect(page.getByRole('heading', { name: 'Tell the world where your mail lives' })).toBeVisible();
    await shoot(page, { name: 'setup-dns', address: null });
    await page.getByRole('link', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { name: 'Not ready yet' })).toBeVisible();
    await shoot(page, { name: 'setup-check', address: null });
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Send test message' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'camille@school.example' })).toContainText('Delivered');
    await shoot(page, { name: 'setup-test', address: null });
  } finally {
    await server.stop();
  }
});
