/** What an administrator decides for mail to a domain. */
import { rows } from '../database.ts';

export interface QueueRule {
  /** Lower-case A-labels; `*.example.org` for what is below it, `*` for all others. */
  domain: string;
  /** As QUEUE_SCHEDULE. */
  schedule: string | null;
  /** At once, at most. */
  connections: number | null;
  /** As in SMTP_ROUTES. */
  route: string | null;
  tls: 'opportunistic' | 'encrypted' | 'verified' | null;
}

const columns = 'domain, schedule, connections, route, tls';

export const listQueueRules = (): Promise<QueueRule[]> => rows(`select ${columns} from queue_rule order by domain`);

export async function setQueueRule({ domain, schedule, connections, route, tls }: QueueRule): Promise<void> {
  await rows(
    `insert into queue_rule (domain, schedule, connections, route, tls) values ($1, $2, $3, $4, $5)
     on conflict (domain) do update set schedule = $2, connections = $3, route = $4, tls = $5, updated_at = now()`,
    [domain, schedule, connections, route, tls],
  );
}

export async function removeQueueRule(domain: string): Promise<boolean> {
  return (await rows('delete from queue_rule where domain = $1 returning 1', [domain])).length > 0;
}
