/**
 * Brings mail in from files. What must always hold: a message that was taken by an import is never taken again into the same mailbox, so
 * an import that was cut short is simply run again; and one bad file never stops the rest.
 */
import { arrivalOf } from '#lib/message/arrival.ts';
import { addDigest } from '#lib/message/digest-sum.ts';
import { renderMessage } from '#lib/message/render.ts';
import { config } from '#server/config/config.ts';
import { deliver, findMailboxByRole, mailboxNamed, prepareBlob, type DeliverItem, type Outcome } from '#server/store/index.ts';
import type { Found } from './found.ts';
import { withCrlf } from './line-ends.ts';
import { readPath } from './read-path.ts';
import { readTakeout } from './takeout.ts';

export interface ImportReport {
  /** New in the mailbox. */
  imported: number;
  /** An import had brought them before. */
  already: number;
  /** Not taken, and why; at most `problemsKept` of them are listed. */
  refused: number;
  problems: { source: string; reason: string }[];
  /** The same for each mailbox; a message of several is counted in the first. */
  folders: FolderReport[];
}
export interface FolderReport {
  folder: string;
  found: number;
  imported: number;
  already: number;
  refused: number;
  /** Sum of the SHA-256 of all that is here now: the same in whatever order (lib/message/digest-sum.ts). */
  sha256: string;
}

export interface ImportRequest {
  accountId: number;
  /** By its path, `/` between names; made when it is not there. Default INBOX. */
  mailboxName?: string;
  paths: readonly string[];
  /** Folders, mboxes, Maildir++ and the labels of Takeout become mailboxes below `mailboxName`, INBOX meaning the top. */
  keepFolders?: boolean;
  /** mboxrd: take one `>` off lines like `>From `. */
  unquoteFrom?: boolean;
  /** All that a packed file may hold, in octets; default: whatever it does, as an administrator named it. */
  maxUnpacked?: number;
  onProgress?: (report: ImportReport) => void;
}

const problemsKept = 100;
const batchMessages = 64;
const batchBytes = 8 * 1024 * 1024;

type Message = Extract<Found, { bytes: Buffer }>;
/** A message with the mailboxes that it goes to, and what is counted for the first. */
interface Placed extends Message {
  mailboxIds: number[];
  folder: string;
  /** Takeout's conversation, see takeout.ts. */
  thread?: string | null;
}

export async function importPaths(request: ImportRequest): Promise<Outcome<ImportReport>> {
  const places = new Places(request);
  const base = await places.named('');
  if (!base.ok) return base;
  const report: ImportReport = { imported: 0, already: 0, refused: 0, problems: [], folders: [] };
  const { mailboxName: own = 'INBOX', keepFolders: isTree = false, unquoteFrom = false, maxUnpacked = Infinity } = request;
  const options = { maxBytes: config().maxMessageSize, maxUnpacked, unquoteFrom, isTree };
  let batch: Placed[] = [];
  let size = 0;
  const flush = async () => {
    await take(request.accountId, batch, report);
    request.onProgress?.(report);
    batch = [];
    size = 0;
  };
  for (const place of request.paths) {
    for await (const found of readPath(place, options)) {
      const folder = isTree ? (('folder' in found ? found.folder : undefined) ?? folderOf(found.source.slice(place.length + 1))) : '';
      if ('problem' in found) {
        refuse(report, folder || own, found.source, found.problem);
        continue;
      }
      const placed = await places.of(found, folder);
      if (!placed) refuse(report, folder || own, found.source, 'its folder cannot be made');
      else {
        batch.push({ ...placed, folder: placed.folder || own });
        size += found.bytes.length;
      }
      if (batch.length >= batchMessages || size >= batchBytes) await flush();
    }
  }
  await flush();
  return { ok: true, value: report };
}

/** The mailbox that a place in an archive or a tree stands for: its folders, and an mbox's own name. */
export function folderOf(source: string): string {
  const [, mbox] = /^(.*?)\.(?:mbox|mbx)(?=$|[^\w])/i.exec(source) ?? [];
  const [, numbered] = /^(.*) \(message \d+\)$/.exec(source) ?? []; // an mbox without such a name (read-mbox.ts)
  const path =
    mbox ??
    numbered ??
    source
      .replace(/(^|\/)(cur|new)\/[^/]*$/, '$1x')
      .split('/')
      .slice(0, -1)
      .join('/');
  return path
    .split('/')
    .map((name) => name.trim().replace(/\.sbd$/i, '')) // Thunderbird: what is below the mbox Work lies in Work.sbd
    .filter((name) => name !== '' && name !== '.' && name !== '..')
    .slice(0, 10)
    .join('/');
}

/** Which mailbox is which, made when first asked for. */
class Places {
  readonly #request: ImportRequest;
  readonly #known = new Map<string, Outcome<number>>();
  constructor(request: ImportRequest) {
    this.#request = request;
  }

  async named(path: string): Promise<Outcome<number>> {
    const { accountId, mailboxName = 'INBOX' } = this.#request;
    const whole = path === '' ? mailboxName : mailboxName.toUpperCase() === 'INBOX' ? path : `${mailboxName}/${path}`;
    const found = this.#known.get(whole) ?? (await mailboxNamed(accountId, whole));
    this.#known.set(whole, found);
    return found;
  }

  async of(found: Message, folder: string): Promise<Placed | null> {
    const takeout = this.#request.keepFolders ? readTakeout(found.bytes) : null;
    if (!takeout) {
      const mailbox = await this.named(folder);
      return mailbox.ok ? { ...found, folder, mailboxIds: [mailbox.value] } : null;
    }
    const { roles, paths, ...rest } = takeout;
    const mailboxIds: number[] = [];
    for (const role of roles) {
      const own = await findMailboxByRole(this.#request.accountId, role);
      const mailbox: Outcome<number> = own ? { ok: true, value: own.mailboxId } : await this.named(role);
      if (mailbox.ok) mailboxIds.push(mailbox.value);
    }
    for (const label of paths) {
      const mailbox = await this.named(cleanPath(label));
      if (mailbox.ok) mailboxIds.push(mailbox.value);
    }
    const all = [...new Set(mailboxIds)];
    return all.length > 0 ? { ...found, ...rest, folder: roles[0] ?? paths[0] ?? '', mailboxIds: all } : null;
  }
}

const cleanPath = (label: string): string =>
  label
    .split('/')
    .map((name) => name.replaceAll(/\p{Cc}/gu, '').trim())
    .filter((name) => name !== '')
    .slice(0, 10)
    .join('/') || '-';

/**
 * Each message is a delivery of its own; the store commits together what comes together. Blobs are written side by side, deliveries asked
 * for in the order of the files, so that UIDs follow it.
 */
async function take(accountId: number, batch: Placed[], report: ImportReport): Promise<void> {
  const items = await Promise.allSettled(batch.map((message) => prepare(accountId, message)));
  const outcomes = await Promise.allSettled(
    items.map((item) => (item.status === 'fulfilled' ? place(item.value) : Promise.resolve(String(item.reason)))),
  );
  for (const [index, outcome] of outcomes.entries()) {
    const { source = '', folder = '' } = batch[index] ?? {};
    const item = items[index];
    if (outcome.status === 'rejected') refuse(report, folder, source, String(outcome.reason));
    else if ((outcome.value === 'imported' || outcome.value === 'already') && item?.status === 'fulfilled') {
      report[outcome.value]++;
      const one = countIn(report, folder);
      one[outcome.value]++;
      one.sha256 = addDigest(one.sha256, item.value.blob.sha256.toString('hex'));
    } else refuse(report, folder, source, outcome.value);
  }
}

async function prepare(accountId: number, message: Placed): Promise<DeliverItem> {
  const bytes = withCrlf(message.bytes);
  const plain = renderMessage(bytes);
  const rendered = message.thread ? { ...plain, relatedIds: [...plain.relatedIds, message.thread] } : plain;
  const receivedAt = arrivalOf(bytes, rendered, new Date());
  const { flags, keywords, mailboxIds } = message;
  const item = { accountId, mailboxIds, blob: await prepareBlob(bytes), prefix: null, rendered, flags, keywords };
  return { ...item, ...(receivedAt ? { receivedAt } : {}), enforceQuota: true, onceByBlob: true };
}

async function place(item: DeliverItem): Promise<string> {
  const done = await deliver([item]);
  if (!done.ok) return done.reason === 'overQuota' ? 'the mailbox is full: raise its quota and import again' : done.reason;
  return done.value[0]?.already ? 'already' : 'imported';
}

/** The line of this folder, with one message more found in it. */
function countIn(report: ImportReport, folder: string): FolderReport {
  let one = report.folders.find((line) => line.folder === folder);
  if (!one) report.folders.push((one = { folder, found: 0, imported: 0, already: 0, refused: 0, sha256: '' }));
  one.found++;
  return one;
}

function refuse(report: ImportReport, folder: string, source: string, reason: string): void {
  report.refused++;
  countIn(report, folder).refused++;
  if (report.problems.length < problemsKept) report.problems.push({ source, reason });
}
