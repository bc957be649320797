/**
 * The first start, as a new administrator meets it: the table of listeners, the one-time link, the records that are published in a DNS server of
 * the journey, the verdict before and after, and the first messages: to oneself, to another server, and from elsewhere.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { startZoneServer, type ZoneRecord, type ZoneServer } from '#server/dns/zone-server.ts';
import { sendMail } from '../../test/harness/send-mail.ts';
import { posthornAt } from '../harness/command.ts';
import { bob, row, signIn, write } from '../harness/people.ts';
import { port, portOffset } from '../harness/ports.ts';
import { startPosthorn, type Started } from '../harness/posthorn.ts';

// A machine of its own on the standard ports, beside those of the demo: an address of loopback.
const address = '127.0.0.4';
const origin = `http://${address}:${port(80)}`;
const settings = {
  ...{ PORT_OFFSET: String(portOffset), LISTEN_HOST: address, SMTP_REMOTE_PORT: String(port(25)) },
  ...{ MAIL_HOSTNAME: 'mail.school.example', MAIL_DOMAIN: 'school.example' },
};
/** What other people have published: the demo's second server, also in the place of the large providers. */
const others: ZoneRecord[] = ['hamburger.edu', 'gmail.com', 'outlook.com', 'yahoo.com'].flatMap((name) => [
  { name, type: 'MX', data: { preference: 10, exchange: `mx.${name}` } },
  { name: `mx.${name}`, type: 'A', data: '127.0.0.3' },
]);

let posthorn: Started;
let zone: ZoneServer;
test.beforeAll(async () => {
  zone = await startZoneServer({ records: others });
  posthorn = await startPosthorn({ ...settings, DNS_SERVER: `127.0.0.1:${zone.port}` }, /\/setup\?token=/);
});
test.afterAll(async () => {
  await posthorn.stop();
  await zone.stop();
});

interface Wanted {
  type: 'A' | 'MX' | 'TXT' | 'CNAME' | 'SRV' | 'PTR';
  name: string;
  value: string;
}
/** As an administrator types them in at the registrar: first the address of the host, then what the server asks for. */
async function publish(): Promise<void> {
  zone.records.push({ name: 'mail.school.example', type: 'A', data: address });
  const asked = await posthornAt(
    { ...settings, DATA_DIR: posthorn.dataDir, DNS_SERVER: `127.0.0.1:${zone.port}` },
    'domain',
    'records',
    'school.example',
    '--json',
  );
  for (const { type, name, value } of (JSON.parse(asked) as { items: Wanted[] }).items) {
    const [preference = '', exchange = ''] = value.split(' ');
    if (type === 'MX') zone.records.push({ name, type, data: { preference: Number(preference), exchange } });
    else if (type === 'PTR') zone.records.push({ name: `${name.split('.').reverse().join('.')}.in-addr.arpa`, type, data: value });
    else if (type === 'TXT' || type === 'CNAME') zone.records.push({ name, type, data: value });
  }
}

test('from the printed link to the first messages', async ({ page, browser }) => {
  const printed = posthorn.lines.join('\n');
  expect(printed).toContain('Posthorn serves school.example as mail.school.example');
  for (const standard of [25, 587, 465, 143, 993, 110, 995]) expect(printed).toContain(`${address}:${port(standard)}`);
  const link = /http:\S+\/setup\?token=\S+/.exec(printed)?.[0] ?? '';

  await page.goto(`${origin}/setup?token=wrong`);
  await expect(page.getByRole('heading', { name: 'This link is not open' })).toBeVisible();

  await page.goto(link);
  await expect(page.getByLabel('Mail domain')).toHaveValue('school.example');
  await page.getByLabel('Your name').fill('Camille Martin');
  await page.getByLabel('Address').fill('camille');
  await page.getByLabel('Password').fill('a good password');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('button', { name: 'Create and continue' }).click();

  await expect(page.getByRole('heading', { name: 'Tell the world where your mail lives' })).toBeVisible();
  await expect(page.getByText('mail.school.example').first()).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('link', { name: 'Continue' }).click();

  await expect(page.getByRole('heading', { name: 'Not ready yet' })).toBeVisible(); // nothing is published yet
  await expect(page.getByText('Self-signed').or(page.getByText('self-signed')).first()).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByRole('link', { name: 'Back' }).click();
  await publish();
  await page.getByRole('button', { name: 'Recheck MX' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'MX' }).filter({ hasText: 'Correct' }).first()).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText('Missing')).toHaveCount(await page.getByRole('listitem').filter({ hasText: 'SRV' }).count());
  await page.getByRole('link', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Almost ready' })).toBeVisible(); // the certificate is the server's own
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('link', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Send test message' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'camille@school.example' })).toContainText('Delivered');
  await expect(page.getByRole('listitem').filter({ hasText: 'into INBOX' }).first()).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('link', { name: 'Open the mailbox' }).click();
  await expect(row(page, 'A test of this mail server')).toBeVisible();

  await write(page, { to: 'camille@school.example', subject: 'First light', text: 'It works.' });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(row(page, 'First light')).toBeVisible({ timeout: 30_000 }); // after the seconds in which it can be taken back

  // To another server, by its MX; and from elsewhere.
  const hello = `Bonjour ${Date.now()}`;
  await write(page, { to: bob.email, subject: hello, text: 'Our first letter.' });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const his = await (await browser.newContext()).newPage();
  await signIn(his, bob);
  await expect(row(his, hello)).toBeVisible({ timeout: 40_000 });
  await his.context().close();
  const letter = 'From: Bob <bob@hamburger.edu>\r\nTo: camille@school.example\r\nSubject: Welcome from elsewhere\r\n\r\nWelcome.\r\n';
  const said = await sendMail(port(25), { from: bob.email, to: ['camille@school.example'], host: address }, letter);
  expect(said).toContain('250 2.0.0');
  await expect(row(page, 'Welcome from elsewhere')).toBeVisible();

  await page.goto(link); // works once
  await expect(page.getByRole('heading', { name: 'This link is not open' })).toBeVisible();
});
