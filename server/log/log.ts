/** Structured log: one JSON object a line on standard error, or readable text on a terminal. Never a password, never a message body. */
import { currentTrace } from './tracing.ts';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';
type Fields = Record<string, string | number | boolean | null | undefined>;
export interface LogLine {
  at: string;
  level: LogLevel;
  event: string;
  fields: Fields;
}

export const logLevels: readonly LogLevel[] = ['error', 'warn', 'info', 'debug'];

/** Next bundles its own copy of this module: who else hears of each line hangs on globalThis. */
const home = globalThis as { posthornLog?: { hear: ((line: LogLine) => void) | null } };
const listener = (home.posthornLog ??= { hear: null });
/** From now on each line that is written goes to this one as well; null: to nobody. */
export function hearLog(hear: ((line: LogLine) => void) | null): void {
  listener.hear = hear;
}

function write(level: LogLevel, event: string, given: Fields = {}): void {
  const wanted = process.env.LOG_LEVEL ?? 'info';
  if (logLevels.indexOf(level) > logLevels.indexOf(wanted as LogLevel)) return;
  const at = new Date().toISOString();
  // A line that belongs to a message says so itself; of any other work, the span that is being worked on knows.
  const trace = given.trace ?? currentTrace()?.traceId;
  const fields = trace === undefined ? given : { ...given, trace };
  listener.hear?.({ at, level, event, fields });
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
