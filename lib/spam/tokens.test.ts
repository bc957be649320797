/** What the classifier sees of a message, and what it must not see. */
import { expect, test } from 'vitest';
import { tokensOf } from './tokens.ts';

const bytes = (...lines: string[]) => new TextEncoder().encode(lines.join('\r\n'));
const letter = (header: string[], body: string[]) => tokensOf(bytes(...header, '', ...body));
const from = 'From: Ann Baker <ann.baker77@mail.shop.example>';

test('words and pairs of them, each with its place; how it is written', () => {
  const tokens = letter([from, 'Subject: Cheap PILLS now!!'], ['Buy cheap pills: $5, 50% off.']);
  expect(tokens).toEqual(expect.arrayContaining(['s:cheap', 's:cheap pills', 's:PILLS', 's#!!', ':cheap pills', 'b#money', 'b#percent']));
  expect(tokens).toEqual(
    expect.arrayContaining(['f:ann.baker77@mail.shop.example', 'fd:shop.example', 'ft:example', 'fl:ann.baker0', 'fn:ann']),
  );
});

test('nothing tells where and when it travelled', () => {
  const trace = [
    'Received: from relay.far.example by mx.home.example; Sat, 21 Nov 2026 08:00:00 +0000',
    'Delivery-Date: Sat, 21 Nov 2026 08:00:01 +0000',
    'X-Authentication-Warning: relay.far.example: nobody owned process',
    'X-Mailing-List: <pies@lists.bakers.example>',
  ];
  const own = ['Date: Sat, 21 Nov 2026 08:00:00 +0000', 'Message-ID: <4711.abc@relay.far.example>', from, 'Subject: Pies'];
  const body = ['On Saturday, November 21 2026, at ten.'];
  const tokens = letter([...trace, ...own], body);
  expect(tokens.filter((token) => /relay|4711|nov|sat|2026|warning|mailing|bakers|delivery/.test(token))).toEqual([]);
  expect(letter([...trace.slice(0, 3), ...own], body)).toEqual(letter(own, body));
  expect(tokens).toContain('o:date>message-id');
});

test('the reader is nobody in particular: names and hosts of recipients are taken out, in links too', () => {
  const header = ['To: Joanna <joanna@home.example>', from, 'Subject: joanna, a pie for you'];
  const tokens = letter(header, ['Dear Joanna, we wrote to joanna@home.example: http://pies.example/off?to=joanna http://home.example/x']);
  expect(tokens.filter((token) => /joanna|home/.test(token))).toEqual([]);
  expect(tokens).toEqual(expect.arrayContaining(['s:yourname', ':dear yourname', ':youraddress', 'ud:pies.example']));
});

test('a list is not named: neither by its tag, nor by its host, nor by what it writes below', () => {
  const header = ['List-Id: Pies <pies.bakers.example>', 'To: pies@bakers.example', from, 'Subject: Re: [pies] Apples'];
  const footer = ['_______________________________________________', 'The pies list, for friends of pastry', 'http://bakers.example/pies'];
  const tokens = letter(header, ['Which apples?', ...footer]);
  expect(tokens.filter((token) => /pies|bakers|pastry/.test(token))).toEqual([]);
  expect(tokens).toEqual(expect.arrayContaining(['s:apples', ':which apples']));
  // A ruler of an author's own, in mail that is no list's, cuts nothing.
  expect(letter([from, 'Subject: x'], ['Apples', ...footer])).toContain(':pastry');
});

test('how it was made: program, order of the fields, form of the boundary, kinds of parts', () => {
  const header = [from, 'MIME-Version: 1.0', 'X-Mailer: The Bat! (v1.61)', 'Content-Type: multipart/alternative; boundary="----=_Ab12_3"'];
  const html = ['------=_Ab12_3', 'Content-Type: text/html; charset=koi8-r', '', '<html><form>Hello</form></html>', '------=_Ab12_3--'];
  expect(letter(header, html)).toEqual(
    expect.arrayContaining([
      ...['h:x-mailer', 'xm:the bat! (v0)', 'xmw:bat', 'o:mime-version>x-mailer', 'no:date'],
      ...['bnd:----=_Aa0_0', 'mime:multipart/alternative,text/html', 'cs:koi8-r', 'html', 'html:form', ':hello'],
    ]),
  );
});

test('a link: its owner, words and form of its path, and its letters', () => {
  const tokens = letter([from], ['http://www.best-pills4u.example/buy/cheap.php?id=12345 http://10.0.0.1/x']);
  expect(tokens).toEqual(
    expect.arrayContaining([
      ...['u:any', 'u:address', 'ud:best-pills4u.example', 'uh:www.best-pills4u.example', 'uw:best', 'uw:pills4u'],
      ...['up:cheap', 'us:/a/a.a?a=0', 'u5:pills'],
    ]),
  );
});

test('a long or hostile message ends', () => {
  const words = Array.from({ length: 60_000 }, (_, at) => `word${at}`).join(' ');
  expect(letter([from, `To: ${'a@b.example, '.repeat(2000)}`], [words, 'http://x.example/'.repeat(2000)]).length).toBeLessThanOrEqual(4000);
});
