/** Spans as a collector gets them: of one message from the socket to the store, over the queue to another server, and of what reads it. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { serveImap } from '#server/imap/serve.ts';
import { hearLog, log, type LogLine } from '#server/log/log.ts';
import { startTracing } from '#server/log/open-telemetry.ts';
import { traceHeaders, traced } from '#server/log/tracing.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { QueueWorker } from '#server/queue/worker.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { flushTraces, searchTraces } from '#server/store/index.ts';
import { tracedRequest } from '#server/web/traced-request.ts';
import { startListener } from '../../harness/listener.ts';
import { sendMail } from '../../harness/send-mail.ts';
import { startCollector, type CollectedSpan } from '../../harness/span-collector.ts';
import { TranscriptSession } from '../../harness/transcript-session.ts';
import { emailWireId } from '#lib/ids.ts';
import { TestUser } from '../../jmap/client.ts';
import { startFakePeer, type FakePeer } from './fake-peer.ts';

let collector: Awaited<ReturnType<typeof startCollector>>;
let zone: ZoneServer;
let peer: FakePeer;
let alice: TestUser;
let stopTracing: () => Promise<void>;
const lines: LogLine[] = [];

beforeAll(async () => {
  [collector, peer] = await Promise.all([startCollector(), startFakePeer()]);
  zone = await startZoneServer({ records: [{ name: 'plain.example', type: 'A', data: '127.0.0.1' }] });
  Object.assign(process.env, {
    ...{ MAIL_HOSTNAME: 'crepes.fr', MAIL_DOMAIN: 'crepes.fr', DNS_SERVER: `127.0.0.1:${zone.port}`, SMTP_REMOTE_PORT: String(peer.port) },
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_SERVICE_NAME: 'mail-of-the-test', OTEL_BSP_SCHEDULE_DELAY: '20' },
  });
  forgetConfig();
  alice = await TestUser.make('alice@crepes.fr');
  hearLog((line) => lines.push(line));
  stopTracing = await startTracing('test', '0.0.0');
});
afterAll(async () => {
  await stopTracing();
  hearLog(null);
  await Promise.all([zone.stop(), peer.down(), collector.stop()]);
});

/** All spans of the trace, when all of these names are there. */
async function traceWith(id: string, ...names: string[]): Promise<CollectedSpan[]> {
  const found = () => collector.spans.filter(({ traceId }) => traceId === id);
  await expect.poll(() => found().map(({ name }) => name), { timeout: 15_000 }).toEqual(expect.arrayContaining(names));
  return found();
}
const named = (spans: CollectedSpan[], name: string) => spans.find((span) => span.name === name);

test('from SMTP to the mailbox: one trace, whose id stands in the log and on the timeline', async () => {
  const smtp = await startListener(serveSmtp, 'smtp');
  const said = await sendMail(smtp.port, { from: 'bob@far.example', to: ['alice@crepes.fr'] }, 'Subject: traced\r\n\r\nhello\r\n');
  await smtp.stop();
  expect(said).toContain('250 2.0.0');
  await flushTraces();
  const [trace] = await searchTraces({ text: 'traced', limit: 1 });
  const id = trace?.traceId ?? '';
  const spans = await traceWith(id, 'SMTP smtp', 'judge', 'deliver', 'store deliver', 'store query');
  const root = named(spans, 'SMTP smtp');
  expect(root).toMatchObject({ parent: undefined, service: 'mail-of-the-test', failed: false, attributes: { 'smtp.reply.code': 250 } });
  const parents = new Map(spans.map(({ spanId, parent }) => [spanId, parent]));
  for (const { spanId, parent } of spans) if (spanId !== root?.spanId) expect(parents.has(parent ?? '')).toBe(true);
  expect(named(spans, 'store deliver')?.parent).toBe(named(spans, 'deliver')?.spanId);
  expect(lines.find(({ event }) => event === 'smtp: accepted')?.fields.trace).toBe(id);
  expect(JSON.stringify(spans)).not.toContain('hello');
});

test('from the webmail over the queue to another server: the attempt goes on in the trace of the message', async () => {
  const text = 'From: alice@crepes.fr\nTo: carol@plain.example\nSubject: away\n\nHi\n';
  const draft = await alice.receive(text, { role: 'drafts' });
  const { list } = (await alice.call('Identity/get')) as { list: { id: string }[] };
  const before = collector.spans.length;
  await alice.call('EmailSubmission/set', {
    create: { s: { identityId: list[0]?.id, emailId: emailWireId(alice.accountId, draft.emailId) } },
  });
  await flushTraces();
  const [trace] = await searchTraces({ text: 'carol@plain.example', limit: 1 });
  const id = trace?.traceId ?? '';
  const worker = new QueueWorker();
  await worker.drain(); // as another process would, which knows of the message what stands in its row
  await worker.stop();
  expect(peer.messages).toHaveLength(1);
  const spans = await traceWith(id, 'submit', 'store commit mail', 'queue attempt', 'SMTP send');
  const submit = named(spans, 'submit');
  expect(submit?.parent).toBeUndefined();
  expect(named(spans, 'queue attempt')).toMatchObject({ parent: submit?.spanId, attributes: { 'server.address': 'plain.example' } });
  expect(lines.find(({ event }) => event === 'queue: delivered')?.fields.trace).toBe(id);
  await expect.poll(() => named(collector.spans.slice(before), 'JMAP EmailSubmission/set')).toBeTruthy();
  const request = named(collector.spans.slice(before), 'JMAP EmailSubmission/set');
  expect(submit?.links).toEqual([request?.traceId]);
});

test('commands of IMAP and POP3 down to the store, and what their log lines belong to', async () => {
  const [imap, pop3] = [await startListener(serveImap, 'imap'), await startListener(servePop3, 'pop3')];
  const reader = await TranscriptSession.connect(imap.port);
  await reader.readLine();
  const until = async (session: TranscriptSession, start: string) => {
    while (!(await session.readLine()).startsWith(start));
  };
  for (const [tag, command] of [
    ['a', 'LOGIN alice@crepes.fr hungry'],
    ['b', 'SELECT INBOX'],
    ['c', 'UID FETCH 1:* BODY[]'],
  ] as const) {
    reader.send(Buffer.from(`${tag} ${command}\r\n`));
    await until(reader, `${tag} OK`);
  }
  const collecting = await TranscriptSession.connect(pop3.port);
  for (const command of ['USER alice@crepes.fr', 'PASS hungry', 'STAT']) {
    await until(collecting, '+OK');
    collecting.send(Buffer.from(`${command}\r\n`));
  }
  await until(collecting, '+OK');
  await Promise.all([imap.stop(), pop3.stop()]);
  for (const name of ['IMAP SELECT', 'IMAP UID FETCH', 'POP3 PASS', 'POP3 STAT'])
    await expect.poll(() => collector.spans.map((span) => span.name), { timeout: 15_000 }).toContain(name);
  const fetch = named(collector.spans, 'IMAP UID FETCH');
  const below = await traceWith(fetch?.traceId ?? '', 'IMAP UID FETCH', 'store query');
  expect(named(below, 'store query')?.parent).toBe(fetch?.spanId);
  expect(JSON.stringify(collector.spans)).not.toContain('hungry');
});

test('a request of HTTP is a part of the trace that it names; what stands behind its path is not told; a failure is marked', async () => {
  const server = http.createServer((request, response) => {
    tracedRequest(request, response, async () => {
      log.info('web: answered');
      await Promise.resolve(response.end(JSON.stringify(traceHeaders())));
    }).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
  const answer = await fetch(`http://127.0.0.1:${port}/api/jmap/download/a1/b2/plans-for-june.pdf?type=text/plain`, { headers });
  const passedOn = (await answer.json()) as { traceparent: string };
  server.close();
  server.closeAllConnections();
  const [span] = await traceWith('0af7651916cd43dd8448eb211c80319c', 'GET /api/jmap/download');
  expect(span).toMatchObject({ parent: 'b7ad6b7169203331', failed: false, attributes: { 'http.response.status_code': 200 } });
  expect(passedOn.traceparent).toBe(`00-${span?.traceId}-${span?.spanId}-01`);
  expect(lines.find(({ event }) => event === 'web: answered')?.fields.trace).toBe(span?.traceId);
  expect(JSON.stringify(collector.spans)).not.toContain('plans-for-june');
  await expect(traced('broken', { kind: 'server' }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect.poll(() => named(collector.spans, 'broken')?.failed).toBe(true);
});
