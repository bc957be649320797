/** What came in and went out, counted by time for the dashboard, and the times of failed log-ins. */
import { rows } from '../database.ts';

export interface TrafficPoint {
  at: Date;
  type: string;
  count: number;
}

/**
 * Events by slot of `everySeconds` and type. With `domains`, those of accounts in them alone. The window is read through a BRIN index:
 * a day of a million events takes a fraction of a second.
 */
export function traffic(request: { since: Date; everySeconds: number; domains: string[] | null }): Promise<TrafficPoint[]> {
  const { since, everySeconds, domains } = request;
  const slot = `date_bin($2 * interval '1 second', at, timestamptz '2000-01-01') as at`;
  return rows(
    `select ${slot}, case when type = 'judged' and (detail -> 'junk')::boolean then 'junk' else type end as type, count(*) as count from delivery_event e
     where at >= $1 and ($3::text[] is null or exists (
       select from account a where a.account_id = e.account_id and split_part(a.email, '@', 2) = any($3)))
     group by 1, 2
     union all
     select ${slot}, 'loginFailed', count(*) from login_failure f
     where at >= $1 and ($3::text[] is null or split_part(login, '@', 2) = any($3)) group by 1
     order by 1`,
    [since, everySeconds, domains],
  );
}
