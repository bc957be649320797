/**
 * Takes layers of docs/security.md away in the browser of the test, to show what each of them is worth and that the test sees it:
 * `HOSTILE_WITHOUT=sandbox,policy,cleaning npx playwright test e2e/reading/hostile-html.spec.ts`. Nothing in the product knows of this: the frame's
 * document is changed on its way, its attribute by a script that only this browser has.
 */
import { createHash } from 'node:crypto';
import type { BrowserContext, Frame } from '@playwright/test';
import type { HostileMail } from './hostile-mail.ts';

const layers = ['sandbox', 'policy', 'cleaning'] as const;
type Layer = (typeof layers)[number];

export const without = (process.env.HOSTILE_WITHOUT ?? '').split(',').filter(Boolean).map(layerOf);

function layerOf(name: string): Layer {
  const found = layers.find((layer) => layer === name.trim());
  if (!found) throw new Error(`HOSTILE_WITHOUT takes ${layers.join(', ')}, with commas between them, and not "${name}".`);
  return found;
}

export interface Tally {
  /** Names of those that ran a script, in their frame or in the page; that asked for something outside, also what a policy then refused. */
  ran: Set<string>;
  asked: Set<string>;
}

/** `shown`: what the page shows now, in its order. */
export async function strip(context: BrowserContext, shown: () => readonly HostileMail[]): Promise<Tally> {
  const tally: Tally = { ran: new Set(), asked: new Set() };
  const mailOf = async (frame: Frame): Promise<HostileMail | undefined> => {
    let own = frame;
    for (let above = own.parentFrame(); above?.parentFrame(); above = own.parentFrame()) own = above;
    if (!own.parentFrame()) return undefined;
    const element = await own.frameElement();
    return shown()[await element.evaluate((one) => [...document.querySelectorAll('article iframe')].indexOf(one as Element))];
  };
  const note = (set: Set<string>, frame: Frame) =>
    void mailOf(frame).then(
      (mail) => set.add(mail?.name ?? 'in the page itself'),
      () => set.add('of a frame that is gone'),
    );
  await context.exposeBinding('hostileRan', ({ frame }) => note(tally.ran, frame));
  await context.exposeBinding('hostileHtml', async ({ frame }) => htmlOf(await mailOf(frame)));
  await context.addInitScript(
    ([isSandboxed]) => {
      const { hostileRan } = window as unknown as { hostileRan: () => void };
      const before = window.alert;
      for (const name of ['alert', 'confirm', 'prompt', 'print'])
        Object.assign(window, { [name]: () => (hostileRan(), before.call(window, name)) });
      if (isSandboxed) return;
      const set = Reflect.get(Element.prototype, 'setAttribute') as (name: string, value: string) => void;
      Element.prototype.setAttribute = function (this: Element, name, value) {
        if (!(this instanceof HTMLIFrameElement && name === 'sandbox')) set.call(this, name, value);
      };
    },
    [!without.includes('sandbox')],
  );
  context.on('request', (request) => {
    const { pathname, protocol } = new URL(request.url());
    const isFrame = /^\/message-(?:frame|parser)\.html$/.test(pathname);
    if (request.frame().parentFrame() && !isFrame && /^https?:$/.test(protocol)) note(tally.asked, request.frame());
  });
  await context.route(/\/message-(?:frame|parser)\.html/, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers() };
    if (without.includes('sandbox')) headers['content-security-policy'] = "frame-ancestors 'self'";
    await route.fulfill({ response, headers, body: changed(await response.text()) });
  });
  return tally;
}

/** The frame's document without its policy; with HTML as it came, put in so that its scripts run too. */
function changed(document: string): string {
  let html = document;
  if (without.includes('cleaning')) {
    html = html
      .replace('function show(data){', 'async function show(data){data.html=await window.hostileHtml()||data.html;')
      .replace('root.innerHTML=data.html;', 'root.replaceChildren(document.createRange().createContextualFragment(data.html));');
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    html = html.replace(/'sha256-[^']+'/, `'sha256-${hash}'`); // the bridge is to run all the same
  }
  if (without.includes('policy')) html = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  return html;
}

function htmlOf(mail: HostileMail | undefined): string {
  const text = mail?.bytes.toString('latin1') ?? '';
  return Buffer.from(text.slice(text.indexOf('\r\n\r\n') + 4), 'base64').toString();
}
