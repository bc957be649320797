/**
 * Keeps what this process logs where an administrator can look at the lines of all processes and machines together. What must always hold:
 * logging never waits for the database and never fails by it; what it keeps has a bound, here and in the table.
 */
import { hostname } from 'node:os';
import { hearLog, type LogLine } from '#server/log/log.ts';
import { rows } from '../database.ts';
import { trimLogLines } from './trim-log-lines.ts';

const flushEveryMs = 500;
/** More than this in half a second is a storm: of it, the first lines tell enough. */
const mostWaiting = 2000;
/** Of one text, such as a trace of calls. */
const mostCharacters = 4000;
const trimEvery = 5000;

let waiting: LogLine[] = [];
let left = 0;
let written = 0;
let name = '';
let flushing: Promise<void> = Promise.resolve();

/** `process` is its name beside those of others. Returns what stops it, with the last lines written. */
export function startLogKeeping(process: string): () => Promise<void> {
  name = process;
  hearLog((line) => {
    if (waiting.length < mostWaiting) waiting.push(line);
    else left++;
  });
  const timer = setInterval(() => void flushLog(), flushEveryMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    hearLog(null);
    await flushLog();
  };
}

export function flushLog(): Promise<void> {
  return (flushing = flushing.then(write));
}

async function write(): Promise<void> {
  if (waiting.length === 0) return;
  const lines = waiting;
  waiting = [];
  if (left > 0) {
    lines.push({ at: new Date().toISOString(), level: 'warn', event: 'log: lines were left out', fields: { lines: left } });
    left = 0;
  }
  const records = lines.map(({ fields, ...line }) => ({ ...line, fields: shortened(fields) }));
  try {
    await rows(
      `insert into log_line (at, level, host, process, event, fields)
       select at, level, $2, $3, event, coalesce(fields, '{}') from jsonb_to_recordset($1)
         as line(at timestamptz, level text, event text, fields jsonb)`,
      [JSON.stringify(records), hostname(), name],
    );
    written += lines.length;
    if (written < trimEvery) return;
    written = 0;
    await trimLogLines({});
  } catch {
    // They stand on standard error all the same; a line about it would only come back here.
  }
}

/** Postgres takes no NUL in its texts. */
function shortened(fields: LogLine['fields']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed().slice(0, mostCharacters) : value,
    ]),
  );
}
