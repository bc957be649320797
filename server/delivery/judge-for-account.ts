/** What the verdicts mean for each recipient: into INBOX or Junk, with which line in front, and what the timeline tells. */
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import type { DeliverItem } from '#server/store/index.ts';
import type { Judged } from './judge-message.ts';

export interface LocalVerdict {
  junk: boolean;
  /** A header line for this recipient alone, ended; '' for none. */
  line: string;
  events: NonNullable<DeliverItem['events']>;
}

export async function judgeForAccounts(accounts: number[], judged: Judged): Promise<Map<number, LocalVerdict>> {
  const { auth, disposition } = judged;
  const events = auth ? [{ type: 'authenticated', detail: detailOf(auth) }] : [];
  const junk = disposition.kind === 'junk';
  return new Map(accounts.map((accountId) => [accountId, { junk, line: '', events }]));
}

function detailOf({ spf, dkim, dmarc, arc }: AuthVerdict) {
  return {
    ...{ spf: spf.result, spfDomain: spf.domain },
    dkim: dkim.map(({ domain, result }) => `${domain || '-'} ${result}`).join(', ') || 'none',
    ...{ dmarc: dmarc?.result ?? 'none', dmarcDomain: dmarc?.from ?? null, dmarcPolicy: dmarc?.policy ?? null },
    ...{ arc: arc.result, arcSealer: arc.sealer },
  };
}
