import { expect, test } from 'vitest';
import { readSenders } from './senders.ts';

test('addresses and domains, as people write them', () => {
  expect(readSenders('Spam@Bad.example, @worse.example\nworst.example')).toEqual(['spam@bad.example', '@worse.example', '@worst.example']);
  expect(readSenders(' <a@b.example> ')).toEqual(['a@b.example']);
  expect(readSenders('')).toEqual([]);
  for (const wrong of ['nobody', 'a@b', 'a@@b.example', '@']) expect(readSenders(wrong)).toBeNull();
});
