/** The examples of RFC 7489 appendix B.1, relaxed and strict, and chains of seals as RFC 8617 §5.2 has them judged. */
import { generateKeyPairSync } from 'node:crypto';
import { dkimSign, sealMessage } from 'mailauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneRecord, type ZoneServer } from '#server/dns/zone-server.ts';
import { forgetAnswers } from './look-up.ts';
import { verifySender } from './verify.ts';

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const txt = (name: string, data: string): ZoneRecord => ({ name, type: 'TXT', data });
const domains = ['example.com', 'child.example.com', 'example.net', 'sample.net', 'one.example', 'two.example'];
let zone: ZoneServer;
beforeAll(async () => {
  zone = await startZoneServer({
    records: domains.flatMap((domain) => [
      txt(domain, 'v=spf1 ip4:192.0.2.1 -all'),
      txt(`s._domainkey.${domain}`, `v=DKIM1; k=rsa; p=${keys.publicKey.toString('base64')}`),
    ]),
  });
  Object.assign(process.env, { MAIL_HOSTNAME: 'mx.example.org', DNS_SERVER: `127.0.0.1:${zone.port}`, BIMI: 'off' });
  forgetConfig();
});
afterAll(() => zone.stop());
beforeEach(forgetAnswers);

const letter = (from: string) =>
  Buffer.from(
    `From: ${from}\r\nDate: Fri, 15 Feb 2002 16:54:30 -0800\r\nTo: receiver@example.org\r\nSubject: here's a sample\r\n\r\nhi\r\n`,
  );
const judge = (message: Buffer, mailFrom: string, remoteAddress = '192.0.2.1') =>
  verifySender({ remoteAddress, helo: 'mail.example', mailFrom, message });
const key = (signingDomain: string) => ({ signingDomain, selector: 's', privateKey: keys.privateKey });
async function signed(message: Buffer, domain: string): Promise<Buffer> {
  const { signatures } = await dkimSign(message, { ...key(domain), signatureData: [key(domain)] });
  return Buffer.concat([Buffer.from(signatures), message]);
}

describe.each([
  ['relaxed', 'v=DMARC1; p=reject'],
  ['strict', 'v=DMARC1; p=reject; aspf=s; adkim=s'],
])('%s alignment', (mode, policy) => {
  beforeEach(() => {
    zone.records = [...zone.records.filter(({ name }) => !name.startsWith('_dmarc.')), txt('_dmarc.example.com', policy)];
    forgetAnswers();
  });
  const relaxed = mode === 'relaxed';

  test.each([
    ['B.1.1 example 1', 'sender@example.com', 'sender@example.com', true],
    ['B.1.1 example 2 (parent)', 'sender@child.example.com', 'sender@example.com', relaxed],
    ['B.1.1 example 3', 'sender@example.net', 'sender@child.example.com', false],
  ])('%s', async (_name, mailFrom, from, isAligned) => {
    const verdict = await judge(letter(from), mailFrom);
    expect(verdict.spf.result).toBe('pass');
    expect(verdict.dmarc).toMatchObject({ spfAligned: isAligned, dkimAligned: false, result: isAligned ? 'pass' : 'fail' });
  });

  test.each([
    ['B.1.2 example 1', 'example.com', 'sender@example.com', true],
    ['B.1.2 example 2 (parent)', 'example.com', 'sender@child.example.com', relaxed],
    ['B.1.2 example 3', 'sample.net', 'sender@child.example.com', false],
  ])('%s', async (_name, domain, from, isAligned) => {
    const verdict = await judge(await signed(letter(from), domain), 'bounce@elsewhere.example', '198.51.100.1');
    expect(verdict.dkim).toMatchObject([{ domain, result: 'pass' }]);
    expect(verdict.dmarc).toMatchObject({ spfAligned: false, dkimAligned: isAligned, result: isAligned ? 'pass' : 'fail' });
  });
});

describe('chains of seals', () => {
  const results = 'mx.example; dmarc=pass header.from=example.com';
  async function seal(message: Buffer, domain: string, cv: string): Promise<Buffer> {
    return Buffer.concat([await sealMessage(message, { ...key(domain), authResults: results, cv }), message]);
  }
  const twice = async () => seal(await seal(letter('a@example.com'), 'one.example', 'none'), 'two.example', 'pass');
  const verdict = async (message: Buffer) => (await judge(message, 'a@example.com')).arc;
  const edited = async (edit: (text: string) => string) => verdict(Buffer.from(edit((await twice()).toString('latin1')), 'latin1'));

  test('one and two seals pass, and the last sealer is named', async () => {
    expect(await verdict(letter('a@example.com'))).toEqual({ result: 'none', sealer: null, vouched: false });
    expect(await verdict(await seal(letter('a@example.com'), 'one.example', 'none'))).toMatchObject({
      result: 'pass',
      sealer: 'one.example',
    });
    expect(await edited((text) => text)).toMatchObject({ result: 'pass', sealer: 'two.example' });
  });

  test.each<[string, (text: string) => string]>([
    ['a body that was changed', (text) => text.replace('\r\n\r\nhi', '\r\n\r\nho')],
    ['results that were changed', (text) => text.replace(/(ARC-Authentication-Results: i=1; mx\.example;[^]*?dmarc=)pass/, '$1fail')],
    ['a set that is missing', (text) => text.replaceAll(/^ARC-[A-Za-z-]+: i=1;(?:.*\r\n[ \t])*.*\r\n/gm, '')],
    ['a field that is missing', (text) => text.replace(/^ARC-Message-Signature: i=2;(?:.*\r\n[ \t])*.*\r\n/m, '')],
    ['a field that is there twice', (text) => text.replace(/^(ARC-Seal: i=2;(?:.*\r\n[ \t])*.*\r\n)/m, '$1$1')],
    ['a newest seal that says fail', (text) => text.replace(/(ARC-Seal: i=2;[^]*?cv=)pass/, '$1fail')],
    ['a first seal that claims a chain', (text) => text.replace(/(ARC-Seal: i=1;[^]*?cv=)none/, '$1pass')],
  ])('%s fails', async (_name, edit) => {
    const before = (await twice()).toString('latin1');
    expect(edit(before)).not.toBe(before);
    expect(await edited(edit)).toMatchObject({ result: 'fail', vouched: false });
  });

  test('fifty sets are a chain; a fifty-first is not made (RFC 8617 §4.2.1)', async () => {
    let message: Buffer = letter('a@example.com');
    for (let n = 1; n <= 50; n++) message = await seal(message, n % 2 ? 'one.example' : 'two.example', n === 1 ? 'none' : 'pass');
    expect((await verdict(message)).result).toBe('pass');
    expect(await seal(message, 'one.example', 'pass')).toEqual(message);
  });
});
