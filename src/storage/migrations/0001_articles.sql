-- Up Migration
create table articles (
  article_id text primary key,
  stage text not null,
  request jsonb not null,
  requester jsonb not null,
  threads jsonb not null,
  language text not null,
  settings jsonb not null,
  result jsonb,
  delivered_version integer,
  created_at timestamptz not null default now(),
  closed_at timestamptz
);

-- A person's text is stored before its decision counts; its version is known only then.
create table drafts (
  draft_id text primary key,
  article_id text not null references articles,
  version integer,
  author text not null check (author in ('agent', 'person')),
  author_name text not null,
  body text not null,
  sha256 text not null,
  created_at timestamptz not null default now()
);
create index drafts_by_article on drafts (article_id, version);

create table critiques (
  critique_id text primary key,
  draft_id text not null references drafts,
  score numeric(3, 1) not null,
  body jsonb not null,
  created_at timestamptz not null default now()
);

create index critiques_by_draft on critiques (draft_id);

create table fact_reports (
  fact_report_id text primary key,
  draft_id text not null references drafts,
  body jsonb not null,
  created_at timestamptz not null default now()
);

create table decisions (
  decision_id text primary key,
  article_id text not null references articles,
  kind text not null,
  version integer not null,
  draft_hash text not null,
  actor jsonb not null,
  words text,
  edited_draft_id text,
  decided_at timestamptz not null
);
create index decisions_by_article on decisions (article_id, decided_at);

-- The outbox. `sent` without `confirmed_at`: nobody knows whether the message is in the thread.
create table deliveries (
  article_id text not null references articles,
  post_key text not null,
  edits text,
  thread jsonb not null,
  body_hash text not null,
  phase text not null check (phase in ('intent', 'sent', 'confirmed')),
  attempt integer not null default 1,
  message_ref jsonb,
  sent_at timestamptz,
  confirmed_at timestamptz,
  primary key (article_id, post_key)
);

-- Every call of a model, and its answer before anything else is done with it.
create table model_calls (
  call_id bigint generated always as identity primary key,
  article_id text not null references articles,
  step text not null,
  request_hash text not null,
  purpose text not null,
  model text not null,
  answer jsonb not null,
  usable boolean not null default true,
  input_tokens integer,
  output_tokens integer,
  cost_usd numeric(12, 6),
  cached boolean not null,
  duration_ms integer not null,
  created_at timestamptz not null default now()
);
create index model_calls_by_step on model_calls (article_id, step, request_hash);

-- Down Migration
drop table model_calls, deliveries, decisions, fact_reports, critiques, drafts, articles;
