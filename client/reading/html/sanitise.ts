/**
 * The HTML of a message made safe to be shown in the message frame: DOMPurify, then a filter for style. Nothing in the result points outside
 * but links: each picture has become a number, under which the reader's page gives the frame its octets, if the reader allows it.
 */
import type { DOMPurify } from 'dompurify';
import { foldQuote } from './fold-quote.ts';
import { isPlainColour, safeDeclarations, safeSheet, type StyleReport } from './safe-style.ts';

export interface SafeHtml {
  html: string;
  /** Number in the HTML → address: `cid:` of a part, or http(s) of a picture outside. */
  pictures: ReadonlyMap<string, string>;
  /** Remote styles that were left out for good. */
  blocked: number;
  /** The sender set colours of his own: shown on a light card also in the dark theme. */
  designed: boolean;
}

const forbiddenTags = [
  ...['form', 'input', 'button', 'select', 'textarea', 'option', 'fieldset', 'label', 'svg', 'math', 'video', 'audio', 'source', 'picture'],
  ...['link', 'meta', 'base', 'iframe', 'frame', 'frameset', 'object', 'embed', 'dialog', 'slot', 'template', 'noscript', 'noembed'],
  ...['noframes', 'xmp', 'plaintext', 'portal', 'track', 'menu', 'marquee', 'bgsound', 'progress', 'meter'],
];
const forbiddenAttributes = [
  ...[
    'srcset',
    'sizes',
    'ping',
    'poster',
    'formaction',
    'action',
    'autofocus',
    'contenteditable',
    'tabindex',
    'accesskey',
    'name',
    'usemap',
  ],
  ...['popover', 'popovertarget', 'is', 'slot', 'part', 'exportparts', 'draggable', 'download', 'crossorigin', 'loading', 'fetchpriority'],
  ...['longdesc', 'cite', 'profile', 'manifest', 'dynsrc', 'lowsrc', 'inert', 'command', 'commandfor', 'interestfor', 'anchor', 'nonce'],
];

/** `from`: how many pictures have a number already, in parts that stand above this one. */
export function sanitiseMessage(purify: DOMPurify, html: string, from = 0): SafeHtml {
  const pictures = new Map<string, string>();
  const numbers = new Map<string, string>();
  let blocked = 0;
  let designed = false;
  const report: StyleReport = { blocked: () => blocked++, designed: () => (designed = true) };
  const clean = purify.sanitize(html, {
    FORBID_TAGS: forbiddenTags,
    FORBID_ATTR: forbiddenAttributes,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ADD_TAGS: ['style'],
    WHOLE_DOCUMENT: true,
    RETURN_DOM: true,
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|cid:|\/\/|#|data:image\/(?:png|gif|jpe?g|webp|bmp|x-icon)[;,])/i,
  });
  const whole = clean as HTMLElement; // RETURN_DOM; of another window, where it was parsed

  /** Whatever it was, the attribute goes; what can be shown gets a number. */
  const takeOut = (element: Element, attribute: 'src' | 'background') => {
    const value = (element.getAttribute(attribute) ?? '').trim();
    element.removeAttribute(attribute);
    const address = value.startsWith('//') ? `https:${value}` : value;
    if (!/^(?:https?:\/\/|cid:|data:image\/)/i.test(address)) return;
    if (attribute === 'src' && element.localName !== 'img') return;
    if (attribute === 'background') designed = true;
    const number = numbers.get(address) ?? String(from + numbers.size + 1);
    numbers.set(address, number);
    pictures.set(number, address);
    element.setAttribute(`data-${attribute}`, number);
    if (/^https?:/i.test(address)) element.setAttribute('data-remote', '');
  };
  for (const element of whole.querySelectorAll('*')) {
    if (element.hasAttribute('src')) takeOut(element, 'src');
    if (element.hasAttribute('background')) takeOut(element, 'background');
    if (!isPlainColour(element.getAttribute('bgcolor') ?? 'white')) designed = true;
    if (element.localName === 'font' && !isPlainColour(element.getAttribute('color') ?? 'black')) designed = true;
    if (element.hasAttribute('style') && 'style' in element) {
      const safe = safeDeclarations(element.style as CSSStyleDeclaration, report);
      if (safe) element.setAttribute('style', safe);
      else element.removeAttribute('style');
    }
    if (element.localName === 'style') element.textContent = safeSheet(element.textContent ?? '', report);
    else if (element.localName === 'a' || element.localName === 'area') secureLink(element);
  }
  const body = whole.querySelector('body') ?? whole;
  foldQuote(body);
  if (!designed) followTheme(whole);
  return { html: styles(whole, body) + wrapped(body), pictures, blocked, designed };
}

/** A link opens in a window of its own, which knows nothing of ours; one that leads inside the message stays there. */
function secureLink(element: Element): void {
  element.setAttribute('rel', 'noopener noreferrer');
  const href = element.getAttribute('href') ?? '';
  if (href.startsWith('//')) element.setAttribute('href', `https:${href}`);
  if (href.startsWith('#')) element.removeAttribute('target');
  else if (!/^(?:https?:|mailto:|tel:|cid:|\/\/)/i.test(href)) element.removeAttribute('href');
  else element.setAttribute('target', '_blank');
}

/** Style sheets of the head, which the frame's element for the message cannot have. */
function styles(whole: HTMLElement, body: HTMLElement): string {
  return [...whole.querySelectorAll('style')]
    .filter((style) => !body.contains(style))
    .map((style) => style.outerHTML)
    .join('');
}

/** The body's own colours stay, on an element in its place. */
function wrapped(body: HTMLElement): string {
  const place = body.ownerDocument.createElement('div');
  const style = [
    body.getAttribute('style'),
    hexColour('background-color', body.getAttribute('bgcolor')),
    hexColour('color', body.getAttribute('text')),
  ];
  const kept = style.filter(Boolean).join('; ');
  if (kept) place.setAttribute('style', kept);
  for (const name of ['dir', 'lang', 'class', 'data-background', 'data-remote']) {
    const value = body.getAttribute(name);
    if (value !== null) place.setAttribute(name, value);
  }
  place.append(...body.childNodes);
  return place.outerHTML;
}

const hexColour = (name: string, value: string | null) => (value && /^(?:#[\da-f]{3,8}|[a-z]+)$/i.test(value) ? `${name}: ${value}` : null);

/** Mail that is black on white everywhere takes the theme's colours, so these may not be said. */
function followTheme(whole: HTMLElement): void {
  for (const element of whole.querySelectorAll<HTMLElement>('[style], [bgcolor], [color], [text]')) {
    for (const name of ['color', 'background-color', 'background', 'background-image']) element.style.removeProperty(name);
    for (const name of ['bgcolor', 'color', 'text']) element.removeAttribute(name);
  }
  for (const style of whole.querySelectorAll('style'))
    style.textContent = (style.textContent ?? '').replaceAll(/([{;]\s*)(?:color|background(?:-color|-image)?): [^;}]*/g, '$1');
}
