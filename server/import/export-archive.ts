/** Everything of an account as one ZIP file: its mail by mailboxes, contacts, scripts. A stream; the account is not locked meanwhile. */
import type { Readable } from 'node:stream';
import { displayName } from '#lib/contacts/names.ts';
import { vcardOf } from '#lib/vcard/from-card.ts';
import { getAccount, getContacts, listMailboxes, listScripts } from '#server/store/index.ts';
import { everyMessage, fileName } from './export-account.ts';
import { withPaths } from './mailbox-paths.ts';
import { toMbox } from './mbox-message.ts';
import { zipOf, type ZipEntry } from './zip-stream.ts';

export type ArchiveFormat = 'mbox' | 'eml';
/** Every unzip takes files of this size; a larger mailbox is divided. */
const mostOctets = 2_000_000_000;

export function archiveOf(accountId: number, format: ArchiveFormat): Readable {
  return zipOf(entries(accountId, format));
}

async function* entries(accountId: number, format: ArchiveFormat): AsyncGenerator<ZipEntry> {
  const now = new Date();
  const used = new Map<string, number>();
  for (const { mailbox, names } of withPaths(await listMailboxes(accountId))) {
    const path = unused(names.map(fileName).join('/'), used);
    const messages = everyMessage(accountId, mailbox.mailboxId);
    if (format === 'eml') {
      for await (const { row, bytes } of messages)
        yield { name: `${path}/${String(row.uid).padStart(7, '0')}.eml`, at: row.receivedAt, chunks: [bytes] };
      continue;
    }
    let isOver = false;
    for (let part = 1; !isOver; part++) {
      const chunks = (async function* () {
        for (let size = 0; size < mostOctets;) {
          const next = await messages.next();
          if (next.done) return void (isOver = true);
          const bytes = toMbox(next.value.bytes, next.value.row.receivedAt);
          size += bytes.length;
          yield bytes;
        }
        return undefined;
      })();
      yield { name: `${path}${part === 1 ? '' : ` ${part}`}.mbox`, at: now, chunks };
    }
  }
  const contacts = await getContacts(accountId, null);
  const cards = contacts.map(({ card }) => card).sort((a, b) => displayName(a).localeCompare(displayName(b)));
  yield { name: 'contacts.vcf', at: now, chunks: cards.map((card) => Buffer.from(vcardOf(card, '4.0'))) };
  for (const { name, content } of await listScripts(accountId))
    yield { name: `scripts/${fileName(name)}.sieve`, at: now, chunks: [content] };
  const settings = (await getAccount(accountId))?.settings ?? {};
  yield { name: 'settings.json', at: now, chunks: [Buffer.from(`${JSON.stringify(settings, null, 2)}\n`)] };
}

/** Names that differ only in what a file cannot be called must not fall together. */
function unused(path: string, used: Map<string, number>): string {
  const count = (used.get(path.toLowerCase()) ?? 0) + 1;
  used.set(path.toLowerCase(), count);
  return count === 1 ? path : `${path} (${count})`;
}
