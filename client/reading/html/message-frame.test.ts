/** The bridge script runs only while its hash stands in the frame's policy. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { frameAddress } from './frame-address.ts';
import { plainTextHtml } from './plain-text-html.ts';
import { isPlainColour } from './safe-style.ts';

test('the bridge script is the only one that may run', () => {
  const html = readFileSync('public/message-frame.html', 'utf8');
  const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(script).digest('base64');
  expect(html).toContain(`script-src 'sha256-${hash}'`);
  expect(html).toContain("default-src 'none'");
  expect(html.match(/<script/g)).toHaveLength(1);
});

test('its address names its content, so that a browser may keep it', () => {
  const hash = createHash('sha256').update(readFileSync('public/message-frame.html')).digest('hex').slice(0, 12);
  expect(frameAddress).toBe(`/message-frame.html?v=${hash}`);
});

test.each([
  ['black', true],
  ['#111', true],
  ['rgb(34, 34, 34)', true],
  ['#ffffff', true],
  ['rgba(200, 0, 0, 0)', true],
  ['red', false],
  ['#b00020', false],
  ['rgb(128, 128, 128)', false],
])('%s is what the theme says too: %s', (colour, plain) => expect(isPlainColour(colour)).toBe(plain));

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
