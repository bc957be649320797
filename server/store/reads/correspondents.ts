/**
 * People whose address may be completed: the account's contacts, and those in the headers of its latest mail. Whom it wrote to counts more
 * than who wrote to it, junk not at all; a contact counts as somebody written to just now, and is called as the contact says.
 */
import { database } from '../database.ts';

export interface Correspondent {
  name: string | null;
  email: string;
}

/** How much of the latest mail is looked at, on either side. */
const recent = 4000;

const query = `
  with sent as materialized (
    select me.email_id, me.received_at from mailbox_email me join mailbox m using (account_id, mailbox_id)
    where me.account_id = $1 and m.role = 'sent' order by me.received_at desc limit ${recent}
  ), heard as materialized (
    select me.email_id, me.received_at from mailbox_email me join mailbox m using (account_id, mailbox_id)
    where me.account_id = $1 and (m.role is null or m.role in ('inbox', 'archive')) order by me.received_at desc limit ${recent}
  ), people as (
    select who, s.received_at as at, 3 as weight
    from sent s join email e on e.account_id = $1 and e.email_id = s.email_id,
      lateral (select jsonb_array_elements(coalesce(e.hdr->'to', '[]') || coalesce(e.hdr->'cc', '[]') || coalesce(e.hdr->'bcc', '[]')) as who) addresses
    union all
    select who, h.received_at, 1
    from heard h join email e on e.account_id = $1 and e.email_id = h.email_id,
      lateral (select jsonb_array_elements(coalesce(e.hdr->'replyTo', e.hdr->'from', '[]')) as who) addresses
  ), named as (
    select lower(who->>'email') as email, nullif(who->>'name', '') as name, at, weight, false as is_contact from people
    where who->>'email' like '%_@_%'
    union all
    select email, nullif(c.display, email), now(), 3, true from contact_card c, unnest(c.emails) as email
    where c.account_id = $1 and email like '%_@_%'
  )
  select email, (array_agg(name order by is_contact desc, at desc) filter (where name is not null))[1] as name
  from named
  group by email
  having $2 = '' or email like $2 || '%' or email like '%@' || $2 || '%'
    or bool_or(lower(name) like $2 || '%' or lower(name) like '% ' || $2 || '%')
  order by sum(weight / (1 + extract(epoch from now() - at) / 2592000)) desc, email
  limit $3`;

/** `text`: the beginning of an address, of its domain, or of a word of the name; '' for those written to most. */
export async function findCorrespondents(accountId: number, text: string, limit: number): Promise<Correspondent[]> {
  const pattern = text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&');
  const { rows } = await database().pool.query<Correspondent>(query, [accountId, pattern, limit]);
  return rows.map(({ name, email }) => ({ name, email }));
}
