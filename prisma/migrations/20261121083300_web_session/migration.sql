-- The browsers in which somebody is signed in, to be listed and ended one by one.
create table web_session (
  session_id uuid primary key default gen_random_uuid(),
  user_id int not null references app_user on delete cascade,
  session_version int not null,                        -- of the user when it began: another one ends it
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  address text not null default '',                    -- where it was last seen
  agent text not null default ''
);
create index web_session_user on web_session(user_id);
