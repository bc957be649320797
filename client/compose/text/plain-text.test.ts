import { expect, test } from 'vitest';
import { htmlToPlainText, plainTextToHtml } from './plain-text.ts';

test.each([
  ['<div>Do you like ketchup?</div><div><br></div><div>How about pickles?</div>', 'Do you like ketchup?\n\nHow about pickles?\n'],
  ['<p>One</p><p>Two</p>', 'One\n\nTwo\n'],
  ['<ul><li>flour</li><li>milk</li></ul><ol><li>mix</li><li>fry</li></ol>', '* flour\n* milk\n1. mix\n2. fry\n'],
  [
    '<div>Hello</div><blockquote><div>outer</div><blockquote>inner</blockquote></blockquote><div>end</div>',
    'Hello\n> outer\n>> inner\nend\n',
  ],
  ['see <a href="https://crepes.fr/menu">the menu</a>', 'see the menu <https://crepes.fr/menu>\n'],
  ['<a href="https://crepes.fr">https://crepes.fr</a>', 'https://crepes.fr\n'],
  ['<a href="mailto:bob@hamburger.edu">bob@hamburger.edu</a>', 'bob@hamburger.edu\n'],
  ['a &lt;b&gt; &amp; &#8364; &#x20ac;&nbsp;c', 'a <b> & € € c\n'],
  ['<style>p{color:red}</style><p>text</p><!-- a > b -->', 'text\n'],
  ['<img src="x" alt="a horn">', 'a horn\n'],
  ['<pre>two  spaces\n  kept</pre>', 'two  spaces\n  kept\n'],
  ['1 < 2', '1 < 2\n'],
])('%s', (html, text) => {
  expect(htmlToPlainText(html)).toBe(text);
});

test('text becomes HTML and comes back', () => {
  const text = 'Line with <tags> & "quotes"\n\nthird line\n';
  expect(htmlToPlainText(plainTextToHtml(text))).toBe(text);
});
