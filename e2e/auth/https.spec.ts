/** Over HTTPS, with the certificate that the server has made for itself. */
import { expect, test } from '@playwright/test';
import { alice } from '../harness/people.ts';
import { port } from '../harness/ports.ts';

test.use({ ignoreHTTPSErrors: true });

test('the page behind the sign-in comes with the answer to it: Next finds itself whatever the browser speaks', async ({ page }) => {
  await page.goto(`https://127.0.0.2:${port(443)}/login`);
  await page.getByLabel('Email').fill(alice.email);
  await page.getByLabel('Password', { exact: true }).fill(alice.password);
  const answer = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/login'));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const headers = await (await answer).allHeaders();
  expect(headers['x-action-redirect']).toContain('/mail/inbox');
  expect(headers['content-type']).toContain('text/x-component');
  await expect(page.getByRole('grid', { name: 'Messages' })).toBeVisible();
  expect(page.url()).toMatch(/^https:/);
});
