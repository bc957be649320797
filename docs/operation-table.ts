/**
 * Builds the table at the end of docs/administration.md (`npm run operations`): each operation as a command, as a request, and the pages of the
 * panel that show or do it, which are found by what their sources import.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { operations } from '#server/admin/operations.ts';

const root = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
export const page = 'docs/administration.md';
const begin = '<!-- made by npm run operations -->';
const actionsFile = 'components/admin/actions.ts';

/** `accountAdd` of `export const accountAdd = operation({ name: 'account.add'`. */
function variables(): Map<string, string> {
  const sources = globSync('server/admin/operations/*.ts', { cwd: root }).map(read).join('\n');
  return new Map(
    [...sources.matchAll(/export const (\w+) = operation\(\{\s*name: '([\w.-]+)'/g)].map(([, variable = '', name = '']) => [
      variable,
      name,
    ]),
  );
}

/** Which operations each form of the panel performs. */
function operationsOfActions(known: Map<string, string>): Map<string, string[]> {
  const parts = read(actionsFile)
    .split(/^export async function /m)
    .slice(1);
  return new Map(parts.map((part) => [/^\w+/.exec(part)?.[0] ?? '', namedIn(part, known)]));
}
const namedIn = (text: string, known: Map<string, string>) => [...new Set(text.match(/\b\w+\b/g))].flatMap((word) => known.get(word) ?? []);

/** The sources of a page: its own, those of the layouts around it, and those of the components that it is made of. */
function sourcesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file) || file === actionsFile) return [];
  seen.add(file);
  const text = read(file);
  const parts = [...text.matchAll(/from '(#components\/admin\/[\w/.-]+|\.\/[\w/.-]+)'/g)].map(([, from = '']) =>
    from.startsWith('#') ? from.slice(1) : path.join(path.dirname(file), from),
  );
  return [text, ...parts.flatMap((part) => sourcesOf(part, seen))];
}

function pagesOfOperations(): Map<string, Set<string>> {
  const known = variables();
  const actions = operationsOfActions(known);
  const found = new Map<string, Set<string>>();
  for (const file of globSync('app/{admin,setup}/**/{page.tsx,layout.tsx,route.ts}', { cwd: root }).sort()) {
    const address = path.dirname(file).replace(/^app/, '');
    const text = sourcesOf(file).join('\n');
    const forms = [...actions].flatMap(([action, names]) => (new RegExp(`\\b${action}\\b`).test(text) ? names : []));
    for (const name of [...namedIn(text, known), ...forms]) found.set(name, (found.get(name) ?? new Set()).add(address));
  }
  return found;
}

export function operationTable(): string {
  const pages = pagesOfOperations();
  const rows = operations.map(({ name, http, args = [] }) => {
    const fields = args.map((arg) => ` ${arg.replace('…', ' …').toUpperCase()}`).join('');
    const places = [...(pages.get(name) ?? [])].map((place) => `\`${place}\``);
    return [`\`${name.replace('.', ' ')}${fields}\``, `\`${http}\``, places.join(' ') || '–'];
  });
  const heads = ['`posthorn …`', '`/api/admin/v1`', 'page'];
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[], fill = ' ') => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  return [line(heads), line(['', '', ''], '-'), ...rows.map((row) => line(row))].join('\n');
}

export const withTable = (text: string): string => `${text.slice(0, text.indexOf(begin) + begin.length)}\n\n${operationTable()}\n`;

if (path.resolve(process.argv[1] ?? '') === import.meta.filename) writeFileSync(path.join(root, page), withTable(read(page)));
