/** Everything of an account as one ZIP file: its mail by mailboxes, contacts, scripts, identities, settings. A stream; the account is not locked meanwhile. */
import type { Readable } from 'node:stream';
import { displayName } from '#lib/contacts/names.ts';
import { vcardOf } from '#lib/vcard/from-card.ts';
import { getAccount, getContacts, listIdentities, listMailboxes, listScripts } from '#server/store/index.ts';
import { everyMessage } from './export-account.ts';
import { fileName, withFiles } from './mailbox-paths.ts';
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
  for (const { mailbox, file } of withFiles(await listMailboxes(accountId))) {
    const messages = everyMessage(accountId, mailbox.mailboxId);
    if (format === 'eml') {
      for await (const { row, bytes } of messages)
        yield { name: `${file}/${String(row.uid).padStart(7, '0')}.eml`, at: row.receivedAt, chunks: [bytes] };
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
      yield { name: `${file}${part === 1 ? '' : ` ${part}`}.mbox`, at: now, chunks };
    }
  }
  const contacts = await getContacts(accountId, null);
  const cards = contacts.map(({ card }) => card).sort((a, b) => displayName(a).localeCompare(displayName(b)));
  yield { name: 'contacts.vcf', at: now, chunks: cards.map((card) => Buffer.from(vcardOf(card, '4.0'))) };
  for (const { name, content } of await listScripts(accountId))
    yield { name: `scripts/${fileName(name)}.sieve`, at: now, chunks: [content] };
  const json = (value: unknown) => [Buffer.from(`${JSON.stringify(value, null, 2)}\n`)];
  yield { name: 'identities.json', at: now, chunks: json(await listIdentities(accountId)) };
  yield { name: 'settings.json', at: now, chunks: json((await getAccount(accountId))?.settings ?? {}) };
}
