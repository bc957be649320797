/** Identities (RFC 8621 §6): who a user may be as a sender. Changes are logged under the account's modseq. */
import type { PoolClient } from 'pg';
import type { Outcome } from '../contract.ts';
import { rows } from '../database.ts';
import { logObjectChange, Refused, withAccount } from '../writes/with-account.ts';
import { parseAddress } from './addresses.ts';
import { accountAddresses } from './resolve-address.ts';

export interface IdentityAddress {
  name: string | null;
  email: string;
}
export interface Identity {
  identityId: number;
  name: string;
  email: string;
  replyTo: IdentityAddress[] | null;
  bcc: IdentityAddress[] | null;
  textSignature: string;
  htmlSignature: string;
  mayDelete: boolean;
}
/** What can be set; `email` only when it is created (RFC 8621 §6: immutable). */
export type IdentityChange = Partial<Pick<Identity, 'name' | 'replyTo' | 'bcc' | 'textSignature' | 'htmlSignature'>>;

const columns = `
  identity_id as "identityId", name, email, reply_to as "replyTo", bcc, text_signature as "textSignature",
  html_signature as "htmlSignature", may_delete as "mayDelete"`;

export function listIdentities(accountId: number): Promise<Identity[]> {
  return rows(`select ${columns} from identity where account_id = $1 order by identity_id`, [accountId]);
}

/** `notAllowed` when the account may not send as that address (RFC 8621 §6.3, forbiddenFrom). */
export async function createIdentity(accountId: number, wanted: IdentityChange & { email: string }): Promise<Outcome<Identity>> {
  const address = parseAddress(wanted.email);
  if (!address) return { ok: false, reason: 'invalidName' };
  if (!(await accountAddresses(accountId)).includes(address.email)) return { ok: false, reason: 'notAllowed' };
  return changing(accountId, 1, async (client) => {
    const id = await client.query<{ id: number }>(
      'update account_state set next_id = next_id + 1 where account_id = $1 returning next_id - 1 as id',
      [accountId],
    );
    const { rows: made } = await client.query<Identity>(
      `insert into identity (account_id, identity_id, name, email, reply_to, bcc, text_signature, html_signature)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
      [
        accountId,
        id.rows[0]?.id,
        wanted.name ?? '',
        address.email,
        ...lists(wanted),
        wanted.textSignature ?? '',
        wanted.htmlSignature ?? '',
      ],
    );
    return made[0];
  });
}

export function updateIdentity(accountId: number, identityId: number, change: IdentityChange): Promise<Outcome<Identity>> {
  return changing(accountId, 2, async (client) => {
    const { rows: changed } = await client.query<Identity>(
      `update identity set name = coalesce($3, name),
         reply_to = case when $4 then $6::jsonb else reply_to end, bcc = case when $5 then $7::jsonb else bcc end,
         text_signature = coalesce($8, text_signature), html_signature = coalesce($9, html_signature)
       where account_id = $1 and identity_id = $2 returning ${columns}`,
      [
        ...[accountId, identityId, change.name ?? null, change.replyTo !== undefined, change.bcc !== undefined],
        ...[...lists(change), change.textSignature ?? null, change.htmlSignature ?? null],
      ],
    );
    return changed[0];
  });
}

/** `notAllowed` for the account's first identity. */
export async function deleteIdentity(accountId: number, identityId: number): Promise<Outcome<Identity>> {
  const found = (await listIdentities(accountId)).find((identity) => identity.identityId === identityId);
  if (!found) return { ok: false, reason: 'notFound' };
  if (!found.mayDelete) return { ok: false, reason: 'notAllowed' };
  return changing(accountId, 3, async (client) => {
    const { rows: gone } = await client.query<Identity>(
      `delete from identity where account_id = $1 and identity_id = $2 returning ${columns}`,
      [accountId, identityId],
    );
    return gone[0];
  });
}

/** The write protocol: the account's row first, one modseq, the change, its log. Nothing is written when `work` finds no identity. */
function changing(
  accountId: number,
  kind: 1 | 2 | 3,
  work: (client: PoolClient) => Promise<Identity | undefined>,
): Promise<Outcome<Identity>> {
  return withAccount(accountId, async (client, modseq) => {
    const identity = await work(client);
    if (!identity) throw new Refused('notFound');
    await logObjectChange(client, { accountId, modseq, type: 3, objectId: identity.identityId, kind });
    return identity;
  });
}

function lists(change: IdentityChange): (string | null)[] {
  return [change.replyTo, change.bcc].map((list) => (list ? JSON.stringify(list) : null));
}
