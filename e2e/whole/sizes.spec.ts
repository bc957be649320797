/**
 * How much JavaScript a page brings (ux, section 14), as sizes, not as times: every script that a fresh browser asks for until the page is
 * quiet, compressed as it comes over the line. What is loaded later, for what a person does then, is counted with that. What is loaded
 * ahead, when the browser has nothing else to do, is not counted: this one is never idle.
 */
import { gzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { alice, crepesAdmin, openMail, signIn } from '../harness/people.ts';

const kilobytes = (octets: number) => Math.round(octets / 1000);

/** Counts each script once, from now on; the result gives what has come since the last time that it was asked. */
function countScripts(page: Page): () => Promise<number> {
  const seen = new Set<string>();
  const waiting: Promise<number>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (response.request().resourceType() !== 'script' || seen.has(pathname) || response.status() !== 200) return;
    seen.add(pathname);
    waiting.push(
      response.body().then(async (body) => {
        expect(await response.headerValue('content-encoding'), `${pathname} comes compressed`).toMatch(/^(?:gzip|br|zstd)$/);
        return gzipSync(body).length;
      }),
    );
  });
  return async () => {
    await page.waitForLoadState('networkidle');
    return kilobytes((await Promise.all(waiting.splice(0))).reduce((sum, one) => sum + one, 0));
  };
}

test('the JavaScript of log-in, mail, composer and panel stays within its budget', async ({ browser }) => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const first = await context.newPage();
  const ofLogIn = countScripts(first);
  await first.goto(`${alice.url}/login`);
  const sizes: Record<string, number> = { login: await ofLogIn() };
  first.removeAllListeners('response');
  await signIn(first, alice);

  // Another page with an empty cache: all that the mail needs, also what the log-in had brought.
  const cookies = await context.cookies();
  await context.close();
  const fresh = await browser.newContext({ serviceWorkers: 'block' });
  await fresh.addCookies(cookies);
  await fresh.addInitScript(() => Object.assign(window, { requestIdleCallback: () => 0 }));
  const page = await fresh.newPage();
  const ofMail = countScripts(page);
  await openMail(page, alice, 'Tyre change on Friday');
  await expect(page.locator('article iframe').first()).toBeVisible();
  sizes.mail = await ofMail();
  await page.getByRole('button', { name: 'Compose' }).click();
  await expect(page.getByRole('dialog', { name: 'New message' }).getByRole('textbox', { name: 'Message' })).toBeVisible();
  sizes.composer = await ofMail();
  await fresh.close();

  const panel = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
  await signIn(panel, crepesAdmin);
  const adminCookies = await panel.context().cookies();
  await panel.context().close();
  const admin = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
  await admin.context().addCookies(adminCookies);
  const ofPanel = countScripts(admin);
  await admin.goto(`${crepesAdmin.url}/admin`);
  await expect(admin.getByRole('heading', { name: 'Dashboard' })).toBeVisible();
  sizes.admin = await ofPanel();
  await admin.context().close();

  const budget = { login: 170, mail: 300, composer: 60, admin: 300 };
  console.log(`JavaScript in kB, compressed: ${JSON.stringify(sizes)} of ${JSON.stringify(budget)}`);
  for (const [what, most] of Object.entries(budget)) {
    expect.soft(sizes[what], `${what}: kB of JavaScript`).toBeLessThanOrEqual(most);
    expect.soft(sizes[what], `${what}: something was measured`).toBeGreaterThan(5);
  }
});
