import { expect, test } from 'vitest';
import { previewKind, safeType } from './preview-kind.ts';

test.each([
  ['image/png', 'a.png', 'image'],
  ['application/octet-stream', 'a.JPG', 'image'],
  ['image/svg+xml', 'a.svg', 'text'],
  ['text/html', 'a.html', 'text'],
  ['application/pdf', 'a.html', 'pdf'],
  ['application/octet-stream', 'a.pdf', 'pdf'],
  ['message/rfc822', 'x', 'message'],
  ['text/vcard', 'a.vcf', 'contact'],
  ['video/mp4', 'a.mp4', 'video'],
  ['application/zip', 'a.zip', null],
  ['application/x-shockwave-flash', 'a.swf', null],
] as const)('%s %s is seen as %s', (type, name, kind) => expect(previewKind({ type, name, size: 10 })).toBe(kind));

test('a browser is never told a type that runs', () => {
  for (const type of [
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/xml',
    'application/pdf',
    'image/png',
    'application/octet-stream',
  ])
    for (const name of ['a.html', 'a.svg', 'a.pdf', 'a.png'])
      expect(safeType(previewKind({ type, name, size: 10 }), { type, name })).toMatch(
        /^(?:image\/(?!svg)|application\/(?:pdf|octet-stream))/,
      );
});
