/**
 * Builds docs/rfc-examples.md (`npm run rfc`): every example dialogue of the RFCs that docs/rfc-examples.txt lists, beside the transcripts
 * that go through it. These say so in a comment, `example: 9051 §6.1.2 (2)`; several are set apart by commas.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

export interface Example {
  /** As transcripts name it: `9051 §6.1.2 (2)`. */
  key: string;
  what: string;
  leftOut: boolean;
}
interface Chapter {
  title: string;
  text: string;
  examples: Example[];
}

/** Throws with the line that is not understood. */
export function readChapters(source: string): Chapter[] {
  const chapters: Chapter[] = [];
  for (const line of source.split('\n')) {
    if (line.trim() === '') continue;
    const chapter = chapters.at(-1);
    const found = /^(\d+(?:\.\d+)*(?: [A-Z]+)?(?: \([^)]+\))?)( left out)?: (.+)$/.exec(line);
    if (/^## RFC \d+: /.test(line)) chapters.push({ title: line.slice(3), text: '', examples: [] });
    else if (chapter && line.startsWith('> ')) chapter.text = line.slice(2);
    else if (chapter && found) {
      const rfc = /\d+/.exec(chapter.title)?.[0] ?? '';
      chapter.examples.push({ key: `${rfc} §${found[1]}`, what: found[3] ?? '', leftOut: found[2] !== undefined });
    } else throw new Error(`docs/rfc-examples.txt: not "SECTION[ WORD][ (WHICH)][ left out]: WHAT": ${line}`);
  }
  return chapters;
}

/** What the comments `# NAME: one, two` of the transcripts and tests name, and in which files. */
export function findComments(name: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const files = globSync(['test/transcripts/**/*.txt', '{server,test}/**/*.test.ts'], { cwd: root });
  for (const file of files.sort()) {
    const lines = readFileSync(path.join(root, file), 'utf8').matchAll(new RegExp(`^ *(?:#|//) ${name}: (.+)$`, 'gm'));
    const named = new Set([...lines].flatMap(([, list = '']) => list.split(', ')));
    for (const one of named) found.set(one, [...(found.get(one) ?? []), file]);
  }
  return found;
}

export function buildExamples(source: string, references = findComments('example')): string {
  const head = [
    '# The examples of the RFCs',
    'Built by `npm run rfc` from `docs/rfc-examples.txt` and the comments `# example: …` of the transcripts. The data are ours, as is the ' +
      'wording of what the server says to people; what is not gone through has its reason. (2) is the second example of its section.',
  ];
  const parts = readChapters(source).map(({ title, text, examples }) => {
    const rows = examples.map(({ key, what, leftOut }) => {
      const files = (references.get(key) ?? []).map((file) => `\`${file.replace('test/transcripts/', '')}\``).join(', ');
      return `| ${key.replace(/^\d+ /, '')} | ${leftOut ? '' : what} | ${leftOut ? `left out: ${what}` : files} |`;
    });
    const table = rows.length > 0 ? [['| section | example | gone through by |', '| --- | --- | --- |', ...rows].join('\n')] : [];
    return [`## ${title}`, ...(text ? [text] : []), ...table].join('\n\n');
  });
  return `${[...head, ...parts].join('\n\n')}\n`;
}

if (path.resolve(process.argv[1] ?? '') === import.meta.filename) {
  writeFileSync(path.join(root, 'docs/rfc-examples.md'), buildExamples(readFileSync(path.join(root, 'docs/rfc-examples.txt'), 'utf8')));
}
