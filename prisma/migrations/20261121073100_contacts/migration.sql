-- Address books and contacts (RFC 9610). They follow the store's write protocol: the account's row first, one modseq, object_log.
create table address_book (
  account_id int not null, book_id bigint not null,
  name text not null, description text, sort_order int not null default 0,
  is_default boolean not null default false, subscribed boolean not null default true,
  created_modseq bigint not null, modseq bigint not null,
  primary key (account_id, book_id)
);
create unique index address_book_default on address_book(account_id) where is_default;
create table contact_card (
  account_id int not null, card_id bigint not null,
  uid text not null,
  book_ids bigint[] not null check (cardinality(book_ids) > 0),  -- the address books that hold it: sorted, distinct
  card jsonb not null,                                 -- the JSContact Card, media as data: URLs
  search jsonb not null,                               -- folded text by condition of a filter, lib/contacts/searchable.ts
  emails text[] not null,                              -- its addresses, lower-case, the preferred first: completion
  display text not null,                               -- what it is called
  sort_given text not null, sort_surname text not null, sort_surname2 text not null,
  created_at timestamptz not null, updated_at timestamptz not null,
  created_modseq bigint not null, modseq bigint not null,
  primary key (account_id, card_id)
);
create unique index contact_card_uid on contact_card(account_id, uid);

-- The accounts that there are get their one default book.
with s as (
  update account_state set next_id = next_id + 1, modseq = modseq + 1, feed_at = clock_timestamp()
  returning account_id, next_id - 1 as book_id, modseq
), b as (
  insert into address_book (account_id, book_id, name, is_default, created_modseq, modseq)
  select account_id, book_id, 'Personal', true, modseq, modseq from s
)
insert into object_log (account_id, modseq, type, object_id, kind) select account_id, modseq, 20, book_id, 1 from s;

-- Every row is a broken invariant, as in fsck.
create view fsck_contacts as
select 'address books of an account: one is the default' as chk, s.account_id, null::text as obj,
       format('have %s', (select count(*) from address_book b where b.account_id = s.account_id and b.is_default)) as detail
  from account_state s
 where (select count(*) from address_book b where b.account_id = s.account_id and b.is_default) <> 1
union all
select 'contact in no such address book', c.account_id, c.card_id::text, c.book_ids::text
  from contact_card c
 where exists (select 1 from unnest(c.book_ids) i where not exists (select 1 from address_book b where b.account_id = c.account_id and b.book_id = i))
union all
select 'address books of a contact not sorted', account_id, card_id::text, book_ids::text
  from contact_card where book_ids <> array(select distinct i from unnest(book_ids) i order by i)
union all
select 'contact without its account', c.account_id, c.card_id::text, null
  from contact_card c where not exists (select 1 from account_state s where s.account_id = c.account_id)
union all
select 'uid of a contact differs', account_id, card_id::text, uid from contact_card where card->>'uid' is distinct from uid
union all
select 'order of modseqs of contacts', c.account_id, c.card_id::text, format('created %s, row %s, account %s', c.created_modseq, c.modseq, s.modseq)
  from contact_card c join account_state s using (account_id)
 where not (c.created_modseq <= c.modseq and c.modseq <= s.modseq)
union all
select 'change of a contact not logged', c.account_id, c.card_id::text, format('modseq %s', c.modseq)
  from contact_card c join account_state s using (account_id)
 where c.modseq > s.log_floor
   and not exists (select 1 from object_log l where l.account_id = c.account_id and l.modseq = c.modseq and l.type = 21 and l.object_id = c.card_id)
union all
select 'id of a contact not below next_id', c.account_id, c.card_id::text, null
  from contact_card c join account_state s using (account_id) where c.card_id >= s.next_id;
