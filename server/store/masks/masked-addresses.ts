/**
 * Masked addresses: made by a user for one correspondent, dropped when they are no longer wanted. What must always hold: one that is gone
 * is never given to anybody again, and its row in `address` has an account exactly while mail to it is taken.
 */
import type pg from 'pg';
import type { Outcome } from '../contract.ts';
import { rows } from '../database.ts';
import type { ObjectType } from '../reads/object-changes.ts';
import { logObjectChange, nextId, Refused, withAccount } from '../writes/with-account.ts';

export interface MaskedAddress {
  maskId: number;
  email: string;
  label: string;
  forDomain: string | null;
  isEnabled: boolean;
  createdAt: Date;
  /** To the hour. */
  usedAt: Date | null;
}
const maskType: ObjectType = 24;
const [enabled, disabled, gone] = [1, 2, 3];
const columns = `mask_id as "maskId", email, label, for_domain as "forDomain", state = 1 as "isEnabled", created_at as "createdAt", used_at as "usedAt"`;

/** The newest first. */
export function listMasks(accountId: number): Promise<MaskedAddress[]> {
  return rows(`select ${columns} from masked_address where account_id = $1 and state <> 3 order by mask_id desc`, [accountId]);
}

export interface NewMask {
  /** In the domain of the account's own address. */
  localpart: string;
  label: string;
  forDomain: string | null;
}

/** `alreadyExists`: the address is, or was, somebody's: try another; `overQuota`: the account has `most`, those that are gone counted too. */
export async function createMask(
  accountId: number,
  { localpart, label, forDomain }: NewMask,
  most: number,
): Promise<Outcome<MaskedAddress>> {
  return change(accountId, async (client, log) => {
    const { rows: counted } = await client.query<{ n: number }>('select count(*)::int as n from masked_address where account_id = $1', [
      accountId,
    ]);
    if ((counted[0]?.n ?? 0) >= most) throw new Refused('overQuota');
    const domain = `select d.domain_id, d.name from account c join domain d on d.name = split_part(c.email, '@', 2) where c.account_id = $1`;
    const { rows: found } = await client.query<{ domain_id: number; name: string }>(domain, [accountId]);
    if (!found[0]) throw new Refused('notFound');
    const maskId = await nextId(client, accountId);
    const { rows: made } = await client.query<MaskedAddress>(
      `insert into masked_address (account_id, mask_id, email, label, for_domain) values ($1, $2, $3, $4, $5)
       on conflict do nothing returning ${columns}`,
      [accountId, maskId, `${localpart}@${found[0].name}`, label, forDomain],
    );
    if (!made[0] || !(await stand(client, accountId, made[0].email))) throw new Refused('alreadyExists');
    await log(maskId, 1);
    return made[0];
  });
}

export interface MaskChange {
  label?: string | undefined;
  forDomain?: string | null | undefined;
  isEnabled?: boolean | undefined;
}

export async function updateMask(
  accountId: number,
  maskId: number,
  { label, forDomain, isEnabled }: MaskChange,
): Promise<Outcome<MaskedAddress>> {
  return change(accountId, async (client, log) => {
    const { rows: made } = await client.query<MaskedAddress>(
      `update masked_address set label = coalesce($3, label), for_domain = case when $4 then $5 else for_domain end, state = coalesce($6, state)
       where account_id = $1 and mask_id = $2 and state <> 3 returning ${columns}`,
      [
        ...[accountId, maskId, label ?? null, forDomain !== undefined, forDomain ?? null],
        isEnabled === undefined ? null : isEnabled ? enabled : disabled,
      ],
    );
    const [mask] = made;
    if (!mask) throw new Refused('notFound');
    if (isEnabled === true && !(await stand(client, accountId, mask.email))) throw new Refused('alreadyExists');
    if (isEnabled === false) await fall(client, accountId, mask.email);
    await log(maskId, 2);
    return mask;
  });
}

/** For good: mail to it is refused, and it is never made again. */
export function destroyMask(accountId: number, maskId: number): Promise<Outcome<null>> {
  return change(accountId, async (client, log) => {
    const { rows: found } = await client.query<{ email: string }>(
      `update masked_address set state = $3, label = '', for_domain = null where account_id = $1 and mask_id = $2 and state <> 3 returning email`,
      [accountId, maskId, gone],
    );
    if (!found[0]) throw new Refused('notFound');
    await fall(client, accountId, found[0].email);
    await log(maskId, 3);
    return null;
  });
}

/** Somebody wrote to it. No change of state: a client that shows it asks when it is looked at. */
export async function noteMaskUse(accountId: number, email: string): Promise<void> {
  await rows(
    `update masked_address set used_at = now()
     where account_id = $1 and email = $2 and coalesce(used_at < now() - interval '1 hour', true) returning mask_id`,
    [accountId, email],
  );
}

type Log = (maskId: number, kind: 1 | 2 | 3) => Promise<void>;

function change<T>(accountId: number, work: (client: pg.PoolClient, log: Log) => Promise<T>): Promise<Outcome<T>> {
  return withAccount(accountId, (client, modseq) =>
    work(client, (maskId, kind) => logObjectChange(client, { accountId, modseq, type: maskType, objectId: maskId, kind })),
  );
}

/** False: somebody else has the address. */
async function stand(client: pg.ClientBase, accountId: number, email: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into address as a (domain_id, localpart, account_id, kind)
     select d.domain_id, split_part($2, '@', 1), $1, 2 from domain d where d.name = split_part($2, '@', 2)
     on conflict (domain_id, localpart) do update set account_id = $1 where a.kind = 2 and coalesce(a.account_id, $1) = $1`,
    [accountId, email],
  );
  return Boolean(rowCount);
}

/** Its row stays, without anybody: so it is nobody else's, and a catch-all does not take what its user has turned off. */
async function fall(client: pg.ClientBase, accountId: number, email: string): Promise<void> {
  await client.query(
    `update address a set account_id = null, targets = '{}' from domain d where d.domain_id = a.domain_id and a.account_id = $1 and a.kind = 2
     and a.localpart = split_part($2, '@', 1) and d.name = split_part($2, '@', 2)`,
    [accountId, email],
  );
}
