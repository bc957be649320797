/** Reports between servers: made from what came, sent once; and those of others taken in, whatever they are packed in, but no bombs. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readMimeTree } from '#lib/message/mime-tree.ts';
import { decodePart, everyPart } from '#lib/message/parts.ts';
import { readTlsReport } from '#lib/reports/tls-report.ts';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { ensureDkimKeys, recordName, recordValue } from '#server/mailauth/dkim-keys.ts';
import { forgetAnswers } from '#server/mailauth/look-up.ts';
import { readDmarcReport } from '#server/mailauth/reports/dmarc-xml.ts';
import { sendReports } from '#server/queue/reports/send-reports.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import {
  countTlsSession,
  createDomain,
  flushDmarc,
  listDkimKeys,
  getReport,
  listQueue,
  listReports,
  listSentReports,
  readBlob,
} from '#server/store/index.ts';
import { database } from '#server/store/database.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startListener } from '../../harness/listener.ts';
import { sendMail } from '../../harness/send-mail.ts';

let zone: ZoneServer;
let smtp: Awaited<ReturnType<typeof startListener>>;
const txt = (name: string, data: string) => ({ name, type: 'TXT' as const, data });
beforeAll(async () => {
  zone = await startZoneServer({
    records: [
      txt('honest.example', 'v=spf1 ip4:127.0.0.1 -all'),
      txt('_dmarc.honest.example', 'v=DMARC1; p=quarantine; rua=mailto:rua@honest.example!10m, mailto:watch@other.example'),
      txt('_dmarc.abused.example', 'v=DMARC1; p=none; rua=mailto:victim@innocent.example'),
      txt('_dmarc.hamburger.edu', 'v=DMARC1; p=reject; rua=mailto:dmarc-reports@hamburger.edu'),
      txt('honest.example._report._dmarc.other.example', 'v=DMARC1; rua=mailto:intake@other.example'),
      txt('_smtp._tls.honest.example', 'v=TLSRPTv1; rua=mailto:tls@honest.example'),
    ],
  });
  Object.assign(process.env, { MAIL_HOSTNAME: 'mail.hamburger.edu', MAIL_DOMAIN: 'hamburger.edu', POSTHORN_SECRET: 'of this test' });
  Object.assign(process.env, { DNS_SERVER: `127.0.0.1:${zone.port}` });
  forgetConfig();
  smtp = await startListener(serveSmtp, 'smtp');
  await makeAccount('bob@hamburger.edu', 'hungry');
  await ensureDkimKeys('hamburger.edu');
  for (const key of await listDkimKeys('hamburger.edu')) zone.records.push(txt(recordName(key), recordValue(key)));
});
afterAll(async () => {
  await smtp.stop();
  await zone.stop();
});
beforeEach(async () => {
  await flushDmarc();
  await database().pool.query('truncate dmarc_result, report_sent, report_received, tls_result, queue_message, queue_rcpt');
  forgetAnswers();
});

const day = () => new Date().toISOString().slice(0, 10);
async function receive(author: string, mailFrom = author): Promise<string> {
  const letter = `From: ${author}\r\nTo: bob@hamburger.edu\r\nSubject: hi\r\n\r\nhello\r\n`;
  return sendMail(smtp.port, { from: mailFrom, to: ['bob@hamburger.edu'], helo: 'mail.honest.example' }, letter);
}
/** What waits in the queue, with the packed attachment undone. */
async function queuedReports() {
  const { rows } = await database().pool.query<{ blob: Buffer }>('select blob from queue_message order by queue_id');
  const recipients = Map.groupBy(await listQueue(), ({ queueId }) => queueId);
  const to = [...recipients.values()].map((all) => all.map(({ recipient }) => recipient).sort());
  return Promise.all(
    rows.map(async ({ blob }, index) => {
      const message = (await readBlob(blob)) ?? Buffer.alloc(0);
      const part = [...everyPart(readMimeTree(message))].find(({ type }) => type.includes('gzip'));
      const packed = part ? Buffer.from(decodePart(message, part).bytes) : Buffer.alloc(0);
      return { message, to: to[index], name: part?.name ?? '', text: gunzipSync(packed).toString() };
    }),
  );
}

describe('DMARC', () => {
  test('what came in a day goes to whom the domain names, once; and they can read it', async () => {
    for (let n = 0; n < 3; n++) expect(await receive('a@honest.example')).toContain('250 2.0.0');
    expect(await receive('a@news.honest.example', 'x@elsewhere.example')).toContain('250 2.0.0');
    await flushDmarc();
    expect(await sendReports(day(), new Date())).toBe(1);
    expect(await sendReports(day(), new Date())).toBe(0);
    const [report, ...more] = await queuedReports();
    expect(more).toEqual([]);
    expect(report?.to).toEqual(['intake@other.example', 'rua@honest.example']);
    const begin = Date.parse(`${day()}T00:00:00Z`) / 1000;
    expect(report?.name).toMatch(new RegExp(`^mail\\.hamburger\\.edu!honest\\.example!${begin}!${begin + 86_399}!\\w+\\.xml\\.gz$`));
    const text = report?.message.toString() ?? '';
    expect(text).toMatch(/^DKIM-Signature: [^]*\r\nFrom: <postmaster@hamburger\.edu>\r\n/);
    expect(text).toMatch(/\r\nSubject: Report Domain: honest\.example\r\n\tSubmitter: mail\.hamburger\.edu\r\n\tReport-ID: <\S+>\r\n/);
    const read = readDmarcReport(report?.text ?? '');
    expect(read).toMatchObject({
      org: 'mail.hamburger.edu',
      begin,
      policy: { domain: 'honest.example', p: 'quarantine', sp: 'quarantine' },
    });
    expect(read.rows.toSorted((a, b) => b.count - a.count)).toEqual([
      {
        ...{ sourceIp: '127.0.0.1', count: 3, disposition: 'none', dkim: false, spf: true, override: null },
        ...{ headerFrom: 'honest.example', envelopeFrom: 'honest.example', signatures: [] },
        ...{ spfDomain: 'honest.example', spfResult: 'pass' },
      },
      {
        ...{ sourceIp: '127.0.0.1', count: 1, disposition: 'quarantine', dkim: false, spf: false, override: null },
        ...{ headerFrom: 'news.honest.example', envelopeFrom: 'elsewhere.example', signatures: [] },
        ...{ spfDomain: 'elsewhere.example', spfResult: 'none' },
      },
    ]);
    // The other side takes it in: it is about a domain of theirs.
    await createDomain('honest.example');
    expect(await sendMail(smtp.port, { from: '', to: ['dmarc-reports@honest.example'] }, text)).toContain('250 2.0.0');
    expect(await listReports()).toMatchObject([
      {
        kind: 'dmarc',
        domain: 'honest.example',
        org: 'mail.hamburger.edu',
        sender: 'postmaster@hamburger.edu',
        passed: 3,
        failed: 1,
        verified: true,
      },
    ]);
  });

  test('nobody gets reports that he did not agree to; DNS trouble is waited out', async () => {
    await receive('a@abused.example');
    await flushDmarc();
    zone.failing.add('abused.example._report._dmarc.innocent.example');
    expect(await sendReports(day(), new Date())).toBe(0);
    zone.failing.clear();
    forgetAnswers();
    expect(await sendReports(day(), new Date())).toBe(0);
    expect([await queuedReports(), await listSentReports()]).toEqual([[], []]);
    const { rows } = await database().pool.query("select from report_sent where domain = 'abused.example'");
    expect(rows).toHaveLength(1);
  });

  test('what strangers send in our own name is told to ourselves without a letter', async () => {
    expect(await receive('boss@hamburger.edu', 'x@elsewhere.example')).toContain('550 5.7.1');
    await flushDmarc();
    await sendReports(day(), new Date());
    expect(await queuedReports()).toEqual([]);
    expect(await listReports({ kind: 'dmarc' })).toMatchObject([{ domain: 'hamburger.edu', passed: 0, failed: 1 }]);
  });
});

describe('TLS', () => {
  test('sessions of a day, by policy, with what failed', async () => {
    const at = new Date(`${day()}T10:00:00Z`);
    const session = { domain: 'honest.example', mxHost: 'mx.honest.example', receivingAddress: '192.0.2.1' };
    const sts = {
      ...session,
      policyType: 'sts' as const,
      policyStrings: ['version: STSv1', 'mode: enforce'],
      mxPatterns: ['*.honest.example'],
    };
    for (let n = 0; n < 2; n++) await countTlsSession({ ...sts, result: 'successful' }, at);
    await countTlsSession({ ...sts, result: 'certificate-expired' }, at);
    expect(await sendReports(day(), new Date())).toBe(1);
    const [report] = await queuedReports();
    expect(report?.to).toEqual(['tls@honest.example']);
    expect(report?.message.toString()).toMatch(
      /\r\nTLS-Required: No\r\nTLS-Report-Domain: honest\.example\r\nTLS-Report-Submitter: mail\.hamburger\.edu\r\n[^]*multipart\/report; report-type="tlsrpt"/,
    );
    expect(readTlsReport(report?.text ?? '')?.policies).toEqual([
      {
        policy: {
          ...{ 'policy-type': 'sts', 'policy-string': ['version: STSv1', 'mode: enforce'] },
          ...{ 'policy-domain': 'honest.example', 'mx-host': ['*.honest.example'] },
        },
        summary: { 'total-successful-session-count': 2, 'total-failure-session-count': 1 },
        'failure-details': [
          {
            ...{ 'result-type': 'certificate-expired', 'receiving-mx-hostname': 'mx.honest.example' },
            ...{ 'receiving-ip': '192.0.2.1', 'failed-session-count': 1 },
          },
        ],
      },
    ]);
    const sent = await sendMail(smtp.port, { from: '', to: ['tls-reports@honest.example'] }, report?.message ?? '');
    expect(sent).toContain('250 2.0.0');
    expect(await listReports({ kind: 'tls' })).toMatchObject([{ domain: 'honest.example', passed: 2, failed: 1 }]);
  });
});

const xmlOf = (domain: string, more = '') =>
  `<?xml version="1.0"?>${more}<feedback><report_metadata><org_name>Big &amp; Co</org_name><email>x@big.example</email><report_id>r1</report_id><date_range><begin>1763596800</begin><end>1763683199</end></date_range></report_metadata><policy_published><domain>${domain}</domain><p>none</p></policy_published><record><row><source_ip>192.0.2.7</source_ip><count>12</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row><identifiers><header_from>${domain}</header_from></identifiers><auth_results><dkim><domain>${domain}</domain><selector>s</selector><result>pass</result></dkim><spf><domain>x.example</domain><result>softfail</result></spf></auth_results></record></feedback>`;

const mailWith = (bytes: Buffer, name: string, type = 'application/gzip') =>
  `From: dmarc@big.example\r\nSubject: Report Domain: hamburger.edu\r\nMIME-Version: 1.0\r\nContent-Type: ${type}; name="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64').replaceAll(/.{76}/g, '$&\r\n')}\r\n`;
const bring = (letter: string, to = 'dmarc-reports@hamburger.edu') => sendMail(smtp.port, { from: 'dmarc@big.example', to: [to] }, letter);
const gzName = 'big.example!hamburger.edu!1763596800!1763683199.xml.gz';

/** A zip of one stored file, that says `size` for its size. */
function zipOf(name: string, content: Buffer, size = content.length): Buffer {
  const crc = Buffer.alloc(4);
  crc.writeUInt32LE(zlibCrc(content));
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32LE(content.length, 0);
  sizes.writeUInt32LE(size, 4);
  const short = (n: number) => Buffer.from([n & 0xff, n >> 8]);
  const common = Buffer.concat([short(20), short(0), short(0), short(0), short(0), crc, sizes, short(name.length), short(0)]);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), content]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), short(20), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
function zlibCrc(bytes: Buffer): number {
  return gzipSync(bytes).readUInt32LE(gzipSync(bytes).length - 8);
}

describe('what others send', () => {
  test('gzip, zip and plain XML; the same again is known; each is shown whole', async () => {
    const xml = Buffer.from(xmlOf('hamburger.edu'));
    expect(await bring(mailWith(gzipSync(xml), gzName))).toContain('250 2.0.0');
    expect(await bring(mailWith(zipOf('report.xml', xml), gzName.replace('xml.gz', 'zip'), 'application/zip'))).toContain('250 2.0.0');
    expect(await bring(mailWith(xml, gzName.replace('.gz', ''), 'text/xml'))).toContain('250 2.0.0');
    const [report, ...more] = await listReports();
    expect(more).toEqual([]);
    expect(report).toMatchObject({ domain: 'hamburger.edu', org: 'Big & Co', passed: 12, failed: 0, verified: false });
    expect(await getReport(report?.reportNo ?? 0)).toMatchObject({
      body: { rows: [{ sourceIp: '192.0.2.7', count: 12, signatures: [{ selector: 's', result: 'pass' }], spfResult: 'softfail' }] },
    });
    // To an account it is delivered as well.
    const other = Buffer.from(xmlOf('hamburger.edu').replace('r1', 'r2'));
    expect(await bring(mailWith(gzipSync(other), gzName), 'bob@hamburger.edu')).toContain('250 2.0.0 Message accepted');
    expect(await listReports()).toHaveLength(2);
  });

  test.each([
    ['a bomb of gzip', () => mailWith(gzipSync(Buffer.alloc(60_000_000, 32)), gzName), 'broken, or larger'],
    ['a broken gzip', () => mailWith(gzipSync(Buffer.from(xmlOf('hamburger.edu'))).subarray(0, 60), gzName), 'broken, or larger'],
    ['a zip that says it is endless', () => mailWith(zipOf('r.xml', Buffer.from('x'), 4_000_000_000), gzName), 'broken, or larger'],
    ['a zip without a report', () => mailWith(zipOf('r.exe', Buffer.from('x')), gzName), 'holds no report'],
    [
      'a bomb of XML',
      () => mailWith(gzipSync(Buffer.from(xmlOf('hamburger.edu', '<!DOCTYPE f [<!ENTITY a "aaaa">]>'))), gzName),
      'declares a document type',
    ],
    ['nests of elements', () => mailWith(gzipSync(Buffer.from('<a>'.repeat(100_000))), gzName), ''],
    ['another’s domain', () => mailWith(gzipSync(Buffer.from(xmlOf('stranger.example'))), gzName), 'which is not served here'],
    ['no report', () => mailWith(gzipSync(Buffer.from('<feedback/>')), gzName), 'it is no aggregate report'],
    ['an ordinary letter', () => 'From: x@y.example\r\nSubject: hi\r\n\r\nhello\r\n', 'the message holds none'],
  ])('%s is refused', async (_name, letter, words) => {
    const said = await bring(letter());
    expect(said).toMatch(new RegExp(`^550 5\\.6\\.0 This address takes reports: .*${words}`, 'm'));
    expect(await listReports()).toEqual([]);
  });

  test('users cannot send to it, as nothing would be read', async () => {
    expect(await bring('From: x@y.example\r\n\r\nhi\r\n', 'no-reports@hamburger.edu')).toContain('550 5.1.1');
  });
});
