/** `posthorn status`: what is there, and whether it serves. */
import { readConfig } from '#server/config/config.ts';
import { databaseIsUp, listAccounts, listDomains, listQueue } from '#server/store/index.ts';
import { formatSize } from '../size.ts';
import { withDatabase } from '../with-database.ts';

export async function run(args: string[]): Promise<void> {
  const { ports, listenHost, hostname } = readConfig(process.env);
  const ready = await fetch(`http://${listenHost}:${ports.HTTP_PORT}/readyz`).then(
    async (response) => (await response.json()) as Record<string, unknown>,
    () => null,
  );
  const found = await withDatabase(async () => {
    const accounts = await listAccounts();
    const queue = await listQueue();
    return {
      hostname,
      serving: ready?.ready ?? false,
      listeners: ready,
      database: await databaseIsUp(),
      domains: (await listDomains()).map(({ name }) => name),
      accounts: accounts.length,
      octets: accounts.reduce((sum, account) => sum + account.usedBytes, 0),
      queued: queue.length,
    };
  });
  if (args.includes('--json')) return console.log(JSON.stringify(found, null, 2));
  console.log(
    [
      `host name  ${found.hostname}`,
      `serving    ${found.serving ? 'yes' : ready ? 'in part: see --json' : 'no'}`,
      `database   ${found.database ? 'answers' : 'does not answer'}`,
      `domains    ${found.domains.join(', ') || 'none'}`,
      `accounts   ${found.accounts} with ${formatSize(found.octets)} of mail`,
      `queue      ${found.queued} waiting`,
    ].join('\n'),
  );
}
