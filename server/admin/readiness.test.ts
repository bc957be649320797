/** A server as the world sees it, through a DNS server of the test, on a loopback address of its own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { flushTraces } from '#server/store/index.ts';
import { makeAccount } from '../../test/harness/accounts.ts';
import { startListener } from '../../test/harness/listener.ts';
import { commandLine } from './caller.ts';
import { wantedRecords } from './dns-records.ts';
import { domainReadiness, serverTestMail } from './operations/readiness.ts';
import { perform } from './perform.ts';
import { findTraces } from './trace.ts';

const domain = 'crepes.fr';
const host = 'mail.crepes.fr';
let zone: ZoneServer;
let smtp: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  zone = await startZoneServer({ records: [] });
  smtp = await startListener(serveSmtp, 'smtp');
  Object.assign(process.env, { MAIL_HOSTNAME: host, DNS_SERVER: `127.0.0.1:${zone.port}`, SMTP_REMOTE_PORT: String(smtp.port) });
  forgetConfig();
  await makeAccount('camille@crepes.fr', 'very hungry', { isAdmin: true });
});
afterAll(async () => {
  await smtp.stop();
  await zone.stop();
});

async function look() {
  const result = await perform(domainReadiness, commandLine, { name: domain });
  if (!result.ok) throw new Error(result.message);
  return { verdict: result.value.verdict, states: Object.fromEntries(result.value.checks.map(({ name, state }) => [name, state])) };
}

test('from nothing published to a server that others can use', async () => {
  expect(await look()).toMatchObject({ verdict: 'notYet', states: { records: 'bad', door: 'bad', reach: 'bad' } });

  zone.records.push({ name: host, type: 'A', data: '127.0.0.1' }, { name: domain, type: 'MX', data: { preference: 10, exchange: host } });
  expect((await look()).states).toMatchObject({ records: 'bad', door: 'good', relay: 'good', reach: 'bad' });

  for (const record of wantedRecords(domain, host))
    if (record.type === 'TXT') zone.records.push({ name: record.name, type: 'TXT', data: record.value });
  zone.records.push({ name: '1.0.0.127.in-addr.arpa', type: 'PTR', data: host });
  for (const provider of ['gmail.com', 'outlook.com']) zone.records.push({ name: provider, type: 'A', data: '127.0.0.1' });
  const almost = await look();
  expect(almost.states).toMatchObject({ records: 'warn', reach: 'warn' }); // SRV and the like are only comfort
  zone.records.push({ name: 'yahoo.com', type: 'A', data: '127.0.0.1' });
  expect((await look()).states).toMatchObject({ reach: 'good' });
});

test('a test message arrives, and its trace says so', async () => {
  const sent = await perform(serverTestMail, commandLine, { from: 'camille@crepes.fr', to: 'camille@crepes.fr' });
  const traceId = sent.ok ? sent.value.traceId : '';
  await flushTraces();
  expect(await findTraces({ text: traceId })).toMatchObject({ ok: true, value: [{ status: 'delivered', to: 'camille@crepes.fr' }] });
  expect(await perform(serverTestMail, commandLine, { from: 'nobody@crepes.fr', to: 'x@y.example' })).toMatchObject({ code: 'notFound' });
});
