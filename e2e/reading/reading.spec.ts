/** Reading: what a message shows, what it does not, and what can be done with what is in it. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { fromBuffer, type Entry } from 'yauzl';
import { Jmap } from '../harness/jmap.ts';
import { alice, bob, row, signIn } from '../harness/people.ts';
import { bytesOf, file, html, invitation, letter, mixed, picture, plain, winmail } from '../harness/letters.ts';

let jmap: Jmap;
let mailbox: string;
let hostname: string;

test.beforeAll(async () => {
  jmap = await Jmap.of(bob);
  mailbox = await jmap.mailbox(`Reading ${Date.now()}`);
  hostname = await jmap.hostname();
});
test.afterAll(() => jmap.removeMailbox(mailbox));

/** Puts a letter into the mailbox, signs in and opens it. */
async function read(page: Page, bytes: Uint8Array, ...more: Uint8Array[]) {
  const [one] = await jmap.import(mailbox, [bytes, ...more]);
  if (!page.url().startsWith(bob.url)) await signIn(page, bob);
  await page.goto(`${bob.url}/mail/${mailbox}/${one?.threadId}`);
  await expect(page.getByRole('toolbar', { name: 'Conversation' })).toBeVisible();
  return page.getByRole('article').last();
}

const text = (page: Page) => page.frameLocator('article iframe').last();

async function expectClean(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
}

test('names, subjects, file names and texts of events are text, never HTML', async ({ page }) => {
  const attack = '<img src=x onerror=document.title=1><b>bold</b>';
  await read(
    page,
    letter(
      { Subject: attack, From: `"${attack}" <mallory@hostile.example>`, To: `"${attack}" <bob@hamburger.edu>` },
      mixed(
        plain(`${attack}\n`),
        {
          type: 'text/calendar',
          parameters: { method: 'REQUEST' },
          body: { text: invitation('a@hostile.example', 'bob@hamburger.edu', attack) },
        },
        file(`${attack}.txt`, 'text/plain', bytesOf(attack)),
        file('people.vcf', 'text/vcard', bytesOf(`BEGIN:VCARD\r\nVERSION:4.0\r\nFN:${attack}\r\nEND:VCARD\r\n`)),
      ),
    ),
  );
  await expect(page.getByRole('heading', { name: attack })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Invitation' }).getByText(attack)).toBeVisible();
  await expect(text(page).getByText(attack)).toBeVisible();
  await expect(row(page, attack)).toBeVisible();
  await page
    .getByRole('button', { name: `${attack}.txt` })
    .first()
    .click();
  await expect(page.getByRole('dialog').locator('pre')).toHaveText(attack);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog').getByRole('listitem').getByText(attack)).toBeVisible();
  expect(await page.locator('img[src="x"], [onerror]').count()).toBe(0);
  expect(await page.locator('b', { hasText: /^bold$/ }).count()).toBe(0);
  expect(await page.title()).not.toBe('1');
});

test('the sender is verified, unverified or likely forged; links of the last ask first', async ({ page }) => {
  const results = (dmarc: string) => `${hostname}; spf=${dmarc} smtp.mailfrom=ovens.example; dmarc=${dmarc} header.from=ovens.example`;
  const body = html(
    '<p>See <a href="https://ovens.example/offer">our offer</a> or <a href="https://evil.example/login">https://bank.example</a></p>',
  );
  const good = await read(page, letter({ Subject: 'Verified', 'Authentication-Results': results('pass') }, body));
  await expect(good.getByText('Verified domain')).toBeVisible();
  await good.getByRole('button', { name: /^to / }).click();
  await expect(good.getByText('dmarc', { exact: false }).first()).toBeVisible();
  // A link that says another host than it leads to is asked about also here.
  await text(page).getByText('https://bank.example').click();
  await expect(page.getByRole('dialog', { name: 'Where does this link go?' }).getByText('evil.example', { exact: true })).toBeVisible();
  await expectClean(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  const bad = await read(page, letter({ Subject: 'Forged', 'Authentication-Results': results('fail') }, body));
  await expect(bad.getByText('Failed: likely forged')).toBeVisible();
  await expect(bad.getByRole('alert')).toContainText('ovens.example');
  await text(page).getByText('our offer').click();
  await expect(page.getByRole('dialog', { name: 'Where does this link go?' })).toBeVisible();
});

test('pictures wait; once allowed they come from our proxy, and for a verified sender always', async ({ page }) => {
  const asked: string[] = [];
  await page.context().route('**/api/picture**', (route) => {
    asked.push(new URL(route.request().url()).searchParams.get('url') ?? '');
    return route.fulfill({ contentType: 'image/png', body: Buffer.from(picture()) });
  });
  const body = html('<p>News</p><img src="https://ovens.example/a.png" alt="oven" width="40" height="40">');
  const verified = { 'Authentication-Results': `${hostname}; dmarc=pass header.from=ovens.example` };
  const card = await read(page, letter({ Subject: 'Pictures', ...verified }, body));
  await expect(card.getByText('Pictures are blocked')).toBeVisible();
  expect(asked).toEqual([]);
  await card.getByRole('button', { name: 'Always for this sender' }).click();
  await expect(text(page).locator('img')).toHaveAttribute('src', /^blob:null\//);
  expect(asked).toEqual(['https://ovens.example/a.png']);
  const next = await read(page, letter({ Subject: 'More pictures', ...verified }, body));
  await expect(text(page).locator('img')).toHaveAttribute('src', /^blob:null\//);
  await expect(next.getByText('Pictures are blocked')).toBeHidden();
  // The permission is the sender's, not everybody's who takes the name.
  const forged = await read(page, letter({ Subject: 'Not from there' }, body));
  await expect(forged.getByText('Pictures are blocked')).toBeVisible();
});

test('what is quoted is folded; all messages open and fold by key', async ({ page }) => {
  const first = letter({ Subject: 'A long talk' }, plain('The first word.\n'));
  const id = /Message-ID: (<[^>]+>)/.exec(first.toString())?.[1] ?? '';
  const reply = letter(
    { Subject: 'Re: A long talk', References: id },
    html(
      '<p>The answer.</p><div class="gmail_quote"><div class="gmail_attr">On Friday Priya wrote:</div><blockquote>The first word.</blockquote></div>',
    ),
  );
  const card = await read(page, first, reply);
  const quoted = text(page).getByText('On Friday Priya wrote:');
  await expect(text(page).getByText('The answer.')).toBeVisible();
  await expect(quoted).toBeHidden();
  await text(page).getByLabel('Show quoted text').click();
  await expect(quoted).toBeVisible();
  await expect(card).toBeVisible();
  await page.reload();
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(page.locator('article iframe')).toHaveCount(1); // what was read is folded
  await page.getByRole('heading', { name: 'A long talk' }).click();
  await page.keyboard.press(';');
  await expect(page.locator('article iframe')).toHaveCount(2);
  await page.keyboard.press(':');
  await expect(page.locator('article iframe')).toHaveCount(1);
});

test('files are looked at, one after the other; Back closes; all come as one archive', async ({ page }) => {
  const enclosed = letter(
    { Subject: 'Inside', From: 'Inner <inner@ovens.example>' },
    mixed(plain('A message in a message.\n'), file('deep.txt', 'text/plain', bytesOf('deep'))),
  );
  await read(
    page,
    letter(
      { Subject: 'Files' },
      mixed(
        plain('See the files.\n'),
        file('red.png', 'image/png', picture()),
        file('note.txt', 'text/plain', bytesOf('Grüße aus dem Ofen')),
        { type: 'message/rfc822', disposition: 'attachment', name: 'inside.eml', body: { plain: enclosed.toString('latin1') } },
        file('winmail.dat', 'application/ms-tnef', winmail('lease.txt', 'unpacked lease')),
        file('page.html', 'text/html', bytesOf('<script>alert(1)</script>')),
      ),
    ),
  );
  const files = page.getByRole('group', { name: 'Attachments' });
  await expect(files.getByText('lease.txt')).toBeVisible(); // what the winmail.dat held
  await expect(files.getByText('winmail.dat')).toBeHidden();
  await files.getByRole('button', { name: /^red\.png/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('img', { name: 'red.png' })).toBeVisible();
  await expectClean(page);
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByText('Grüße aus dem Ofen')).toBeVisible();
  await dialog.getByRole('button', { name: 'Next file' }).click();
  await expect(dialog.getByRole('heading', { name: 'Inside', exact: true })).toBeVisible();
  await expect(dialog.frameLocator('iframe').getByText('A message in a message.')).toBeVisible();
  await expect(dialog.getByText('deep.txt')).toBeVisible();
  await page.goBack();
  await expect(dialog).toBeHidden();
  await expect(files).toBeVisible();
  await files.getByRole('button', { name: /^page\.html/ }).click();
  await expect(dialog.getByText('<script>alert(1)</script>')).toBeVisible(); // HTML is read as text
  await page.keyboard.press('Escape');
  const waiting = page.waitForEvent('download');
  await files.getByRole('button', { name: 'Download all' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('Files.zip');
  const pieces: Buffer[] = [];
  for await (const piece of await download.createReadStream()) pieces.push(piece as Buffer);
  expect(await namesIn(Buffer.concat(pieces))).toEqual(['red.png', 'note.txt', 'inside.eml', 'lease.txt', 'page.html']);
});

function namesIn(archive: Buffer): Promise<string[]> {
  return new Promise((resolve, reject) =>
    fromBuffer(archive, (error, zip) => {
      if (error) return reject(error);
      const names: string[] = [];
      zip.on('entry', ({ fileName }: Entry) => names.push(fileName));
      zip.on('end', () => resolve(names));
      zip.on('error', reject);
    }),
  );
}

test('a contact that was sent is saved, once', async ({ page }) => {
  const name = `Camille Fournier ${Date.now()}`;
  const card = bytesOf(
    `BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:${crypto.randomUUID()}\r\nFN:${name}\r\nEMAIL:camille@crepes.fr\r\nEND:VCARD\r\n`,
  );
  await read(page, letter({ Subject: 'My card' }, mixed(plain('Here.\n'), file('camille.vcf', 'text/vcard', card))));
  await page.getByRole('button', { name: /^camille\.vcf/ }).click();
  await page.getByRole('button', { name: 'Save to contacts' }).click();
  await expect(page.getByText('Saved to your contacts')).toBeVisible();
  const { ids } = await jmap.call('ContactCard/query', { filter: { name } });
  expect(ids).toHaveLength(1);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^camille\.vcf/ }).click();
  await page.getByRole('button', { name: 'Save to contacts' }).click();
  await expect(page.getByText('It is in your contacts already')).toBeVisible();
});

test('an invitation is accepted, and its organizer is told', async ({ page, browser }) => {
  const summary = `Oven handover ${Date.now()}`;
  await read(
    page,
    letter(
      { Subject: `Invitation: ${summary}`, From: 'Alice Martin <alice@crepes.fr>' },
      {
        type: 'multipart/alternative',
        body: {
          parts: [
            plain('You are invited.\n'),
            { type: 'text/calendar', parameters: { method: 'REQUEST' }, body: { text: invitation(alice.email, bob.email, summary) } },
          ],
        },
      },
    ),
  );
  const card = page.getByRole('group', { name: 'Invitation' });
  await expect(card.getByText(summary)).toBeVisible();
  await expect(card.getByText('Wednesday', { exact: false })).toBeVisible();
  await expectClean(page);
  await card.getByRole('button', { name: 'Accept' }).click();
  await expect(card.getByText('You have accepted.')).toBeVisible();
  await expect(card.getByRole('button', { name: 'Accept' })).toHaveAttribute('aria-pressed', 'true');
  const other = await (await browser.newContext()).newPage();
  await signIn(other, alice);
  await row(other, `accepts: ${summary}`).click();
  await expect(other.getByRole('group', { name: 'Invitation' }).getByText(/has accepted\.$/)).toBeVisible();
  await other.context().close();
});

test('a list is left by a letter when it knows no other way', async ({ page }) => {
  const fields = { Subject: 'Newsletter', 'List-Unsubscribe': '<mailto:leave@lists.example?subject=leave%20me>' };
  await read(page, letter(fields, plain('News.\n')));
  await page.getByRole('button', { name: 'Unsubscribe' }).click();
  const dialog = page.getByRole('dialog', { name: /^Leave the list/ });
  await dialog.getByRole('button', { name: 'Unsubscribe' }).click();
  const compose = page.getByRole('dialog', { name: 'New message' });
  await expect(compose.getByLabel('Subject')).toHaveValue('leave me');
  await expect(compose.getByText('leave@lists.example')).toBeVisible();
});

test('the original, with its header, and the page for printing', async ({ page }) => {
  await page
    .context()
    .addInitScript(() => Object.assign(window, { print: () => document.documentElement.setAttribute('data-printed', '') }));
  const quote = '<p>Above.</p><blockquote type="cite">What was quoted is on paper too.</blockquote>';
  const card = await read(page, letter({ Subject: 'On paper', 'X-Own': 'a field of its own' }, html(quote)));
  const opened = page.waitForEvent('popup');
  await card.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Show original' }).click();
  const source = await opened;
  await expect(source.getByRole('heading', { name: 'On paper' })).toBeVisible();
  await expect(source.getByRole('region', { name: 'Headers' }).getByText('a field of its own')).toBeVisible();
  await expect(source.getByRole('region', { name: 'Source' }).getByText('X-Own: a field of its own')).toBeVisible();
  await expectClean(source);
  const printing = page.waitForEvent('popup');
  await card.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Print' }).click();
  const paper = await printing;
  await expect(paper.frameLocator('iframe').getByText('What was quoted is on paper too.')).toBeVisible();
  await expect(paper.locator('html')).toHaveAttribute('data-printed', '');
});

test('the way of a message that was sent: each step, and what the other server said', async ({ page }) => {
  await signIn(page, bob);
  const subject = `Its way ${Date.now()}`;
  await jmap.send(bob.email, alice.email, letter({ Subject: subject, From: bob.email, To: alice.email }, plain('Hello.\n')));
  await page.getByRole('treeitem', { name: /^Sent/ }).click();
  await row(page, subject).click();
  const card = page.getByRole('article').last();
  const dialog = page.getByRole('dialog', { name: 'Delivery' });
  await expect(async () => {
    await card.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Delivery' }).click();
    await expect(dialog.getByRole('listitem').first()).toBeVisible();
    const isThere = await dialog.getByText('Delivered to 1 of 1').isVisible();
    if (!isThere) await page.keyboard.press('Escape');
    expect(isThere).toBe(true);
  }).toPass();
  await expect(dialog.getByText('Handed in')).toBeVisible();
  await expect(dialog.getByRole('listitem').filter({ hasText: alice.email }).locator('pre').last()).toContainText('250');
  await expectClean(page);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: 'dark' });
  test('a message with files and a preview fit, in the dark theme', async ({ page }) => {
    await read(
      page,
      letter(
        { Subject: 'A rather long subject that has to be broken into several lines on a small screen' },
        mixed(html('<table width="900"><tr><td>wide</td></tr></table>'), file(`${'long-'.repeat(30)}.txt`, 'text/plain', bytesOf('x'))),
      ),
    );
    await expect(text(page).getByText('wide')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expectClean(page);
    await page.getByRole('button', { name: /^long-long/ }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expectClean(page);
  });
});
