import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlToText } from '../html/to-text.ts';
import { readAddressList, toStoredAddresses } from './addresses.ts';
import { readDate } from './date.ts';
import { decodeWords, encodeWords } from './encoded-word.ts';
import { readParameters } from './parameters.ts';
import { decodePart, findPart } from './parts.ts';
import { renderMessage } from './render.ts';
import { baseSubject } from './subject.ts';
import { searchableText } from './text.ts';
import { decodeBase64, decodeQuotedPrintable, decodedSize } from './transfer-encoding.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (octets: Uint8Array) => new TextDecoder().decode(octets);
const crlf = (lines: string) => bytes(lines.replaceAll('\n', '\r\n'));

const multipart = crlf(`From: =?utf-8?Q?J=C3=BCrgen?= <j@crepes.fr>
To: friends: bob@hamburger.edu, "Carol, the cook" <carol@x.test>;
Subject: Re: [list] =?iso-8859-1?B?Q3LqcGVz?= on
 Friday
Message-ID: <2@crepes.fr>
In-Reply-To: <1@hamburger.edu>
References: <0@hamburger.edu> <1@hamburger.edu>
Date: Fri, 20 Nov 2026 23:30:00 -0500
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b1"

preamble
--b1
Content-Type: multipart/alternative; boundary=b2

--b2
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Cr=C3=AApes =
are good.
--b2
Content-Type: text/html; charset=utf-8

<p>Crêpes are <b>good</b>.</p>
--b2--
--b1
Content-Type: text/plain; name*0*=utf-8''re%C3%A7; name*1="ette.txt"
Content-Disposition: attachment
Content-Transfer-Encoding: base64

ZGlsbA==
--b1
Content-Type: message/rfc822

Subject: inner
From: inner@x.test

Inner text.
--b1--
epilogue
`);

describe('a multipart message', () => {
  const rendered = renderMessage(multipart);

  test('headers', () => {
    expect(rendered.subject).toBe('Re: [list] Crêpes on Friday');
    expect(rendered.sortSubject).toBe('CRÊPES ON FRIDAY');
    expect(rendered.sentOn).toBe('2026-11-20');
    expect(rendered.sentAt?.toISOString()).toBe('2026-11-21T04:30:00.000Z');
    expect(rendered.messageId).toBe('2@crepes.fr');
    expect(rendered.relatedIds).toEqual(['0@hamburger.edu', '1@hamburger.edu']);
    expect(rendered.headers.from).toEqual([{ name: 'Jürgen', email: 'j@crepes.fr' }]);
    expect(rendered.headers.to).toEqual([
      { name: null, email: 'bob@hamburger.edu', group: 'friends' },
      { name: 'Carol, the cook', email: 'carol@x.test', group: 'friends' },
    ]);
    expect(rendered.preview).toBe('Crêpes are good.');
    expect(rendered.hasAttachment).toBe(true);
  });

  test('offsets lead to exactly the parts', () => {
    const plain = findPart(rendered.root, '1.1');
    const file = findPart(rendered.root, '2');
    const inner = findPart(rendered.root, '3.1');
    expect(plain && decodePart(multipart, plain).text).toBe('Crêpes are good.');
    expect(file?.name).toBe('reçette.txt');
    expect(file && text(decodePart(multipart, file).bytes)).toBe('dill');
    expect(file?.decodedSize).toBe(4);
    expect(inner && decodePart(multipart, inner).text).toBe('Inner text.');
    expect(rendered.headerSize).toBe(text(multipart).indexOf('preamble'));
  });

  test('ENVELOPE and BODYSTRUCTURE', () => {
    expect(rendered.envelope).toBe(
      '("Fri, 20 Nov 2026 23:30:00 -0500" "Re: [list] =?iso-8859-1?B?Q3LqcGVz?= on Friday" (("=?utf-8?Q?J=C3=BCrgen?=" NIL "j" "crepes.fr")) ' +
        '(("=?utf-8?Q?J=C3=BCrgen?=" NIL "j" "crepes.fr")) (("=?utf-8?Q?J=C3=BCrgen?=" NIL "j" "crepes.fr")) ' +
        '((NIL NIL "friends" NIL)(NIL NIL "bob" "hamburger.edu")("Carol, the cook" NIL "carol" "x.test")(NIL NIL NIL NIL)) ' +
        'NIL NIL "<1@hamburger.edu>" "<2@crepes.fr>")',
    );
    expect(rendered.bodystructure).toContain('(("TEXT" "PLAIN" ("charset" "utf-8") NIL NIL "QUOTED-PRINTABLE" 24 1 NIL NIL NIL NIL)');
    expect(rendered.bodystructure).toContain('"ALTERNATIVE" ("boundary" "b2") NIL NIL NIL)');
    expect(rendered.bodystructure).toContain('("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 49 (NIL "inner"');
    expect(rendered.body).not.toContain('boundary');
  });
});

test('a message without any header is all body', () => {
  const rendered = renderMessage(bytes('Received: by x\r\n\r\nDo you like ketchup?\r\nHow about pickles?\r\n'), 'alice@crepes.fr');
  expect(rendered.preview).toBe('Do you like ketchup? How about pickles?');
  expect(rendered.headers).toEqual({ envelopeFrom: 'alice@crepes.fr' });
  expect(renderMessage(bytes('Do you like ketchup?\r\nHow about: pickles?\r\n')).headerSize).toBe(0);
});

test('an empty multipart is never told', () => {
  const rendered = renderMessage(crlf('Content-Type: multipart/mixed; boundary=x\n\nnothing here\n'));
  expect(rendered.root).toMatchObject({ id: '1', type: 'text/plain' });
  expect(rendered.bodystructure.startsWith('("TEXT" "PLAIN"')).toBe(true);
});

test.each([
  ['Fri, 21 Nov 1997 09:55:06 -0600', '1997-11-21T15:55:06.000Z'],
  ['21 Nov 97 09:55:06 GMT', '1997-11-21T09:55:06.000Z'],
  ['Thu, 13 Feb 1969 23:32 -0330 (Newfoundland Time)', '1969-02-14T03:02:00.000Z'],
  ['Sat Nov 21 10:00:00 2026', '2026-11-21T10:00:00.000Z'],
  ['2026-11-21T10:00:00+01:00', '2026-11-21T09:00:00.000Z'],
])('date %s', (written, instant) => expect(readDate(written)?.instant.toISOString()).toBe(instant));

test.each([
  ['Re: Re: [x] Fwd: hello (fwd)', 'hello'],
  ['[list]', '[list]'],
  ['[Fwd: Re: news]', 'news'],
  ['regarding', 'regarding'],
])('base subject of %s', (subject, base) => expect(baseSubject(subject)).toBe(base));

test.each([
  ['Alice alice@crepes.fr', [{ name: 'Alice', email: 'alice@crepes.fr' }]],
  ['bob@hamburger.edu (Bob (the cook))', [{ name: 'Bob (the cook)', email: 'bob@hamburger.edu' }]],
  ['"a \\"b\\"" <@relay.test:c@d.test>', [{ name: 'a "b"', email: 'c@d.test' }]],
  ['Undisclosed recipients:;', []],
  ['<>', [{ name: null, email: '' }]],
])('addresses of %s', (written, list) => expect(toStoredAddresses(readAddressList(written))).toEqual(list));

test('parameters with quotes, comments and continuations', () => {
  const found = readParameters('text/plain (hm); charset="utf-8"; name*=iso-8859-1\'fr\'cr%EApes; x=";"');
  expect(found.value).toBe('text/plain');
  expect([...found.decoded]).toEqual([
    ['charset', 'utf-8'],
    ['x', ';'],
    ['name', 'crêpes'],
  ]);
});

test('search text holds decoded headers and bodies, folded', () => {
  const found = searchableText(multipart);
  expect(found.hdr).toContain('subject: re: [list] crêpes on friday');
  expect(found.body).toContain('crêpes are good.');
  expect(found.body).toContain('inner text.');
  expect(found.body).toContain('reçette.txt');
});

test('html as text', () => {
  expect(htmlToText('<head><title>no</title></head><p>a &amp; b</p><script>x<y</script><p>c &lt; d &#8364;')).toBe('a & b\n\nc < d €');
  expect(htmlToText('1 < 2')).toBe('1 < 2');
});

test('words survive being encoded and decoded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (value) => {
      const clean = value.toWellFormed().replaceAll(/[\r\n\0]/g, '');
      fc.pre(!/^\s|\s$|\s{2}/.test(clean));
      expect(decodeWords(encodeWords(clean))).toBe(clean);
    }),
  );
});

test('base64 and quoted-printable agree with their sizes, for any octets', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
      expect(decodeBase64(octets).length).toBeLessThanOrEqual(octets.length);
      expect(decodedSize(octets, 'quoted-printable')).toBe(decodeQuotedPrintable(octets).length);
    }),
  );
});

test('no octets make it throw, and parts lie inside', () => {
  const pieces = fc.constantFrom(
    '--b\r\n',
    '--b--\r\n',
    '\r\n',
    '\n',
    'Content-Type: multipart/mixed; boundary=b\r\n',
    'Content-Type: message/rfc822\r\n',
    'Subject: =?utf-8?B?w',
    'To: a:b<c>,"',
    ' folded',
    '\0\u00ff',
    'x',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (list) => {
      const message = bytes(list.join(''));
      const { root, size } = renderMessage(message);
      expect(size).toBe(message.length);
      expect(root.bodyOffset + root.bodyLength).toBe(message.length);
    }),
  );
});

test('bombs take linear time', () => {
  expect(
    renderMessage(bytes('Subject: x\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n' + '=\r\n'.repeat(1_000_000))).root.decodedSize,
  ).toBe(0);
  const nested = 'Content-Type: message/rfc822\r\n\r\n'.repeat(5000);
  expect(renderMessage(bytes(nested)).size).toBe(nested.length);
  const parts = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\n'.repeat(100_000)}--b--\r\n`;
  expect(renderMessage(bytes(parts)).root.children?.length).toBeLessThanOrEqual(10_001);
});

test('HTML that calls itself plain text is previewed by its words; text about HTML is not', () => {
  const preview = (body: string) => renderMessage(Buffer.from(`From: a@b.example\r\nSubject: x\r\n\r\n${body}`)).preview;
  expect(preview('<HTML>\r\n<BODY><FONT size=2>Get <b>rich</b></FONT></BODY></HTML>\r\n')).toBe('Get rich');
  expect(preview('<b> makes text bold.\r\n')).toBe('<b> makes text bold.');
});
