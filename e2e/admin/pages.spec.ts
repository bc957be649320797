/** Every page of the panel, as the files of app/admin list them: axe finds nothing in either theme, and nothing scrolls sideways on a phone. */
import { AxeBuilder } from '@axe-core/playwright';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { posthorn } from '../harness/command.ts';
import { alice, crepesAdmin, signIn } from '../harness/people.ts';

const folder = path.join(import.meta.dirname, '../../app/admin');
const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'page.tsx')
  .map((file) => `/${path.dirname(file)}`.replace('/.', ''))
  .sort();

/** Makes one of everything that has a page of its own; answers what stands in place of `[…]`. */
async function makeOneOfEach(): Promise<Record<string, string>> {
  const ask = async (...args: string[]) =>
    JSON.parse(await posthorn('crepes.fr', ...args, '--json')) as { id: number; items?: { id: number }[] };
  const name = `pages${Date.now()}`;
  await posthorn('crepes.fr', 'rule', 'set', 'slow.example', '--route', '127.0.0.1:1');
  const seed = JSON.parse(await posthorn('crepes.fr', 'e2e/harness/panel-seed.ts')) as Record<'queue' | 'spam' | 'report', number>;
  await posthorn('crepes.fr', 'group', 'add', `${name}@crepes.fr`, '--members', alice.email);
  await posthorn('crepes.fr', 'list', 'add', `${name}-list@crepes.fr`, '--name', 'Pages');
  const webhook = await ask('webhook', 'add', `https://hooks.example/${name}`);
  const work = await ask('account', 'bulk', 'sign-out', `${name}@crepes.fr`);
  return {
    '/accounts/[email]': `/accounts/${alice.email}`,
    '/domains/[name]': '/domains/crepes.fr',
    '/groups/[address]': `/groups/${name}@crepes.fr`,
    '/lists/[address]': `/lists/${name}-list@crepes.fr`,
    '/queue/[id]': `/queue/${seed.queue}`,
    '/reports/[id]': `/reports/${seed.report}`,
    '/spam/[id]': `/spam/${seed.spam}`,
    '/trace/[id]': '/trace/panelseed',
    '/webhooks/[id]': `/webhooks/${webhook.id}`,
    '/work/[id]': `/work/${work.id}`,
  };
}

/** Each theme and each width once: what they do to a page does not depend on one another. */
const looks = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const;

async function expectClean(page: Page, what: string): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  expect(found, what).toEqual([]);
}

test('a report says in words of people what was done with the mail', async ({ page }) => {
  const { report } = JSON.parse(await posthorn('crepes.fr', 'e2e/harness/panel-seed.ts')) as { report: number };
  await signIn(page, crepesAdmin);
  await page.goto(`${crepesAdmin.url}/admin/reports/${report}`);
  await expect(page.getByRole('row').filter({ hasText: '192.0.2.200' })).toContainText('Treated as junk');
});

test('every page, wide and narrow, light and dark', async ({ page }) => {
  test.setTimeout(480_000);
  const places = await makeOneOfEach();
  await signIn(page, crepesAdmin);
  // Somebody's mail is a page only for whom it was opened.
  await page.goto(`${crepesAdmin.url}/admin/accounts/${alice.email}`);
  await page.getByLabel('Why you need to read it').fill('To look at the pages');
  await page.getByRole('button', { name: 'Get access' }).click();
  const letters = page.getByRole('region', { name: 'Messages' }).getByRole('link');
  await expect(letters.first()).toBeVisible();
  places['/accounts/[email]/mail/[id]'] = ((await letters.first().getAttribute('href')) ?? '').replace('/admin', '');

  expect(pages.length).toBeGreaterThan(30);
  for (const file of pages) {
    const stem = Object.keys(places)
      .filter((known) => file.startsWith(known))
      .sort((one, other) => other.length - one.length)[0];
    const address = stem === undefined ? file : file.replace(stem, places[stem] ?? '');
    expect(address, `${file} needs an address here`).not.toContain('[');
    const answer = await page.goto(`${crepesAdmin.url}/admin${address}${file === '/logs' ? '?live=off' : file === '/find' ? '?q=a' : ''}`);
    expect(answer?.status(), file).toBe(200);
    await expect(page.getByRole('heading', { level: 1 }), file).toBeVisible();
    for (const { colorScheme, ...size } of looks) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expectClean(page, `${file} at ${size.width}, ${colorScheme}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${file} at ${size.width}`).toBeLessThanOrEqual(size.width);
      expect(await page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth), file).toBeLessThanOrEqual(0);
    }
  }
  await page.goto(`${crepesAdmin.url}/admin/accounts/${alice.email}`);
  await page.getByRole('button', { name: `End the access of ${crepesAdmin.email}` }).click();
  await expect(page.getByText('Open now')).toBeHidden();
});
