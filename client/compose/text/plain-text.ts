/**
 * The text alternative of what was written, for readers without HTML. Takes HTML as a browser serialises it (attributes quoted, tags
 * closed) and gives quoted lines a `> ` each (RFC 3676 §4.5), list items a bullet or number, and links their address.
 */
import { escapeHtml } from '#lib/html/escape-html.ts';

const blocks = new Set([
  'div',
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'table',
  'tr',
  'pre',
  'ul',
  'ol',
  'li',
  'blockquote',
  'hr',
  'section',
  'article',
  'header',
  'footer',
  'figure',
]);
const silent = new Set(['style', 'script', 'head', 'title', 'template']);

export function htmlToPlainText(html: string): string {
  const out = new Lines();
  const lists: { ordered: boolean; n: number }[] = [];
  let link: { href: string; from: string } | null = null;
  let skip: string | null = null;
  let preformatted = 0;
  for (const [token, closing, name, attributes] of html.matchAll(
    /<!--[\s\S]*?-->|<(\/?)([a-z][a-z0-9:-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>|[^<]+|</gi,
  ) as Iterable<[string, string?, string?, string?]>) {
    const tag = name?.toLowerCase();
    if (skip) {
      if (tag === skip && closing) skip = null;
      continue;
    }
    if (token.startsWith('<!--')) continue;
    if (!tag) {
      out.text(decodeEntities(token), preformatted > 0);
      continue;
    }
    if (!closing && silent.has(tag)) skip = tag;
    else if (tag === 'br') out.lineBreak();
    else if (tag === 'hr' && !closing) out.startBlock().text('---', true);
    else if (tag === 'img' && !closing) out.text(decodeEntities(/\balt="([^"]*)"/i.exec(attributes ?? '')?.[1] ?? ''), false);
    else if (tag === 'a') {
      if (closing && link) {
        const shown = out.since(link.from);
        if (shown.trim() !== link.href && `mailto:${shown.trim()}` !== link.href) out.text(` <${link.href}>`, true);
        link = null;
      } else if (!closing) {
        const href = decodeEntities(/\bhref="([^"]*)"/i.exec(attributes ?? '')?.[1] ?? '');
        link = /^(https?|mailto):/i.test(href) ? { href, from: out.mark() } : null;
      }
    } else if (blocks.has(tag)) {
      out.startBlock();
      if (tag === 'blockquote') out.quote(closing ? -1 : 1);
      if (tag === 'pre') preformatted += closing ? -1 : 1;
      if (tag === 'p' && closing) out.blank();
      if (tag === 'ul' || tag === 'ol') {
        if (closing) lists.pop();
        else lists.push({ ordered: tag === 'ol', n: 0 });
      }
      const list = lists.at(-1);
      if (tag === 'li' && !closing && list) out.text(`${'  '.repeat(lists.length - 1)}${list.ordered ? `${++list.n}.` : '*'} `, true);
    } else if ((tag === 'td' || tag === 'th') && closing) out.text(' ', false);
  }
  return out.finish();
}

/** Text as HTML: escaped, a `<div>` a line. */
export function plainTextToHtml(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => `<div>${line === '' ? '<br>' : escapeHtml(line)}</div>`)
    .join('');
}

function decodeEntities(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    const code = decimal ? Number(decimal) : hex ? parseInt(hex, 16) : NaN;
    if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    return named[name?.toLowerCase() ?? ''] ?? whole;
  });
}

class Lines {
  #lines: string[] = [];
  #line = '';
  #depth = 0;

  text(text: string, exact: boolean): void {
    const zeroWidth = text.replaceAll('\u200b', '');
    if (exact) {
      const [first = '', ...rest] = zeroWidth.split('\n');
      this.#line += first;
      for (const next of rest) {
        this.#push();
        this.#line = next;
      }
      return;
    }
    const collapsed = zeroWidth.replaceAll('\u00a0', ' ').replace(/[\t\n\r ]+/g, ' ');
    this.#line += this.#line === '' || this.#line.endsWith(' ') ? collapsed.replace(/^ /, '') : collapsed;
  }
  lineBreak(): void {
    this.#push();
  }
  startBlock(): this {
    if (this.#line.trim() !== '') this.#push();
    else this.#line = '';
    return this;
  }
  blank(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== this.#prefix().trimEnd()) this.#push();
  }
  quote(by: 1 | -1): void {
    this.#depth = Math.max(0, this.#depth + by);
  }
  mark(): string {
    return this.#line;
  }
  since(mark: string): string {
    return this.#line.startsWith(mark) ? this.#line.slice(mark.length) : this.#line;
  }
  finish(): string {
    this.startBlock();
    return `${this.#lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/\n+$/, '')}\n`;
  }
  #prefix(): string {
    return this.#depth === 0 ? '' : `${'>'.repeat(this.#depth)} `;
  }
  #push(): void {
    this.#lines.push(`${this.#prefix()}${this.#line}`.trimEnd());
    this.#line = '';
  }
}
