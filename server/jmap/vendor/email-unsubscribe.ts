/**
 * Email/unsubscribe, ours: leaves the list that sent an email. With RFC 8058 the server does it by one POST and the reader's browser is never
 * seen; else the addresses of RFC 2369 are given, a mailto: to be written to or a page to be opened by a person.
 */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { readHeaderProperty, type HeaderProperty } from '#lib/jmap/header-property.ts';
import { parseEmailWireId } from '#lib/ids.ts';
import { fetchPublic, FetchRefused } from '#server/net/fetch-public.ts';
import { getEmails } from '#server/store/index.ts';
import { headerForm, readFields } from '../email/header-forms.ts';
import { storedEmail } from '../email/email-source.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';

const addresses = readHeaderProperty('header:List-Unsubscribe:asURLs') as HeaderProperty;
const oneClick = readHeaderProperty('header:List-Unsubscribe-Post:asText') as HeaderProperty;

export const emailUnsubscribe = method({
  name: 'Email/unsubscribe',
  capability: capability.delivery,
  args: { id: z.string() },
  async run({ accountId }, { id }) {
    const emailId = parseEmailWireId(accountId, id);
    const [row] = emailId === null ? [] : await getEmails(accountId, [emailId]);
    if (!row) throw new MethodError('invalidArguments', 'id: there is no such email.');
    const fields = readFields(await storedEmail(accountId, row).read(0, row.headerSize));
    const urls = (headerForm(fields, addresses) as string[] | null) ?? [];
    const page = urls.find((url) => /^https?:/i.test(url)) ?? null;
    const mailto = urls.find((url) => /^mailto:/i.test(url)) ?? null;
    const isOneClick = /^\s*List-Unsubscribe\s*=\s*One-Click\s*$/i.test(String(headerForm(fields, oneClick) ?? ''));
    if (!page && !mailto) throw new MethodError('invalidArguments', 'This message does not say how its list is left.');
    if (!page || !isOneClick) return { done: false, page, mailto };
    return { ...(await post(page)), page, mailto };
  },
});

/** RFC 8058 §3.1: POST, no cookies, nothing but these words; §3.2: redirects are not followed. */
async function post(url: string): Promise<{ done: boolean; reason?: string }> {
  try {
    const { status } = await fetchPublic(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
      maxOctets: 1_000_000,
      timeoutMs: 15_000,
      maxRedirects: 0,
      secureOnly: true,
    });
    return status >= 200 && status < 300 ? { done: true } : { done: false, reason: `The list's server answered ${status}.` };
  } catch (error) {
    if (error instanceof FetchRefused) return { done: false, reason: error.message };
    throw error;
  }
}
