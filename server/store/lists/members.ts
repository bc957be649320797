/** Who is on a mailing list. */
import type { Outcome } from '../contract.ts';
import { inTransaction, rows } from '../database.ts';
import { parseAddress } from '../directory/addresses.ts';
import { nextId } from '../writes/with-account.ts';

/** asked: has to confirm; stopped: its mail came back too often. */
export type MemberState = 'asked' | 'active' | 'stopped';
const states: readonly MemberState[] = ['asked', 'active', 'stopped'];

export interface ListMember {
  memberId: number;
  email: string;
  state: MemberState;
  /** Days on which mail came back. */
  bounces: number;
  joinedAt: Date;
}
type Row = Omit<ListMember, 'state'> & { state: number };
const columns = 'member_id as "memberId", email, state, bounces, joined_at as "joinedAt"';
const toMember = (row: Row): ListMember => ({ ...row, state: states[row.state] ?? 'asked' });

/** By address. */
export async function listMembers(accountId: number): Promise<ListMember[]> {
  return (await rows<Row>(`select ${columns} from list_member where account_id = $1 order by email`, [accountId])).map(toMember);
}

export async function findMember(accountId: number, of: { email: string } | { memberId: number }): Promise<ListMember | null> {
  const byEmail = 'email' in of;
  const text = `select ${columns} from list_member where account_id = $1 and ${byEmail ? 'email' : 'member_id'} = $2`;
  const [row] = await rows<Row>(text, [accountId, byEmail ? (parseAddress(of.email)?.email ?? '') : of.memberId]);
  return row ? toMember(row) : null;
}

/** Makes the member, or changes the state of one that is there; `asked` never takes anything from one that gets mail. */
export async function putMember(accountId: number, email: string, state: MemberState): Promise<Outcome<ListMember>> {
  const parsed = parseAddress(email);
  if (!parsed) return { ok: false, reason: 'invalidName' };
  return inTransaction(async (client): Promise<Outcome<ListMember>> => {
    const locked = await client.query('select from account_state where account_id = $1 for update', [accountId]);
    if (!locked.rowCount) return { ok: false, reason: 'notFound' };
    // Who asked and never confirmed is forgotten.
    await client.query(`delete from list_member where account_id = $1 and state = 0 and joined_at < now() - interval '7 days'`, [
      accountId,
    ]);
    const { rows: known } = await client.query<Row>(
      `update list_member set state = case when $3 = 0 and state = 1 then 1 else $3 end, bounces = 0
       where account_id = $1 and email = $2 returning ${columns}`,
      [accountId, parsed.email, states.indexOf(state)],
    );
    if (known[0]) return { ok: true, value: toMember(known[0]) };
    const memberId = await nextId(client, accountId);
    const { rows: made } = await client.query<Row>(
      `insert into list_member (account_id, member_id, email, state) values ($1, $2, $3, $4) returning ${columns}`,
      [accountId, memberId, parsed.email, states.indexOf(state)],
    );
    return made[0] ? { ok: true, value: toMember(made[0]) } : { ok: false, reason: 'notFound' };
  });
}

/** False: there was no such member. */
export async function removeMember(accountId: number, memberId: number): Promise<boolean> {
  return (await rows('delete from list_member where account_id = $1 and member_id = $2 returning 1', [accountId, memberId])).length > 0;
}

/** Once a day. The member, when it has just been stopped after `most` such days. */
export async function countBounce(accountId: number, memberId: number, most: number): Promise<ListMember | null> {
  const [row] = await rows<Row>(
    `update list_member set bounces = bounces + 1, bounced_at = now(), state = case when bounces + 1 >= $3 then 2 else state end
     where account_id = $1 and member_id = $2 and state = 1 and coalesce(bounced_at < now() - interval '1 day', true) returning ${columns}`,
    [accountId, memberId, most],
  );
  return row && row.state === 2 ? toMember(row) : null;
}
