/** The bridge script runs only while its hash stands in the frame's policy. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { plainTextHtml } from './plain-text-html.ts';
import { safeStyle } from './sanitise.ts';

test.each(['message-frame.html', 'message-frame-pictures.html'])('%s', (name) => {
  const html = readFileSync(`public/${name}`, 'utf8');
  const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(script).digest('base64');
  expect(html).toContain(`script-src 'sha256-${hash}'`);
  expect(html).toContain("default-src 'none'");
});

test.each([
  ['color: red; background: url(https://x.test/a.png)', 'color: red; background: none'],
  ['@import "https://x.test/a.css"; p { color: red }', ' p { color: red }'],
  ['position: fixed; top: 0', 'position: static; top: 0'],
  ['background: u\\72l(https://x.test)', 'background: ul(https://x.test)'],
  ['behavior: url(#x)', ''],
])('style %s', (css, safe) => expect(safeStyle(css, () => undefined)).toBe(safe));

test('plain text is escaped, linked and quoted', () => {
  expect(plainTextHtml('a <b>\n> see https://x.test/a?b=1&c.\nme@x.test')).toBe(
    '<div class="plain">a &lt;b&gt;</div><blockquote><div class="plain">see <a href="https://x.test/a?b=1&amp;c" target="_blank" rel="noopener noreferrer">' +
      'https://x.test/a?b=1&amp;c</a>.</div></blockquote><div class="plain"><a href="mailto:me@x.test" target="_blank" rel="noopener noreferrer">me@x.test</a></div>',
  );
});

test('a quotation at the end is folded, one in the middle is not', () => {
  expect(plainTextHtml('Yes.\n> Do you come?')).toContain('<details class="quoted">');
  expect(plainTextHtml('> Do you come?\nYes.')).not.toContain('<details');
  expect(plainTextHtml('> only a quotation')).not.toContain('<details');
});
