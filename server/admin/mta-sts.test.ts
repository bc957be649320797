/** Our own policy of MTA-STS, as other servers fetch it (RFC 8461 §3.3). */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parseStsPolicy, parseStsRecord } from '#lib/smtp/mta-sts.ts';
import { forgetConfig } from '#server/config/config.ts';
import { createDomain } from '#server/store/index.ts';
import { ensureCertificate } from '#server/tls/self-signed.ts';
import { makeAuthority } from '../../test/harness/certificates.ts';
import { wantedRecords } from './dns-records.ts';
import { answerMtaSts } from './mta-sts.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-sts-'));
const ask = (host: string) => answerMtaSts(new Request('http://localhost/.well-known/mta-sts.txt', { headers: { host } }));
const idInDns = () =>
  parseStsRecord(wantedRecords('crepes.fr', 'mail.crepes.fr', []).flatMap((one) => (one.purpose === 'mtaSts' ? one.value : [])));

beforeAll(async () => {
  Object.assign(process.env, { MAIL_HOSTNAME: 'mail.crepes.fr', ...(await ensureCertificate(folder, 'mail.crepes.fr')) });
  forgetConfig();
  await createDomain('crepes.fr');
});

test('with a certificate that nobody else believes it only asks to be told; with one that they do it binds, under another id', async () => {
  const answer = await ask('mta-sts.crepes.fr:2443');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain']);
  expect(parseStsPolicy(await answer.text())).toEqual({ mode: 'testing', mx: ['mail.crepes.fr'], maxAge: 604_800 });
  const before = idInDns();
  expect(before).toMatch(/^[0-9a-f]{16}$/);
  const { cert, key } = await (await makeAuthority()).issue({ names: ['mail.crepes.fr'] });
  writeFileSync(path.join(folder, 'new.key'), key);
  writeFileSync(path.join(folder, 'new.pem'), cert);
  Object.assign(process.env, { TLS_CERT: path.join(folder, 'new.pem'), TLS_KEY: path.join(folder, 'new.key') });
  forgetConfig();
  expect(parseStsPolicy(await (await ask('MTA-STS.crepes.fr')).text())?.mode).toBe('enforce');
  expect(idInDns()).not.toBe(before);
});

test('for domains of ours alone, at their own host', async () => {
  for (const host of ['crepes.fr', 'mta-sts.elsewhere.example', 'mta-sts.mta-sts.crepes.fr', ''])
    expect((await ask(host)).status).toBe(404);
});
