/** What our queue signs of all kinds of mail, hostile and damaged mail too, as another program reads it at the next server. */
import { dkimVerify } from 'mailauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { ensureDkimKeys, recordName, recordValue } from '#server/mailauth/dkim-keys.ts';
import { askDns } from '#server/mailauth/look-up.ts';
import { submitMessage } from '#server/queue/submit.ts';
import { QueueWorker } from '#server/queue/worker.ts';
import { listDkimKeys, putBlob } from '#server/store/index.ts';
import { otherFiles } from '../corpus/other-files.ts';
import { makeAccount } from '../harness/accounts.ts';
import { generator, mutate } from '../harness/mutations.ts';
import { startFakePeer, type FakePeer } from '../transcripts/smtp/fake-peer.ts';

let zone: ZoneServer;
let peer: FakePeer;
let sent: { name: string; bytes: Buffer }[] = [];

beforeAll(async () => {
  zone = await startZoneServer({ records: [{ name: 'peer.example', type: 'A', data: '127.0.0.1' }] });
  peer = await startFakePeer();
  Object.assign(process.env, {
    ...{ MAIL_HOSTNAME: 'crepes.fr', MAIL_DOMAIN: 'crepes.fr', POSTHORN_SECRET: 'of this test' },
    ...{ DNS_SERVER: `127.0.0.1:${zone.port}`, SMTP_REMOTE_PORT: String(peer.port) },
    ...{ SEND_RECIPIENTS_PER_HOUR: '0', SEND_RECIPIENTS_PER_DAY: '0', SEND_NEW_RECIPIENTS_PER_DAY: '0' },
  });
  forgetConfig();
  const { accountId } = await makeAccount('alice@crepes.fr', 'hungry');
  await ensureDkimKeys('crepes.fr');
  for (const key of await listDkimKeys('crepes.fr')) zone.records.push({ name: recordName(key), type: 'TXT', data: recordValue(key) });
  const given = letters();
  const worker = new QueueWorker();
  for (const [index, { bytes }] of given.entries()) {
    peer.behaviour = index % 3 === 0 ? { extensions: ['PIPELINING'] } : {};
    const blob = await putBlob(bytes);
    const envelope = { mailFrom: 'alice@crepes.fr', recipients: [{ address: `${index}@peer.example` }], smtputf8: false };
    const done = await submitMessage({ accountId, blob, size: bytes.length, subject: '', record: false, ...envelope });
    expect(done.ok).toBe(true);
  }
  await worker.drain();
  await worker.stop();
  sent = peer.messages.map(({ to, data }) => ({
    name: given[Number(to[0]?.split('@')[0])]?.name ?? '',
    bytes: Buffer.from(data, 'latin1'),
  }));
});
afterAll(async () => {
  await peer.down();
  await zone.stop();
});

/** Of all that may be in a mailbox a part, as it is and damaged, from one of ours; and what the canonical forms turn on (RFC 6376 §3.4). */
function letters(): { name: string; bytes: Buffer }[] {
  const random = generator(6376);
  const from = (text: string) => Buffer.from(`From: Alice <alice@crepes.fr>\r\n${text}`, 'latin1');
  const given = otherFiles().filter(({ bytes }, index) => index % 4 === 0 && bytes.length < 200_000 && !bytes.includes(0));
  return [
    ...given.map(({ name, bytes }) => ({ name, bytes: from(bytes.toString('latin1')) })),
    ...given.map(({ name, bytes }) => ({
      name: `${name}, damaged`,
      bytes: from(mutate(bytes.toString('latin1'), random).replaceAll('\0', '')),
    })),
    ...corners.map((text) => ({ name: JSON.stringify(text.slice(0, 80)), bytes: from(text) })),
  ];
}
const corners = [
  '',
  'Subject: no body',
  'Subject: no body\r\n',
  'Subject: an empty one\r\n\r\n',
  'Subject: empty lines\r\n\r\n\r\n\r\n\r\n',
  'Subject: blanks alone\r\n\r\n \t \r\n\t\r\n ',
  'Subject: blanks at the end\r\n\r\na \t\r\n\t b\t \r\n \r\n\t\r\n\r\n',
  'Subject: no last line end\r\n\r\na\r\nb ',
  'Subject: dots\r\n\r\n.\r\n..\r\n. \r\n.\r\n',
  'Subject:\r\n folded\r\n\tthree\r\n  \t times  \r\n\r\nx\r\n',
  'Subject:\r\n \r\n\t\r\n\r\nx\r\n',
  'Subject: no empty line\r\nHello Bob, this is the text.\r\n and goes on\r\nTo: c@peer.example\r\n\r\nx\r\n',
  'Subject: cut off\r\nhn',
  'Subject  \t: before the colon\r\n\r\nx\r\n',
  'subject:a\r\nSUBJECT:b\r\nSubject:c\r\nTo:\r\nTo: d\r\n\r\nx\r\n',
  'From: other@elsewhere.example\r\nFrom:\r\n\r\ntwo more authors\r\n',
  'no field at all\r\nSubject: behind it\r\n\r\nx\r\n',
  'Subject: bare\rCR and\nLF\r\n\r\na\rb\nc\r\n\nd\n',
  `Subject: ${'long '.repeat(20_000)}\r\n\r\nx\r\n`,
  `To: ${Array.from({ length: 3000 }, (_, n) => `b${n}@peer.example`).join(',\r\n ')}\r\n\r\nx\r\n`,
  `${'To: again\r\n'.repeat(300)}\r\nx\r\n`,
  `Subject: one line\r\n\r\n${'x'.repeat(5000)}\r\n`,
  'Subject: Gr\xfc\xdfe\r\n\r\n8 bit: \xe4\xf6\xfc \x80\xff\xa0\r\n',
  'Subject: controls \x01\x0b\x0c\x1f\x7f\r\n\r\n\x01\x0b\x0c \x1f\x7f\r\n\x0b\r\n',
  'DKIM-Signature: v=1; a=rsa-sha256; d=crepes.fr; s=x; h=from; bh=; b=\r\nSubject: an older one\r\n\r\nx\r\n',
];

test('all of it has arrived, signed twice', () => {
  expect(sent.map(({ name }) => name).toSorted()).toEqual(
    letters()
      .map(({ name }) => name)
      .toSorted(),
  );
  expect(
    sent.filter(({ bytes }) => !/^DKIM-Signature: [^]*?\r\nDKIM-Signature: /.test(bytes.toString('latin1'))).map(({ name }) => name),
  ).toEqual([]);
});

test('mailauth verifies both signatures of every one', async () => {
  const failed: unknown[] = [];
  for (const { name, bytes } of sent) {
    const { results } = await dkimVerify(bytes, { resolver: askDns, strict: true });
    const ours = results.filter(({ signingDomain, status }) => signingDomain === 'crepes.fr' && status.result === 'pass');
    if (ours.length !== 2) failed.push([name, results.map(({ algo, status }) => [algo, status.result, status.comment].join(' '))]);
  }
  expect(failed).toEqual([]);
});
