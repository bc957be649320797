/** `posthorn quarantine list|show ID|release ID|drop ID`. */
import { parseArgs } from 'node:util';
import { dropHeld, listHeld, releaseMessage, showHeld } from '#server/admin/quarantine.ts';
import { printTable } from '../print-table.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

const actor = { name: 'command line' };

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
  const [action = 'list', given] = positionals;
  const id = Number(given);
  if (action !== 'list' && !['show', 'release', 'drop'].includes(action))
    throw new UsageError(`there is no "quarantine ${action}".`, { usage: true });
  if (action !== 'list' && !Number.isInteger(id))
    throw new UsageError(`quarantine ${action} needs the number of a message: "posthorn quarantine list" shows them.`, { usage: true });
  await withDatabase(async () => {
    if (action === 'list') return list(values.json);
    if (action === 'show') return show(id, values.json);
    const acted = await (action === 'release' ? releaseMessage(actor, id) : dropHeld(actor, id));
    if (!acted.ok) throw new UsageError(acted.message);
    console.log(action === 'release' ? `released ${id}` : `dropped ${id}`);
  });
}

async function list(json: boolean): Promise<void> {
  const held = await listHeld(1000);
  if (json) return console.log(JSON.stringify(held, null, 2));
  const rows = held.map(({ id, at, sender, recipients, subject, score, reasons, expiresAt }) => ({
    ...{ id, at, from: sender || '<>', to: recipients.join(' '), subject: subject.slice(0, 40), score },
    ...{ reason: reasons[0]?.text ?? '-', until: expiresAt },
  }));
  printTable(rows, { json: false, empty: 'Nothing is held.' });
}

async function show(id: number, json: boolean): Promise<void> {
  const found = await showHeld(id);
  if (!found.ok) throw new UsageError(found.message);
  if (json) return console.log(JSON.stringify(found.value, null, 2));
  const { goesTo, score, reasons, header, text } = found.value;
  const why = reasons.map((reason) => `  ${reason.points > 0 ? '+' : ''}${reason.points}  ${reason.text}`);
  console.log([`for ${goesTo.join(', ') || 'nobody any more'}; score ${score}:`, ...why, '', header.trimEnd(), '', text].join('\n'));
}
