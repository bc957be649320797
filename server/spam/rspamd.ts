/** Rspamd by HTTP: `POST /checkv2`, the envelope in header fields, the answer in JSON. Its scale is brought to ours. */
import { z } from 'zod';
import { config } from '#server/config/config.ts';
import { traceHeaders } from '#server/log/tracing.ts';
import type { Reason } from '#lib/spam/reasons.ts';
import { ScannerDown, type ScanRequest, type Scanned } from './scanner.ts';

const longestMs = 20_000;
const mostSymbols = 8;

const answerShape = z.object({
  action: z.string(),
  score: z.number(),
  required_score: z.number().optional(),
  thresholds: z.record(z.string(), z.number()).optional(),
  symbols: z
    .record(z.string(), z.object({ score: z.number().catch(0), description: z.string().optional().catch(undefined) }).loose())
    .optional(),
});
type Answer = z.output<typeof answerShape>;

/** Throws ScannerDown. */
export async function askRspamd(request: ScanRequest): Promise<Scanned> {
  const answer = await ask(request);
  return { reasons: reasonsFrom(answer), hold: answer.action === 'reject' };
}

async function ask({ message, remoteAddress, helo, mailFrom, recipients }: ScanRequest): Promise<Answer> {
  const { rspamdUrl, hostname } = config();
  const url = new URL(rspamdUrl ?? '');
  const headers: Record<string, string> = { IP: remoteAddress, Helo: plain(helo), From: plain(mailFrom), 'MTA-Name': hostname };
  if (recipients[0] !== undefined) headers.Rcpt = plain(recipients[0]);
  if (url.password) headers.Password = decodeURIComponent(url.password);
  url.username = url.password = '';
  try {
    const response = await fetch(new URL('/checkv2', url), {
      method: 'POST',
      headers: { ...headers, ...traceHeaders() },
      body: new Uint8Array(message),
      signal: AbortSignal.timeout(longestMs),
      redirect: 'error',
    });
    if (!response.ok) throw new ScannerDown(`it answers ${response.status}`);
    return answerShape.parse(await response.json());
  } catch (error) {
    throw new ScannerDown(`Rspamd at ${url.origin}: ${error instanceof z.ZodError ? 'its answer was not understood' : String(error)}`);
  }
}

/** Header fields take no line ends and no other letters. */
const plain = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, '?');

/** What makes a message junk there makes it junk here: its threshold of "add header" is worth our spam score. */
function reasonsFrom({ action, score, required_score: required, thresholds = {}, symbols = {} }: Answer): Reason[] {
  const needed = thresholds['add header'] ?? thresholds.add_header ?? required ?? 6;
  const worth = config().spamScore / Math.max(needed, 0.1);
  const all = Object.entries(symbols);
  const counted = all.filter(([, symbol]) => symbol.score !== 0);
  // What it knows for sure, such as GTUBE, has no points there.
  const weighty = (counted.length > 0 ? counted : all)
    .toSorted(([, a], [, b]) => Math.abs(b.score) - Math.abs(a.score))
    .slice(0, mostSymbols)
    .map(([name, symbol]) => (symbol.score === 0 ? name : `${name} ${symbol.score > 0 ? '+' : ''}${symbol.score}`));
  const floor = action === 'add header' || action === 'rewrite subject' || action === 'reject' ? config().spamScore : -3;
  const points = Math.max(floor, Math.min(20, score * worth));
  if (weighty.length === 0 && action === 'no action') return [];
  return [{ name: 'rspamd', points, text: `Rspamd: ${action}, ${score}${weighty.length > 0 ? ` (${weighty.join(', ')})` : ''}` }];
}
