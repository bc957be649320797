/**
 * SenderLogo/get, ours: for emails whose sender was proven when they came, the logo that its domain publishes (BIMI). `isVerified` tells
 * whether a certificate vouches for it; `url` is at this server, for its own pages.
 */
import { z } from 'zod';
import { parseEmailWireId } from '#lib/ids.ts';
import { authservId } from '#lib/mailauth/strip-forged.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { config } from '#server/config/config.ts';
import { findLogo, type LogoAt } from '#server/mailauth/bimi/find-logo.ts';
import { getEmailHeads } from '#server/store/index.ts';
import { storedEmail } from '../email/email-source.ts';
import { readFields } from '../email/header-forms.ts';
import { method } from '../method.ts';
import { idsToGet } from '../standard/get.ts';

export const senderLogoGet = method({
  name: 'SenderLogo/get',
  capability: capability.delivery,
  args: { emailIds: z.array(z.string()) },
  async run({ accountId }, args) {
    const ids = idsToGet(args.emailIds) ?? [];
    const numbers = new Map(ids.flatMap((id) => [[parseEmailWireId(accountId, id) ?? -1, id] as const]));
    const rows = await getEmailHeads(accountId, [...numbers.keys()]);
    const list = await Promise.all(
      rows.map(async (row) => {
        const source = storedEmail(accountId, row);
        const at = provenLogo(readFields(await source.read(0, row.headerSize)), config().hostname);
        const logo = at && (await findLogo(at));
        if (!at || !logo) return [];
        const url = `/api/logo?${new URLSearchParams({ ...at }).toString()}`;
        return [{ emailId: numbers.get(row.emailId), domain: at.domain, isVerified: logo.isVerified, url }];
      }),
    );
    return { list: list.flat() };
  },
});

/** What our own Authentication-Results says of BIMI; null when the message may show no logo. */
export function provenLogo(fields: { name: string; value: string }[], hostname: string): LogoAt | null {
  const own = fields.find(
    ({ name, value }) => name.toLowerCase() === 'authentication-results' && authservId(value) === hostname.toLowerCase(),
  );
  const result = own?.value.split(';').find((part) => /^\s*bimi\s*=\s*pass\b/i.test(part));
  const property = (name: string) => new RegExp(`\\sheader\\.${name}=([a-z0-9._-]+)`, 'i').exec(result ?? '')?.[1];
  const [domain, selector] = [property('d'), property('selector')];
  return domain && selector ? { domain, selector } : null;
}
