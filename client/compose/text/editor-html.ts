/**
 * Between the stored HTML and what the editor shows. Inline pictures are `cid:` in the message and a URL of ours in the editor; pictures from
 * elsewhere are not loaded while one writes, as that would tell their server. Everything is done in an inert document.
 */
import createPurifier from 'dompurify';

let purifier: ReturnType<typeof createPurifier> | undefined;

/** What Squire may show: no style sheets, forms or frames; no CSS that loads or leaves its place. */
export function safeFragment(html: string): DocumentFragment {
  purifier ??= makePurifier();
  return purifier.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'select', 'textarea', 'iframe', 'svg', 'math', 'video', 'audio', 'dialog'],
    ADD_ATTR: ['target'],
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|cid:|blob:|data:image\/(?!svg)|\/(?!\/))/i,
  });
}

export function toEditor(html: string, urlOfCid: (cid: string) => string | null): string {
  return change(html, (image) => {
    const cid = /^cid:(.+)$/i.exec(image.getAttribute('src') ?? '')?.[1];
    if (!cid) return;
    image.setAttribute('data-cid', cid);
    const url = urlOfCid(cid);
    if (url) image.setAttribute('src', url);
  });
}

export function fromEditor(html: string): string {
  return change(html, (image) => {
    const { cid, remoteSrc } = image.dataset;
    if (cid) image.setAttribute('src', `cid:${cid}`);
    else if (remoteSrc) image.setAttribute('src', remoteSrc);
    image.removeAttribute('data-cid');
    image.removeAttribute('data-remote-src');
  });
}

/**
 * A document for a frame without scripts or network (`sandbox` and its own CSP): the original, unaltered. Its head comes first so that nothing
 * in the original is read before the policy.
 */
export function quoteDocument(quote: string): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:`;
  const style = `:root{color-scheme:light}body{margin:0;font:14px/22px system-ui,sans-serif;overflow-wrap:anywhere}blockquote{margin:8px 0 0;padding-inline-start:12px;border-inline-start:2px solid GrayText}img{max-width:100%}`;
  return `<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><style>${style}</style>${withoutRemote(quote)}`;
}

/** The policy would refuse them anyway; without an address there is no broken picture and no report of a refusal. */
function withoutRemote(quote: string): string {
  return change(quote, (image) => {
    if (!/^data:/i.test(image.getAttribute('src') ?? '')) image.removeAttribute('src');
    image.removeAttribute('srcset');
  });
}

function change(html: string, each: (image: HTMLImageElement) => void): string {
  const template = document.createElement('template'); // inert: nothing in it is loaded
  template.innerHTML = html;
  for (const image of template.content.querySelectorAll('img')) each(image);
  return template.innerHTML;
}

function makePurifier(): ReturnType<typeof createPurifier> {
  const made = createPurifier(window);
  made.addHook('afterSanitizeAttributes', (node) => {
    if (node instanceof HTMLElement) {
      for (const property of [...node.style])
        if (/url\(|image-set\(/i.test(node.style.getPropertyValue(property)) || property === 'position')
          node.style.removeProperty(property);
    }
    if (!(node instanceof HTMLImageElement)) return;
    const src = node.getAttribute('src') ?? '';
    if (/^https?:/i.test(src) && new URL(src).origin !== location.origin) {
      node.dataset.remoteSrc = src;
      node.removeAttribute('src');
    }
    node.removeAttribute('srcset');
  });
  return made;
}
