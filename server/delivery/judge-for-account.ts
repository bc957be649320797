/** What the verdicts mean for each recipient: into INBOX or Junk, with which line in front, and what the timeline tells. */
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import { namesFor, spamField } from '#lib/spam/reasons.ts';
import { judgeJunk } from '#server/spam/judge-junk.ts';
import type { DeliverItem, Recipient } from '#server/store/index.ts';
import type { Judged } from './judge-message.ts';

export interface LocalVerdict {
  junk: boolean;
  /** A header line for this recipient alone, ended; '' for none. */
  line: string;
  events: NonNullable<DeliverItem['events']>;
}

export async function judgeForAccounts(
  recipients: readonly Recipient[],
  { auth, disposition, looked }: Judged,
): Promise<Map<number, LocalVerdict>> {
  const events = auth ? [{ type: 'authenticated', detail: detailOf(auth) }] : [];
  if (!looked) return new Map(recipients.map(({ accountId }) => [accountId, { junk: false, line: '', events }]));
  const verdicts = await judgeJunk(recipients, looked, disposition.kind === 'junk' ? disposition.reason : null);
  return new Map(
    [...verdicts].map(([accountId, verdict]) => {
      const { isJunk, score, needed, reasons } = verdict;
      const judged = { type: 'judged', detail: { junk: isJunk, score, needed, reasons: namesFor(reasons) } };
      return [accountId, { junk: isJunk, line: spamField(verdict), events: [...events, judged] }];
    }),
  );
}

function detailOf({ spf, dkim, dmarc, arc }: AuthVerdict) {
  return {
    ...{ spf: spf.result, spfDomain: spf.domain },
    dkim: dkim.map(({ domain, result }) => `${domain || '-'} ${result}`).join(', ') || 'none',
    ...{ dmarc: dmarc?.result ?? 'none', dmarcDomain: dmarc?.from ?? null, dmarcPolicy: dmarc?.policy ?? null },
    ...{ arc: arc.result, arcSealer: arc.sealer },
  };
}
