/** A mailing list of the demo with Alice as its member, and one letter of it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { Jmap } from './jmap.ts';
import { alice, crepesAdmin, signIn } from './people.ts';

/** The page that its mail says it can be left by, and Alice's row in the panel. */
export async function listWithLetter(page: Page): Promise<{ address: string; member: Locator }> {
  const list = `boats${Date.now()}@crepes.fr`;
  await signIn(page, crepesAdmin);
  await page.goto(`${crepesAdmin.url}/admin/lists`);
  await page.getByText('New list').click();
  await page.getByLabel('Address', { exact: true }).fill(list);
  await page.getByLabel('Name', { exact: true }).fill('Boats of the harbour');
  await page.getByRole('button', { name: 'Make list' }).click();
  await page.getByRole('link', { name: list }).click();
  await page.getByLabel('New members').fill(alice.email);
  await page.getByRole('button', { name: 'Add members' }).click();
  const member = page.getByRole('row').filter({ hasText: alice.email });
  await expect(member).toContainText('Active');

  const subject = `Regatta ${Date.now()}`;
  const jmap = await Jmap.of(alice);
  const letter = [
    `From: ${alice.email}`,
    `To: ${list}`,
    `Subject: ${subject}`,
    `Message-ID: <${Date.now()}@crepes.fr>`,
    '',
    'On Sunday.',
    '',
  ];
  await jmap.send(alice.email, list, Buffer.from(letter.join('\r\n')));
  await expect.poll(() => linkIn(jmap, subject), { timeout: 60_000 }).not.toBeNull();
  const link = new URL((await linkIn(jmap, subject)) ?? '');
  return { address: `${alice.url}${link.pathname}`, member };
}

/** Where the newest mail of the list says that it can be left. */
async function linkIn(jmap: Jmap, subject: string): Promise<string | null> {
  const { ids } = await jmap.call('Email/query', { filter: { subject } });
  const sources = await Promise.all((ids as string[]).map((id) => jmap.source(id)));
  const fields = sources.flatMap((source) => /^List-Unsubscribe:.*(?:\r\n[ \t].*)*/im.exec(source)?.[0] ?? []);
  return fields.map((field) => /<(https?:[^>]+)>/.exec(field)?.[1]).find(Boolean) ?? null;
}
