/** Writing: recipients, formatting, files, templates, a time to come, and drafts that nothing loses. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { alice, bob, openMail, row, signIn, write } from '../harness/people.ts';

const newMessage = (page: Page) => page.getByRole('dialog', { name: 'New message', exact: true });
async function compose(page: Page) {
  await page.getByRole('button', { name: 'Compose' }).click();
  await expect(newMessage(page).getByLabel('To', { exact: true })).toBeFocused();
  return newMessage(page);
}
const paste = (page: Page, text: string) =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);

test.beforeEach(async ({ page }) => {
  await signIn(page, alice);
});

test('many addresses are pasted at once, a group is taken apart, a wrong one is corrected in its place', async ({ page }) => {
  const dialog = await compose(page);
  await paste(page, 'Friends: Bob Keller <bob@hamburger.edu>, eve@hamburger; chef@crepes.fr');
  for (const name of ['Bob Keller', 'chef@crepes.fr']) await expect(dialog.getByRole('button', { name, exact: true })).toBeVisible();
  await dialog.getByLabel('To', { exact: true }).fill('carol at hamburger.edu');
  await dialog.getByLabel('To', { exact: true }).press('Enter');
  await dialog.getByRole('button', { name: 'carol at hamburger.edu, not an address, edit' }).click();
  await dialog.getByLabel('Edit carol at hamburger.edu').fill('carol@hamburger.edu');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'carol@hamburger.edu', exact: true })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Bob Keller', exact: true })).toHaveAttribute('aria-description', 'Outside your domain');
  await dialog.getByRole('button', { name: 'Bob Keller', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Move to Cc' }).click();
  await expect(dialog.getByLabel('Cc', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Bob Keller', exact: true }).press('Delete');
  await expect(dialog.getByRole('button', { name: 'Bob Keller', exact: true })).toBeHidden();
});

test('chips are dragged from To to Cc', async ({ page }) => {
  const dialog = await compose(page);
  await paste(page, 'bob@hamburger.edu, chef@crepes.fr');
  await page.keyboard.press('Control+Shift+C');
  const cc = dialog.getByLabel('Cc', { exact: true });
  await dialog.getByRole('button', { name: 'bob@hamburger.edu', exact: true }).dragTo(cc);
  await expect(cc.locator('..').getByRole('button', { name: 'bob@hamburger.edu', exact: true })).toBeVisible();
});

test('text is formatted and linked, a picture is pasted and described', async ({ page }) => {
  const dialog = await compose(page);
  const text = dialog.getByRole('textbox', { name: 'Message' });
  await dialog.getByLabel('Subject').fill(`Looks ${Date.now()}`);
  await text.click();
  await page.keyboard.type('Read this');
  await page.keyboard.press('Shift+Home');
  await dialog.getByRole('button', { name: 'Bold' }).click();
  await page.keyboard.press('Control+k');
  await dialog.getByLabel('Link address').fill('hamburger.edu/menu');
  await page.keyboard.press('Enter');
  await expect(text.locator('a')).toHaveAttribute('href', 'https://hamburger.edu/menu');
  await expect(text.locator('b')).toHaveText('Read this');
  await dialog.getByRole('button', { name: 'Colour' }).click();
  await page.getByRole('menuitem', { name: 'Red' }).click();
  await expect(text.locator('[style*="color"]').first()).toBeVisible();
  await text.press('End');
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([await canvas.convertToBlob()], 'oven.png', { type: 'image/png' }));
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await dialog.getByLabel('Picture description').fill('The new oven');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(text.getByRole('img', { name: 'The new oven' })).toBeVisible();
  await expect(dialog.getByText(/^Saved/)).toBeVisible();
});

test('plain text is sent as text alone', async ({ page }) => {
  const subject = `Only words ${Date.now()}`;
  const dialog = await write(page, { to: alice.email, subject, text: 'All that is left' });
  await dialog.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('menuitem', { name: 'Plain text' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Message' })).toHaveValue(/All that is left/);
  await expect(dialog.getByRole('toolbar', { name: 'Formatting' })).toBeHidden();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(row(page, subject)).toBeVisible({ timeout: 30_000 });
  const types = await page.evaluate(async (wanted) => {
    const session = (await (await fetch('/.well-known/jmap')).json()) as { apiUrl: string; primaryAccounts: Record<string, string> };
    const accountId = session.primaryAccounts['urn:ietf:params:jmap:mail'];
    const methodCalls = [
      ['Email/query', { accountId, filter: { subject: wanted } }, 'q'],
      ['Email/get', { accountId, '#ids': { resultOf: 'q', name: 'Email/query', path: '/ids' }, properties: ['htmlBody'] }, 'g'],
    ];
    const using = ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail'];
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(session.apiUrl, { method: 'POST', headers, body: JSON.stringify({ using, methodCalls }) });
    const { methodResponses } = (await answer.json()) as { methodResponses: [string, { list: { htmlBody: { type: string }[] }[] }][] };
    return methodResponses[1]?.[1].list.flatMap(({ htmlBody }) => htmlBody.map(({ type }) => type)) ?? [];
  }, subject);
  expect(new Set(types)).toEqual(new Set(['text/plain']));
});

test('a message for tomorrow waits under Scheduled, its time is changed, and it goes back to the drafts', async ({ page }) => {
  const subject = `For tomorrow ${Date.now()}`;
  const dialog = await write(page, { to: bob.email, subject, text: 'Good morning.' });
  await dialog.getByRole('button', { name: 'Send later' }).click();
  const popup = page.getByRole('dialog', { name: 'Send later' });
  await popup.getByLabel('When, in words').fill('gibberish');
  await expect(popup.getByText('That is not understood.')).toBeVisible();
  await popup.getByLabel('When, in words').fill('tomorrow 9');
  await expect(popup.getByRole('status')).toContainText('09:00');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Will be sent .*09:00/)).toBeVisible();
  await page.goto(`${alice.url}/mail/scheduled`);
  await row(page, subject).click();
  await page.getByRole('button', { name: 'Change time' }).click();
  await page.getByRole('button', { name: /^Monday morning/ }).click();
  await expect(page.getByText(/Will be sent .*08:00/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(newMessage(page).getByLabel('Subject')).toHaveValue(subject);
  await page.goto(`${alice.url}/mail/drafts`);
  await expect(row(page, subject)).toBeVisible();
});

test('a template is saved and used', async ({ page }) => {
  const subject = `Weekly order ${Date.now()}`;
  const dialog = await write(page, { to: bob.email, subject, text: 'Ten kilos of flour, please.' });
  await dialog.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('menuitem', { name: 'Save as template' }).click();
  await expect(page.getByText('Saved as a template.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Discard draft' }).click();
  const next = await compose(page);
  await next.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('menuitem', { name: 'Use a template' }).click();
  await page.getByRole('dialog', { name: 'Templates' }).getByRole('button', { name: subject }).first().click();
  await expect(newMessage(page).getByLabel('Subject')).toHaveValue(subject);
  await expect(newMessage(page).getByRole('textbox', { name: 'Message' })).toContainText('Ten kilos of flour');
});

test('an answer is written in the conversation, minimised by Escape, and popped out into a window of its own', async ({
  page,
  context,
}) => {
  await openMail(page, alice, 'Menu cards, round two');
  await page.getByRole('button', { name: 'Reply', exact: true }).first().click();
  const answer = page.getByRole('main').getByRole('dialog', { name: 'New message: answer' });
  await expect(answer.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await page.keyboard.type('The second one, with the fish.');
  await expect(answer.getByText(/^Saved/)).toBeVisible();
  const opened = context.waitForEvent('page');
  await answer.getByRole('button', { name: 'Open in a window of its own' }).click();
  const popup = await opened;
  await expect(popup.getByRole('textbox', { name: 'Message' })).toContainText('with the fish');
  await expect(answer).toBeHidden();
  await popup.getByRole('button', { name: 'Discard draft' }).click();
  await expect(popup.getByText('You can close this window.')).toBeVisible();
});

test('what is written without a network is kept on the device, and saved by the next tab', async ({ context, page }) => {
  const subject = `From the train ${Date.now()}`;
  const dialog = await write(page, { to: bob.email, subject, text: 'We are in the tunnel.' });
  await expect(dialog.getByText(/^Saved/)).toBeVisible();
  await context.setOffline(true);
  await dialog.getByRole('textbox', { name: 'Message' }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' It is dark.');
  await expect(dialog.getByText('Offline, saved on this device')).toBeVisible();
  await page.close();
  await context.setOffline(false);
  const later = await context.newPage();
  await later.goto(`${alice.url}/mail/drafts`);
  await expect(row(later, 'It is dark.')).toBeVisible({ timeout: 15_000 });
  await expect(row(later, subject)).toHaveCount(1);
});

test('a draft that is changed in two windows is kept twice, and both windows say so or are right', async ({ context, page }) => {
  const subject = `Two pens ${Date.now()}`;
  const dialog = await write(page, { to: bob.email, subject, text: 'First pen.' });
  await expect(dialog.getByText(/^Saved/)).toBeVisible();
  await expect(page).toHaveURL(/[?&]c=/);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(newMessage(other).getByRole('textbox', { name: 'Message' })).toContainText('First pen.');
  await dialog.getByRole('textbox', { name: 'Message' }).click();
  await page.keyboard.type('Again first. ');
  await expect(dialog.getByText(/^Saved/)).toBeVisible();
  await newMessage(other).getByRole('textbox', { name: 'Message' }).click();
  await other.keyboard.type('Second. ');
  await expect(newMessage(other).getByText('Conflict: both kept')).toBeVisible();
  await expect(dialog.getByText('Conflict: both kept')).toBeVisible(); // the one that saved first is told as well
  await other.goto(`${alice.url}/mail/drafts`);
  await expect(row(other, subject)).toHaveCount(2);
});

test('a forgotten file is asked for, and a whole message goes along as a file', async ({ page }) => {
  const dialog = await write(page, { to: bob.email, subject: 'The plan', text: 'It is attached.' });
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('alert')).toContainText('no file is attached');
  await dialog.getByRole('button', { name: 'Discard draft' }).click();
  await openMail(page, alice, 'Tyre change on Friday');
  await page.getByRole('article').getByRole('button', { name: 'More' }).first().click();
  await page.getByRole('menuitem', { name: 'Forward as attachment' }).click();
  await expect(newMessage(page).getByText('Tyre change on Friday.eml')).toBeVisible();
});

test('windows are there again after a reload as they stood, minimised ones too', async ({ page }) => {
  const stamp = Date.now();
  const first = await write(page, { to: bob.email, subject: `First ${stamp}`, text: 'One.' });
  await expect(first.getByText(/^Saved/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: `First ${stamp}`, exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Compose' }).click();
  const second = newMessage(page).last();
  await expect(second.getByLabel('To', { exact: true })).toBeFocused();
  await second.getByLabel('Subject').fill(`Second ${stamp}`);
  await expect(second.getByText(/^Saved/)).toBeVisible();
  await expect(page).toHaveURL(/c=[^&,]+,[^&,]+/);
  await page.reload();
  await expect(page.getByRole('button', { name: `First ${stamp}`, exact: true })).toBeVisible(); // minimised: its title opens it
  await expect(page.getByRole('heading', { name: `Second ${stamp}` })).toBeVisible();
  await page.getByRole('button', { name: `First ${stamp}`, exact: true }).click();
  await expect(newMessage(page).getByRole('textbox', { name: 'Message' }).first()).toContainText('One.');
  for (let left = await page.getByRole('button', { name: 'Discard draft' }).count(); left > 0; left--) {
    await page.getByRole('button', { name: 'Discard draft' }).first().click();
    await expect(page.getByRole('button', { name: 'Discard draft' })).toHaveCount(left - 1);
  }
});

test('a read receipt is asked for, kept in the draft, and stands in the header', async ({ page }) => {
  const subject = `Did you read ${Date.now()}`;
  const dialog = await write(page, { to: alice.email, subject, text: 'Well?' });
  await dialog.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('menuitem', { name: 'Ask for a read receipt' }).click();
  await expect(dialog.getByText('Read receipt asked for')).toBeVisible();
  await expect(dialog.getByText(/^Saved/)).toBeVisible();
  await page.reload();
  await expect(newMessage(page).getByText('Read receipt asked for')).toBeVisible();
  await newMessage(page).getByRole('button', { name: 'Send', exact: true }).click();
  await expect(newMessage(page)).toBeHidden();
  await expect(row(page, subject).first()).toBeVisible({ timeout: 30_000 });
  const asked = await page.evaluate(async (wanted) => {
    const session = (await (await fetch('/.well-known/jmap')).json()) as { apiUrl: string; primaryAccounts: Record<string, string> };
    const accountId = session.primaryAccounts['urn:ietf:params:jmap:mail'];
    const property = 'header:Disposition-Notification-To:asAddresses';
    const methodCalls = [
      ['Email/query', { accountId, filter: { subject: wanted } }, 'q'],
      ['Email/get', { accountId, '#ids': { resultOf: 'q', name: 'Email/query', path: '/ids' }, properties: [property] }, 'g'],
    ];
    const using = ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail'];
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(session.apiUrl, { method: 'POST', headers, body: JSON.stringify({ using, methodCalls }) });
    const { methodResponses } = (await answer.json()) as { methodResponses: [string, { list: Record<string, { email: string }[]>[] }][] };
    return methodResponses[1]?.[1].list.map((one) => one[property]?.[0]?.email) ?? [];
  }, subject);
  expect(new Set(asked)).toEqual(new Set([alice.email]));
});

test('a receipt that was asked for is sent once the reader agrees, and comes back to who asked', async ({ page, browser }) => {
  test.setTimeout(90_000);
  const subject = `Please confirm ${Date.now()}`;
  const other = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await signIn(other, bob);
  const dialog = await write(other, { to: alice.email, subject, text: 'Did it come?' });
  await dialog.getByRole('button', { name: 'More options' }).click();
  await other.getByRole('menuitem', { name: 'Ask for a read receipt' }).click();
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(dialog).toBeHidden();
  await row(page, subject).click({ timeout: 45_000 });
  await expect(page.getByText(/asks to be told that you have read this/)).toBeVisible();
  await page.getByRole('button', { name: 'Send a receipt' }).click();
  await expect(page.getByText('The receipt is on its way.')).toBeVisible();
  await expect(row(other, `Read: ${subject}`)).toBeVisible({ timeout: 45_000 });
  await page.reload();
  await expect(page.frameLocator('article iframe').last().getByText('Did it come?')).toBeVisible();
  await expect(page.getByText(/asks to be told/)).toHaveCount(0);
});

test('a name in a message says who it is, and becomes a contact', async ({ page }) => {
  await openMail(page, alice, 'Menu cards, round two');
  const name = page.getByRole('button', { name: /^Who is / }).first();
  await name.click();
  const card = page.getByRole('dialog').filter({ has: page.getByRole('button', { name: 'Copy the address' }) });
  await expect(card).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([]);
  await card.getByRole('button', { name: 'Add to contacts' }).click();
  await expect(page.getByRole('article')).toBeVisible();
  await expect(page).toHaveURL(/\/contacts\/C/);
  await openMail(page, alice, 'Menu cards, round two');
  await page
    .getByRole('button', { name: /^Who is / })
    .first()
    .click();
  await expect(page.getByRole('link', { name: 'Open the contact' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('link', { name: 'Open the contact' })).toBeHidden();
});
