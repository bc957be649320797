/** The verdicts on messages of the RFCs and of our own making, over a DNS server of the test. */
import { generateKeyPairSync } from 'node:crypto';
import { dkimSign, sealMessage } from 'mailauth';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dispositionOf } from '#lib/mailauth/policy.ts';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneRecord, type ZoneServer } from '#server/dns/zone-server.ts';
import { forgetAnswers } from './look-up.ts';
import { verifySender } from './verify.ts';

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const published = `v=DKIM1; k=rsa; p=${keys.publicKey.toString('base64')}`;
const txt = (name: string, data: string): ZoneRecord => ({ name, type: 'TXT', data });
const records: ZoneRecord[] = [
  // RFC 6376 §C, RFC 8463 §A.2
  txt(
    'brisbane._domainkey.example.com',
    'v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB',
  ),
  txt('brisbane._domainkey.football.example.com', 'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='),
  txt(
    'test._domainkey.football.example.com',
    'v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB',
  ),
  txt('strict.example', 'v=spf1 ip4:192.0.2.1 -all'),
  txt('_dmarc.strict.example', 'v=DMARC1; p=reject; aspf=s; rua=mailto:reports@strict.example'),
  txt('s1._domainkey.strict.example', published),
  txt('mild.example', 'v=spf1 -all'),
  txt('_dmarc.mild.example', 'v=DMARC1; p=quarantine; sp=reject'),
  txt('lists.example', 'v=spf1 ip4:192.0.2.9 -all'),
  txt('s1._domainkey.lists.example', published),
];
let zone: ZoneServer;
beforeAll(async () => {
  zone = await startZoneServer({ records });
});
afterAll(() => zone.stop());
beforeEach(() => {
  Object.assign(process.env, {
    MAIL_HOSTNAME: 'mx.hamburger.edu',
    DNS_SERVER: `127.0.0.1:${zone.port}`,
    ARC_TRUSTED_SEALERS: 'lists.example',
  });
  forgetConfig();
  forgetAnswers();
});

const crlf = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'));
const judge = (message: Buffer, { mailFrom = 'a@strict.example', remoteAddress = '192.0.2.1', helo = 'mail.strict.example' } = {}) =>
  verifySender({ remoteAddress, helo, mailFrom, message });
const plain = (from: string) =>
  crlf(`From: ${from}\nTo: bob@hamburger.edu\nSubject: s\nMessage-ID: <1@strict.example>\nDate: Fri, 11 Jul 2003 21:00:37 -0700\n\nbody\n`);
async function signed(message: Buffer, signingDomain = 'strict.example'): Promise<Buffer> {
  const key = { signingDomain, selector: 's1', privateKey: keys.privateKey };
  const { signatures } = await dkimSign(message, { ...key, signatureData: [key] });
  return Buffer.concat([Buffer.from(signatures), message]);
}

// RFC 6376 §A.2, with the white space that its signature was made over (the RFC prints two blanks after the full stop).
const joe = `DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;
      c=simple/simple; q=dns/txt; i=joe@football.example.com;
      h=Received : From : To : Subject : Date : Message-ID;
      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
      b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB
      4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut
      KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV
      4bmp/YzhwvcubU4=;
Received: from client1.football.example.com  [192.0.2.1]
      by submitserver.example.com with SUBMISSION;
      Fri, 11 Jul 2003 21:01:54 -0700 (PDT)
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game. Are you hungry yet?

Joe.
`;
// RFC 8463 §A.3: the same letter, signed with both algorithms.
const both = `DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=test; t=1528637909; h=from : to : subject :
 date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
 DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
 dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
`;

test('the example of RFC 6376 passes, and not after a letter of it was changed', async () => {
  expect((await judge(crlf(joe))).dkim).toMatchObject([{ domain: 'example.com', selector: 'brisbane', result: 'pass' }]);
  expect((await judge(crlf(joe.replace('hungry', 'angry')))).dkim).toMatchObject([{ result: 'fail' }]);
  expect((await judge(crlf(joe.replace('Suzie Q', 'Suzie R')))).dkim).toMatchObject([{ result: 'fail' }]);
});

test('the example of RFC 8463 passes with both algorithms', async () => {
  expect((await judge(crlf(both))).dkim.map(({ selector, result }) => [selector, result])).toEqual([
    ['brisbane', 'pass'],
    ['test', 'pass'],
  ]);
});

test('SPF for MAIL FROM, for HELO when that is null, and its troubles', async () => {
  expect((await judge(plain('a@strict.example'))).spf).toMatchObject({ result: 'pass', domain: 'strict.example', identity: 'mailfrom' });
  expect((await judge(plain('a@strict.example'), { remoteAddress: '192.0.2.2' })).spf.result).toBe('fail');
  const bounce = await judge(plain('a@strict.example'), { mailFrom: '', helo: 'strict.example' });
  expect(bounce.spf).toMatchObject({ result: 'pass', domain: 'strict.example', identity: 'helo' });
  zone.failing.add('broken.example');
  expect((await judge(plain('a@strict.example'), { mailFrom: 'a@broken.example' })).spf.result).toBe('temperror');
});

test('DMARC: aligned SPF or DKIM passes; otherwise the policy of the domain or of the one above it', async () => {
  const bySpf = await judge(plain('a@strict.example'));
  expect(bySpf.dmarc).toMatchObject({ result: 'pass', spfAligned: true, dkimAligned: false, policy: 'reject' });
  expect(dispositionOf(bySpf)).toEqual({ kind: 'accept' });
  const byDkim = await judge(await signed(plain('a@strict.example')), { remoteAddress: '198.51.100.1' });
  expect(byDkim.dmarc).toMatchObject({ result: 'pass', spfAligned: false, dkimAligned: true });
  const forged = await judge(plain('a@strict.example'), { mailFrom: 'x@lists.example', remoteAddress: '192.0.2.9' });
  expect(forged.dmarc).toMatchObject({ result: 'fail', policy: 'reject', from: 'strict.example' });
  expect(dispositionOf(forged)).toMatchObject({ kind: 'refuse', reason: expect.stringContaining('strict.example') as string });
  expect(dispositionOf(await judge(plain('a@mild.example')))).toMatchObject({ kind: 'junk' });
  const below = await judge(plain('a@sub.mild.example'));
  expect(below.dmarc).toMatchObject({ result: 'fail', policy: 'reject', policyDomain: 'mild.example' });
  expect((await judge(plain('a@nobody.example'))).dmarc).toMatchObject({ result: 'none' });
});

test('DMARC: what the percentage spares gets the next milder policy; what DNS did not answer is not refused for good', async () => {
  const record = (pct: string) => {
    zone.records = [...records.filter(({ name }) => name !== '_dmarc.strict.example')];
    zone.records.push(txt('_dmarc.strict.example', `v=DMARC1; p=reject${pct}`));
    forgetAnswers();
  };
  const forged = () => judge(plain('a@strict.example'), { mailFrom: 'x@lists.example', remoteAddress: '192.0.2.9' });
  record('; pct=20');
  const sampled = await forged();
  expect([0, 19.9, 20, 99].map((lot) => dispositionOf(sampled, lot).kind)).toEqual(['refuse', 'refuse', 'junk', 'junk']);
  for (const [pct, kind] of [
    ['; pct=0', 'junk'],
    ['; pct=100', 'refuse'],
    ['; pct=many', 'refuse'],
    ['', 'refuse'],
  ] as const) {
    record(pct);
    expect([pct, dispositionOf(await forged(), 99.9).kind]).toEqual([pct, kind]);
  }
  zone.failing.add('s1._domainkey.strict.example');
  forgetAnswers();
  expect(dispositionOf(await judge(await signed(plain('a@strict.example')), { remoteAddress: '198.51.100.1' })).kind).toBe('defer');
  zone.failing.clear();
  forgetAnswers();
  expect(dispositionOf(await judge(await signed(plain('a@strict.example')), { remoteAddress: '198.51.100.1' })).kind).toBe('accept');
  zone.failing.add('broken.example');
  expect(dispositionOf(await judge(plain('a@strict.example'), { mailFrom: 'a@broken.example' })).kind).toBe('defer');
  zone.failing.clear();
  zone.records = records;
});

test('two authors of different domains are no author', async () => {
  const verdict = await judge(plain('a@strict.example, b@mild.example'));
  expect(verdict).toMatchObject({ dmarc: null, noAuthor: 'multiple-author-domains' });
});

test('a mailing list breaks the signature: the seal of a trusted one is believed, of a stranger not', async () => {
  const original = await signed(plain('a@strict.example'));
  const first = await judge(original, { remoteAddress: '198.51.100.1' });
  const changed = Buffer.from(original.toString('latin1').replace('Subject: s', 'Subject: [list] s'), 'latin1');
  const seal = { signingDomain: 'lists.example', selector: 's1', privateKey: keys.privateKey, authResults: first.results, cv: 'none' };
  const sealed = Buffer.concat([await sealMessage(changed, seal), changed]);
  const from = { mailFrom: 'list@lists.example', remoteAddress: '192.0.2.9' };
  const verdict = await judge(sealed, from);
  expect(verdict).toMatchObject({ dmarc: { result: 'fail' }, arc: { result: 'pass', sealer: 'lists.example', vouched: true } });
  expect(dispositionOf(verdict)).toEqual({ kind: 'accept' });
  process.env.ARC_TRUSTED_SEALERS = 'google.com';
  forgetConfig();
  expect(dispositionOf(await judge(sealed, from))).toMatchObject({ kind: 'refuse' });
  process.env.ARC_TRUSTED_SEALERS = 'lists.example';
  forgetConfig();
  const broken = Buffer.from(sealed.toString('latin1').replace('body', 'spam'), 'latin1');
  expect((await judge(broken, from)).arc).toMatchObject({ result: 'fail', vouched: false });
});

test('the header fields are ours, and what ARC repeats is the value of the first', async () => {
  const { headers, results } = await judge(await signed(plain('a@strict.example')));
  expect(headers).toMatch(/^Authentication-Results: mx\.hamburger\.edu;\r\n dkim=pass [^]*\r\nReceived-SPF: pass /);
  expect(headers.endsWith('\r\n') && !headers.includes('\r\n\r\n')).toBe(true);
  expect(results).toMatch(/^mx\.hamburger\.edu;\r\n dkim=pass [^]*dmarc=pass/);
});
