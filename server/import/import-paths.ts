/**
 * Brings mail in from files. What must always hold: a message that was taken by an import is never taken again into the same mailbox, so
 * an import that was cut short is simply run again; and one bad file never stops the rest.
 */
import { renderMessage } from '#lib/message/render.ts';
import { arrivalOf } from '#lib/message/arrival.ts';
import { config } from '#server/config/config.ts';
import { deliver, prepareBlob, type DeliverItem, type Outcome } from '#server/store/index.ts';
import type { Found } from './found.ts';
import { withCrlf } from './line-ends.ts';
import { mailboxNamed } from './mailbox-paths.ts';
import { readPath } from './read-path.ts';

export interface ImportReport {
  /** New in the mailbox. */
  imported: number;
  /** An import had brought them before. */
  already: number;
  /** Not taken, and why; at most `problemsKept` of them are listed. */
  refused: number;
  problems: { source: string; reason: string }[];
}

export interface ImportRequest {
  accountId: number;
  /** By its path, `/` between names; made when it is not there. Default INBOX. */
  mailboxName?: string;
  paths: readonly string[];
  /** Folders and mboxes of an archive become mailboxes below `mailboxName`, INBOX meaning the top. */
  keepFolders?: boolean;
  /** mboxrd: take one `>` off lines like `>From `. */
  unquoteFrom?: boolean;
  onProgress?: (report: ImportReport) => void;
}

const problemsKept = 100;
const batchMessages = 64;
const batchBytes = 8 * 1024 * 1024;

type Message = Extract<Found, { bytes: Buffer }>;
interface Target {
  accountId: number;
  mailboxId: number;
}

export async function importPaths(request: ImportRequest): Promise<Outcome<ImportReport>> {
  const mailbox = await mailboxNamed(request.accountId, request.mailboxName ?? 'INBOX');
  if (!mailbox.ok) return mailbox;
  const report: ImportReport = { imported: 0, already: 0, refused: 0, problems: [] };
  let target: Target = { accountId: request.accountId, mailboxId: mailbox.value };
  const targets = new Map<string, number>([['', mailbox.value]]);
  const options = { maxBytes: config().maxMessageSize, unquoteFrom: request.unquoteFrom ?? false };
  let batch: Message[] = [];
  let size = 0;
  const flush = async () => {
    await take(target, batch, report);
    request.onProgress?.(report);
    batch = [];
    size = 0;
  };
  for (const place of request.paths) {
    for await (const found of readPath(place, options)) {
      if ('problem' in found) {
        refuse(report, found.source, found.problem);
        continue;
      }
      if (request.keepFolders) {
        const path = folderOf(found.source.slice(place.length + 1));
        const mailboxId = targets.get(path) ?? (await below(request, path));
        if (mailboxId === null) {
          refuse(report, found.source, 'its folder cannot be made');
          continue;
        }
        targets.set(path, mailboxId);
        if (mailboxId !== target.mailboxId) {
          await flush();
          target = { ...target, mailboxId };
        }
      }
      batch.push(found);
      size += found.bytes.length;
      if (batch.length >= batchMessages || size >= batchBytes) await flush();
    }
  }
  await flush();
  return { ok: true, value: report };
}

/** The mailbox that a place in an archive stands for: its folders, and an mbox's own name. */
export function folderOf(source: string): string {
  const [, mbox] = /^(.*?)\.(?:mbox|mbx)(?=$|[^\w])/i.exec(source) ?? [];
  const path = mbox ?? source.split('/').slice(0, -1).join('/');
  return path
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== '.' && name !== '..')
    .slice(0, 10)
    .join('/');
}

async function below({ accountId, mailboxName = 'INBOX' }: ImportRequest, path: string): Promise<number | null> {
  const isTop = mailboxName.toUpperCase() === 'INBOX';
  const found = await mailboxNamed(accountId, isTop ? path : `${mailboxName}/${path}`);
  return found.ok ? found.value : null;
}

/**
 * Each message is a delivery of its own; the store commits together what comes together. Blobs are written side by side, deliveries asked
 * for in the order of the files, so that UIDs follow it.
 */
async function take(target: Target, batch: Message[], report: ImportReport): Promise<void> {
  const items = await Promise.allSettled(batch.map((message) => prepare(target, message)));
  const outcomes = await Promise.allSettled(
    items.map((item) => (item.status === 'fulfilled' ? place(item.value) : Promise.resolve(String(item.reason)))),
  );
  for (const [index, outcome] of outcomes.entries()) {
    const source = batch[index]?.source ?? '';
    if (outcome.status === 'rejected') refuse(report, source, String(outcome.reason));
    else if (outcome.value === 'imported' || outcome.value === 'already') report[outcome.value]++;
    else refuse(report, source, outcome.value);
  }
}

async function prepare({ accountId, mailboxId }: Target, message: Message): Promise<DeliverItem> {
  const bytes = withCrlf(message.bytes);
  const rendered = renderMessage(bytes);
  const receivedAt = arrivalOf(bytes, rendered, new Date());
  const { flags, keywords } = message;
  const item = { accountId, mailboxIds: [mailboxId], blob: await prepareBlob(bytes), prefix: null, rendered, flags, keywords };
  return { ...item, ...(receivedAt ? { receivedAt } : {}), enforceQuota: true, onceByBlob: true };
}

async function place(item: DeliverItem): Promise<string> {
  const done = await deliver([item]);
  if (!done.ok) return done.reason === 'overQuota' ? 'the mailbox is full: raise its quota and import again' : done.reason;
  return done.value[0]?.already ? 'already' : 'imported';
}

function refuse(report: ImportReport, source: string, reason: string): void {
  report.refused++;
  if (report.problems.length < problemsKept) report.problems.push({ source, reason });
}
