/** What a message tells about being junk whoever its recipient is: its bytes, its sender, the lists, other programs. Once for each message. */
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import { domainOf } from '#lib/smtp/path.ts';
import { authReasons, isProven } from '#lib/spam/auth-reasons.ts';
import { checkContent } from '#lib/spam/checks.ts';
import { scoreOf, type Reason } from '#lib/spam/reasons.ts';
import { tokensOf } from '#lib/spam/tokens.ts';
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { blockListReasons, linkListReasons } from './block-lists.ts';
import { askClamav } from './clamav.ts';
import { askRspamd } from './rspamd.ts';
import { ScannerDown, type ScanRequest, type Scanned } from './scanner.ts';

export interface LookedOver {
  reasons: Reason[];
  /** What the classifier sees of it; taken apart at the first call. */
  tokens: () => readonly string[];
  /** Address of the first author, lower-case; '' for none. */
  author: string;
  /** Something proves that the author wrote it. */
  isProven: boolean;
  /** It is held for an administrator instead of delivered. */
  hold: boolean;
}

/** Throws ScannerDown when a program that was to look at it does not answer, and SCANNER_DOWN says to wait for it. */
export async function lookOver(request: ScanRequest, auth: AuthVerdict | null): Promise<LookedOver> {
  const { message, remoteAddress, author } = request;
  const { quarantineScore } = config();
  const [lists, links, ...scans] = await Promise.all([
    auth ? blockListReasons(remoteAddress) : [],
    linkListReasons(message).catch(() => []), // a message that cannot be read is judged by the rest
    ...scansOf(request),
  ]);
  const reasons = [
    ...saved(() => checkContent(message, new Date()), []),
    ...(auth ? authReasons(auth) : []),
    ...lists,
    ...links,
    ...scans.flatMap((scan) => scan.reasons),
  ];
  let taken: string[] | undefined;
  return {
    reasons,
    tokens: () => (taken ??= saved(() => tokensOf(message), [])),
    author,
    isProven: auth !== null && author !== '' && isProven(auth, domainOf(author)),
    hold: scans.some(({ hold }) => hold) || scoreOf(reasons) >= quarantineScore,
  };
}

function scansOf(request: ScanRequest): Promise<Scanned>[] {
  const { rspamdUrl, clamavAddress } = config();
  return [
    ...(clamavAddress ? [orNote('clamav', 'ClamAV', () => askClamav(request.message))] : []),
    ...(rspamdUrl ? [orNote('rspamd', 'Rspamd', () => askRspamd(request))] : []),
  ];
}

async function orNote(name: string, title: string, ask: () => Promise<Scanned>): Promise<Scanned> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ScannerDown)) throw error;
    log.error('spam: a scanner is down', { scanner: name, reason: error.message, then: config().scannerDown });
    if (config().scannerDown === 'defer') throw error;
    return { hold: false, reasons: [{ name: `${name}-down`, points: 0, text: `${title} did not answer, so it has not looked at this` }] };
  }
}

/** A message that a check cannot read is judged by the others: it is never lost for that. */
function saved<T>(check: () => T, otherwise: T): T {
  try {
    return check();
  } catch (error) {
    log.error('spam: a check failed', { reason: reasonOf(error) });
    return otherwise;
  }
}
