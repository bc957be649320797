/**
 * The HTML of a message made safe to be shown in the message frame: DOMPurify, then a filter for style. What would fetch something from
 * outside is taken out and counted, unless the reader allowed pictures; `cid:` pictures are replaced by data.
 */
import DOMPurify from 'dompurify';
import { foldQuote } from './fold-quote.ts';

export interface SafeHtml {
  html: string;
  /** Remote pictures and styles that were left out. */
  blocked: number;
  /** The sender set colours of his own: shown on a light card also in the dark theme. */
  designed: boolean;
}
export interface SanitiseOptions {
  allowRemote: boolean;
  /** Content-ID → data URL. */
  inline: ReadonlyMap<string, string>;
}

const forbiddenTags = [
  'form',
  'input',
  'button',
  'select',
  'textarea',
  'option',
  'svg',
  'math',
  'video',
  'audio',
  'source',
  'picture',
  'link',
  'meta',
  'base',
  'iframe',
  'object',
  'embed',
  'dialog',
  'slot',
  'template',
];
const forbiddenAttributes = [
  'srcset',
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
  'popover',
  'is',
  'slot',
];

export function sanitiseMessage(html: string, { allowRemote, inline }: SanitiseOptions): SafeHtml {
  let blocked = 0;
  let designed = false;
  const clean = DOMPurify.sanitize(html, {
    FORBID_TAGS: forbiddenTags,
    FORBID_ATTR: forbiddenAttributes,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ADD_TAGS: ['style'],
    WHOLE_DOCUMENT: true,
    RETURN_DOM: true,
    ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel|cid|data:image\/(?:png|gif|jpe?g|webp)):?/i,
  });
  const fragment = clean instanceof HTMLElement ? clean : document.createElement('body');
  const source = (element: Element, attribute: string) => {
    const value = element.getAttribute(attribute) ?? '';
    if (/^cid:/i.test(value)) {
      const data = inline.get(decodeURIComponentSafely(value.slice(4)));
      if (data) element.setAttribute(attribute, data);
      else element.removeAttribute(attribute);
    } else if (/^(?:https?:)?\/\//i.test(value)) {
      if (allowRemote) return;
      element.removeAttribute(attribute);
      blocked++;
    } else if (!/^data:image\//i.test(value)) element.removeAttribute(attribute);
  };
  for (const element of fragment.querySelectorAll('*')) {
    if (element.hasAttribute('src')) source(element, 'src');
    if (element.hasAttribute('background')) source(element, 'background');
    if (element.hasAttribute('bgcolor')) designed = true;
    const style = element.getAttribute('style');
    if (style !== null) {
      const safe = safeStyle(style, () => blocked++);
      if (/(?:^|[;\s])(?:background|color)\b/i.test(safe)) designed = true;
      element.setAttribute('style', safe);
    }
    if (element.localName === 'style') {
      element.textContent = safeStyle(element.textContent ?? '', () => blocked++);
      designed = true;
    }
    if (element.localName === 'a') {
      element.setAttribute('target', '_blank');
      element.setAttribute('rel', 'noopener noreferrer');
    }
  }
  foldQuote(fragment);
  return { html: fragment.innerHTML, blocked, designed };
}

/** Nothing is fetched by a style, and nothing leaves its place. Escapes could hide words from this filter, so they go. */
export function safeStyle(css: string, onBlocked: () => void): string {
  return css
    .replaceAll(/\\[0-9a-f]{1,6}\s?|\\./gi, '')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/@(?:import|font-face|charset|namespace)[^;{]*(?:;|\{[^}]*\})/gi, () => (onBlocked(), ''))
    .replaceAll(/(?:url|image-set|image|cross-fade|element|src|expression|paint)\s*\([^)]*\)?/gi, () => (onBlocked(), 'none'))
    .replaceAll(/position\s*:\s*(?:fixed|sticky|absolute)/gi, 'position: static')
    .replaceAll(/(?:behavior|-moz-binding)\s*:[^;}]*/gi, '')
    .replaceAll('</', '');
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
