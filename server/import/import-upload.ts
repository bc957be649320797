/** A file from a browser: kept on the disk while it is read, then imported; how far it is goes back as one JSON object a line. */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { Slots } from '#server/net/slots.ts';
import { importPaths, type ImportReport } from './import-paths.ts';

const mostOctets = 20_000_000_000;
const aDay = 86_400_000;
/** Of each account: what is uploaded lies on a disk that is for everybody's mail. */
const imports = new Slots(1);

export interface ImportLine extends ImportReport {
  state: 'reading' | 'done' | 'failed';
}

/** `name` says what kind of file it is, as its content alone may not. */
export function importUpload(request: {
  accountId: number;
  body: ReadableStream<Uint8Array> | null;
  name: string;
  mailboxName: string;
  keepFolders: boolean;
}): ReadableStream<Uint8Array> {
  const { accountId, body, name, mailboxName, keepFolders } = request;
  const encoder = new TextEncoder();
  let report: ImportReport = { imported: 0, already: 0, refused: 0, problems: [], folders: [] };
  return new ReadableStream({
    async start(controller) {
      const say = (state: ImportLine['state']) => controller.enqueue(encoder.encode(`${JSON.stringify({ state, ...report })}\n`));
      let folder = '';
      const release = imports.take(accountId);
      try {
        if (!release) throw new Error('Another file is being read. Wait until that has ended.');
        folder = await scratch();
        const safeName = path.basename(name).replaceAll(/[^\w.-]/g, '_');
        const file = path.join(/* turbopackIgnore: true */ folder, safeName.slice(-100) || 'mail');
        await receive(body, file);
        const done = await importPaths({
          ...{ accountId, paths: [file], mailboxName, keepFolders },
          maxUnpacked: mostOctets, // packed or not, it is the same mail
          unquoteFrom: keepFolders, // archives of whole accounts are mboxrd
          onProgress: (now) => {
            report = now;
            say('reading');
          },
        });
        if (done.ok) report = withoutFolder(done.value, folder);
        else report = { ...report, problems: [{ source: mailboxName, reason: done.reason }] };
        say(done.ok ? 'done' : 'failed');
      } catch (error) {
        log.warn('import: an upload was not read', { accountId, reason: reasonOf(error) });
        report = { ...report, problems: [...report.problems, { source: name, reason: reasonOf(error) }] };
        say('failed');
      } finally {
        release?.();
        if (folder) await rm(folder, { recursive: true, force: true });
        controller.close();
      }
    },
  });
}

/** In DATA_DIR: the temporary folder of the system may be memory, or may not be ours to write to. */
async function scratch(): Promise<string> {
  const uploads = path.join(config().dataDir, 'uploads');
  await mkdir(uploads, { recursive: true, mode: 0o700 });
  for (const name of await readdir(uploads)) {
    // What a killed process left behind.
    const left = path.join(uploads, name);
    const about = await stat(left).catch(() => null);
    if (about && Date.now() - about.mtimeMs > aDay) await rm(left, { recursive: true, force: true });
  }
  return mkdtemp(path.join(uploads, 'import-'));
}

async function receive(body: ReadableStream<Uint8Array> | null, file: string): Promise<void> {
  if (!body) throw new Error('There is no file in the request.');
  let size = 0;
  const limited = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > mostOctets) throw new Error(`The file is larger than ${mostOctets} octets. Divide it.`);
      yield chunk;
    }
  };
  await pipeline(Readable.fromWeb(body as NodeReadableStream), limited, createWriteStream(file));
}

/** Where the file lay meanwhile is nobody's affair. */
function withoutFolder(report: ImportReport, folder: string): ImportReport {
  return { ...report, problems: report.problems.map(({ source, reason }) => ({ source: source.replace(`${folder}/`, ''), reason })) };
}
