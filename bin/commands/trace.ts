/** `posthorn trace [TEXT] [--address A] [--message-id ID] [--status S] [--since TIME] [--until TIME]`, and `posthorn trace ID` for one. */
import { parseArgs } from 'node:util';
import { findTraces, traceStory, type TraceEvent, type TraceRow } from '#server/admin/trace.ts';
import { printTable } from '../print-table.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

export async function run(args: string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const options = {
    ...{ address: text, 'message-id': text, status: text, since: text, until: text, limit: text },
    json: { type: 'boolean', default: false },
  } as const;
  // An id may begin with a dash.
  const [first = ''] = args;
  const id = /^-[\w-]{11}$/.test(first) ? first : null;
  const { values, positionals: words } = parseArgs({ args: id === null ? args : args.slice(1), options, allowPositionals: true });
  const positionals = id === null ? words : [id, ...words];
  const { json, 'message-id': messageId, ...query } = values;
  await withDatabase(async () => {
    const found = await findTraces({ ...query, messageId, text: positionals[0] } as Parameters<typeof findTraces>[0]);
    if (!found.ok) throw new UsageError(found.message);
    const only = new Set(found.value.map(({ traceId }) => traceId)).size === 1 ? found.value[0]?.traceId : undefined;
    // By its id, or when nothing else was found: the whole story.
    if (only !== undefined && positionals[0] === only) return tell(only, json);
    list(found.value, json);
    if (only !== undefined && !json) await tell(only, false);
  });
}

function list(found: TraceRow[], json: boolean): void {
  const rows = json
    ? found.map((row) => ({ ...row }))
    : found.map(({ at, traceId, from, to, status, reply, subject }) => ({
        ...{ at, id: traceId, from, to, status, subject: subject.slice(0, 40), reply: reply?.slice(0, 80) ?? null },
      }));
  printTable(rows, { json, empty: 'No such message.' });
}

async function tell(traceId: string, json: boolean): Promise<void> {
  const story = await traceStory(traceId);
  if (!story.ok) throw new UsageError(story.message);
  if (json) return console.log(JSON.stringify(story.value, null, 2));
  for (const event of story.value.events) console.log(lineOf(event));
}

function lineOf({ at, type, account, mailbox, detail }: TraceEvent): string {
  const { mailboxId: _, ...rest } = detail;
  const facts = Object.entries({ ...rest, ...(mailbox ? { mailbox } : {}) }).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`${name}=${JSON.stringify(value)}`],
  );
  return [at.toISOString(), type.padEnd(13), account ?? '-', ...facts].join('  ');
}
