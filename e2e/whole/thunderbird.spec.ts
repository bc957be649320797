/**
 * Thunderbird sets itself up from an address and a password alone, reads the inbox, marks and files, and sends with an attachment; the
 * webmail and Thunderbird agree about all of it.
 */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import tls from 'node:tls';
import nodemailer from 'nodemailer';
import { expect, test } from '@playwright/test';
import type { Marionette } from '../harness/marionette.ts';
import { row, signIn } from '../harness/people.ts';
import { portOffset } from '../harness/ports.ts';
import { startPosthorn, type Started } from '../harness/posthorn.ts';
import { startThunderbird, type Thunderbird } from '../harness/thunderbird.ts';

const offset = portOffset + 1200;
const bob = { email: 'bob@hamburger.edu', password: 'hungry-bob', url: `http://127.0.0.1:${80 + offset}` };

let posthorn: Started;
let thunderbird: Thunderbird;
test.beforeAll(async () => {
  test.setTimeout(240_000); // Thunderbird may have to be installed
  const names = { MAIL_HOSTNAME: 'mail.hamburger.edu', MAIL_DOMAIN: 'hamburger.edu', ADMIN_EMAIL: bob.email, ADMIN_PASSWORD: bob.password };
  posthorn = await startPosthorn({ PORT_OFFSET: String(offset), ...names }, /^Posthorn serves/);
  const smtp = nodemailer.createTransport({ host: '127.0.0.1', port: 25 + offset, tls: { rejectUnauthorized: false } });
  await smtp.sendMail({ from: 'Alice <alice@crepes.fr>', to: bob.email, subject: 'Do you like ketchup?', text: 'How about pickles?' });
  await smtp.sendMail({ from: 'Alice <alice@crepes.fr>', to: bob.email, subject: 'To be filed', text: 'Into the archive.' });
  thunderbird = await startThunderbird('hamburger.edu', 80 + offset);
});
test.afterEach(async () => {
  if (test.info().status === test.info().expectedStatus) return;
  await keepPicture('where it stopped');
});
test.afterAll(async () => {
  await thunderbird?.stop();
  await posthorn?.stop();
});

/** In Thunderbird's window: `pick(selector)` finds what is visible, also within web components; `inbox()` and `named(role)` its folders. */
const words = `
  const all = (root) => [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  const pick = (selector) => all(document).find((one) => one.matches(selector) && one.getBoundingClientRect().width > 0);
  const fill = (selector, text) => {
    const field = pick(selector);
    field.focus();
    field.value = text;
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
  const account = () => MailServices.accounts.accounts.find((one) => one.incomingServer.type === 'imap');
  const folders = () => account()?.incomingServer.rootFolder.descendants ?? [];
  const withFlag = (flag) => folders().find((one) => one.getFlag(Ci.nsMsgFolderFlags[flag]));
  const refresh = (folder) => {
    if (Date.now() - (window.refreshedAt ?? 0) < 2000) return; // each opens the folder anew: asking faster than it answers keeps it busy
    window.refreshedAt = Date.now();
    folder.updateFolder(null);
  };
  const messages = (folder) => [...folder.messages];
`;

async function keepPicture(name: string): Promise<void> {
  const file = test.info().outputPath(`${name}.png`);
  writeFileSync(file, await thunderbird.marionette.picture());
  await test.info().attach(name, { path: file, contentType: 'image/png' });
}

/** The certificate is of our own making: it is made known to Thunderbird as one that a person has looked at and accepted. */
async function acceptCertificate(program: Marionette, port: number): Promise<void> {
  const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerCertificate().raw.toString('base64');
  socket.destroy();
  await program.run(
    `const certificate = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB).constructX509FromBase64(args[0]);
    Cc['@mozilla.org/security/certoverride;1'].getService(Ci.nsICertOverrideService)
      .rememberValidityOverride('mail.hamburger.edu', args[1], {}, certificate, false);`,
    certificate,
    port,
  );
}

async function setUp(program: Marionette): Promise<void> {
  for (const port of [993, 465]) await acceptCertificate(program, port + offset);
  await program.until('the form for the address', `${words} return Boolean(pick('#email'));`);
  await program.run(`${words} fill('#realName', 'Bob'); fill('#email', args[0]);`, bob.email);
  await program.until(
    'the address is accepted',
    `${words} const next = pick('#forward'); if (next.disabled) return false; next.click(); return true;`,
  );
  await program.until('the servers are found', `${words} return Boolean(pick('#editConfiguration')) && !pick('#forward').disabled;`);
  await keepPicture('autoconfig');
  await program.run(`${words} pick('#forward').click();`);
  await program.until('the form for the password', `${words} return Boolean(pick('input[type=password]'));`);
  await program.run(`${words} fill('input[type=password]', args[0]); pick('#forward').click();`, bob.password);
  // It goes on to look for address books and calendars, of which there are none; the last page has one button to end with.
  await program.until(
    'the account is made',
    `${words}
    const last = pick('#forward');
    if (account() && last && !last.disabled && !pick('input[type=password]')) last.click();
    return Boolean(account()) && !pick('#forward');`,
  );
}

test('set up by autoconfig, read, marked, filed, answered with an attachment', async ({ page }) => {
  test.setTimeout(240_000);
  const program = thunderbird.marionette;
  await setUp(program);

  await program.until(
    'both messages are in the inbox',
    `${words} const inbox = withFlag('Inbox'); if (!inbox) return false; refresh(inbox); return messages(inbox).length === 2;`,
  );
  const roles = await program.run<string[]>(
    `${words} return ['Inbox', 'SentMail', 'Drafts', 'Junk', 'Trash', 'Archive'].filter((one) => withFlag(one));`,
  );
  expect(roles).toEqual(['Inbox', 'SentMail', 'Drafts', 'Junk', 'Trash', 'Archive']);

  // Read as a person would: the folder is opened, the message chosen, its text shown.
  await program.run(`${words} const tab = document.getElementById('tabmail').currentAbout3Pane; tab.displayFolder(withFlag('Inbox').URI);`);
  await program.until(
    'the message is shown',
    `${words}
    const pane = document.getElementById('tabmail').currentAbout3Pane;
    const inbox = withFlag('Inbox');
    const wanted = messages(inbox).find((one) => one.subject.includes('ketchup'));
    if (pane.gFolder !== inbox || !wanted) return false;
    const at = pane.gDBView.findIndexOfMsgHdr(wanted, true);
    if (pane.threadTree.selectedIndex !== at) pane.threadTree.selectedIndex = at;
    return pane.messageBrowser.contentWindow.getMessagePaneBrowser().contentDocument.body.textContent.includes('pickles');`,
  );
  await program.run(`${words}
    const inbox = withFlag('Inbox');
    const [ketchup, filed] = ['ketchup', 'filed'].map((word) => messages(inbox).find((one) => one.subject.includes(word)));
    inbox.markMessagesFlagged([ketchup], true);
    inbox.markMessagesRead([ketchup], true);
    MailServices.copy.copyMessages(inbox, [filed], withFlag('Archive'), true, null, null, true);`);
  await keepPicture('inbox');

  await program.run(`${words}
    const fields = Cc['@mozilla.org/messengercompose/composefields;1'].createInstance(Ci.nsIMsgCompFields);
    fields.to = 'bob@hamburger.edu';
    fields.subject = 'Butter and sugar';
    fields.body = 'The recipe is attached.';
    const attachment = Cc['@mozilla.org/messengercompose/attachment;1'].createInstance(Ci.nsIMsgAttachment);
    attachment.url = 'data:text/plain;charset=utf-8,two%20eggs%0A';
    attachment.name = 'recipe.txt';
    fields.addAttachment(attachment);
    const params = Cc['@mozilla.org/messengercompose/composeparams;1'].createInstance(Ci.nsIMsgComposeParams);
    params.composeFields = fields;
    params.format = Ci.nsIMsgCompFormat.PlainText;
    params.identity = account().defaultIdentity;
    MailServices.compose.OpenComposeWindowWithParams(null, params);`);
  await program.until(
    'the message can be sent',
    `${words}
    const compose = Services.wm.getMostRecentWindow('msgcompose');
    if (!compose?.gMsgCompose?.editor || compose.gWindowLocked || compose.document.getElementById('button-send')?.disabled) return false;
    compose.goDoCommand('cmd_sendNow');
    return true;`,
  );
  await program.until(
    'it is in the Sent folder',
    `${words} const sent = withFlag('SentMail'); refresh(sent); return messages(sent).length === 1;`,
  );

  // The webmail says the same.
  await signIn(page, bob);
  await expect(row(page, 'Butter and sugar')).toBeVisible();
  await expect(row(page, 'To be filed')).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Do you like ketchup\?, starred/ })).toBeVisible();
  await page.goto(`${bob.url}/mail/archive`);
  await expect(row(page, 'To be filed')).toBeVisible();
  await page.goto(`${bob.url}/mail/sent`);
  await row(page, 'Butter and sugar').click();
  await expect(page.getByRole('button', { name: 'recipe.txt 9 bytes' }).first()).toBeVisible();

  // And the other way: what is done in the webmail shows in Thunderbird, by its own IDLE and refresh.
  await page.goto(`${bob.url}/mail/archive`);
  await row(page, 'To be filed').click();
  await page.getByRole('button', { name: 'Delete' }).first().click();
  await program.until(
    'the message left the archive',
    `${words} const archive = withFlag('Archive'); refresh(archive); return messages(archive).length === 0;`,
  );
  test.info().annotations.push({ type: 'Thunderbird', description: thunderbird.version });
});
