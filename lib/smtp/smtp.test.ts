import { expect, test } from 'vitest';
import { deliveryNotice } from './dsn.ts';
import { headerFacts } from './header-facts.ts';
import { encode } from './octets.ts';
import { parsePathArgument } from './path.ts';
import { repairSubmission } from './repair-submission.ts';
import { formatReply, parseReply, reply } from './reply.ts';
import { quotedPrintable } from './seven-bit.ts';
import { protocolWord, receivedLine } from './trace.ts';

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const now = new Date('2026-11-21T03:00:00Z');

test.each([
  ['FROM:<alice@crepes.fr>', 'alice@crepes.fr', []],
  ['FROM: <alice@crepes.fr>', 'alice@crepes.fr', []],
  ['from:<>', '', []],
  ['FROM:<@relay.example,@b.example:alice@crepes.fr> SIZE=5 BODY=8BITMIME', 'alice@crepes.fr', ['SIZE', 'BODY']],
  ['FROM:<"a b>c"@crepes.fr>', '"a b>c"@crepes.fr', []],
  ['FROM:<jörg@bücher.example> SMTPUTF8', 'jörg@bücher.example', ['SMTPUTF8']],
  ['FROM:alice@[127.0.0.1]', 'alice@[127.0.0.1]', []],
])('%s is a path', (argument, address, names) => {
  const path = parsePathArgument(argument, 'FROM');
  expect([path?.address, [...(path?.parameters.keys() ?? [])]]).toEqual([address, names]);
});

test.each([
  '',
  'FROM',
  'TO:<a@b>',
  'FROM:<a@b',
  'FROM:<a@b>x',
  'FROM:<a b@c>',
  'FROM:<a@b> X X',
  'FROM:<a@-b>',
  `FROM:<${'x'.repeat(65)}@b>`,
])('%j is no path', (argument) => expect(parsePathArgument(argument, 'FROM')).toBeNull());

test('replies', () => {
  expect(formatReply(reply(250, '2.1.0', ['a', 'b']), true)).toBe('250-2.1.0 a\r\n250 2.1.0 b\r\n');
  expect(formatReply(reply(250, '2.1.0', 'a\r\nb'), false)).toBe('250 a b\r\n');
  expect(parseReply('550-5.1.1 no such\r\n550 5.1.1 user')).toEqual({ code: 550, status: '5.1.1', text: 'no such user' });
  expect(parseReply('421 busy')).toEqual({ code: 421, status: null, text: 'busy' });
});

test('trace lines cannot be broken by what the client said', () => {
  const line = receivedLine({
    ...{ helo: 'a\r\nb', remoteAddress: '::1', hostname: 'h.example', protocol: 'ESMTP', tls: null, id: 'X', recipient: null, at: now },
  });
  expect(line).toBe('Received: from a??b ([IPv6:::1])\r\n\tby h.example (Posthorn) with ESMTP id X; Sat, 21 Nov 2026 03:00:00 +0000\r\n');
  expect(protocolWord({ esmtp: true, tls: true, auth: true, utf8: true })).toBe('UTF8SMTPSA');
});

test('a message whose first line is text has no header', () => {
  expect(headerFacts(encode('Do you like ketchup?\r\nHow about: pickles?\r\n'), 1000)).toMatchObject({ hasHeader: false, headerBytes: 0 });
  expect(headerFacts(encode('Received: a\r\nReceived: b\r\nX: c\r\n\r\nReceived: no\r\n'), 1000)).toMatchObject({
    ...{ hasHeader: true, headerBytes: 34, receivedCount: 2 },
  });
});

test('a submission gets what is missing and loses its Bcc', () => {
  const given = encode('Subject: é\r\nBcc: secret@crepes.fr,\r\n\tother@crepes.fr\r\nTo: bob\r\n\r\nBcc: stays\r\n');
  const to = { sender: 'alice@crepes.fr', hostname: 'crepes.fr', id: 'id', now };
  expect(decode(repairSubmission(given, headerFacts(given, 1000), to))).toBe(
    'From: <alice@crepes.fr>\r\nDate: Sat, 21 Nov 2026 03:00:00 +0000\r\nMessage-ID: <id@crepes.fr>\r\nSubject: é\r\nTo: bob\r\n\r\nBcc: stays\r\n',
  );
  const bare = encode('only text\r\n');
  expect(decode(repairSubmission(bare, headerFacts(bare, 1000), to))).toMatch(
    /^From: .*\r\nDate: .*\r\nMessage-ID: .*\r\n\r\nonly text\r\n$/,
  );
});

test('quoted-printable keeps lines short and blanks at their end', () => {
  const text = decode(quotedPrintable(encode(`${'é'.repeat(60)} \r\n=\r\n`)));
  for (const line of text.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76);
  expect(text).toMatch(/=20\r\n=3D\r\n$/);
});

test('a notice says in words who did not get it, and in fields why (RFC 3464)', () => {
  const notice = deliveryNotice({
    ...{ action: 'failed', to: 'alice@crepes.fr', hostname: 'crepes.fr', id: 'n1', now, arrivedAt: now, triedUntil: now, subject: 'Hello' },
    recipients: [
      {
        address: 'bob@b.example',
        orcpt: 'rfc822;bob+x@a.example',
        status: '5.1.1',
        diagnostic: '550 5.1.1 No such user',
        host: 'mx.b.example',
        lastAttempt: now,
      },
    ],
    ...{ original: 'Subject: Hello\r\nMessage-ID: <m@crepes.fr>\r\n\r\n', whole: false, envId: 'QQ 1' },
  });
  expect(notice).toContain('Auto-Submitted: auto-replied\r\n');
  expect(notice).toContain('\r\n\r\nOriginal-Envelope-Id: QQ 1\r\nReporting-MTA: dns; crepes.fr\r\n');
  expect(notice).toContain('\r\n\r\nOriginal-Recipient: rfc822;bob+x@a.example\r\nFinal-Recipient: rfc822; bob@b.example\r\n');
  expect(notice).toContain('Your message "Hello" of Sat, 21 Nov 2026 03:00:00 +0000 could not be delivered to bob@b.example.');
  expect(notice).toContain(
    'Final-Recipient: rfc822; bob@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\nRemote-MTA: dns; mx.b.example\r\n',
  );
  expect(notice).toContain('Content-Type: text/rfc822-headers\r\n\r\nSubject: Hello\r\nMessage-ID: <m@crepes.fr>\r\n');
});

test('the fields of a notice are ASCII, whatever the other server said; for an address that is not, they are of the other type (RFC 6533)', () => {
  const notice = (address: string) =>
    deliveryNotice({
      ...{
        action: 'failed',
        to: 'alice@crepes.fr',
        hostname: 'crepes.fr',
        id: 'n1',
        now,
        arrivedAt: now,
        triedUntil: now,
        subject: 'Hello',
      },
      recipients: [
        {
          address,
          orcpt: 'utf-8;jörg@b.example',
          status: '5.1.1',
          diagnostic: '550 Empfänger unbekannt 🥞',
          host: 'mx.b.example',
          lastAttempt: now,
        },
      ],
      ...{ original: 'Subject: Hello\r\n\r\n', whole: false, envId: null },
    });
  const statusOf = (text: string) => /Content-Type: message\/[a-z-]*delivery-status[^]*?\r\n--/.exec(text)?.[0] ?? '';
  const plain = statusOf(notice('joerg@b.example'));
  expect(plain).toMatch(/^Content-Type: message\/delivery-status\r\n\r\n/);
  expect(plain).toMatch(/^[\x00-\x7f]+$/);
  expect(plain).toContain('Original-Recipient: utf-8;j\\x{F6}rg@b.example\r\n');
  expect(plain).toContain('Diagnostic-Code: smtp; 550 Empf\\x{E4}nger unbekannt \\x{1F95E}\r\n');
  expect(notice('joerg@b.example')).toContain('said: 550 Empfänger unbekannt 🥞');
  const utf8 = statusOf(notice('jörg@b.example'));
  expect(utf8).toMatch(/^Content-Type: message\/global-delivery-status\r\nContent-Transfer-Encoding: 8bit\r\n\r\n/);
  expect(utf8).toContain('Final-Recipient: utf-8; jörg@b.example\r\n');
});
