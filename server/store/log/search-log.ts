/** The kept lines of the log, the newest first. */
import type { LogLevel } from '#server/log/log.ts';
import { rows } from '../database.ts';

export interface LogQuery {
  levels: readonly LogLevel[];
  /** All that begin so. */
  process?: string | undefined;
  event?: string | undefined;
  /** Lines that name any of these accounts, by number or by address. */
  account?: { accountId: number | null; email: string } | undefined;
  /** Lines that name any of these: traces and numbers of the queue. */
  message?: { texts: string[]; queueIds: number[] } | undefined;
  /** Anywhere in it. */
  text?: string | undefined;
  /** Only older ones. */
  before?: number | undefined;
  limit: number;
}
export interface LogRow {
  logNo: number;
  at: Date;
  level: LogLevel;
  host: string;
  process: string;
  event: string;
  fields: Record<string, string | number | boolean | null>;
}

export function searchLog({ levels, process, event, account, message, text, before, limit }: LogQuery): Promise<LogRow[]> {
  return rows<LogRow>(
    `select log_no as "logNo", at, level, host, process, event, fields from log_line
     where level = any($1)
       and ($2::text is null or starts_with(process, $2))
       and ($3::text is null or starts_with(event, $3))
       and ($4::text is null or strpos(lower(fields::text), $4) > 0 or fields->>'accountId' = $5 or fields->>'account' = $5)
       and ($6::text[] is null or exists (select from unnest($6) word where strpos(fields::text, word) > 0)
         or fields->>'queueId' = any($7::text[]))
       and ($8::text is null or strpos(lower(event || ' ' || fields::text), lower($8)) > 0)
       and ($9::bigint is null or log_no < $9)
     order by log_no desc limit $10`,
    [
      ...[levels, process || null, event || null, account?.email.toLowerCase() ?? null, account?.accountId?.toString() ?? null],
      ...[message?.texts ?? null, message?.queueIds.map(String) ?? null, text || null, before ?? null, limit],
    ],
  );
}
