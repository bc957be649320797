/** What reports come packed in: gzip, zip, or nothing; never more than a report may be, whatever the packed size says. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import yauzl from 'yauzl';

export const mostOctets = 20 * 1024 * 1024;
const unzipped = promisify(gunzip);

/** The text of the first report in it. Throws, with what is wrong as a sentence. */
export async function unpack(bytes: Buffer): Promise<string> {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    return (await unzipped(bytes, { maxOutputLength: mostOctets }).catch(() => Promise.reject(tooLarge('gzip')))).toString('utf8');
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return fromZip(bytes);
  if (bytes.length > mostOctets) throw tooLarge('text');
  return bytes.toString('utf8');
}

const tooLarge = (kind: string) => new Error(`its ${kind} is broken, or larger than a report may be`);

function fromZip(bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(tooLarge('zip'));
      zip.on('error', () => reject(tooLarge('zip')));
      zip.on('end', () => reject(new Error('its zip holds no report')));
      zip.on('entry', (entry: yauzl.Entry) => {
        if (!/\.(xml|json)$/i.test(entry.fileName)) return zip.readEntry();
        if (entry.uncompressedSize > mostOctets) return reject(tooLarge('zip'));
        zip.openReadStream(entry, (fault, stream) => {
          if (fault) return reject(tooLarge('zip'));
          const pieces: Buffer[] = [];
          let size = 0;
          stream.on('data', (piece: Buffer) => {
            size += piece.length;
            pieces.push(piece);
            if (size > mostOctets) stream.destroy(tooLarge('zip')); // it lied about its size
          });
          stream.on('error', () => reject(tooLarge('zip')));
          stream.on('end', () => resolve(Buffer.concat(pieces).toString('utf8')));
        });
      });
      zip.readEntry();
    });
  });
}
