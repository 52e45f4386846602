-- Up Migration

-- The threads of the terminal platform. An edit keeps `seq`, the place in the thread, and raises `revision`.
create table terminal_messages (
  key text primary key,
  article_id text not null,
  seq bigint generated always as identity,
  revision integer not null default 1,
  content jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (article_id, seq)
);

-- Down Migration

drop table terminal_messages;
