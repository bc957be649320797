/** Email/get and Email/parse (RFC 8621 §4.1, §4.2, §4.9). */
import { beforeAll, describe, expect, test } from 'vitest';
import type { EmailBodyPart, JmapEmail } from '#lib/jmap/types.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu');
});

let count = 0;
/** Stores a message with a mark by which it is found again, and reads it. */
async function read(text: string, args: object): Promise<JmapEmail & Record<string, unknown>> {
  const mark = `mark${++count}`;
  await bob.receive(`X-Mark: ${mark}\n${text}`);
  const { ids } = await bob.call('Email/query', { filter: { header: ['X-Mark', mark] } });
  const { list } = await bob.call('Email/get', { ids, ...args });
  return (list as (JmapEmail & Record<string, unknown>)[])[0] as JmapEmail & Record<string, unknown>;
}

describe('header forms (§4.1.2)', () => {
  // The address list of the RFC, with its name properly encoded.
  const list = '"  James Smythe" <james@example.com>, Friends:\n  jane@example.com, =?UTF-8?Q?John_Sm=C3=AEth?=\n  <john@example.com>;';
  const message = [
    `To: ${list}`,
    'Cc: undisclosed-recipients:;',
    'Subject:   =?UTF-8?Q?K=C3=A4se?= =?UTF-8?B?8J+ngA==?= and\n\tmore',
    'Message-ID: (here) <a@x>',
    'References: <a@x>\n <b@x> (c)',
    'Date: Tue, 10 Jul 2018 11:03:11 +1000',
    'List-Unsubscribe: <mailto:u@x?subject=off>,\n <https://x/u> (two)',
    'List-Post: NO',
    'X-Many: one',
    'X-Many: two',
    'X-Date: never',
    '',
    'text',
  ].join('\n');
  const expected: [property: string, value: unknown][] = [
    ['header:To', ` ${list.replaceAll('\n', '\r\n')}`],
    [
      'header:To:asAddresses',
      [
        { name: 'James Smythe', email: 'james@example.com' },
        { name: null, email: 'jane@example.com' },
        { name: 'John Smîth', email: 'john@example.com' },
      ],
    ],
    [
      'header:to:asGroupedAddresses',
      [
        { name: null, addresses: [{ name: 'James Smythe', email: 'james@example.com' }] },
        {
          name: 'Friends',
          addresses: [
            { name: null, email: 'jane@example.com' },
            { name: 'John Smîth', email: 'john@example.com' },
          ],
        },
      ],
    ],
    ['header:Cc:asGroupedAddresses', [{ name: 'undisclosed-recipients', addresses: [] }]],
    ['header:Cc:asAddresses', []],
    ['header:Subject:asText', 'Käse🧀 and\tmore'],
    ['header:Message-ID:asMessageIds', ['a@x']],
    ['header:References:asMessageIds', ['a@x', 'b@x']],
    ['header:Date:asDate', '2018-07-10T11:03:11+10:00'],
    ['header:X-Date:asDate', null],
    ['header:List-Unsubscribe:asURLs', ['mailto:u@x?subject=off', 'https://x/u']],
    ['header:List-Post:asURLs', null],
    ['header:X-Many', ' two'],
    ['header:x-many:asText:all', ['one', 'two']],
    ['header:X-None', null],
    ['header:X-None:asAddresses:all', []],
  ];
  test.each(expected)('%s', async (property, value) => {
    expect((await read(message, { properties: [property] }))[property]).toEqual(value);
  });

  test('convenience properties are the forms that they stand for', async () => {
    const email = await read(message, {
      properties: ['to', 'subject', 'messageId', 'references', 'sentAt', 'inReplyTo', 'from', 'header:To:asAddresses'],
    });
    expect(email).toMatchObject({
      messageId: ['a@x'],
      references: ['a@x', 'b@x'],
      sentAt: '2018-07-10T11:03:11+10:00',
      inReplyTo: null,
      from: null,
    });
    expect(email.to).toEqual(email['header:To:asAddresses']);
  });

  test('headers: all, in order, as they were written', async () => {
    const { headers } = await read('SUBJECT: =?utf-8?Q?a?=\nx-a:b\n\n', { properties: ['headers'] });
    expect(headers.slice(1)).toEqual([
      { name: 'SUBJECT', value: ' =?utf-8?Q?a?=' },
      { name: 'x-a', value: 'b' },
    ]);
  });
});

describe('bodies (§4.1.4)', () => {
  const nested = [
    'From: a@x',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=M',
    '',
    '--M',
    'Content-Type: multipart/alternative; boundary=A',
    '',
    '--A',
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    'X-Part: yes',
    '',
    'K=E4se',
    'line two',
    '--A',
    'Content-Type: multipart/related; boundary=R',
    '',
    '--R',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Käse <a href="https://example.com">link</a></p>',
    '--R',
    'Content-Type: image/png; name="p.png"',
    'Content-ID: <pic@x>',
    'Content-Disposition: inline',
    'Content-Transfer-Encoding: base64',
    '',
    'iVBORw0KGgo=',
    '--R--',
    '--A--',
    '--M',
    'Content-Type: message/rfc822',
    'Content-Disposition: attachment; filename="letter.eml"',
    '',
    'From: inner@x',
    'Subject: Inside',
    'Content-Type: multipart/mixed; boundary=I',
    '',
    '--I',
    '',
    'inner text',
    '--I',
    'Content-Type: text/csv; name=t.csv',
    '',
    'a,b',
    '--I--',
    '--M--',
    '',
  ].join('\n');

  test('structure, lists and values', async () => {
    const email = await read(nested, {
      properties: ['bodyStructure', 'bodyValues', 'textBody', 'htmlBody', 'attachments', 'hasAttachment'],
      bodyProperties: ['partId', 'blobId', 'type', 'size', 'name', 'cid', 'disposition', 'charset', 'header:X-Part:asText'],
      fetchAllBodyValues: true,
    });
    const types = (part: EmailBodyPart): unknown => (part.subParts ? [part.type, ...part.subParts.map(types)] : part.type);
    expect(types(email.bodyStructure)).toEqual([
      'multipart/mixed',
      ['multipart/alternative', 'text/plain', ['multipart/related', 'text/html', 'image/png']],
      'message/rfc822',
    ]);
    expect(email.bodyStructure).toMatchObject({ partId: null, blobId: null });
    const [plain] = email.textBody;
    const [html] = email.htmlBody;
    expect(plain).toMatchObject({ type: 'text/plain', charset: 'iso-8859-1', size: 14, 'header:X-Part:asText': 'yes' });
    expect(email.bodyValues[plain?.partId ?? '']).toEqual({ value: 'Käse\nline two', isEncodingProblem: false, isTruncated: false });
    expect(email.bodyValues[html?.partId ?? '']?.value).toBe('<p>Käse <a href="https://example.com">link</a></p>');
    expect(email.attachments).toMatchObject([
      { type: 'image/png', name: 'p.png', cid: 'pic@x', disposition: 'inline', size: 8, charset: null },
      { type: 'message/rfc822', name: 'letter.eml' },
    ]);
    expect(email.hasAttachment).toBe(true);
  });

  test('only the values asked for, cut between characters and outside of tags', async () => {
    const args = (more: object) => ({ properties: ['bodyValues', 'textBody', 'htmlBody'], ...more });
    const text = await read(nested, args({ fetchTextBodyValues: true, maxBodyValueBytes: 2 }));
    expect(Object.values(text.bodyValues)).toEqual([{ value: 'K', isEncodingProblem: false, isTruncated: true }]);
    const html = await read(nested, args({ fetchHTMLBodyValues: true, maxBodyValueBytes: 20 }));
    expect(Object.values(html.bodyValues)).toEqual([{ value: '<p>Käse ', isEncodingProblem: false, isTruncated: true }]);
    expect((await read(nested, args({}))).bodyValues).toEqual({});
  });

  test('more text than fits into memory is refused, a beginning of each is not', async () => {
    const big = `Content-Type: text/plain\n\n${'ketchup '.repeat(2_500_000)}`;
    const carol = await TestUser.make('carol@hamburger.edu');
    await Promise.all(Array.from({ length: 7 }, () => carol.receive(big)));
    const { ids } = await carol.call('Email/query', { filter: { minSize: 20_000_000 } });
    const args = { ids, properties: ['bodyValues'], fetchTextBodyValues: true };
    expect(await carol.failure('Email/get', args)).toMatchObject({ type: 'requestTooLarge' });
    const { list } = await carol.call('Email/get', { ...args, maxBodyValueBytes: 100 });
    expect((list as JmapEmail[]).map(({ bodyValues }) => Object.values(bodyValues)[0]?.value.length)).toEqual(Array(7).fill(100));
  });

  test('octets that do not fit the charset are a problem, not a failure', async () => {
    const email = await read('Content-Type: text/plain; charset=x-unknown\n\nKäse', {
      properties: ['bodyValues'],
      fetchTextBodyValues: true,
    });
    expect(Object.values(email.bodyValues)).toMatchObject([{ isEncodingProblem: true }]);
  });

  test('an attached message is read by Email/parse, and its parts by theirs', async () => {
    const { attachments } = await read(nested, { properties: ['attachments'] });
    const blobId = attachments[1]?.blobId ?? '';
    const answer = await bob.call('Email/parse', {
      blobIds: [blobId, 'nonsense'],
      properties: ['id', 'mailboxIds', 'subject', 'from', 'textBody', 'attachments', 'bodyValues'],
      fetchTextBodyValues: true,
    });
    const parsed = (answer.parsed as Record<string, JmapEmail>)[blobId];
    expect(answer.notFound).toEqual(['nonsense']);
    expect(parsed).toMatchObject({ id: null, mailboxIds: null, subject: 'Inside', from: [{ name: null, email: 'inner@x' }] });
    expect(Object.values(parsed?.bodyValues ?? {})).toMatchObject([{ value: 'inner text' }]);
    const file = parsed?.attachments[0];
    expect(file).toMatchObject({ name: 't.csv', size: 3 });
    const again = await bob.call('Email/parse', { blobIds: [file?.blobId], properties: ['preview'] });
    expect(again.parsed).toEqual({ [file?.blobId ?? '']: { preview: 'a,b' } });
  });
});

test('the message of the textbook, without any header, is all body; its sender is the envelope’s', async () => {
  const { list } = await bob.call('Email/get', { ids: null, properties: ['subject'] });
  const before = (list as object[]).length;
  await bob.receive('\nDo you like ketchup?\nHow about pickles?\n');
  const all = await bob.call('Email/get', {
    ids: null,
    properties: ['from', 'subject', 'sentAt', 'bodyValues', 'headers'],
    fetchTextBodyValues: true,
  });
  const bare = (all.list as JmapEmail[]).find(({ headers }) => headers.length === 0);
  expect((all.list as object[]).length).toBe(before + 1);
  expect(bare).toMatchObject({ from: null, subject: null, sentAt: null });
  expect(Object.values(bare?.bodyValues ?? {})[0]?.value).toBe('Do you like ketchup?\nHow about pickles?\n');
});

test('the default properties are those of the RFC, and no others', async () => {
  const email = await read(letter({}), {});
  expect(Object.keys(email).sort()).toEqual(
    [
      ...['id', 'blobId', 'threadId', 'mailboxIds', 'keywords', 'size', 'receivedAt', 'messageId', 'inReplyTo', 'references', 'sender'],
      ...['from', 'to', 'cc', 'bcc', 'replyTo', 'subject', 'sentAt', 'hasAttachment', 'preview', 'bodyValues', 'textBody', 'htmlBody'],
      ...['attachments'],
    ].sort(),
  );
  expect(Object.keys(email.textBody[0] ?? {}).sort()).toEqual(
    ['partId', 'blobId', 'size', 'name', 'type', 'charset', 'disposition', 'cid', 'language', 'location'].sort(),
  );
});
