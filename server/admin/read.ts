/** What the administration pages show. */
import { config } from '#server/config/config.ts';
import { listAccounts, listAliases, listAudit, listDomains, listQueue } from '#server/store/index.ts';

export async function dashboard() {
  const [accounts, domains, queue] = await Promise.all([listAccounts(), listDomains(), listQueue({ limit: 1000 })]);
  return {
    hostname: config().hostname,
    accounts: accounts.length,
    suspended: accounts.filter((account) => account.disabledAt).length,
    domains: domains.length,
    usedBytes: accounts.reduce((sum, account) => sum + account.usedBytes, 0),
    messages: accounts.reduce((sum, account) => sum + account.usedMessages, 0),
    queued: queue.length,
    oldest: queue.reduce<Date | null>((oldest, { createdAt }) => (oldest && oldest < createdAt ? oldest : createdAt), null),
    queue: queue.slice(0, 5),
    fullest: accounts.filter((account) => account.quotaBytes && account.usedBytes > account.quotaBytes * 0.9),
  };
}

export { listAccounts, listAliases, listAudit, listDomains, listQueue };
export { getAccount } from '#server/store/index.ts';
