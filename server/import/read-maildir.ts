/** A Maildir: `new` and `cur`, flags behind `:2,` in the names; Maildir++ folders (`.Name`) are walked as folders of their own. */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Flag } from '#lib/message/keywords.ts';
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

export async function* readMaildir(folder: string, options: ReadOptions): AsyncGenerator<Found> {
  for (const part of ['cur', 'new']) {
    const names = await readdir(path.join(folder, part)).catch(() => []);
    for (const name of names.sort()) {
      if (name.startsWith('.')) continue;
      const file = path.join(folder, part, name);
      const letters = /[:;!]2,([A-Za-z]*)$/.exec(name)?.[1] ?? '';
      const flags = maildirFlags.reduce((sum, [letter, flag]) => (letters.includes(letter) ? sum | flag : sum), 0);
      for await (const found of readEntry(createReadStream(file), file, options)) yield 'problem' in found ? found : { ...found, flags };
    }
  }
}
