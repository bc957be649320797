/** What is quoted at the end of a message is folded away behind a small button; `<details>` needs no script. */
export const foldedQuote = {
  open: '<details class="quoted"><summary aria-label="Show quoted text" title="Show quoted text">•••</summary>',
  close: '</details>',
};

const quotes = '.gmail_quote, .yahoo_quoted, blockquote[type=cite], blockquote[cite], body > blockquote, div > blockquote';

/** Folds the quotation that ends the message, when something was written above it. */
export function foldQuote(body: HTMLElement): void {
  const outer = [...body.querySelectorAll<HTMLElement>(quotes)].filter((element) => !element.parentElement?.closest(quotes));
  const last = outer.at(-1);
  if (!last || textBeside(body, last, 'after') !== '' || textBeside(body, last, 'before') === '') return;
  const details = body.ownerDocument.createElement('details');
  details.className = 'quoted';
  const summary = body.ownerDocument.createElement('summary');
  summary.textContent = '•••';
  summary.setAttribute('aria-label', 'Show quoted text');
  last.replaceWith(details);
  details.append(summary, last);
}

function textBeside(body: HTMLElement, element: HTMLElement, side: 'before' | 'after'): string {
  const range = body.ownerDocument.createRange();
  range.selectNodeContents(body);
  if (side === 'before') range.setEndBefore(element);
  else range.setStartAfter(element);
  return range.toString().trim();
}
