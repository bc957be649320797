/** A message in the queue, for tests that handle it as an administrator. */
import { commitMail, findAccountByEmail, putBlob, listReports, putQuarantined, putReport, type NewTrace } from '#server/store/index.ts';

/** Due at once, kept for a day. Its number. */
export async function queueMessage({ from, to, subject }: { from: string; to: string; subject: string }): Promise<number> {
  const text = `Message-ID: <${Math.random()}@test>\r\nFrom: ${from}\r\nSubject:\r\n ${subject}\r\n\r\nHello\r\n`;
  const blob = await putBlob(Buffer.from(text));
  const account = await findAccountByEmail(from);
  const now = new Date();
  const done = await commitMail({
    enqueue: [
      {
        ...{
          accountId: account?.accountId ?? null,
          mailFrom: from,
          blob: blob.sha256,
          prefix: null,
          size: blob.size,
          smtputf8: false,
          subject,
        },
        ...{ recipients: [{ address: to, domain: to.split('@')[1] ?? '' }], dueAt: now, expiresAt: new Date(now.getTime() + 86_400_000) },
      },
    ],
  });
  const id = done.ok ? done.value.queueIds[0] : undefined;
  if (id === undefined) throw new Error('the message was not queued');
  return id;
}

/** A delivered message as the trace knows it. */
export function traceOf(traceId: string, from: string, to: string): NewTrace {
  const now = new Date();
  return {
    ...{ traceId, source: 'submission', mailFrom: from, remote: null, senderId: null, rcpt: to, messageId: null, subject: 'Words of hers' },
    ...{ size: 100, status: 'delivered', reply: null, accountId: null, emailId: null, queueId: null, at: now },
  };
}

/** A message in the quarantine. Its number. */
export async function holdMessage(to: string): Promise<number> {
  const text = `From: s@spam.example\r\nSubject: Cheap\r\n\r\nBuy\r\n`;
  const blob = await putBlob(Buffer.from(text));
  const account = await findAccountByEmail(to);
  return putQuarantined({
    ...{ mailFrom: 's@spam.example', rcpts: [to], accountIds: account ? [account.accountId] : [], remote: [], author: 's@spam.example' },
    ...{ subject: 'Cheap', blob, prefix: Buffer.alloc(0), smtputf8: false, traceId: 'held', score: 20, reasons: [] },
    expiresAt: new Date(Date.now() + 86_400_000),
  });
}

/** A report about a domain here. Its number. */
export async function receiveReport(domain: string): Promise<number> {
  const of = { kind: 'dmarc' as const, domain, org: 'big.example', reportId: `r${Math.random()}`, sender: 'x@big.example', verified: true };
  const row = { sourceIp: '192.0.2.200', count: 1, spf: false, dkim: false, disposition: 'quarantine', headerFrom: domain };
  await putReport({ ...of, beginsAt: new Date(0), endsAt: new Date(86_399_000), passed: 3, failed: 1, body: { rows: [row] } });
  return (await listReports({ domain })).find(({ reportId }) => reportId === of.reportId)?.reportNo ?? 0;
}
