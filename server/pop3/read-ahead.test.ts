import { beforeAll, expect, test } from 'vitest';
import { createAccount, createDomain, putBlob } from '#server/store/index.ts';
import { rows } from '#server/store/database.ts';
import type { Letter } from './maildrop.ts';
import { ReadAhead } from './read-ahead.ts';

const letters: Letter[] = [];
const text = (number: number) => `Subject: ${number}\r\n\r\n${'x'.repeat(number * 100)}\r\n`;

beforeAll(async () => {
  await createDomain('ahead.example');
  await createAccount({ email: 'a@ahead.example', passwordHash: null });
  for (let number = 1; number <= 80; number++) {
    const bytes = Buffer.from(text(number));
    const { sha256: blob } = await putBlob(bytes);
    letters.push({ number, uid: number, size: bytes.length, headerSize: 0, blob, prefix: null, deleted: false });
  }
});

const read = async (ahead: ReadAhead, number: number) => {
  const letter = letters[number - 1];
  if (!letter) throw new Error('no such letter');
  return (await ahead.read(letter, letters)).toString();
};

test('each letter is itself, in whatever order and however often it is asked for', async () => {
  const ahead = new ReadAhead();
  for (const number of [...letters.map((letter) => letter.number), 80, 3, 4, 4, 5, 40, 2, 1, 2, 3]) {
    expect(await read(ahead, number)).toBe(text(number));
  }
});

test('a letter that is gone fails when it is asked for, and takes none of its neighbours along', async () => {
  const ahead = new ReadAhead();
  await rows('delete from blob where sha256 = $1', [letters[5]?.blob]);
  for (let number = 1; number <= 10; number++) {
    if (number === 6) await expect(read(ahead, number)).rejects.toThrow(/is missing/);
    else expect(await read(ahead, number)).toBe(text(number));
  }
});
