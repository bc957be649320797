/**
 * Issue 3, resolved line 4: hostile HTML in the real reading pane. Nothing of it runs, nothing of it fetches, nothing leaves its frame, and
 * what it would have done is taken out before the frame's policy has to refuse it.
 */
import { expect, test, type Page } from '@playwright/test';
import { hostileMail, inConversation, vectors, type HostileMail } from '../harness/hostile/hostile-mail.ts';
import { Jmap } from '../harness/jmap.ts';
import { strip, without } from '../harness/hostile/strip.ts';
import { faultsOf, watch, type Watch } from '../harness/hostile/watch.ts';
import { bob, signIn } from '../harness/people.ts';

// The service worker would stand between the test and the requests; a recording of so many frames would take longer than the test.
test.use({ serviceWorkers: 'block', trace: 'off' });

const batchSize = 60;

test('every vector and every HTML message of the corpus: no script, no request, no escape', async ({ context, page }) => {
  test.setTimeout(600_000);
  const isWhole = without.length === 0;
  const all = isWhole ? await hostileMail() : vectors();
  expect(all.length).toBeGreaterThan(isWhole ? 1700 : 390);
  let batch: HostileMail[] = [];
  const jmap = await Jmap.of(bob);
  const mailbox = await jmap.mailbox(`Hostile ${Date.now()}`);
  try {
    const seen = await watch(context, page, bob.url);
    const tally = isWhole ? null : await strip(context, () => batch);
    await signIn(page, bob);
    const problems: string[] = [];
    for (let at = 0; at < all.length; at += batchSize) {
      batch = all.slice(at, at + batchSize);
      const made = await jmap.import(
        mailbox,
        batch.map((mail, index) => inConversation(mail, String(at), index)),
      );
      const threads = new Set(made.map(({ threadId }) => threadId));
      expect(threads.size, 'a batch is one conversation').toBe(1);
      const opened = open(page, `${bob.url}/mail/${mailbox}/${[...threads].join()}`, batch, seen);
      // Without its defences the page may be led away in the middle.
      problems.push(...(await (isWhole ? opened : opened.catch((error: unknown) => [String(error)]))));
    }
    if (tally)
      console.log(
        `Without ${without.join(', ')}: of ${all.length} vectors ${tally.ran.size} ran a script, ${tally.asked.size} asked for something outside, ` +
          `${problems.length} faults are found; the first: ${problems.slice(0, 3).join(' | ').slice(0, 600)}`,
      );
    expect(problems.slice(0, 50), `${problems.length} problems`).toEqual([]);
    expect(seen.pictures.length, 'pictures that were allowed were asked for from our proxy').toBeGreaterThan(1000);
    expect(seen.pictures.filter(({ address }) => !/^https?:\/\//.test(address))).toEqual([]);
  } finally {
    await jmap.removeMailbox(mailbox);
  }
});

async function open(page: Page, url: string, batch: HostileMail[], seen: Watch): Promise<string[]> {
  await page.goto(url);
  const shown = page.locator('html');
  await expect.poll(() => shown.getAttribute('data-shown'), { timeout: 60_000 }).toBe(String(batch.length));
  expect(
    seen.pictures.filter(({ page: asking }) => asking === url),
    'no picture before it is allowed',
  ).toEqual([]);
  const problems = await look(page, batch, seen);
  // Once more with the pictures, all of them allowed.
  const asked = await page.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('button[data-pictures=once]')];
    for (const button of buttons) button.click();
    return buttons.length;
  });
  if (asked > 0) {
    await expect(page.locator('button[data-pictures=once]')).toHaveCount(0);
    await expect
      .poll(async () => (await Promise.all(messageFrames(page).map(missing))).reduce((sum, one) => sum + one, 0), { timeout: 60_000 })
      .toBe(0);
    problems.push(...(await look(page, batch, seen)));
  }
  return problems;
}

const messageFrames = (page: Page) => page.frames().filter((frame) => new URL(frame.url()).pathname === '/message-frame.html');

/** Pictures from outside that have not come yet. */
const missing = (frame: ReturnType<typeof messageFrames>[number]) =>
  frame.evaluate(() => document.querySelectorAll('[data-remote]:not([src], [background])').length);

function placeOf(node: Node) {
  const frame = node as HTMLIFrameElement;
  const card = frame.closest('article')?.getBoundingClientRect();
  const own = frame.getBoundingClientRect();
  return {
    index: [...document.querySelectorAll('article iframe')].indexOf(frame),
    inside: card !== undefined && own.left >= card.left && own.right <= card.right + 1 && own.bottom <= card.bottom + 1,
    height: own.height,
  };
}

async function look(page: Page, batch: HostileMail[], seen: Watch): Promise<string[]> {
  const frames = messageFrames(page);
  expect(frames.length).toBe(batch.length);
  const faults = await Promise.all(
    frames.map(async (frame) => {
      const { index, inside, height } = await (await frame.frameElement()).evaluate(placeOf);
      const found = await faultsOf(frame);
      if (!inside) found.push('the frame leaves its card');
      if (height >= 200_000) found.push(`the frame grows: ${height} px`);
      return found.map((fault) => `${batch[index]?.name}: ${fault}`);
    }),
  );
  const app = await page.evaluate(() => [
    ...[...document.querySelectorAll('[onerror], [onload], [onclick], [onmouseover], img[src^="http"], .mail-reading style')].map(
      ({ outerHTML }) => outerHTML,
    ),
    ...(location.pathname.startsWith('/mail/') ? [] : [`led away to ${location.href}`]),
  ]);
  return [...faults.flat(), ...app, ...seen.take().map((event) => `${batch[0]?.name} … ${batch.at(-1)?.name}: ${event}`)];
}
