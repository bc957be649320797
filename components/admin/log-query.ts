/** What the log page is asked for by its address. */
export const logLevelNames = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevelName = (typeof logLevelNames)[number];
export const logTexts = ['process', 'event', 'account', 'message'] as const;

export type LogWish = { level: LogLevelName; search?: string } & Partial<Record<(typeof logTexts)[number], string>>;

/** Only what is known, and none that is empty. */
export function logQuery(query: Partial<Record<string, string | string[]>>): LogWish {
  const wish: LogWish = { level: logLevelNames.find((level) => level === query.level) ?? 'info' };
  for (const name of logTexts) {
    const text = query[name];
    if (typeof text === 'string' && text.trim()) wish[name] = text.trim().slice(0, 200);
  }
  if (typeof query.q === 'string' && query.q.trim()) wish.search = query.q.trim().slice(0, 200);
  return wish;
}

/** The address again, with what is changed in it. */
export function logAddress({ level, search, ...texts }: LogWish, more: Record<string, string> = {}): string {
  return `?${new URLSearchParams({ level, ...texts, ...(search && { q: search }), ...more })}`;
}
