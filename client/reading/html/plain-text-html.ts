import { escapeHtml } from '#lib/html/escape-html.ts';
import { foldedQuote } from './fold-quote.ts';

/** A plain text body as HTML: escaped, links made links, quotes marked by their depth. */
export function plainTextHtml(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const blocks: { depth: number; lines: string[] }[] = [];
  for (const line of lines) {
    const marks = /^(?:> ?)+/.exec(line)?.[0] ?? '';
    const depth = Math.min(8, marks.replaceAll(' ', '').length);
    const last = blocks.at(-1);
    const content = line.slice(marks.length);
    if (last?.depth === depth) last.lines.push(content);
    else blocks.push({ depth, lines: [content] });
  }
  const isText = ({ depth, lines: own }: { depth: number; lines: string[] }) => depth === 0 && own.some((line) => line.trim() !== '');
  const lastText = blocks.findLastIndex(isText);
  const hasQuoteAtEnd = lastText >= 0 && blocks.slice(lastText + 1).some(({ depth }) => depth > 0);
  const written = blocks.slice(0, hasQuoteAtEnd ? lastText + 1 : undefined);
  const quoted = hasQuoteAtEnd ? blocks.slice(lastText + 1) : [];
  const fold = foldedQuote();
  return htmlOf(written) + (quoted.length > 0 ? `${fold.open}${htmlOf(quoted)}${fold.close}` : '');
}

function htmlOf(blocks: { depth: number; lines: string[] }[]): string {
  return blocks
    .map(({ depth, lines: own }) => {
      const body = `<div class="plain">${linked(own.join('\n'))}</div>`;
      return '<blockquote>'.repeat(depth) + body + '</blockquote>'.repeat(depth);
    })
    .join('');
}

const link = /\b(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}])|\b([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g;

function linked(text: string): string {
  let html = '';
  let at = 0;
  for (const match of text.matchAll(link)) {
    const [whole, url] = match;
    const href = url ?? `mailto:${whole}`;
    html += `${escapeHtml(text.slice(at, match.index))}<a href="${escapeHtml(href)}" target="_blank" rel="noopener noreferrer">${escapeHtml(whole)}</a>`;
    at = match.index + whole.length;
  }
  return html + escapeHtml(text.slice(at));
}
