/** What comes by SMTP and looks like junk lies in Junk, and says why. */
import { sendMail } from '../test/harness/send-mail.ts';
import { expect, open, row, test, tree } from './home.ts';
import { portOffset } from './ports.ts';

test('junk that came by SMTP tells its reasons, the weightiest first', async ({ page, person }) => {
  const letter = `From: Prize <win@far.example>\r\nTo: ${person.email}\r\nSubject: YOU HAVE WON THE PRIZE\r\nDate: Sat, 21 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@far.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>Go to <a href="https://bad.example/x">https://bank.example/prize</a> and fill in:</p><form action="https://bad.example"><input name="pin"></form><script>1</script>\r\n`;
  const said = await sendMail(25 + portOffset + 700, { from: 'win@far.example', to: [person.email] }, letter);
  expect(said).toContain('250 2.0.0');
  await open(page, person);
  await tree(page, /^Junk/).click();
  await row(page, 'YOU HAVE WON').click();
  const why = page.getByRole('region', { name: 'Why this is in Junk' });
  await expect(why.getByRole('listitem')).toHaveText([
    '+2A link shows another address than it leads to',
    '+1.5It holds a form to fill in',
    '+1It holds a script',
    '+0.7The subject shouts',
    '+0.5First mail of this sender',
  ]);
  await expect(why).toContainText('Score 5.7; junk from 5 on');
});
