/** All messages of a mailbox for sessions that number them: 30 octets each, in one read of one state (100,000 of them in some 80 ms). */
import type { Mailbox } from '../contract.ts';
import { copyOut, intLiteral } from '../copy-out.ts';
import { mailboxColumns } from './mailboxes.ts';

/** Parallel, by UID ascending. */
export interface MailboxColumns {
  uids: Uint32Array;
  flags: Uint16Array;
  modseqs: Float64Array;
  emailIds: Float64Array;
  threadIds: Float64Array;
  /** By UID; of those that have some. */
  keywords: Map<number, string[]>;
}

const rowLength = 4 + 2 + 8 + 8 + 8;

/** Null when the mailbox is gone. */
export async function readColumns(accountId: number, mailboxId: number): Promise<{ mailbox: Mailbox; columns: MailboxColumns } | null> {
  const key = `account_id = ${intLiteral(accountId)} and mailbox_id = ${intLiteral(mailboxId)}`;
  const rows = await copyOut(`
    select to_json(b)::text, x.packed, x.labelled::text from (select ${mailboxColumns} from mailbox m where ${key}) b, lateral (
      select string_agg(int4send(uid) || int2send(flags::int2) || int8send(modseq) || int8send(email_id) || int8send(thread_id), ''::bytea) as packed,
        json_agg(json_build_array(uid, keywords)) filter (where keywords is not null) as labelled
      from (select uid, flags, modseq, email_id, thread_id, keywords from mailbox_email where ${key} order by uid) e) x`);
  if (!rows.next()) return null;
  const [mailbox, packed, labelled] = [rows.bytes(), rows.bytes(), rows.bytes()];
  return {
    mailbox: JSON.parse(`${mailbox}`) as Mailbox,
    columns: unpackRows(packed ?? Buffer.alloc(0), new Map(labelled ? (JSON.parse(`${labelled}`) as [number, string[]][]) : [])),
  };
}

function unpackRows(packed: Buffer, keywords: Map<number, string[]>): MailboxColumns {
  const count = packed.length / rowLength;
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const long = (at: number) => view.getUint32(at) * 0x1_0000_0000 + view.getUint32(at + 4);
  const [uids, flags] = [new Uint32Array(count), new Uint16Array(count)];
  const [modseqs, emailIds, threadIds] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let n = 0, at = 0; n < count; n++, at += rowLength) {
    uids[n] = view.getUint32(at);
    flags[n] = view.getUint16(at + 4);
    modseqs[n] = long(at + 6);
    emailIds[n] = long(at + 14);
    threadIds[n] = long(at + 22);
  }
  return { uids, flags, modseqs, emailIds, threadIds, keywords };
}
