/** A Maildir: `new` and `cur`, flags behind `:2,` in the names; Maildir++ folders (`.Name`) are walked as folders of their own. */
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeMailboxName } from '#lib/imap/wire/mailbox-name.ts';
import { Flag, splitKeywords } from '#lib/message/keywords.ts';
import type { Found, ReadOptions } from './found.ts';
import { readEntry } from './read-entry.ts';

export const maildirFlags: readonly (readonly [letter: string, flag: number])[] = [
  ['D', Flag.draft],
  ['F', Flag.flagged],
  ['P', Flag.forwarded],
  ['R', Flag.answered],
  ['S', Flag.seen],
  ['T', Flag.deleted],
];

export async function* readMaildir(folder: string, options: ReadOptions, given: boolean): AsyncGenerator<Found> {
  const named = await keywordsOf(folder);
  const own = given ? null : folderName(path.basename(folder));
  for (const part of ['cur', 'new']) {
    const names = await readdir(/* turbopackIgnore: true */ path.join(/* turbopackIgnore: true */ folder, part)).catch(() => []);
    for (const name of names.sort()) {
      if (name.startsWith('.')) continue;
      const file = path.join(/* turbopackIgnore: true */ folder, part, name);
      const letters = /[:;!]2,([A-Za-z]*)$/.exec(name)?.[1] ?? '';
      const flags = maildirFlags.reduce((sum, [letter, flag]) => (letters.includes(letter) ? sum | flag : sum), 0);
      const words = splitKeywords([...letters].flatMap((letter) => named.get(letter) ?? []));
      for await (const found of readEntry(createReadStream(/* turbopackIgnore: true */ file), file, options))
        yield 'problem' in found
          ? found
          : { ...found, flags: flags | words.flags, keywords: words.keywords, ...(own === null ? {} : { folder: own }) };
    }
  }
}

/** Of Maildir++: `.Work.Reports` is Work/Reports, in modified UTF-7 or UTF-8. Null: the name is that of any folder. */
function folderName(name: string): string | null {
  if (!/^\.[^.]/.test(name)) return null;
  return name
    .slice(1)
    .split('.')
    .map((part) => (decodeMailboxName(part) ?? part).replaceAll('/', '-'))
    .join('/');
}

/** Dovecot: the letters a to z in a file's name are keywords, which this file beside it names: `0 $Forwarded`. */
async function keywordsOf(folder: string): Promise<Map<string, string>> {
  const text = await readFile(path.join(folder, 'dovecot-keywords'), 'utf8').catch(() => '');
  return new Map([...text.matchAll(/^(\d+) (\S+)$/gm)].map(([, number, name = '']) => [String.fromCharCode(97 + Number(number)), name]));
}
