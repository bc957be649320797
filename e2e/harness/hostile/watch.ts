/** Sees whatever a message does that it must not: scripts, requests, windows, refusals by a policy, and what is left in its document. */
import type { BrowserContext, Frame, Page } from '@playwright/test';

export interface Watch {
  /** What has been seen since the last time it was asked. */
  take: () => string[];
  /** What the picture proxy was asked for, and by which page. */
  pictures: { address: string; page: string }[];
}

/** A pixel, for whatever picture is asked for: the pictures of the corpus are not fetched from where they were. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

export async function watch(context: BrowserContext, page: Page, origin: string): Promise<Watch> {
  const seen: string[] = [];
  const pictures: Watch['pictures'] = [];
  // In every document, also the sandboxed ones, whose own dialogs the browser would suppress.
  await context.addInitScript(() => {
    const told = (what: string) => () => console.error(`SCRIPT RAN: ${what}`);
    Object.assign(window, { alert: told('alert'), confirm: told('confirm'), prompt: told('prompt'), print: told('print') });
    if (window.parent !== window) return;
    const shown = new Set<MessageEventSource | null>();
    addEventListener('message', ({ source, data }: MessageEvent<{ posthorn?: string } | null>) => {
      if (data?.posthorn === 'shown') document.documentElement.dataset.shown = String(shown.add(source).size);
    });
  });
  await context.route('**/*', async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    if (url.origin === origin && url.pathname === '/api/picture') {
      pictures.push({ address: url.searchParams.get('url') ?? '', page: (await request.headerValue('referer')) ?? '' });
      return route.fulfill({ contentType: 'image/gif', body: pixel });
    }
    const fromMessage = request.frame().parentFrame() !== null && !/^\/message-(?:frame|parser)\.html$/.test(url.pathname);
    if (url.origin === origin && !fromMessage) return route.continue();
    seen.push(`request: ${request.method()} ${request.url().slice(0, 200)}`);
    return route.abort();
  });
  context.on('page', (opened) => opened !== page && seen.push(`window: ${opened.url()}`));
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`));
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame() && !/^\/message-(?:frame|parser)\.html$/.test(new URL(frame.url(), origin).pathname))
      seen.push(`frame led away: ${frame.url()}`);
  });
  page.on('console', (message) => {
    const text = message.text();
    if (isParsed(text, origin)) return;
    if (/SCRIPT RAN|Content.Security.Policy|Refused to|Blocked script|sandboxed/i.test(text)) seen.push(`console: ${text.slice(0, 300)}`);
  });
  return { pictures, take: () => seen.splice(0) };
}

/**
 * The one message that is explained: Chromium says so when HTML with event handlers is parsed in the frame that exists so that none of it can
 * run (client/reading/html/parser-window.ts), before anything of it is shown.
 */
const isParsed = (text: string, origin: string) => text.startsWith(`Blocked script execution in '${origin}/message-parser.html'`);

/** What stands in the document of a message and must not. Runs in the browser, through the debugger, past the document's policy. */
export function faultsOf(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const faults: string[] = [];
    const root = document.querySelector('#message');
    if (!root) return ['there is no message'];
    const bad =
      'script, iframe, frame, object, embed, form, input, button, select, textarea, link, meta, base, svg, math, video, audio, source, template';
    for (const element of root.querySelectorAll('*')) {
      const name = element.localName;
      if (element.matches(bad)) faults.push(`<${name}>`);
      for (const { name: attribute, value } of element.attributes) {
        if (/^on|^(?:srcset|ping|action|formaction|poster|xlink:href)$/i.test(attribute)) faults.push(`<${name} ${attribute}>`);
        if (attribute === 'href' && !/^(?:https?:|mailto:|tel:|cid:|#)/i.test(value)) faults.push(`<${name} href=${value}>`);
        if (/^(?:src|background)$/.test(attribute) && !value.startsWith('blob:null/'))
          faults.push(`<${name} ${attribute}=${value.slice(0, 80)}>`);
        if (attribute === 'style' && /url\((?!"?blob:null)|@import|var\(/i.test(value)) faults.push(`style="${value.slice(0, 120)}"`);
      }
      const style = element instanceof HTMLStyleElement ? element.sheet : null;
      if (style && /url\(|@import|@font-face/i.test([...style.cssRules].map(({ cssText }) => cssText).join(' ')))
        faults.push('a style sheet that fetches');
      if (/fixed|sticky|absolute/.test(getComputedStyle(element).position)) faults.push(`<${name}> leaves its place`);
    }
    if (document.querySelectorAll('script').length !== 1) faults.push('another script than the bridge');
    if (self.origin !== 'null') faults.push(`the message has an origin: ${self.origin}`);
    return faults;
  });
}
