/** Logos: which pictures may be shown, which certificates vouch for them, and when they are shown at all. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { validateBimiVmc } from 'mailauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { forgetAnswers } from '../look-up.ts';
import { verifySender } from '../verify.ts';
import { faultOfSvg } from './check-svg.ts';
import { faultOfCertificate, findLogo, forgetLogos } from './find-logo.ts';

const svg = (inside: string, attributes = 'version="1.2" baseProfile="tiny-ps"') =>
  Buffer.from(
    `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" ${attributes} viewBox="0 0 9 9"><title>Brand</title>${inside}</svg>`,
  );
const good = svg('<g fill="#00f"><path d="M0 0h9v9z"/></g>');
// A real certificate for a mark, of those that the library is tested with.
const fixtures = path.join(path.dirname(createRequire(import.meta.url).resolve('@postalsys/vmc')), '../test/fixtures');
const certificate = readFileSync(path.join(fixtures, 'cnn.pem'));

describe('pictures', () => {
  test('one that draws is shown', () => expect(faultOfSvg(good)).toBeNull());
  test.each([
    ['a script', svg('<script>1</script>'), 'it holds <script>'],
    ['a foreign object', svg('<foreignObject/>'), 'it holds <foreignObject>'],
    ['a picture from elsewhere', svg('<image href="https://x.example/p.png"/>'), 'it holds <image>'],
    ['a use of something elsewhere', svg('<use xlink:href="https://x.example/p.svg#a"/>'), 'it refers to something outside'],
    ['a fill from elsewhere', svg('<path fill="url(https://x.example/#a)" d="M0 0"/>'), 'it refers to something outside'],
    ['an event', svg('<g onload="x()"/>'), 'it reacts to events'],
    ['an animation', svg('<animate/>'), 'it holds <animate>'],
    ['a style sheet', svg('<style>@import "x"</style>'), 'it holds <style>'],
    ['an entity', Buffer.from(`<!DOCTYPE svg [<!ENTITY a "b">]>${good.toString()}`), 'it declares a document type'],
    ['another profile', svg('', 'version="1.2"'), 'its profile is not tiny-ps'],
    ['no title', Buffer.from(good.toString().replace(/<title>.*<\/title>/, '')), 'it has no title'],
    ['a place of its root', svg('', 'baseProfile="tiny-ps" x="1"'), 'its root has a place'],
    ['too much', svg('<g/>'.repeat(6000)), 'it has too many elements'],
    ['no XML', Buffer.from('hello'), 'it is no SVG'],
  ])('%s is not', (_name, bytes, fault) => expect(faultOfSvg(bytes)).toBe(fault));
});

describe('certificates', () => {
  const now = new Date('2022-06-01T00:00:00Z');
  const at = { domain: 'cnn.com', selector: 'default' };
  async function logoIn(bytes: Buffer): Promise<Buffer> {
    const status = { result: 'pass' as const, header: { d: 'cnn.com', selector: 'default' } };
    const data = { location: 'x', authority: 'x', locationPath: Buffer.from('x'), authorityPath: bytes };
    const checked = await validateBimiVmc({ ...data, status, info: '' }, { now });
    const vmc: unknown = checked && checked.authority?.vmc;
    return Buffer.from((vmc as { logoFile: string }).logoFile, 'base64');
  }

  test('one of an authority for marks vouches for its own picture, in its time, for its domain', async () => {
    const logo = await logoIn(certificate);
    expect(faultOfSvg(logo)).toBeNull();
    expect(await faultOfCertificate(logo, certificate, at, now)).toBeNull();
    expect(await faultOfCertificate(good, certificate, at, now)).toBe('the logo is not the one in the certificate');
    expect(await faultOfCertificate(logo, certificate, { ...at, domain: 'other.example' }, now)).toBe('Domain can not be verified');
    expect(await faultOfCertificate(logo, certificate, at, new Date('2040-01-01T00:00:00Z'))).toContain('expired');
    expect(await faultOfCertificate(logo, Buffer.from('nothing'), at, now)).toContain('certificate');
  });
});

describe('records', () => {
  let zone: ZoneServer;
  let web: http.Server;
  let port = 0;
  const files = new Map<string, Buffer>();
  const set = (bimi: string) => {
    Object.assign(process.env, { MAIL_HOSTNAME: 'hamburger.edu', DNS_SERVER: `127.0.0.1:${zone.port}`, BIMI: bimi });
    process.env.FETCH_ALLOW = `127.0.0.1:${port}`;
    forgetConfig();
    forgetLogos();
    forgetAnswers();
  };
  beforeAll(async () => {
    web = http.createServer((request, response) => {
      const file = files.get(request.url ?? '');
      response.writeHead(file ? 200 : 404).end(file);
    });
    web.listen(0, '127.0.0.1');
    await once(web, 'listening');
    port = (web.address() as AddressInfo).port;
    const at = `http://127.0.0.1:${port}`;
    files
      .set('/logo.svg', good)
      .set('/packed.svg', gzipSync(good))
      .set('/bomb.svg', gzipSync(Buffer.alloc(50_000_000, 32)));
    files.set('/bad.svg', svg('<script/>')).set('/cnn.pem', certificate);
    const txt = (name: string, data: string) => ({ name, type: 'TXT' as const, data });
    zone = await startZoneServer({
      records: [
        txt('strict.example', 'v=spf1 ip4:192.0.2.1 -all'),
        txt('_dmarc.strict.example', 'v=DMARC1; p=reject'),
        txt('lax.example', 'v=spf1 ip4:192.0.2.1 -all'),
        txt('_dmarc.lax.example', 'v=DMARC1; p=none'),
        ...['strict', 'lax'].map((name) => txt(`default._bimi.${name}.example`, `v=BIMI1; l=https://logo.${name}.example/l.svg`)),
        txt('default._bimi.self.example', `v=BIMI1; l=${at}/logo.svg`),
        txt('default._bimi.packed.example', `v=BIMI1; l=${at}/packed.svg; a=`),
        txt('default._bimi.bomb.example', `v=BIMI1; l=${at}/bomb.svg`),
        txt('default._bimi.bad.example', `v=BIMI1; l=${at}/bad.svg`),
        txt('default._bimi.gone.example', `v=BIMI1; l=${at}/gone.svg`),
        txt('default._bimi.declined.example', 'v=BIMI1; l=; a=;'),
        txt('default._bimi.liar.example', `v=BIMI1; l=${at}/logo.svg; a=${at}/cnn.pem`),
        txt('default._bimi.inside.example', 'v=BIMI1; l=http://127.0.0.1:1/logo.svg'),
      ],
    });
  });
  afterAll(async () => {
    await zone.stop();
    await new Promise((closed) => web.close(closed));
  });
  beforeEach(() => set('self-asserted'));
  const logoOf = (name: string) => findLogo({ domain: `${name}.example`, selector: 'default' });

  test('what a domain says itself is shown by setting alone, and said to be so', async () => {
    expect(await logoOf('self')).toEqual({ isVerified: false, svg: good });
    expect((await logoOf('packed'))?.svg).toEqual(good);
    // A certificate of somebody else's does not make it better, nor worse.
    expect(await logoOf('liar')).toEqual({ isVerified: false, svg: good });
    set('verified');
    expect([await logoOf('self'), await logoOf('liar')]).toEqual([null, null]);
    set('off');
    expect(await logoOf('self')).toBeNull();
  });

  test.each(['bomb', 'bad', 'gone', 'declined', 'none', 'inside'])('%s: nothing is shown', async (name) => {
    expect(await logoOf(name)).toBeNull();
  });

  test('only a message that passed DMARC under an enforced policy may show one: its field says so', async () => {
    const judge = (domain: string, remoteAddress = '192.0.2.1') => {
      const message = Buffer.from(`From: a@${domain}\r\nSubject: x\r\n\r\nhi\r\n`);
      return verifySender({ remoteAddress, helo: domain, mailFrom: `a@${domain}`, message });
    };
    expect((await judge('strict.example')).headers).toMatch(/bimi=pass[^;]*header\.selector=default[^;]*header\.d=strict\.example/);
    expect((await judge('lax.example')).headers).not.toContain('bimi=pass');
    expect((await judge('strict.example', '192.0.2.9')).headers).not.toContain('bimi=pass');
  });
});
