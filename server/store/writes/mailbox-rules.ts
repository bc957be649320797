/** What holds for every mailbox: a name that can be shown, unique beside its siblings; no circles; one mailbox for each role. */
import type pg from 'pg';
import { Refused } from './with-account.ts';

const separator = '/';

/** Net-Unicode, trimmed; refuses what is empty, too long, or holds the hierarchy separator or control characters. */
export function cleanName(name: string): string {
  const clean = name.normalize('NFC').trim();
  const hasControl = [...clean].some((character) => (character.codePointAt(0) ?? 0) < 32 || character === '\u007f');
  if (clean === '' || clean.length > 250 || clean.includes(separator) || hasControl || !clean.isWellFormed())
    throw new Refused('invalidName');
  return clean;
}

export async function assertParent(client: pg.ClientBase, accountId: number, parentId: number | null, child?: number): Promise<void> {
  for (let at = parentId, depth = 0; at !== null; depth++) {
    if (at === child || depth > 50) throw new Refused('notAllowed');
    const text = 'select parent_id from mailbox where account_id = $1 and mailbox_id = $2';
    const { rows } = await client.query<{ parent_id: number | null }>(text, [accountId, at]);
    if (!rows[0]) throw new Refused('noSuchMailbox');
    at = rows[0].parent_id;
  }
}

/** INBOX at the top is the same in any case (RFC 9051 §5.1). */
export async function assertFreeName(
  client: pg.ClientBase,
  accountId: number,
  parentId: number | null,
  name: string,
  own?: number,
): Promise<void> {
  const text = `select 1 from mailbox
                 where account_id = $1 and coalesce(parent_id, 0) = coalesce($2::int, 0) and mailbox_id <> coalesce($4::int, 0)
                   and (name = $3 or ($2::int is null and upper(name) = 'INBOX' and upper($3) = 'INBOX'))`;
  if ((await client.query(text, [accountId, parentId, name, own ?? null])).rowCount) throw new Refused('alreadyExists');
}

export async function assertRoleFree(client: pg.ClientBase, accountId: number, role: string, own?: number): Promise<void> {
  const text = 'select 1 from mailbox where account_id = $1 and role = $2 and mailbox_id <> coalesce($3::int, 0)';
  if ((await client.query(text, [accountId, role, own ?? null])).rowCount) throw new Refused('alreadyExists');
}
