/** addheader and deleteheader (RFC 5293). */
import { isFieldName } from '../check/constants.ts';
import type { Node } from '../check/program.ts';
import { matchOf } from './matching.ts';
import { decodedValue, newField, type Header } from './message.ts';
import type { Run } from './run-state.ts';

const mostFields = 10_000;
const longestValue = 8192;
/** RFC 5293 §6: these tell where mail has been, and are neither taken away nor made up. */
const untouchable = new Set(['received', 'auto-submitted', 'return-path', 'delivered-to', 'authentication-results']);

export function addHeader(run: Run, node: Node): void {
  const [name = '', value = ''] = node.args.map((arg) => run.expand(arg.strings[0] ?? ''));
  if (!isFieldName(name)) run.fail(node.line, `"${name.slice(0, 100)}" cannot be the name of a header field.`);
  // RFC 5293 §4: an error, and not a part of it.
  if (value.length > longestValue) run.fail(node.line, `A header field of more than ${longestValue} characters is not added.`);
  if (untouchable.has(name.toLowerCase()) || run.message.header.length >= mostFields) return;
  const field = newField(name, value.toWellFormed());
  const { header } = run.message;
  run.message.header = node.tags.has(':last') ? [...header, field] : [field, ...header];
}

export function deleteHeader(run: Run, node: Node): void {
  const name = run.expand(node.args[0]?.strings[0] ?? '').toLowerCase();
  if (!isFieldName(name)) run.fail(node.line, `"${name.slice(0, 100)}" cannot be the name of a header field.`);
  if (untouchable.has(name)) return;
  const { header } = run.message;
  const gone = chosen(run, node, header, name);
  if (gone.size > 0) run.message.header = header.filter((_, index) => !gone.has(index));
}

/** Places of the fields to delete. §5: counted first, matched then. */
function chosen(run: Run, node: Node, header: Header, name: string): Set<number> {
  const all = [...header.keys()].filter((index) => header[index]?.name === name);
  const number = node.tags.get(':index')?.number;
  const counted =
    number === undefined ? all : [node.tags.has(':last') ? all.at(-number) : all[number - 1]].filter((index) => index !== undefined);
  const patterns = node.args[1];
  if (!patterns) return new Set(counted);
  const match = matchOf(run, node, run.expandAll(patterns.strings), { setsVariables: false });
  if (match.counts) return new Set(match.count(counted.length) ? counted : []);
  return new Set(counted.filter((index) => match.value(decodedValue(header[index]?.raw ?? ''))));
}
