/** The values of one header in a header section, unfolded and decoded, as `searchableText` writes them into the index. */
import { decodeWords } from '#lib/message/encoded-word.ts';
import { readHeader, unfold } from '#lib/message/header-fields.ts';

/** `name` in lower case. */
export function headerValues(section: Buffer, name: string): string[] {
  return readHeader(section, 0, section.length)
    .fields.filter((field) => field.name === name)
    .map(({ raw }) => decodeWords(unfold(raw)));
}
