/**
 * Builds docs/rfc.md (`npm run rfc`) from docs/rfc.txt, one line for each RFC, and from the references in the code: a file that carries a
 * rule out names its RFC, so the table finds the files by themselves.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const statuses = ['whole', 'partly', 'left out'] as const;
/** The files with the most references stand for all. */
const mostFiles = 4;

export interface RfcLine {
  numbers: number[];
  status: (typeof statuses)[number];
  what: string;
}
export type Entry = { section: string } | { text: string } | { lines: RfcLine[] };

/** Throws with the line that is not understood. */
export function readLines(source: string): Entry[] {
  const entries: Entry[] = [];
  for (const line of source.split('\n')) {
    if (line.trim() === '') continue;
    const found = /^(\d+(?:, \d+)*) (whole|partly|left out): (.+)$/.exec(line);
    const status = statuses.find((one) => one === found?.[2]);
    const last = entries.at(-1);
    if (line.startsWith('## ')) entries.push({ section: line.slice(3) });
    else if (line.startsWith('> ')) entries.push({ text: line.slice(2) });
    else if (!found || !status) throw new Error(`docs/rfc.txt: not "NUMBER, NUMBER whole|partly|left out: WHAT": ${line}`);
    else {
      const numbers = (found[1] ?? '').split(', ').map(Number);
      const rfc: RfcLine = { numbers, status, what: found[3] ?? '' };
      if (last && 'lines' in last) last.lines.push(rfc);
      else entries.push({ lines: [rfc] });
    }
  }
  return entries;
}

/** By RFC: how often each file names it. */
export function findReferences(): Map<number, Map<string, number>> {
  const found = new Map<number, Map<string, number>>();
  const files = globSync(['{lib,server,client,components,app,bin,test}/**/*.{ts,tsx}', 'test/transcripts/**/*.txt'], { cwd: root });
  for (const file of files.filter((name) => !name.includes('/generated/')).sort()) {
    const text = `${readFileSync(path.join(root, file), 'utf8')} ${path.basename(file).replace(/^rfc(\d+)/, 'RFC $1 ')}`;
    for (const [, number] of text.matchAll(/\bRFC (\d{3,5})\b/g)) {
      const counts = found.get(Number(number)) ?? new Map<string, number>();
      counts.set(file, (counts.get(file) ?? 0) + 1);
      found.set(Number(number), counts);
    }
  }
  return found;
}

export function buildTable(source: string, references = findReferences()): string {
  const head = [
    '# What is carried out, and where',
    'Built by `npm run rfc` from `docs/rfc.txt` and the references in the code; edit the former. `whole`: all that a server must do; what ' +
      'is left out has its reason. A capability that is not whole is not advertised. The files are those that name the RFC most often.',
  ];
  const parts = readLines(source).map((entry) => {
    if ('section' in entry) return `## ${entry.section}`;
    if ('text' in entry) return entry.text;
    const rows = entry.lines.map(
      (line) => `| ${[line.numbers.join(', '), line.status, line.what, ...filesOf(line, references)].join(' | ')} |`,
    );
    return ['| RFC | status | what | code | tests |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
  });
  return `${[...head, ...parts].join('\n\n')}\n`;
}

function filesOf({ numbers }: RfcLine, references: Map<number, Map<string, number>>): [code: string, tests: string] {
  const counts = new Map<string, number>();
  for (const number of numbers) for (const [file, count] of references.get(number) ?? []) counts.set(file, (counts.get(file) ?? 0) + count);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([file]) => file);
  const isTest = (file: string) => file.startsWith('test/') || file.includes('.test.');
  return [shown(sorted.filter((file) => !isTest(file))), shown(sorted.filter(isTest))];
}

function shown(files: string[]): string {
  const more = files.length > mostFiles ? `, ${files.length - mostFiles} more` : '';
  return (
    files
      .slice(0, mostFiles)
      .map((file) => `\`${file}\``)
      .join(', ') + more
  );
}

if (path.resolve(process.argv[1] ?? '') === import.meta.filename) {
  writeFileSync(path.join(root, 'docs/rfc.md'), buildTable(readFileSync(path.join(root, 'docs/rfc.txt'), 'utf8')));
}
