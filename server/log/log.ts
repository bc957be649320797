/** Structured log: one JSON object a line on standard error, or readable text on a terminal. Never a password, never a message body. */
type Level = 'error' | 'warn' | 'info' | 'debug';
type Fields = Record<string, string | number | boolean | null | undefined>;

const order: Level[] = ['error', 'warn', 'info', 'debug'];

function write(level: Level, event: string, fields: Fields = {}): void {
  const wanted = process.env.LOG_LEVEL ?? 'info';
  if (order.indexOf(level) > order.indexOf(wanted as Level)) return;
  const at = new Date().toISOString();
  if (!process.stderr.isTTY) {
    process.stderr.write(`${JSON.stringify({ at, level, process: process.title, event, ...fields })}\n`);
    return;
  }
  const details = Object.entries(fields).map(([key, value]) => `${key}=${String(value)}`);
  process.stderr.write(`${at} ${level.padEnd(5)} ${event} ${details.join(' ')}\n`);
}

export const log = {
  error: (event: string, fields?: Fields) => write('error', event, fields),
  warn: (event: string, fields?: Fields) => write('warn', event, fields),
  info: (event: string, fields?: Fields) => write('info', event, fields),
  debug: (event: string, fields?: Fields) => write('debug', event, fields),
};

/** The text of anything thrown, for the log. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
