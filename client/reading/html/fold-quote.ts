/** What is quoted at the end of a message is folded away behind a small button; `<details>` needs no script. */
import { words } from '#client/i18n/words.ts';

export const foldedQuote = () => {
  const label = words('reading')('showQuoted').replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return { open: `<details class="quoted"><summary aria-label="${label}" title="${label}">•••</summary>`, close: '</details>' };
};

const quotes = '.gmail_quote, .yahoo_quoted, blockquote[type=cite], blockquote[cite], body > blockquote, div > blockquote';
const before = '.gmail_attr, .moz-cite-prefix, .OutlookMessageHeader';

/** Folds the quotation that ends the message with the line that leads to it, when something was written above it. */
export function foldQuote(body: HTMLElement): void {
  const outer = [...body.querySelectorAll<HTMLElement>(quotes)].filter((element) => !element.parentElement?.closest(quotes));
  const found = outer.at(-1) ?? outlookQuote(body);
  if (!found || textBeside(body, found, 'after') !== '' || textBeside(body, found, 'before') === '') return;
  const details = body.ownerDocument.createElement('details');
  details.className = 'quoted';
  const summary = body.ownerDocument.createElement('summary');
  summary.textContent = '•••';
  const label = words('reading')('showQuoted');
  summary.setAttribute('aria-label', label);
  summary.setAttribute('title', label);
  const lead = found.previousElementSibling;
  found.replaceWith(details);
  details.append(summary, ...(lead?.matches(before) ? [lead] : []), found);
}

/** Outlook marks no quotation: a rule, or a block with a line above it, with From, Sent and To below. All that follows is quoted. */
function outlookQuote(body: HTMLElement): HTMLElement | undefined {
  const marked = body.querySelector<HTMLElement>('#divRplyFwdMsg, #appendonsend');
  if (!marked?.parentElement) return undefined;
  const all = body.ownerDocument.createElement('div');
  const siblings = [...marked.parentElement.childNodes];
  const from = siblings.indexOf(marked);
  marked.before(all);
  all.append(...siblings.slice(from));
  return all;
}

function textBeside(body: HTMLElement, element: HTMLElement, side: 'before' | 'after'): string {
  const range = body.ownerDocument.createRange();
  range.selectNodeContents(body);
  if (side === 'before') range.setEndBefore(element);
  else range.setStartAfter(element);
  return range.toString().trim();
}
