/** Read back by a program that no one here wrote: yauzl. */
import { expect, test } from 'vitest';
import { fromBuffer, type Entry } from 'yauzl';
import { writeZip } from './write-zip.ts';

test('yauzl reads it, with check sums, and no name leads out or comes twice', async () => {
  const archive = writeZip([
    { name: 'Größe.txt', bytes: new TextEncoder().encode('hello') },
    { name: '../../etc/passwd', bytes: new Uint8Array([0, 255, 1]) },
    { name: 'größe.txt', bytes: new Uint8Array() },
  ]);
  const found = await new Promise<Map<string, string>>((resolve, reject) => {
    const files = new Map<string, string>();
    fromBuffer(Buffer.from(archive), { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on('entry', (entry: Entry) =>
        zip.openReadStream(entry, (problem, stream) => {
          if (problem) return reject(problem);
          const pieces: Buffer[] = [];
          stream.on('data', (piece: Buffer) => pieces.push(piece));
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(pieces).toString('hex'));
            zip.readEntry();
          });
          stream.on('error', reject);
        }),
      );
      zip.on('error', reject);
      zip.on('end', () => resolve(files));
      zip.readEntry();
    });
  });
  expect([...found]).toEqual([
    ['Größe.txt', '68656c6c6f'],
    ['__.._etc_passwd', '00ff01'],
    ['größe (2).txt', ''],
  ]);
});
