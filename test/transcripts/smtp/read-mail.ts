/** A message as a test looks at it. */
import { decodeWords } from '#lib/message/encoded-word.ts';
import { firstField, readHeader, unfold } from '#lib/message/header-fields.ts';

export interface ReadMail {
  from: string;
  subject: string;
  body: string;
  header: (name: string) => string | undefined;
}

export function readMail(text: string): ReadMail {
  const bytes = Buffer.from(text);
  const { fields, bodyOffset } = readHeader(bytes, 0, bytes.length);
  const header = (name: string) => {
    const found = firstField(fields, name);
    return found === undefined ? undefined : decodeWords(unfold(found)).trim();
  };
  const from = header('from') ?? '';
  return {
    from: /<([^<>]+)>/.exec(from)?.[1] ?? from,
    subject: header('subject') ?? '',
    body: bytes.subarray(bodyOffset).toString(),
    header,
  };
}
