/** What comes by SMTP and looks like junk lies in Junk, and says why. */
import { AxeBuilder } from '@axe-core/playwright';
import { sendMail } from '../../test/harness/send-mail.ts';
import { expect, open, row, test, tree } from '../harness/home.ts';
import { portOffset } from '../harness/ports.ts';

test('junk that came by SMTP tells its reasons, the weightiest first', async ({ page, person }) => {
  const letter = `From: Prize <win@far.example>\r\nTo: ${person.email}\r\nSubject: YOU HAVE WON THE PRIZE\r\nDate: Sat, 21 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@far.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>Go to <a href="https://bad.example/x">https://bank.example/prize</a> and fill in:</p><form action="https://bad.example"><input name="pin"></form><script>1</script>\r\n`;
  const said = await sendMail(25 + portOffset + 700, { from: 'win@far.example', to: [person.email] }, letter);
  expect(said).toContain('250 2.0.0');
  await open(page, person);
  await tree(page, /^Junk/).click();
  await row(page, 'YOU HAVE WON').click();
  const why = page.getByRole('group', { name: 'Why this is in Junk' });
  await expect(why.getByRole('listitem')).toHaveText([
    '+2A link shows another address than it leads to',
    '+1.5It holds a form to fill in',
    '+1It holds a script',
    '+0.7The subject shouts',
    '+0.5First mail of this sender',
  ]);
  await expect(why).toContainText('Score 5.7; junk from 5 on');
});

test('what is held for an administrator is seen by whom it is to, with why, and deleted', async ({ page, person }) => {
  const test = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X';
  const letter = `From: <x@far.example>\r\nTo: ${person.email}\r\nSubject: Held\r\nMessage-ID: <held@far.example>\r\n\r\n${test}\r\n`;
  const said = await sendMail(25 + portOffset + 700, { from: 'x@far.example', to: [person.email] }, letter);
  expect(said).toContain('250 2.0.0 Message accepted for examination');
  await open(page, person);
  await expect(page.getByRole('button', { name: /is held for an administrator/ })).toHaveCount(0); // only where one looks for it
  await tree(page, /^Junk/).click();
  await page.getByRole('button', { name: '1 message to you is held for an administrator' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Held for an administrator' });
  await expect(dialog.getByRole('listitem').first()).toContainText('x@far.example');
  await expect(dialog).toContainText('It holds the test line for junk filters');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await dialog.getByRole('button', { name: 'Delete Held' }).click();
  await page.getByRole('dialog', { name: 'Delete the message from x@far.example?' }).getByRole('button', { name: 'Delete' }).click();
  await expect(dialog).toContainText('Nothing is held any more.');
  await expect(page.getByRole('dialog')).toHaveCount(1); // the question has gone
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /held for an administrator/ })).toHaveCount(0);
});
