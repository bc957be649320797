/** A day in the life of a server, put into the database of the demo, so that the panel's pages have something to show: prints its numbers. */
import { database } from '#server/store/database.ts';
import { findAccountByEmail, flushTraces, listReports, noteTraces, putBlob, putQuarantined, putReport } from '#server/store/index.ts';
import { withDatabase } from '../../bin/with-database.ts';
import { queueMessage, traceOf } from '../../test/harness/queued.ts';

const day = 86_400_000;

await withDatabase(async () => {
  await traffic();
  await failures();
  const queue = await queueMessage({ from: 'alice@crepes.fr', to: 'orders@slow.example', subject: 'Later' });
  await queueMessage({ from: 'alice@crepes.fr', to: 'a.very.long.name.of.a.person@department.of.galettes.slow.example', subject: 'Long' });
  noteTraces([
    traceOf('screens1', 'alice@crepes.fr', 'bob@hamburger.edu'),
    { ...traceOf('screens2', 'news@shop.example', 'alice@crepes.fr'), source: 'smtp', remote: 'mx.shop.example [192.0.2.7]' },
    {
      ...traceOf('screens3', 'alice@crepes.fr', 'gone@big.example'),
      status: 'bounced',
      reply: '550 5.1.1 The address that you wrote to is not here',
    },
  ]);
  await flushTraces();
  console.log(JSON.stringify({ queue, spam: await quarantine(), dmarc: await dmarcReport(), tls: await tlsReport() }));
});

/** More by day than by night, over three days. */
async function traffic(): Promise<void> {
  const kinds = { received: 40, sent: 22, judged: 34, junk: 5, bounced: 1.5, deferred: 3 };
  const alice = await findAccountByEmail('alice@crepes.fr');
  for (const [kind, most] of Object.entries(kinds))
    await database().pool.query(
      `insert into delivery_event (account_id, at, type, detail)
       select $1, now() - slot * interval '15 minutes' - random() * interval '15 minutes', $2, $3::json
       from generate_series(0, 288) slot,
         generate_series(1, floor($4 * (0.55 - 0.45 * cos(extract(hour from now() - slot * interval '15 minutes') / 24.0 * 6.283)) * (0.7 + random() * 0.6))::int)`,
      [alice?.accountId, kind === 'junk' ? 'judged' : kind, JSON.stringify(kind === 'junk' ? { junk: true } : {}), most],
    );
}

async function failures(): Promise<void> {
  const tries = [
    ['203.0.113.77', 'admin', 61],
    ['198.51.100.4', 'alice@crepes.fr', 3],
  ] as const;
  for (const [address, login, times] of tries)
    await database().pool.query(
      `insert into login_failure (at, remote_address, login) select now() - n * interval '9 minutes', $1, $2 from generate_series(1, $3::int) n`,
      [address, login, times],
    );
}

async function quarantine(): Promise<number> {
  const blob = await putBlob(Buffer.from('From: Prize <win@lottery.example>\r\nSubject: You won\r\n\r\nClaim your prize.\r\n'));
  const held = {
    mailFrom: 'win@lottery.example',
    accountIds: [],
    remote: ['192.0.2.66', 'unknown'],
    author: 'win@lottery.example',
    subject: 'You won',
  };
  const reasons = [
    { name: 'dmarc', points: 6, text: 'The domain of the sender says that this is a forgery (DMARC: reject)' },
    { name: 'words', points: 5.2, text: 'Its words are those of junk (98 %)' },
    { name: 'attachment', points: 4, text: 'A program is attached (prize.exe)' },
    { name: 'known', points: -1.5, text: 'Somebody here wrote to this sender before' },
  ];
  const rest = { blob, prefix: Buffer.alloc(0), smtputf8: false, traceId: 'screens2', expiresAt: new Date(Date.now() + 30 * day) };
  await putQuarantined({
    ...held,
    ...rest,
    rcpts: ['alice@crepes.fr', 'suzette.de.la.tour.du.pin.et.de.la.charce@crepes.fr'],
    score: 11.2,
    reasons: reasons.slice(1),
  });
  return putQuarantined({ ...held, ...rest, rcpts: ['alice@crepes.fr'], score: 13.7, reasons });
}

async function dmarcReport(): Promise<number> {
  const rows = [
    { sourceIp: '198.51.100.25', count: 412, spf: true, dkim: true, disposition: 'none', headerFrom: 'crepes.fr' },
    { sourceIp: '203.0.113.9', count: 6, spf: false, dkim: true, disposition: 'none', headerFrom: 'crepes.fr' },
    { sourceIp: '192.0.2.200', count: 31, spf: false, dkim: false, disposition: 'quarantine', headerFrom: 'crepes.fr' },
  ];
  return report({ kind: 'dmarc', org: 'google.com', sender: 'noreply-dmarc@google.com', passed: 418, failed: 31, body: { rows } });
}

async function tlsReport(): Promise<number> {
  const policies = [
    {
      policy: { 'policy-type': 'sts' },
      summary: { 'total-successful-session-count': 190, 'total-failure-session-count': 2 },
      'failure-details': [
        {
          'result-type': 'certificate-expired',
          'sending-mta-ip': '198.51.100.62',
          'receiving-mx-hostname': 'mx.crepes.fr',
          'failed-session-count': 2,
        },
      ],
    },
  ];
  return report({
    kind: 'tls',
    org: 'A Company with a Very Long Name that Reports, Incorporated',
    sender: 'tls@big.example',
    passed: 190,
    failed: 2,
    body: { policies },
  });
}

async function report(
  of: Pick<Parameters<typeof putReport>[0], 'kind' | 'org' | 'sender' | 'passed' | 'failed' | 'body'>,
): Promise<number> {
  const reportId = `screens ${of.kind} ${Date.now()}`;
  const ends = new Date(Date.now() - day);
  await putReport({
    ...of,
    domain: 'crepes.fr',
    reportId,
    verified: of.kind === 'dmarc',
    beginsAt: new Date(ends.getTime() - day),
    endsAt: ends,
  });
  return (await listReports({ domain: 'crepes.fr' })).find((one) => one.reportId === reportId)?.reportNo ?? 0;
}
