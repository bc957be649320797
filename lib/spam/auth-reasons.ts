/** What the verdict on the sender counts for. DMARC's own word on where mail goes is not among the points: it stands above them. */
import type { AuthVerdict } from '../mailauth/verdict.ts';
import type { Reason } from './reasons.ts';

export function authReasons({ spf, dkim, dmarc, noAuthor, arc }: AuthVerdict): Reason[] {
  const found: Reason[] = [];
  const add = (name: string, points: number, text: string) => found.push({ name, points, text });
  const signed = dkim.some(({ result }) => result === 'pass');
  if (arc.vouched) return found;
  if (spf.result === 'fail') add('spf', 2, `${spf.domain} does not let that server send (SPF)`);
  if (spf.result === 'softfail') add('spf', 1, `${spf.domain} does not expect that server to send (SPF)`);
  if (dkim.some(({ result }) => result === 'fail') && !signed) add('dkim', 0.7, 'Its signature is broken (DKIM)');
  if (dmarc?.result === 'fail') add('dmarc', 1.5, `Nothing proves that it is from ${dmarc.from} (DMARC)`);
  if (dmarc?.result === 'pass') add('dmarc', -0.5, `It is from ${dmarc.from} (DMARC)`);
  if (noAuthor) add('authors', 1.5, 'It has no author, or several of different domains');
  return found;
}

/** Is the address in From proven? By DMARC, or, where the domain has no policy, by SPF or DKIM of that very domain. */
export function isProven({ spf, dkim, dmarc }: AuthVerdict, fromDomain: string): boolean {
  if (dmarc && dmarc.result !== 'none') return dmarc.result === 'pass';
  const own = fromDomain.toLowerCase();
  return (spf.result === 'pass' && spf.domain === own) || dkim.some(({ result, domain }) => result === 'pass' && domain === own);
}
