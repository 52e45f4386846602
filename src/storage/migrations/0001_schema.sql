-- Up Migration

-- A list of strings in a state of an article that waits for people who vote; null where it does not.
create function in_tally(stage text, state jsonb, name text) returns text[] language sql immutable as $$
  select coalesce(array_agg(one), '{}')
  from jsonb_array_elements_text(case when stage = 'waiting' then state #> array['open', 'tally', name] end) one
  having stage = 'waiting' and state #> array['open', 'tally', name] is not null
$$;

-- A list of strings as an array; null where there is none.
create function strings(list jsonb) returns text[] language sql immutable strict as $$
  select coalesce(array_agg(one), '{}') from jsonb_array_elements_text(list) one
$$;

-- `slack:T024BE7LH:C042` of where an article is shown beside its own place, as its state has it; only where members are meant by `anyone`, if
-- so asked. Null: nowhere.
create function shown_at(state jsonb, to_anyone boolean) returns text[] language sql immutable as $$
  select array_agg((f #>> '{thread,platform}') || ':' || coalesce(f #>> '{thread,workspace}', '') || ':' || (f #>> '{thread,channel}'))
  from jsonb_array_elements(state -> 'followings') f where not to_anyone or f ? 'anyone'
$$;

-- What is encrypted begins with U+FDD0 and what it is, and nothing that is something else is taken in its place (`src/storage/sealed-columns.ts`).
create function is_in_place(value text, label text) returns boolean language sql immutable as $$
  select left(value, 1) <> E'\uFDD0' or starts_with(value, E'\uFDD0' || label || ' ')
$$;
create function are_in_place(value jsonb, label text) returns boolean language sql immutable as $$
  select not jsonb_path_exists(value, '$.** ? (@ starts with $mark && !(@ starts with $own))',
    jsonb_build_object('mark', E'\uFDD0', 'own', E'\uFDD0' || label || ' '))
$$;

-- ISO 8601 with its time zone: what it is does not depend on where it is read.
create function moment(iso text) returns timestamptz language sql immutable strict as $$ select iso::timestamptz $$;

-- One row an article: what was asked for, and how it stands. Written before its workflow starts; `stage` is `requested` until the
-- workflow has been heard of.
create table articles (
  article_id text primary key,
  -- W3C trace id: 32 hex digits.
  trace_id text not null,
  request jsonb not null,
  topic text not null,
  requester jsonb not null,
  -- `slack:T024BE7LH:U024BE7LH`
  requester_key text not null,
  -- Rules of those who decide, as the settings had them.
  approvers text[] not null,
  language text not null,
  -- The template that its outline found, where the request names none.
  template text,
  settings jsonb not null,
  -- The workflow's input whole: whoever finds a row without a workflow starts it.
  input jsonb not null,
  -- `slack:T024BE7LH:C042`: where it was asked for, though it may have moved since.
  channel_key text generated always as (
    (input -> 'thread' ->> 'platform') || ':' || coalesce(input -> 'thread' ->> 'workspace', '') || ':' || (input -> 'thread' ->> 'channel')) stored,
  -- The thread where it went on; null: where it was asked for.
  home jsonb,
  -- `slack:T024BE7LH`, `telegram:` and `slack:T024BE7LH:C042`: where it lives.
  home_scope text generated always as (
    (coalesce(home, input -> 'thread') ->> 'platform') || ':' || coalesce(coalesce(home, input -> 'thread') ->> 'workspace', '')) stored,
  home_key text generated always as (
    (coalesce(home, input -> 'thread') ->> 'platform') || ':' || coalesce(coalesce(home, input -> 'thread') ->> 'workspace', '') || ':' ||
    (coalesce(home, input -> 'thread') ->> 'channel')) stored,
  -- 1, 2, …: which edition it is, or is to become; and the article that was the first one.
  edition integer not null generated always as (
    coalesce((input -> 'revises' ->> 'edition')::integer, (input #>> '{translates,again,edition}')::integer + 1, 1)) stored,
  family text not null generated always as (
    coalesce(input -> 'revises' ->> 'first', input #>> '{translates,again,first}', article_id)) stored,
  -- Of a translation: the article that was the first edition of its original, which edition of that it translates, and into what. Null: it is none.
  translation_of text generated always as (input -> 'translates' ->> 'first') stored,
  translated_edition integer generated always as ((input -> 'translates' ->> 'edition')::integer) stored,
  translated_into text generated always as (case when input ? 'translates' then lower(input -> 'request' ->> 'language') end) stored,
  -- `slack:T024BE7LH`, `telegram:-100123`: the place where it lives, and whose house style holds.
  place_key text generated always as (
    (coalesce(home, input -> 'thread') ->> 'platform') || ':' ||
    coalesce(coalesce(home, input -> 'thread') ->> 'workspace', coalesce(home, input -> 'thread') ->> 'channel')) stored,
  stage text not null default 'requested',
  -- To the millisecond, as whoever pages through a list names it.
  stage_since timestamptz not null default date_trunc('milliseconds', now()),
  -- An `ArticleState`, and its revision; 0: the workflow has not been heard of.
  state jsonb,
  -- Rules of those who may still say something, or raise a budget that is spent, and keys of people who need not, whatever rule names them.
  waits_for text[] not null generated always as (coalesce(
    in_tally(stage, state, 'waitingFor'),
    case when stage = 'stuck' and state ? 'budget' then strings(settings #> '{approval,raisers}') end,
    approvers)) stored,
  heard text[] not null generated always as (coalesce(in_tally(stage, state, 'heard'), '{}')) stored,
  -- Since when people are waited for.
  waits_since timestamptz generated always as (
    case when stage in ('waiting', 'stuck') then coalesce(moment(state ->> 'waitingSince'), stage_since) end) stored,
  -- Where it is shown, too, and where members are meant by `anyone` like those of its own place. Null: nowhere.
  guest_keys text[] generated always as (case when state ? 'followings' then shown_at(state, false) end) stored,
  anyone_keys text[] generated always as (case when state ? 'followings' then shown_at(state, true) end) stored,
  -- How far the text is that is being written, `{ revision, begunAt, words }`; of no worth once the revision is another one.
  written jsonb,
  revision integer not null default 0,
  -- The highest revision that came from a workflow task which is part of the history.
  certain_revision integer not null default 0,
  -- What had been said by then.
  certain_said integer not null default 0,
  -- Number of the latest feed entry.
  said integer not null default 0,
  delivered_version integer,
  -- The person was told that it was not taken.
  abandoned_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  closed_at timestamptz,
  -- When its texts, the answers of its models, and what it said and where, were deleted as `retention` wants it. Null: they are there.
  texts_gone_at timestamptz,
  answers_gone_at timestamptz,
  feed_gone_at timestamptz
);
-- None names `updated_at`: it changes with every step, and most steps then write no index at all. `src/storage/article-list.ts` asks.
create index articles_by_requester on articles (requester_key, created_at desc);
create index articles_under_way_by_requester on articles (requester_key, created_at desc) where closed_at is null;
create index articles_under_way_by_channel on articles (channel_key, created_at desc) where closed_at is null;
create index articles_under_way_by_stage on articles (home_scope, stage, created_at desc) where closed_at is null;
create index articles_at on articles (home_key, created_at desc);
create index articles_waiting on articles (created_at desc) where stage in ('waiting', 'stuck');
create index articles_waiting_since on articles (waits_since, article_id) where stage in ('waiting', 'stuck');
create index articles_waiting_of on articles (requester_key, waits_since, article_id) where stage in ('waiting', 'stuck');
create index articles_waiting_at on articles (home_key, created_at desc) where stage in ('waiting', 'stuck');
create index articles_waiting_elsewhere on articles (waits_since, article_id) where stage in ('waiting', 'stuck') and anyone_keys is not null;
create index articles_elsewhere on articles (created_at desc) where guest_keys is not null;
create index articles_waiting_for on articles using gin (waits_for) where stage in ('waiting', 'stuck');
create index articles_delivered on articles (home_scope, closed_at desc) where stage = 'delivered';
create index articles_not_delivered on articles (home_scope, closed_at desc) where stage in ('rejected', 'cancelled');
create index articles_by_time on articles (created_at desc);
create index articles_by_scope on articles (home_scope, created_at desc);
create index articles_by_family on articles (family, created_at);
create index articles_translating on articles (translation_of, translated_into, created_at) where translation_of is not null;
create index articles_requested on articles (created_at) where stage = 'requested';
create index articles_with_texts on articles (closed_at) where closed_at is not null and texts_gone_at is null;
create index articles_with_answers on articles (closed_at) where closed_at is not null and answers_gone_at is null;
create index articles_with_feed on articles (closed_at) where closed_at is not null and feed_gone_at is null;

-- A person's text is stored before its decision counts; its version is known only then.
create table drafts (
  draft_id text primary key,
  article_id text not null references articles on delete cascade,
  version integer,
  author text not null check (author in ('agent', 'person')),
  author_name text not null,
  body text not null check (is_in_place(body, 'text ' || sha256)),
  sha256 text not null,
  -- `SectionRecord`s, which cut the body without a gap. Null: a person's text, which is cut when it is first worked on.
  sections jsonb check (are_in_place(sections, 'text ' || sha256)),
  -- The draft whose text it has again: what is known of that one is known of it.
  copy_of text references drafts on delete cascade,
  created_at timestamptz not null default now()
);
create index drafts_by_article on drafts (article_id, version);

create table critiques (
  critique_id text primary key,
  draft_id text not null references drafts on delete cascade,
  score numeric(3, 1) not null,
  body jsonb not null check (are_in_place(body, 'critique ' || critique_id)),
  created_at timestamptz not null default now()
);
create index critiques_by_draft on critiques (draft_id);

-- What is wanted of an article: every comment of a person (`item_id`: its decision's), and every suggestion of a critic that the writer was given.
create table ledger (
  item_id text primary key,
  article_id text not null references articles on delete cascade,
  kind text not null check (kind in ('comment', 'suggestion')),
  said_by text not null,
  on_version integer not null,
  words text not null check (is_in_place(words, 'ledger ' || item_id)),
  -- Ids of sections. Null: not known, or the text as a whole.
  sections jsonb,
  noted_at timestamptz not null default now()
);
create index ledger_by_article on ledger (article_id);

-- What a draft has made of an item: done where it quotes the words that show it. Of a removed section there is nothing to quote.
create table ledger_answers (
  draft_id text not null references drafts on delete cascade,
  item_id text not null references ledger on delete cascade,
  done boolean not null,
  section text,
  quote text check (is_in_place(quote, concat('ledger-answer ', draft_id, ' ', item_id))),
  why text check (is_in_place(why, concat('ledger-answer ', draft_id, ' ', item_id))),
  primary key (draft_id, item_id)
);

-- Comments that a later one contradicts, and the draft whose writing noticed.
create table ledger_superseded (
  item_id text primary key references ledger on delete cascade,
  by_item_id text not null,
  why text not null check (is_in_place(why, 'ledger-superseded ' || item_id)),
  draft_id text not null references drafts on delete cascade
);
create index ledger_superseded_by_draft on ledger_superseded (draft_id);

create table fact_reports (
  fact_report_id text primary key,
  draft_id text not null references drafts on delete cascade,
  body jsonb not null check (are_in_place(body, 'fact-report ' || fact_report_id)),
  created_at timestamptz not null default now()
);
create index fact_reports_by_draft on fact_reports (draft_id);

-- Texts of pages as they were read for an article, by their SHA-256.
create table pages (
  sha256 text primary key,
  body text not null check (is_in_place(body, 'page ' || sha256)),
  created_at timestamptz not null default now()
);

-- Files that people handed in as sources, as they are. They go when they were read, and what was read of them stands in `pages`.
create table source_files (
  file_id text primary key,
  name text not null check (is_in_place(name, 'source-file-name ' || file_id)),
  body bytea not null,
  -- By which key `body` is encrypted. Null: by none.
  key_id text,
  kept_at timestamptz not null default now()
);
create index source_files_by_time on source_files (kept_at);

-- What became of the sources of an article: a `SourceReport`. One for each time that some were read.
create table research (
  research_id text primary key,
  article_id text not null references articles on delete cascade,
  -- The one that it is a copy of, or its own: what is encrypted goes by it.
  read_as text not null,
  body jsonb not null check (are_in_place(body, 'research ' || read_as)),
  created_at timestamptz not null default now()
);

-- Words of pages on which an article may rest. `number` 12 is cited as `[e12]`.
create table evidence (
  article_id text not null references articles on delete cascade,
  number integer not null,
  research_id text not null references research on delete cascade,
  quote text not null check (is_in_place(quote, 'page ' || sha256)),
  -- Null: the text was handed in.
  address text,
  title text not null,
  -- `2025-01-02`, as the page says of itself.
  date text,
  sha256 text not null references pages,
  primary key (article_id, number)
);
create index evidence_by_page on evidence (sha256);

-- Whether what a draft cites says what it says: a `CitationReport`.
create table citation_reports (
  draft_id text primary key references drafts on delete cascade,
  body jsonb not null check (are_in_place(body, 'citations ' || draft_id)),
  created_at timestamptz not null default now()
);

-- Words that people replaced by others in a draft, and how often.
create table style_replacements (
  article_id text not null references articles on delete cascade,
  place_key text not null,
  -- `en`, of the article.
  language text not null,
  from_words text not null,
  to_words text not null,
  times integer not null,
  primary key (article_id, from_words, to_words)
);
create index style_replacements_by_words on style_replacements (place_key, language, from_words, to_words);

-- Rules of spelling that people's edits have suggested, and what became of them. Never deleted: who adopted which, when, from which edit.
create table style_rules (
  article_id text not null references articles on delete cascade,
  number integer not null,
  place_key text not null,
  language text not null,
  ours text not null,
  others text[] not null,
  times integer not null,
  by_names text[] not null,
  -- The edits that it was found in.
  decision_ids text[] not null,
  proposed_at timestamptz not null default now(),
  adopted_at timestamptz,
  adopted_by jsonb,
  removed_at timestamptz,
  primary key (article_id, number)
);
create index style_rules_by_place on style_rules (place_key, language, ours);

-- What goes with a draft: decided on with it, and replaced by people until then.
create table extras (
  draft_id text not null references drafts on delete cascade,
  position integer not null,
  name text not null,
  max_chars integer not null,
  -- Address of the image that it describes.
  image text,
  words text not null check (is_in_place(words, concat('extra ', draft_id, ' ', name))),
  -- The person whose words they are. Null: a model's.
  edited_by jsonb,
  edited_at timestamptz,
  primary key (draft_id, name)
);

-- What was delivered, or is about to be: one for each approved draft, so that a delivered article can be revised.
create table editions (
  article_id text not null references articles on delete cascade,
  draft_id text not null references drafts on delete cascade,
  body jsonb not null check (are_in_place(body, concat('edition ', article_id, ' ', draft_id))),
  -- Its text with its citations as the writer marks them, and `SectionRecord`s that cut it: what a new edition begins with.
  marked text not null check (is_in_place(marked, 'text ' || marked_sha256)),
  -- Hex.
  marked_sha256 text not null,
  sections jsonb not null check (are_in_place(sections, 'text ' || marked_sha256)),
  -- The text of its receipt.json, to the byte.
  receipt text check (is_in_place(receipt, concat('receipt ', article_id, ' ', draft_id))),
  created_at timestamptz not null default now(),
  primary key (article_id, draft_id)
);

-- What became of a delivered article at a place where it is published: a `PublicationState`.
create table publications (
  article_id text not null references articles on delete cascade,
  -- Its name in the settings.
  target text not null,
  family text not null,
  edition integer not null,
  state jsonb not null default '{"status": "publishing"}',
  -- What the target calls what was made there. Null: nothing is known to be there.
  ref jsonb,
  -- Who works at it, and until when at most: nobody else does meanwhile, at no edition of the article.
  claim text,
  claimed_until timestamptz,
  -- When somebody last looked whether its workflow is there, since it was last at work.
  looked_at timestamptz,
  primary key (article_id, target)
);
create index publications_by_family on publications (family, target);
create index publications_under_way on publications (looked_at) where state ->> 'status' = 'publishing';

-- The right to publish an edition at a target: `{ kind: 'claimed', ref?, isUpdate }`; or `published`: it is there · `superseded`: a later
-- edition is · `busy`: somebody else has it, for so many milliseconds at most.
create function claim_publication(id text, place text, token text, lease_ms integer, who text) returns jsonb language plpgsql as $$
declare
  article articles%rowtype;
  mine publications%rowtype;
  busy_ms integer;
  known jsonb;
begin
  select * into article from articles where article_id = id;
  if not found then
    raise exception 'There is no article %', id using errcode = 'no_data_found';
  end if;
  -- Whoever comes at the same moment waits, and then sees this one.
  perform pg_advisory_xact_lock(hashtextextended('publish ' || article.family || ' ' || place, 0));
  insert into publications (article_id, target, family, edition) values (id, place, article.family, article.edition) on conflict do nothing;
  select * into mine from publications where article_id = id and target = place;
  if mine.state ->> 'status' = 'published' then
    return jsonb_build_object('kind', 'published');
  end if;
  if exists (select from publications where family = article.family and target = place and edition > article.edition and ref is not null) then
    return jsonb_build_object('kind', 'superseded');
  end if;
  select ceil(1000 * extract(epoch from max(claimed_until) - clock_timestamp())) into busy_ms from publications
  where family = article.family and target = place and claimed_until > clock_timestamp() and claim <> token;
  if busy_ms is not null then
    return jsonb_build_object('kind', 'busy', 'inMs', busy_ms);
  end if;
  select ref into known from publications
  where family = article.family and target = place and ref is not null and article_id <> id order by edition desc limit 1;
  update publications set claim = token, claimed_until = clock_timestamp() + lease_ms * interval '1 ms', looked_at = null,
    state = case when state ->> 'status' = 'failed' then jsonb_strip_nulls(jsonb_build_object('status', 'publishing', 'byName', who)) else state end
  where article_id = id and target = place;
  return jsonb_build_object('kind', 'claimed', 'ref', coalesce(mine.ref, known), 'isUpdate', known is not null);
end
$$;

-- Never deleted. `superseded_at`: it was written down by a workflow task that got lost, and did not count.
create table decisions (
  decision_id text primary key,
  article_id text not null references articles on delete cascade,
  kind text not null check (kind in ('approve', 'request-changes', 'edit', 'reject', 'bring-back')),
  version integer not null,
  draft_hash text not null,
  gate text,
  -- `outline`: it is about the plan of the article. Null: about a draft.
  subject text,
  actor jsonb not null,
  words text check (is_in_place(words, 'decision ' || decision_id)),
  edited_draft_id text,
  decided_at timestamptz not null,
  -- One of several that it took, or would have taken.
  vote boolean not null default false,
  -- Votes of others that it took, `[{ id, name }]`. Null: one was enough.
  joined jsonb,
  -- By which it counted, as the settings name whoever decided.
  rule text,
  superseded_at timestamptz
);
create index decisions_by_article on decisions (article_id, decided_at);

-- Who did or tried what, when, from where, on which text, by which rule: `note_acts` writes it. It outlives its articles, of which some may
-- never have been. Only added to; each row has its link in `audit_chain` from the moment at which it is there for others.
create table audit (
  audit_id bigint generated always as identity primary key,
  -- Of the chat event, decision or control: delivered again it is not another attempt.
  event_id text not null,
  -- `start`, `approve`, `pause`, `see`, `invite`, `install`, …
  act text not null,
  -- Why it was refused: `not-a-reviewer`, `may-not-start`, … Null: it counts.
  code text,
  -- `slack:T024BE7LH:U024BE7LH`
  actor_key text not null,
  -- As they were called then.
  actor_name text not null,
  -- By which door: `slack`, `web`, `command`, … Null: not known.
  via text,
  -- `slack:T024BE7LH:C042`: where the article lived, or where it was to be.
  place text,
  article_id text,
  version integer,
  -- Of the text that it was about, hex; its first 8 digits where no more is known.
  text_sha256 text,
  gate text,
  -- Of the rules, the one by which it counts: `anyone`, `slack:T024BE7LH:U024BE7LH`, `administrator`, …
  rule text,
  -- What else it was about: `webhook:newsroom`, `token:k3f9`, `target:blog`, …
  about text,
  -- How many refusals of the hour it stands for.
  times integer not null default 1,
  at timestamptz not null default clock_timestamp(),
  -- Random. Null: somebody was erased from the row, and has a pseudonym in it since.
  salt text default replace(gen_random_uuid()::text, '-', ''),
  -- What the chain covers of the columns that name people (`audit_named`): with the salt it follows from them, without it nobody gets back to
  -- them. Null: it is to be computed.
  named text,
  check ((salt is null) = (named is not null))
);
create unique index audit_by_event on audit (event_id, act, coalesce(code, ''));
create index audit_by_article on audit (article_id, at) where article_id is not null;
create index audit_by_actor on audit (actor_key, at);
create index audit_by_time on audit (at);
create index audit_refusals on audit (actor_key, at) where code is not null;
create index audit_refusals_by_time on audit (at) where code is not null;

-- The rows of `audit` in the order in which they became visible, without a gap from 1 on. `hash`: SHA-256 over `before`, which is the hash of
-- the link before, and every field of the row; of those that name people it is a hash, so that people can be erased.
create table audit_chain (
  seq bigint primary key,
  audit_id bigint not null unique,
  before text not null unique,
  hash text not null unique
);

-- Up to where the audit was deleted because it was kept for long enough, and the hash of the last link that went: the chain goes on from there.
-- Only added to, by `forget_due_audit`.
create table audit_checkpoints (
  seq bigint primary key,
  hash text not null,
  -- How many rows went, this time.
  count integer not null,
  at timestamptz not null default clock_timestamp()
);

-- Refusals past what is written down one by one, by the hour: `note_acts` makes one row of `audit` of each once its hour is over.
create table audit_repeats (
  hour timestamptz not null,
  actor_key text not null,
  act text not null,
  code text not null,
  actor_name text not null,
  via text,
  times integer not null default 1,
  primary key (hour, actor_key, act, code)
);

-- What an article has said, in order. Append-only.
create table feed (
  article_id text not null references articles on delete cascade,
  seq integer not null,
  message jsonb not null,
  -- `requester`: in private. Null: to every thread that follows.
  said_to text,
  said_at timestamptz not null default now(),
  primary key (article_id, seq)
);

-- Threads that show an article. `lease` is a fencing number: it rises with every claim, and whoever holds an older one writes nothing.
create table followers (
  follower_id bigint generated always as identity primary key,
  article_id text not null references articles on delete cascade,
  platform text not null,
  workspace text,
  channel text not null,
  thread text,
  -- `decides`: people decide there · `reads`: they look on · `person`: only what is said to the requester in private.
  role text not null check (role in ('decides', 'reads', 'person')),
  -- The article lives elsewhere, and is shown here, too.
  is_guest boolean not null default false,
  -- The first entry it shows.
  first_seq integer not null default 1,
  -- The latest entry whose messages are all in the thread.
  cursor integer not null default 0,
  -- Revision of the article's state that its cards show.
  shown_revision integer not null default 0,
  -- When the drain looks at it again. Null: nothing to show.
  due_at timestamptz default now(),
  -- 0 first: a card that somebody clicked; 1: a gate or failure; 2: the rest; 3: how far somebody is.
  priority smallint not null default 2,
  lease bigint not null default 0,
  leased_until timestamptz,
  attempts integer not null default 0,
  -- The platform refuses it for good, or nothing could be made of an entry: `{ code, message, reason? }`.
  trouble jsonb,
  -- What the desk is still to hear: `{ kind: 'arrived' | 'trouble', … }`.
  report jsonb,
  -- Where the article went on: this thread shows nothing more but that.
  moved_to jsonb,
  -- The first message of the thread, where that is another article's: of the edition before.
  root jsonb,
  root_key text,
  created_at timestamptz not null default now(),
  unique nulls not distinct (article_id, platform, workspace, channel, thread, role)
);
create index followers_due on followers (platform, priority, due_at) where due_at is not null;
create index followers_by_root on followers (platform, root_key) where root_key is not null;
create index followers_by_thread on followers (platform, channel, thread, created_at desc);

-- The messages that an article became in a thread. `seq` 0 is the status card.
create table messages (
  follower_id bigint not null references followers on delete cascade,
  seq integer not null,
  part text not null,
  kind text not null,
  -- `sending`: nobody knows whether it is in the thread. `unsent`: it surely is not.
  phase text not null check (phase in ('unsent', 'sending', 'sent')),
  -- Of the content it shows, or is to show.
  digest text not null,
  -- May still change: it has buttons, or follows the article's state.
  live boolean not null,
  ref jsonb,
  -- `ref` as one string, for finding the article of a message: `C042:1718000000.000100`.
  ref_key text,
  platform text not null,
  lease bigint not null,
  attempt integer not null default 1,
  sent_at timestamptz not null default now(),
  -- From when on nothing of the latest attempt can be under way any more, so that it can be looked for.
  look_from timestamptz not null default now(),
  primary key (follower_id, seq, part)
);
create index messages_by_ref on messages (platform, ref_key) where ref_key is not null;
create index messages_live on messages (follower_id) where live;

-- How fast a platform is written to, for all of its processes together: the moment from which a limit is free again (GCRA).
create table pace (
  key text primary key,
  free_at timestamptz not null
);

-- A turn under all of these limits, `[{ key, everyMs, burst }]`, or under none. Null: it was taken. Otherwise `{ key, waitMs }` of the
-- one to wait for longest. What comes a little early is no reason for a second question.
create function take_turn(limits jsonb) returns jsonb language plpgsql as $$
declare
  tolerance constant interval := '50 ms';
  moment timestamptz;
  blocked jsonb;
begin
  insert into pace (key, free_at) select distinct l ->> 'key', now() from jsonb_array_elements(limits) l order by 1
  on conflict do nothing;
  perform from pace where key in (select l ->> 'key' from jsonb_array_elements(limits) l) order by key for update;
  moment := clock_timestamp();
  select jsonb_build_object('key', key, 'waitMs', ceil(1000 * extract(epoch from early))) into blocked
  from pace join jsonb_to_recordset(limits) as l (key text, "everyMs" float8, burst float8) using (key),
    lateral (select free_at - (burst - 1) * "everyMs" * interval '1 ms' - moment as early) w
  where early > tolerance order by early desc limit 1;
  if blocked is null then
    update pace set free_at = greatest(free_at, moment) + l."everyMs" * interval '1 ms'
    from jsonb_to_recordset(limits) as l (key text, "everyMs" float8) where pace.key = l.key;
  end if;
  return blocked;
end
$$;

-- Every call of a model, and its answer before anything else is done with it.
create table model_calls (
  call_id bigint generated always as identity primary key,
  article_id text references articles on delete cascade,
  -- Of `agent_runs`, instead of an article. What it cost is known for longer than what it was.
  run_id text,
  -- As the article or run has them: what a person, a channel and everybody spent is summed up without it.
  requester_key text not null,
  channel_key text,
  trace_id text,
  step text not null,
  request_hash text not null,
  purpose text not null,
  -- The one that answered, and the one that was asked.
  model text not null,
  asked_model text not null,
  answer jsonb not null,
  usable boolean not null default true,
  input_tokens integer,
  output_tokens integer,
  -- Null: nobody told a price.
  cost_usd numeric(12, 6),
  cached boolean not null,
  duration_ms integer not null,
  created_at timestamptz not null default now(),
  check (num_nonnulls(article_id, run_id) = 1),
  check (are_in_place(answer, concat_ws(' ', 'model-call', article_id, run_id, step, request_hash)))
);
create index model_calls_by_step on model_calls (article_id, step, request_hash);
create index model_calls_by_run on model_calls (run_id, step, request_hash) where run_id is not null;
-- `src/storage/cost-store.ts` sums up by these alone.
create index model_calls_by_requester on model_calls (requester_key, created_at) include (cost_usd, cached);
create index model_calls_by_channel on model_calls (channel_key, created_at) include (cost_usd, cached);
create index model_calls_by_time on model_calls (created_at) include (cost_usd, cached, requester_key);

-- What a model's server was seen to refuse, or to do: a `Capabilities`. `endpoint`: host and path, `api.openai.com/v1`.
create table model_capabilities (
  endpoint text not null,
  model text not null,
  learned jsonb not null,
  learned_at timestamptz not null default now(),
  primary key (endpoint, model)
);

-- Models that failed: passed over by every worker until then. A place is host, path, model and the name of the key.
create table model_outages (
  place text primary key,
  code text not null,
  message text not null,
  failures integer not null,
  until timestamptz not null
);

-- Drafts in which a person has opened what had changed since the one that they saw last.
create table readings (
  article_id text not null references articles on delete cascade,
  -- `slack:T024BE7LH:U024BE7LH`
  reader text not null,
  version integer not null,
  read_at timestamptz not null default now(),
  primary key (article_id, reader, version)
);

-- What a person chose for themselves.
create table people (
  platform text not null,
  user_id text not null,
  language text not null,
  primary key (platform, user_id)
);

-- Where people are, by the clock: as they said, or as the platform tells.
create table person_zones (
  -- `slack:T024BE7LH:U024BE7LH`
  person_key text primary key,
  -- IANA: `Europe/Berlin`
  zone text not null,
  said_by text not null check (said_by in ('person', 'platform'))
);

-- What people are told in person of articles that wait for them: one row a person and day, and one for each time that somebody is told that
-- others are waited for.
create table reminders (
  -- `slack:T024BE7LH:U024BE7LH`
  person_key text not null,
  kind text not null check (kind in ('reminder', 'escalation')),
  -- `2026-11-30`, by the clock of the person; of an escalation the article, its gate and the moment.
  occasion text not null,
  platform text not null,
  -- `[{ articleId, gate }]`, as it was then.
  items jsonb not null,
  made_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  -- Somebody took it to tell it: it is not told again.
  told_at timestamptz,
  attempts integer not null default 0,
  primary key (person_key, kind, occasion)
);
create index reminders_untold on reminders (platform, due_at) where told_at is null;
create index reminders_by_time on reminders (made_at);

-- When somebody was last reminded of a gate.
create table reminded (
  person_key text not null,
  article_id text not null references articles on delete cascade,
  gate text not null,
  at timestamptz not null,
  primary key (person_key, article_id, gate)
);

-- Until when somebody wants to hear nothing of an article.
create table snoozes (
  person_key text not null,
  article_id text not null references articles on delete cascade,
  until timestamptz not null,
  primary key (person_key, article_id)
);

-- Who in one chat is who in another, as they have said by a code: all that have the same `person`.
create table identities (
  -- `slack:T024BE7LH:U024BE7LH`
  person_key text primary key,
  person uuid not null,
  name text not null,
  linked_at timestamptz not null default clock_timestamp()
);
create index identities_by_person on identities (person);

-- Codes that were told and not typed yet.
create table identity_codes (
  person_key text primary key,
  code_hash text not null unique,
  -- Platform and workspace.
  place text not null,
  name text not null,
  made_at timestamptz not null default now(),
  -- Who typed it: told the same when that arrives twice.
  used_by text
);

-- Articles that somebody watches being written, for a while from when they said so last, and what is written of them just now. Unlogged: when
-- PostgreSQL breaks off, whoever watches says so again, and the next words bring the text.
create unlogged table watched (
  article_id text primary key references articles on delete cascade,
  until timestamptz not null,
  -- The work that writes, and when its attempt was scheduled, epoch milliseconds.
  work text,
  begun_at bigint,
  body text
);

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

-- Updates, written down before Telegram is told that they arrived. `body` goes when an update is done; the row stays for a
-- while, so that one which is delivered again is not done again. `json`, because people may send what `jsonb` refuses (NUL).
create table telegram_updates (
  bot_id text not null,
  update_id bigint not null,
  lane text not null,
  body json,
  attempts integer not null default 0,
  told boolean not null default false,
  received_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  done_at timestamptz,
  fault text,
  primary key (bot_id, update_id)
);
create index telegram_updates_due on telegram_updates (bot_id, due_at) where done_at is null;
create index telegram_updates_done on telegram_updates (bot_id, done_at) where done_at is not null;

-- Who may start articles in Telegram though no setting names them: an invitation let them in.
create table telegram_guests (
  bot_id text not null,
  user_id text not null,
  name text not null,
  -- Came first by the link that the start prints: invites others, and looks after everybody's articles.
  is_owner boolean not null,
  -- Who invited them: `telegram:123456789`. Null: the start.
  host text,
  let_in_at timestamptz not null default now(),
  primary key (bot_id, user_id)
);
create unique index telegram_owner on telegram_guests (bot_id) where is_owner;

-- Each lets one person in. The code is in the link alone.
create table telegram_invitations (
  bot_id text not null,
  code_sha256 text not null,
  -- Null: the start. Who comes by it becomes the owner, when there is none.
  host text,
  expires_at timestamptz not null,
  used_by text,
  used_at timestamptz,
  primary key (bot_id, code_sha256)
);

-- Who was told that they may not start articles: once. `chat` 0: anywhere; else that it is not done there.
create table telegram_turned_away (
  bot_id text not null,
  user_id text not null,
  chat bigint not null,
  told_at timestamptz not null default now(),
  primary key (bot_id, user_id, chat)
);

-- Messages with which the bot asked a person for words: a comment, a reason, a text, a topic.
create table telegram_questions (
  bot_id text not null,
  chat_id text not null,
  message_id bigint not null,
  event_key text not null,
  asked text not null,
  article_id text,
  question jsonb not null,
  asked_at timestamptz not null default now(),
  answered_at timestamptz,
  primary key (bot_id, chat_id, message_id)
);
create index telegram_questions_by_event on telegram_questions (event_key);
create index telegram_questions_open on telegram_questions (bot_id, chat_id, asked) where answered_at is null;

-- What a bot sent, and what it saw in chats: Telegram gives bots no way to read a chat. Forgotten after a month.
create table telegram_messages (
  bot_id text not null,
  chat bigint not null,
  message bigint not null,
  -- Key of the delivery that the message is for. Null: not a delivery, or somebody else's.
  post_key text,
  noted_at timestamptz not null default now(),
  -- The row of numbers that a message is numbered in: a supergroup's own (their ids are below), or 0, which the private chats and basic
  -- groups of a bot share.
  numbering bigint generated always as (case when chat < -1000000000000 then chat else 0 end) stored,
  primary key (bot_id, chat, message)
);
create index telegram_messages_by_number on telegram_messages (bot_id, numbering, message);
create index telegram_messages_by_moment on telegram_messages (bot_id, numbering, noted_at, message);
create index telegram_messages_by_key on telegram_messages (bot_id, post_key) where post_key is not null;
create index telegram_messages_by_time on telegram_messages (bot_id, noted_at);

-- What a message of the bot's own is for: its buttons count there and nowhere else. Not about messages of articles.
create table telegram_own_messages (
  bot_id text not null,
  chat bigint not null,
  message bigint not null,
  purpose jsonb not null,
  said_at timestamptz not null default now(),
  primary key (bot_id, chat, message)
);

-- Groups that became supergroups, which have another id.
create table telegram_chats (
  bot_id text not null,
  chat bigint not null,
  moved_to bigint not null,
  primary key (bot_id, chat)
);

-- What is said in the message of another delivery: a critique below its draft.
create table telegram_merges (
  bot_id text not null,
  post_key text not null,
  chat bigint not null,
  message bigint not null,
  -- What the message said when it was merged with, and what was put below.
  card json not null,
  addition json not null,
  merged_at timestamptz not null default now(),
  primary key (bot_id, post_key)
);
create index telegram_merges_by_message on telegram_merges (bot_id, chat, message);

-- Workspaces (or organisations) in which the Slack app is installed. `sealed` is the installation with its tokens, encrypted.
create table slack_installations (
  installation_key text primary key,
  sealed bytea not null,
  installed_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Installations that are none any more, and since when: what there is of their workspaces is deleted after a grace, unless they come back.
create table slack_departures (
  installation_key text primary key,
  gone_at timestamptz not null default now(),
  -- Null: not yet.
  erased_at timestamptz
);

-- Workspaces that were heard of by the installation of their organisation.
create table slack_org_workspaces (
  workspace text primary key,
  organisation text not null
);

-- Tokens of the HTTP API: whoever sends one acts as its person. What was told is in no table.
create table web_tokens (
  -- `7k3m9x2c`: the part of it that is no secret.
  token_id text primary key,
  -- SHA-256 of it whole, hex.
  token_hash text not null unique,
  -- `slack:T024BE7LH:U024BE7LH`
  actor_key text not null,
  actor jsonb not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  -- Null: never.
  expires_at timestamptz,
  revoked_at timestamptz,
  -- To the minute.
  used_at timestamptz
);

-- Links by which somebody comes to the page, once. The code is in the link alone.
create table web_links (
  code_sha256 text primary key,
  -- Who comes by it: platform, workspace, userId, displayName.
  person jsonb not null,
  -- `machine`: whoever starts Copydesk, on this machine alone · `chat`
  came_by text not null,
  -- What it leads to. Null: the first view.
  article_id text,
  expires_at timestamptz not null
);

-- Who is signed in to the page. The secret is in the cookie alone.
create table web_sessions (
  secret_sha256 text primary key,
  -- Told in logs.
  id text not null unique,
  person jsonb not null,
  -- `slack:T024BE7LH:U024BE7LH`
  person_key text not null,
  came_by text not null,
  -- `Firefox · Windows`. Null: none that is known.
  browser text,
  began_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);
create index web_sessions_by_person on web_sessions (person_key, seen_at);

-- When somebody was on the page last, also when they have signed out since; not when they, or an operator, did everywhere.
create table web_visits (
  -- `slack:T024BE7LH:U024BE7LH`
  person_key text primary key,
  seen_at timestamptz not null default now()
);

-- What people have asked for again and again. A row is what is wanted, and Temporal's schedule follows it: `applied` is the revision that
-- it has.
create table schedules (
  schedule_id text primary key,
  maker jsonb not null,
  -- `slack:T024BE7LH:U024BE7LH`
  maker_key text not null,
  -- Where its articles begin.
  thread jsonb not null,
  platform text generated always as (thread ->> 'platform') stored,
  -- `slack:T024BE7LH`, `telegram:` and `slack:T024BE7LH:C042`
  scope text generated always as ((thread ->> 'platform') || ':' || coalesce(thread ->> 'workspace', '')) stored,
  channel_key text generated always as ((thread ->> 'platform') || ':' || coalesce(thread ->> 'workspace', '') || ':' || (thread ->> 'channel')) stored,
  -- Of what its articles say.
  language text not null,
  -- A `TypedRequest`: what it comes to is decided anew each time.
  request jsonb not null,
  -- A `Timing`.
  timing jsonb not null,
  -- Keys of slots that are left out.
  skips text[] not null default '{}',
  -- Why it is paused. Null: it is not.
  paused text check (paused in ('person', 'refusals')),
  -- How often in a row its article could not begin.
  refusals integer not null default 0,
  revision integer not null default 1,
  applied integer not null default 0,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index schedules_by_maker on schedules (maker_key, made_at) where deleted_at is null;
create index schedules_by_channel on schedules (channel_key) where deleted_at is null;
create index schedules_by_scope on schedules (scope, made_at) where deleted_at is null;
create index schedules_not_applied on schedules (changed_at) where applied < revision;

-- Moments of schedules that have come. `slot` names one, so that it begins one article.
create table scheduled_runs (
  schedule_id text not null references schedules on delete cascade,
  slot text not null,
  platform text not null,
  due_at timestamptz not null,
  noted_at timestamptz not null default now(),
  -- Somebody is about to start its article, or to tell of it.
  claimed_at timestamptz,
  -- Null: nothing has become of it yet. `waiting`: the article before it was not over. `stopped`: an operator ended it.
  outcome text check (outcome in ('started', 'refused', 'waiting', 'late', 'stopped')),
  article_id text,
  -- What the maker is to be told, and has not been.
  news jsonb,
  primary key (schedule_id, slot)
);
create index scheduled_runs_due on scheduled_runs (platform, due_at) where outcome is null;
create index scheduled_runs_untold on scheduled_runs (platform, due_at) where news is not null;
create index scheduled_runs_by_time on scheduled_runs (noted_at);

-- Orders of articles like one that there is: they wait until whoever asked says that they mean another one.
create table held_orders (
  order_id text primary key,
  requester_key text not null,
  -- An `Order`.
  held jsonb not null,
  held_at timestamptz not null default now()
);
create index held_orders_by_time on held_orders (held_at);

-- Makes a schedule, or finds it: null; or `{ kind, scope, most }` when the person or the channel has as many as may be.
create function open_schedule(asked jsonb, who text, place text, per_person integer, per_channel integer) returns jsonb language plpgsql as $$
declare
  reached jsonb;
begin
  -- Whoever comes at the same moment waits, and then sees this one. Always in this order.
  perform pg_advisory_xact_lock(hashtextextended('schedules of ' || who, 0));
  perform pg_advisory_xact_lock(hashtextextended('schedules in ' || place, 0));
  if exists (select from schedules where schedule_id = asked ->> 'scheduleId') then
    return null;
  end if;
  select case
    when (select count(*) from schedules where maker_key = who and deleted_at is null) >= per_person
      then jsonb_build_object('kind', 'limit', 'scope', 'person', 'most', per_person)
    when (select count(*) from schedules where channel_key = place and deleted_at is null) >= per_channel
      then jsonb_build_object('kind', 'limit', 'scope', 'channel', 'most', per_channel)
  end into reached;
  if reached is null then
    insert into schedules (schedule_id, maker, maker_key, thread, language, request, timing)
    values (asked ->> 'scheduleId', asked -> 'maker', who, asked -> 'thread', asked ->> 'language', asked -> 'request', asked -> 'timing');
  end if;
  return reached;
end
$$;

-- Requests that were sent under a key of the sender's (`Idempotency-Key`): the same key is good for the same request alone.
create table web_requests (
  -- SHA-256 of the person and their key, hex.
  key_hash text primary key,
  -- SHA-256 of the request, hex.
  request_hash text not null,
  at timestamptz not null default now()
);
create index web_requests_by_time on web_requests (at);
-- Who is told by HTTP what happens to articles: those of the file, and those made by API. A name is never given to another one.
create table webhook_endpoints (
  name text primary key,
  source text not null check (source in ('config', 'api')),
  url text not null,
  -- Null: all.
  events text[],
  -- `slack:T024BE7LH`, `slack:C024BE91L`, `terminal`. Null: all.
  places text[],
  allow_private boolean not null default false,
  -- Of one made by API: its secrets, the newest first, `[{ secret, until? }]` as JSON, encrypted. Null: they are variables.
  sealed bytea,
  created_by jsonb,
  -- `slack:T024BE7LH:U024BE7LH`: it is told of the articles that they asked for. Null: of all.
  only_of text[],
  -- What happened before is not told.
  created_at timestamptz not null default now(),
  -- It said that it is gone: what there is to tell is written down, and not sent.
  disabled_at timestamptz,
  removed_at timestamptz
);

-- Articles of which there may be something to tell. Written with their progress, where anybody is to be told.
create table webhook_due (
  article_id text primary key references articles on delete cascade,
  -- Rises whenever something may have happened since.
  mark bigint not null default 1,
  due_at timestamptz not null default now()
);
create index webhook_due_at on webhook_due (due_at);

-- What was told of an article, to the byte, in order.
create table webhook_events (
  event_id text primary key,
  article_id text not null references articles on delete cascade,
  number integer not null,
  type text not null,
  at timestamptz not null,
  body text not null check (is_in_place(body, 'webhook-event ' || event_id)),
  made_at timestamptz not null default now(),
  unique (article_id, number)
);
create index webhook_events_at on webhook_events (at);
-- What was told is gone where the body is empty.
create index webhook_events_with_body on webhook_events (made_at) where body <> '';

create table webhook_deliveries (
  endpoint text not null references webhook_endpoints on delete cascade,
  event_id text not null references webhook_events on delete cascade,
  article_id text not null,
  number integer not null,
  state text not null check (state in ('pending', 'delivered', 'given-up')),
  attempts integer not null default 0,
  -- Since when it is tried, this time.
  first_tried_at timestamptz,
  tried_at timestamptz,
  -- What the latest attempt was answered with; or why there was no answer.
  status integer,
  problem text,
  queued_at timestamptz not null default now(),
  settled_at timestamptz,
  primary key (endpoint, event_id)
);
create index webhook_deliveries_pending on webhook_deliveries (article_id, endpoint, number) where state = 'pending';
create index webhook_deliveries_by_endpoint on webhook_deliveries (endpoint, queued_at desc);
create index webhook_deliveries_by_event on webhook_deliveries (event_id);
-- What chats have said of people who came to the page from there, and when it stops to hold.
create table web_vouched (
  person_key text not null,
  -- `member`, `reader`: of the channel `what` · `group` · `administrator` · `starter`: may have articles written
  fact text not null,
  what text not null,
  until timestamptz not null,
  primary key (person_key, fact, what)
);

-- What people say of passages of drafts. What a draft makes of one is in `ledger_answers`, under its id.
create table passage_comments (
  comment_id text primary key,
  article_id text not null references articles on delete cascade,
  version integer not null,
  -- Id of the section. Null: not known.
  section text,
  quote text not null check (is_in_place(quote, 'comment ' || comment_id)),
  words text not null check (is_in_place(words, 'comment ' || comment_id)),
  -- `slack:T024BE7LH:U024BE7LH`
  actor_key text not null,
  actor jsonb not null,
  said_at timestamptz not null default clock_timestamp(),
  resolved_at timestamptz,
  resolved_by jsonb
);
create index passage_comments_by_article on passage_comments (article_id, said_at);

create table comment_replies (
  reply_id text primary key,
  comment_id text not null references passage_comments on delete cascade,
  words text not null check (is_in_place(words, 'comment-reply ' || reply_id)),
  actor_key text not null,
  actor jsonb not null,
  said_at timestamptz not null default clock_timestamp()
);
create index comment_replies_by_comment on comment_replies (comment_id, said_at);

-- Comments that went with a request for changes: of effect once that is in `decisions`. `is_all`: its own words only repeat them.
create table comments_sent (
  decision_id text not null,
  comment_id text not null references passage_comments on delete cascade,
  is_all boolean not null,
  primary key (decision_id, comment_id)
);
create index comments_sent_by_comment on comments_sent (comment_id);
-- With what mini apps of Telegram were opened, by its SHA-256: each opens one session.
create table web_init_data (
  sha256 text primary key,
  used_at timestamptz not null default now()
);

-- What checks that Telegram says what a mini app was opened with, encrypted: the process of the bot says it again and again. One row at most.
create table mini_app_key (
  is_it boolean primary key default true check (is_it),
  sealed bytea not null,
  until timestamptz not null
);

-- Who decides for whom while they are away: one at a time for each person. What was before is in `audit`.
create table delegations (
  -- `slack:T024BE7LH:U024BE7LH`
  person_key text primary key,
  person_name text not null,
  substitute_key text not null,
  substitute_name text not null,
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at)
);
create index delegations_by_substitute on delegations (substitute_key, until_at);

-- People who are being erased, so that it can be gone on with, and when those were who are. Nothing leads from a pseudonym to anybody.
create table erasures (
  pseudonym text primary key,
  -- `{ keys, names }`. Null: it is done.
  who jsonb,
  begun_at timestamptz not null default now(),
  done_at timestamptz,
  check ((who is null) = (done_at is not null))
);

-- Keys with which something was encrypted (`COPYDESK_DATA_KEYS`), so that no process begins with another one of that name, or without the one
-- that is in use.
create table data_keys (
  key_id text primary key,
  -- Its name, sealed with it.
  proof bytea not null,
  used_at timestamptz not null default now()
);

-- Agents that were asked over HTTP, without an article. Forgotten after 30 days.
create table agent_runs (
  run_id text primary key,
  requester_key text not null,
  channel_key text not null,
  -- `slack:T024BE7LH`: what was answered to one is never given to another.
  tenant text not null,
  agent text not null,
  -- An order of `src/protocol/orders.ts`.
  input jsonb not null,
  output jsonb,
  -- { code, message }
  failure jsonb,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  check ((finished_at is null) = (output is null and failure is null))
);
create index agent_runs_by_time on agent_runs (created_at);

-- Whoever types a code is who made it: a `Redeemed`. Once; and one after the other, since it may make two groups of people one.
create function redeem_identity_code(code text, who text, place_now text, who_name text, life_minutes integer) returns jsonb language plpgsql as $$
declare
  offered identity_codes%rowtype;
  one uuid;
  other uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended('identities', 0));
  delete from identity_codes where made_at < now() - life_minutes * interval '1 minute';
  select * into offered from identity_codes where code_hash = code;
  if not found or offered.used_by <> who then
    return '{"kind": "unknown"}';
  end if;
  if offered.place = place_now then
    return '{"kind": "same-place"}';
  end if;
  update identity_codes set used_by = who where code_hash = code;
  insert into identities (person_key, person, name) values (offered.person_key, gen_random_uuid(), offered.name)
  on conflict (person_key) do update set name = excluded.name returning person into one;
  select person into other from identities where person_key = who;
  update identities set person = one where person = other;
  insert into identities (person_key, person, name) values (who, one, who_name)
  on conflict (person_key) do update set name = excluded.name;
  perform note_acts(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'act', 'link', 'who', who, 'name', who_name,
    'via', split_part(who, ':', 1), 'about', 'person:' || offered.person_key)));
  return jsonb_build_object('kind', 'linked', 'names',
    (select jsonb_agg(name order by linked_at) from identities where person = one and person_key <> who));
end
$$;

-- Only the last word on somebody counts, but for channels: of `places` alone is known what they are there.
create function vouch_for(who text, facts text[], whats text[], places text[], minutes double precision) returns void language sql as $$
  delete from web_vouched where until < now()
    or (person_key = who and (fact not in ('member', 'reader') or what = any(places)));
  insert into web_vouched (person_key, fact, what, until)
    select who, fact, what, now() + minutes * interval '1 minute' from unnest(facts, whats) said (fact, what)
    on conflict (person_key, fact, what) do update set until = excluded.until;
$$;

-- What an article begins with that is a new edition: the delivered text as draft 1, what may be cited in it, the comment with the section that
-- it names, or draft 2 with a proposal; in the thread of the edition before.
create function begin_edition(asked jsonb, proposed jsonb) returns void language plpgsql as $$
declare
  id constant text := asked ->> 'articleId';
  revises constant jsonb := asked -> 'revises';
  earlier constant text := revises ->> 'articleId';
  wish constant jsonb := revises -> 'asked';
begin
  insert into drafts (draft_id, article_id, version, author, author_name, body, sha256, sections)
  select revises #>> '{draft,draftId}', id, 1, d.author, d.author_name, e.marked, e.marked_sha256,
         (select jsonb_agg(s || '{"approved": true}' order by place) from jsonb_array_elements(e.sections) with ordinality as all_of (s, place))
  from articles a join drafts d on d.article_id = a.article_id and d.version = a.delivered_version
    join editions e on e.article_id = a.article_id and e.draft_id = d.draft_id
  where a.article_id = earlier and left(e.marked_sha256, 8) = revises #>> '{draft,hash}';
  if not found then
    raise exception 'Article % was not delivered with this text', earlier using errcode = 'no_data_found';
  end if;

  perform copy_research(earlier, id, revises #>> '{research,researchId}');

  if wish ->> 'kind' = 'comment' then
    insert into ledger (item_id, article_id, kind, said_by, on_version, words, sections)
    values (wish #>> '{decision,id}', id, 'comment', wish #>> '{decision,by,displayName}', 1, wish #>> '{decision,comment}',
            jsonb_build_array(wish #> '{section,id}'));
  else
    insert into drafts (draft_id, article_id, version, author, author_name, body, sha256, sections)
    values (wish #>> '{draft,draftId}', id, 2, 'agent', proposed ->> 'authorName', proposed ->> 'text', proposed ->> 'sha256', proposed -> 'sections');
  end if;

  perform go_on_in_thread(earlier, id);
end
$$;

-- A later edition says what it says below the first message of the one before.
create function go_on_in_thread(earlier text, id text) returns void language sql as $$
  update followers f set root = coalesce(home.root, card.ref), root_key = coalesce(home.root_key, card.ref_key)
  from followers home left join messages card on card.follower_id = home.follower_id and card.seq = 0 and card.phase = 'sent'
  where f.article_id = id and home.article_id = earlier and home.role = 'decides' and not home.is_guest and home.moved_to is null
$$;

-- What may be cited in a translation is what may be cited in its original, which has to be there with this very text.
create function begin_translation(asked jsonb) returns void language plpgsql as $$
declare
  id constant text := asked ->> 'articleId';
  translates constant jsonb := asked -> 'translates';
  earlier constant text := translates ->> 'articleId';
begin
  perform from articles a join drafts d on d.article_id = a.article_id and d.version = a.delivered_version
    join editions e on e.article_id = a.article_id and e.draft_id = d.draft_id
  where a.article_id = earlier and a.stage = 'delivered' and e.marked_sha256 = translates ->> 'sha256';
  if not found then
    raise exception 'Article % was not delivered with this text', earlier using errcode = 'no_data_found';
  end if;
  perform copy_research(earlier, id, translates #>> '{research,researchId}');
  perform go_on_in_thread(translates #>> '{again,articleId}', id);
end
$$;

-- Notes that were taken for one article, under the same numbers for another. Without a name there are none.
create function copy_research(earlier text, id text, name text) returns void language sql as $$
  insert into research (research_id, article_id, read_as, body)
  select name, id, read_as, body from research where article_id = earlier and name is not null order by created_at limit 1;
  insert into evidence (article_id, number, research_id, quote, address, title, date, sha256)
  select id, number, name, quote, address, title, date, sha256 from evidence where article_id = earlier and name is not null;
$$;

-- Writes an article down with its first thread, or finds it: `{ input, isHeardOf }`; null: it is somebody else's. With quotas, another one
-- than those that have their place is refused when the place or the person has none left: `{ kind, scope, most, atWork }`.
create function open_request(asked jsonb, who text, place text, per_person integer, per_channel integer, proposed jsonb) returns jsonb language plpgsql as $$
declare
  id constant text := asked ->> 'articleId';
  reached jsonb;
  found_or_made jsonb;
  made boolean;
begin
  -- Whoever comes at the same moment waits, and then sees this one. Always in this order.
  if per_person is not null then
    perform pg_advisory_xact_lock(hashtextextended('requester ' || who, 0));
  end if;
  if per_channel is not null then
    perform pg_advisory_xact_lock(hashtextextended('channel ' || place, 0));
  end if;
  if not exists (select from articles where article_id = id and (abandoned_at is null or stage <> 'requested')) then
    reached := coalesce(quota_reached('person', who, null, per_person, id), quota_reached('channel', null, place, per_channel, id));
    if reached is not null then
      return reached;
    end if;
  end if;

  -- The first thread has nothing to show yet: the workflow's first words make it due.
  with opened as (
    insert into articles as a (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
    values (id, asked ->> 'traceId', asked -> 'request', asked -> 'request' ->> 'topic', asked -> 'requester', who,
            array(select jsonb_array_elements_text(asked -> 'settings' -> 'approval' -> 'approvers')), asked ->> 'language', asked -> 'settings', asked)
    on conflict (article_id) do update set
      abandoned_at = null, updated_at = case when a.stage = 'requested' then now() else a.updated_at end
      -- Of two wishes for the same edition the first one stands.
      where a.requester_key = excluded.requester_key
        and coalesce(a.input #>> '{revises,asked,id}', a.input #>> '{revises,asked,decision,id}')
          is not distinct from coalesce(excluded.input #>> '{revises,asked,id}', excluded.input #>> '{revises,asked,decision,id}')
    returning a.article_id, a.input, a.stage, a.xmax = 0 as is_new
  ),
  shown as (
    insert into followers (article_id, platform, workspace, channel, thread, role, due_at)
    select article_id, input -> 'thread' ->> 'platform', input -> 'thread' ->> 'workspace', input -> 'thread' ->> 'channel',
           input -> 'thread' ->> 'thread', 'decides', null
    from opened where is_new
  )
  select jsonb_build_object('input', input, 'isHeardOf', stage <> 'requested'), is_new into found_or_made, made from opened;
  if made and asked ? 'revises' then
    perform begin_edition(asked, proposed);
  end if;
  if made and asked ? 'translates' and not asked ? 'revises' then
    perform begin_translation(asked);
  end if;
  if made then
    perform note_acts(jsonb_build_array(act_by(asked -> 'requester') || jsonb_build_object('id', id, 'articleId', id, 'place', place,
      'act', case when asked #>> '{revises,asked,kind}' = 'comment' then 'revise' when asked ? 'revises' then 'take-over'
                  when asked ? 'translates' then 'translate' else 'start' end,
      'about', case when asked ? 'translates' and not asked ? 'revises' then concat_ws(' ', asked #>> '{translates,articleId}', 'into', asked #>> '{request,language}') end)));
  end if;
  return found_or_made;
end
$$;

-- Null: there is a place left. What waits for people takes none.
create function quota_reached(scope text, who text, place text, most integer, id text) returns jsonb language sql stable as $$
  select case when count(*) >= most then
    jsonb_build_object('kind', 'quota-reached', 'scope', scope, 'most', most, 'atWork',
      jsonb_path_query_array(jsonb_agg(jsonb_build_object('articleId', article_id, 'topic', topic) order by created_at desc), '$[0 to 4]'))
  end
  from (
    select article_id, topic, created_at from articles
    where (requester_key = who or channel_key = place) and closed_at is null and abandoned_at is null
      and stage in ('requested', 'drafting', 'finishing') and article_id <> id
  ) at_work
  where most is not null
$$;

-- SHA-256, hex, over what goes before and each field with its length in bytes, so that none runs into the next.
create function hash_of(before text, fields text[]) returns text language sql stable as $$
  select encode(sha256(convert_to(before || E'\n' || string_agg(coalesce(octet_length(convert_to(field, 'UTF8')) || ':' || field, '-'), E'\n' order by place), 'UTF8')), 'hex')
  from unnest(fields) with ordinality as all_of (field, place)
$$;

-- What the chain covers of the columns that name people.
create function audit_named(r audit) returns text language sql stable as $$
  select coalesce(r.named, hash_of(r.salt, array[r.event_id, r.actor_key, r.actor_name, r.place, r.rule, r.about]))
$$;

-- Of a row and its place in the chain. `worker/audit/audit-hash.ts` computes the same.
create function audit_hash(seq bigint, before text, r audit) returns text language sql stable as $$
  select hash_of(before, array[
    seq::text, to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), r.act, r.code, r.via, r.article_id, r.version::text, r.text_sha256,
    r.gate, r.times::text, audit_named(r)
  ])
$$;

-- Runs when a transaction commits, so that the lock is held for no longer than its last write takes: whoever comes next sees this link.
-- With the rights of the owner: others write no link.
create function seal_act() returns trigger language plpgsql security definer as $$
declare
  head audit_chain%rowtype;
  next_seq bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit chain', 0));
  select * into head from audit_chain order by seq desc limit 1;
  next_seq := coalesce(head.seq, 0) + 1;
  insert into audit_chain (seq, audit_id, before, hash)
  values (next_seq, new.audit_id, coalesce(head.hash, repeat('0', 64)), audit_hash(next_seq, coalesce(head.hash, repeat('0', 64)), new));
  return null;
end
$$;
-- A temporary table of the same name is not meant.
do $$ begin execute format('alter function seal_act() set search_path = %I, pg_temp', current_schema()); end $$;
create constraint trigger audit_is_sealed after insert on audit deferrable initially deferred for each row execute function seal_act();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit is only added to' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_only_grows before truncate or update of audit_id, act, code, via, article_id, version, text_sha256, gate, times, at on audit
  execute function refuse_change();
create trigger audit_only_grows before update or truncate on audit_chain execute function refuse_change();
create trigger audit_only_grows before update or delete or truncate on audit_checkpoints execute function refuse_change();

-- Rows go from the beginning of the chain on, up to a checkpoint, and no other way.
create function refuse_loss() returns trigger language plpgsql as $$
begin
  if exists (select from audit_chain c join audit_checkpoints p on p.seq >= c.seq where c.audit_id = old.audit_id) then
    return old;
  end if;
  raise exception 'The audit is only added to' using errcode = 'insufficient_privilege';
end
$$;
-- Of a row only people can be erased: what the chain covers of them stays.
create function check_erasure() returns trigger language plpgsql as $$
begin
  if (tg_op = 'INSERT' and new.salt is not null) or (tg_op = 'UPDATE' and new.salt is null and new.named = audit_named(old)) then
    return new;
  end if;
  raise exception 'The audit is only added to' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_only_erases before insert or update on audit for each row execute function check_erasure();

create trigger audit_only_forgets before delete on audit for each row execute function refuse_loss();
create trigger audit_only_forgets before delete on audit_chain for each row execute function refuse_loss();

-- A checkpoint is a link that there is, older than any retention that can be set, and not the last.
create function check_checkpoint() returns trigger language plpgsql as $$
begin
  if not exists (select from audit_chain where seq = new.seq and hash = new.hash)
    or not exists (select from audit_chain where seq > new.seq)
    or exists (select from audit join audit_chain using (audit_id) where seq <= new.seq and at > now() - interval '30 days') then
    raise exception 'The audit goes up to no such place' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
create trigger audit_checkpoint_is_true before insert on audit_checkpoints for each row execute function check_checkpoint();

-- Writes down `[{ id, act, code?, who, name, via?, place?, articleId?, version?, hash?, gate?, rule?, about?, at? }]`; the same once more is
-- one. Anybody in the world may be refused by a Telegram bot: of one person ten refusals a minute and a hundred a day have rows of their own,
-- of all people ten thousand a day; the others are counted by the hour.
create function note_acts(entries jsonb) returns void language plpgsql as $$
declare
  e jsonb;
begin
  if entries is null then
    return;
  end if;
  for e in select value from jsonb_array_elements(entries) loop
    continue when exists (
      select from audit where event_id = e ->> 'id' and act = e ->> 'act' and coalesce(code, '') = coalesce(e ->> 'code', ''));
    if e ->> 'code' is not null and e ->> 'who' <> 'copydesk' and (
      (select count(*) from (select from audit where actor_key = e ->> 'who' and code is not null and at > now() - interval '1 minute' limit 10) a) = 10
      or (select count(*) from (select from audit where actor_key = e ->> 'who' and code is not null and at > now() - interval '1 day' limit 100) a) = 100
      or (select count(*) from (select from audit where code is not null and at > now() - interval '1 day' limit 10000) a) = 10000)
    then
      insert into audit_repeats as r (hour, actor_key, act, code, actor_name, via)
      values (date_trunc('hour', now()), e ->> 'who', e ->> 'act', e ->> 'code', e ->> 'name', e ->> 'via')
      on conflict (hour, actor_key, act, code) do update set times = r.times + 1;
    else
      insert into audit (event_id, act, code, actor_key, actor_name, via, place, article_id, version, text_sha256, gate, rule, about, at)
      values (e ->> 'id', e ->> 'act', e ->> 'code', e ->> 'who', e ->> 'name', e ->> 'via', e ->> 'place', e ->> 'articleId', (e ->> 'version')::integer,
              e ->> 'hash', e ->> 'gate', e ->> 'rule', e ->> 'about', coalesce((e ->> 'at')::timestamptz, clock_timestamp()))
      on conflict do nothing;
    end if;
  end loop;
  perform note_repeats();
end
$$;

-- An `Actor`, as `note_acts` takes it.
create function act_by(actor jsonb) returns jsonb language sql immutable as $$
  select jsonb_build_object('who', concat_ws(':', actor ->> 'platform', actor ->> 'workspace', actor ->> 'userId'),
    'name', actor ->> 'displayName', 'via', actor ->> 'via')
$$;

-- A decision, as `note_acts` takes it; one that counts after all once more.
create function decision_act(d decisions, place text, rule text) returns jsonb language sql stable as $$
  select act_by(d.actor) || jsonb_build_object(
    'id', d.decision_id || case when exists (select from audit where event_id = d.decision_id and code = 'superseded') then ':again' else '' end,
    'act', d.kind, 'place', place, 'articleId', d.article_id, 'version', d.version, 'gate', d.gate, 'rule', rule,
    'about', nullif(concat_ws(' ', d.subject, case when d.vote then 'vote' end), ''), 'at', d.decided_at,
    'hash', coalesce(
      (select sha256 from drafts where article_id = d.article_id and left(sha256, 8) = d.draft_hash order by version nulls last limit 1), d.draft_hash))
$$;

-- Makes rows of what was counted in hours that are over.
create function note_repeats() returns void language sql as $$
  with over as (
    delete from audit_repeats r using (
      select hour, actor_key, act, code from audit_repeats where hour < date_trunc('hour', now()) for update skip locked
    ) past
    where (r.hour, r.actor_key, r.act, r.code) = (past.hour, past.actor_key, past.act, past.code)
    returning r.*
  )
  insert into audit (event_id, act, code, actor_key, actor_name, via, times, at)
  select concat_ws(':', 'repeats', extract(epoch from hour)::bigint, actor_key), act, code, actor_key, actor_name, via, times, hour + interval '1 hour'
  from over
  on conflict do nothing
$$;

-- All that an article said and decided since the last time, and how it stands: a `Progress`, in one statement and one transaction.
-- `certain`: the workflow task that asked for it is part of the history. Without, it may get lost: then nothing that stands is replaced.
-- Answers whether something stands that the desk does not know.
-- `left_stage`: the stage that the article has left with it, if any, after `left_after_ms`.
create function record_progress(progress jsonb, certain boolean, out conflict boolean, out left_stage text, out left_after_ms double precision) language plpgsql as $$
declare
  id constant text := progress ->> 'articleId';
  new_state constant jsonb := progress -> 'state';
  new_revision constant integer := (new_state ->> 'revision')::integer;
  new_said constant integer := (progress ->> 'said')::integer;
  decided constant jsonb := coalesce(progress -> 'decisions', '[]');
  known constant jsonb := progress -> 'known';
  article articles%rowtype;
  stale boolean;
  new_stage constant text := new_state ->> 'stage';
  is_over constant boolean := new_stage in ('delivered', 'rejected', 'cancelled');
  unsaid integer[];
  urgency smallint;
  counted jsonb;
begin
  conflict := false;
  select * into article from articles where article_id = id for update;
  if not found then
    raise exception 'There is no article %', id using errcode = 'no_data_found';
  end if;

  -- An attempt that slept while others wrote: also one of what stands already, on which more may stand by now.
  stale := case when certain then article.certain_revision > 0 and (new_revision, new_said) <= (article.certain_revision, article.certain_said)
    else new_revision < article.revision or (new_revision = article.revision and new_state is distinct from article.state) end;

  insert into decisions (decision_id, article_id, kind, version, draft_hash, gate, subject, actor, words, edited_draft_id, decided_at, vote, joined, rule, superseded_at)
  select d -> 'decision' ->> 'id', id, d -> 'decision' ->> 'kind', (d -> 'decision' -> 'draft' ->> 'version')::integer,
         d -> 'decision' -> 'draft' ->> 'hash', d ->> 'gate', d ->> 'subject', d -> 'decision' -> 'by',
         coalesce(d -> 'decision' ->> 'comment', d -> 'decision' ->> 'reason'), d -> 'decision' -> 'edited' ->> 'draftId',
         (d ->> 'at')::timestamptz, coalesce((d ->> 'vote')::boolean, false), d -> 'joined', d ->> 'rule', case when stale and not certain then now() end
  from jsonb_array_elements(decided) d
  on conflict (decision_id) do update set superseded_at = null, vote = excluded.vote, joined = excluded.joined, gate = excluded.gate, decided_at = excluded.decided_at
  where certain;

  perform note_acts((
    select jsonb_agg(decision_act(k, article.home_key, d ->> 'rule') order by place)
    from jsonb_array_elements(decided) with ordinality as all_of (d, place) join decisions k on k.decision_id = d -> 'decision' ->> 'id'
    where k.superseded_at is null));
  perform note_acts((
    select jsonb_agg(a || act_by(a -> 'by') || jsonb_build_object('articleId', id, 'place', article.home_key))
    from jsonb_array_elements(progress -> 'acts') a));

  if not stale then
    update drafts set version = (d ->> 'editedVersion')::integer
    from jsonb_array_elements(decided) d
    where draft_id = d -> 'decision' -> 'edited' ->> 'draftId' and article_id = id
      and version is distinct from (d ->> 'editedVersion')::integer;

    if certain then
      if known is not null then
        with lost as (
          update decisions set superseded_at = now()
          where article_id = id and superseded_at is null and not known ? decision_id
          returning decisions as decision
        ), emptied as (
          update drafts set version = null from lost where draft_id = (decision).edited_draft_id
        )
        select jsonb_agg(decision_act(decision, article.home_key, null) || '{"code": "superseded"}') into counted from lost;
        perform note_acts(counted);
      end if;
      delete from feed where article_id = id and seq > new_said;
      with replaced as (
        insert into feed as f (article_id, seq, message, said_to)
        select id, (e ->> 'seq')::integer, e -> 'message', e ->> 'to' from jsonb_array_elements(progress -> 'entries') e
        on conflict (article_id, seq) do update set message = excluded.message, said_to = excluded.said_to
          where f.message is distinct from excluded.message
        returning f.seq, f.xmax <> 0 as was_there
      )
      select array_agg(seq) into unsaid from replaced where was_there;
      -- Where it is shown already, it is shown anew.
      if unsaid is not null then
        update messages m set live = true from followers f
        where f.article_id = id and m.follower_id = f.follower_id and m.seq = any(unsaid);
      end if;
    else
      insert into feed (article_id, seq, message, said_to)
      select id, (e ->> 'seq')::integer, e -> 'message', e ->> 'to' from jsonb_array_elements(progress -> 'entries') e
      on conflict do nothing;
    end if;
  end if;

  if not certain then
    conflict := stale and article.revision = new_revision
      or exists (
        select from jsonb_array_elements(progress -> 'entries') e left join feed f on f.article_id = id and f.seq = (e ->> 'seq')::integer
        where f.message is distinct from e -> 'message')
      or (not stale and exists (select from feed where article_id = id and seq > new_said))
      or (known is not null and exists (
        select from decisions where article_id = id and superseded_at is null and not known ? decision_id))
      -- It counts, and stands as if it did not, or otherwise, or as of the moment at which a task took it that got lost.
      or exists (
        select from jsonb_array_elements(decided) d join decisions on decision_id = d -> 'decision' ->> 'id'
        where superseded_at is not null or vote <> coalesce((d ->> 'vote')::boolean, false) or joined is distinct from d -> 'joined'
          or decided_at <> (d ->> 'at')::timestamptz);
  end if;
  if stale then
    return;
  end if;

  update articles set
    stage = new_stage, stage_since = case when stage = new_stage then stage_since else date_trunc('milliseconds', now()) end,
    state = new_state, revision = new_revision, said = new_said, updated_at = now(), abandoned_at = null,
    certain_revision = case when certain then new_revision else certain_revision end,
    certain_said = case when certain then new_said else certain_said end,
    delivered_version = case when new_stage = 'delivered' then (new_state ->> 'approved')::integer end,
    closed_at = case when is_over then coalesce(closed_at, now()) end
  where article_id = id;
  if new_stage = 'delivered' and article.stage <> 'delivered' then
    perform note_acts((
      select jsonb_agg(jsonb_build_object('id', id || ':delivered', 'act', 'deliver', 'who', 'copydesk', 'name', 'Copydesk', 'articleId', id,
        'place', article.home_key, 'version', d.version, 'hash', coalesce(e.body ->> 'sha256', d.sha256)))
      from drafts d left join editions e on e.article_id = id and e.draft_id = d.draft_id
      where d.article_id = id and d.version = (new_state ->> 'approved')::integer));
  end if;

  if progress ? 'language' then
    update articles set request = (request - '{languageAssumed,languageChoices}'::text[]) || jsonb_build_object('language', progress -> 'language')
    where article_id = id;
  end if;
  -- From now on somebody looks after each, also before its workflow has done anything.
  insert into publications (article_id, target, family, edition)
  select id, e -> 'message' ->> 'target', article.family, article.edition
  from jsonb_array_elements(progress -> 'entries') e where e -> 'message' ->> 'kind' = 'publication'
  on conflict do nothing;
  if progress ? 'moved' then
    perform move_article(id, progress -> 'moved', new_state);
  end if;
  if new_state -> 'followings' is distinct from article.state -> 'followings' or (progress ? 'moved' and new_state ? 'followings') then
    perform show_elsewhere(id, coalesce(progress -> 'moved', article.home, article.input -> 'thread'), new_state);
  end if;
  -- In private, unless the thread that failed is that very conversation; by the workspace in which they asked, wherever the article went since.
  insert into followers (article_id, platform, workspace, channel, role, first_seq, cursor, priority)
  select id, article.requester ->> 'platform', coalesce(asked_in.workspace, article.requester ->> 'workspace'), article.requester ->> 'userId', 'person',
         (e ->> 'seq')::integer, (e ->> 'seq')::integer - 1, 1
  from jsonb_array_elements(progress -> 'entries') e
    cross join lateral (select channel from followers where article_id = id and role = 'decides' and not is_guest and moved_to is null order by follower_id desc limit 1) home
    left join lateral (
      select workspace from followers where article_id = id and role = 'decides' and not is_guest and platform = article.requester ->> 'platform' order by follower_id limit 1
    ) asked_in on true
  where e ->> 'to' = 'requester' and home.channel is distinct from article.requester ->> 'userId'
  on conflict (article_id, platform, workspace, channel, thread, role) do nothing;

  urgency := case when jsonb_array_length(decided) > 0 then 0
    when exists (select from jsonb_array_elements(progress -> 'entries') e where e -> 'message' ->> 'kind' in ('gate', 'failure', 'budget', 'final')) then 1
    else 2 end;
  update followers set
    trouble = case when progress ? 'retryThreads' then null else trouble end,
    attempts = case when progress ? 'retryThreads' then 0 else attempts end,
    due_at = case when trouble is null or progress ? 'retryThreads' then now() else due_at end,
    -- What stood beyond was never said: another entry of its number is to be shown.
    cursor = least(cursor, new_said),
    priority = least(priority, urgency)
  where article_id = id and (moved_to is null or due_at is not null);
  perform pg_notify('copydesk_feed', platform) from (select distinct platform from followers where article_id = id) p;
  if exists (select from webhook_endpoints where removed_at is null) then
    insert into webhook_due as d (article_id) values (id)
    on conflict (article_id) do update set mark = d.mark + 1, due_at = least(d.due_at, now());
    perform pg_notify('copydesk_webhooks', '');
  end if;
  if article.translation_of is not null and not article.input ? 'revises' then
    perform tell_original(id);
  end if;
  -- Whoever looks at it, wherever it lives. One more line in a queue that is locked anyway.
  perform pg_notify('copydesk_article', id);
  if new_stage <> article.stage then
    left_stage := article.stage;
    left_after_ms := greatest(0, extract(epoch from now() - article.stage_since) * 1000);
  end if;
end
$$;

-- The edition of an original that was delivered after the one that is translated. Null: there is none, or it is no translation.
create function newer_original(original text, translated integer) returns integer language sql stable as $$
  select max(edition) from articles where family = original and stage = 'delivered' and edition > translated
$$;

-- What cards of an article say is looked at again, though its own state is what it was.
create function show_again(id text) returns void language plpgsql as $$
begin
  update followers set due_at = now(), shown_revision = 0
  where article_id = id and trouble is null and moved_to is null and role <> 'person';
  perform pg_notify('copydesk_feed', platform) from (select distinct platform from followers where article_id = id) p;
  perform pg_notify('copydesk_article', id);
end
$$;

-- Says something in the threads of an article that is over, once: its workflow says nothing more. Of one that is not, nothing is said here.
create function say_after_end(id text, said_now jsonb) returns void language plpgsql as $$
declare
  article articles%rowtype;
begin
  select * into article from articles where article_id = id for update;
  if article.closed_at is null or exists (select from feed where article_id = id and message = said_now) then
    return;
  end if;
  insert into feed (article_id, seq, message) values (id, article.said + 1, said_now);
  update articles set said = said + 1, updated_at = now() where article_id = id;
  perform show_again(id);
end
$$;

-- In the thread of its original a translation is spoken of as soon as it has a thread itself: then one leads to the other.
create function tell_original(id text) returns void language plpgsql as $$
declare
  article articles%rowtype;
begin
  if not exists (select from followers f join messages m using (follower_id)
                 where f.article_id = id and f.role = 'decides' and not f.is_guest and m.seq = 0 and m.phase = 'sent') then
    return;
  end if;
  select * into article from articles where article_id = id;
  perform say_after_end(article.input #>> '{translates,articleId}', jsonb_build_object('kind', 'notice', 'notice', jsonb_build_object(
    'code', 'translation-begun', 'byName', article.requester ->> 'displayName', 'language', article.request ->> 'language', 'article', id)));
end
$$;

-- After an edition was delivered, or a translation is over: where what was delivered in a language translates an earlier edition, and nobody
-- is at work on another one, its thread says so.
create function tell_translations(id text) returns void language plpgsql as $$
declare
  original articles%rowtype;
  newest record;
  there articles%rowtype;
begin
  select * into original from articles
  where family = (select coalesce(translation_of, family) from articles where article_id = id) and stage = 'delivered'
  order by edition desc, created_at desc limit 1;
  if not found then
    return;
  end if;
  for newest in
    select distinct on (translated_into) article_id, translated_into, translated_edition, closed_at from articles
    where translation_of = original.family and (abandoned_at is null or stage <> 'requested')
    order by translated_into, created_at desc, article_id
  loop
    if newest.closed_at is null then
      if newest.translated_edition < original.edition then
        perform show_again(newest.article_id);
      end if;
      continue;
    end if;
    select * into there from articles
    where translation_of = original.family and translated_into = newest.translated_into and stage = 'delivered'
    order by translated_edition desc, created_at desc limit 1;
    if found and there.translated_edition < original.edition then
      perform say_after_end(there.article_id, jsonb_build_object('kind', 'notice', 'notice', jsonb_build_object(
        'code', 'source-renewed', 'edition', original.edition, 'language', there.request ->> 'language', 'article', original.article_id)));
    end if;
  end loop;
end
$$;

-- Writes down what there is to tell, `[{ id, type, at, body, endpoints }]` in order: of two writes the first stands. Answers the endpoints for
-- which something of the article is due.
create function add_webhook_events(id text, fresh jsonb) returns text[] language plpgsql as $$
declare
  last integer;
begin
  -- Whoever comes at the same moment counts on from here.
  perform from articles where article_id = id for update;
  if not found then
    return '{}';
  end if;
  select coalesce(max(number), 0) into last from webhook_events where article_id = id;
  with made as (
    insert into webhook_events (event_id, article_id, number, type, at, body)
    select e ->> 'id', id, last + place, e ->> 'type', (e ->> 'at')::timestamptz, e ->> 'body'
    from jsonb_array_elements(fresh) with ordinality as all_of (e, place)
    on conflict (event_id) do nothing
    returning event_id, number
  )
  insert into webhook_deliveries (endpoint, event_id, article_id, number, state, problem, settled_at)
  select w.name, m.event_id, id, m.number, case when w.disabled_at is null then 'pending' else 'given-up' end,
         case when w.disabled_at is not null then 'disabled' end, case when w.disabled_at is not null then now() end
  from made m
    join jsonb_array_elements(fresh) e on e ->> 'id' = m.event_id
    join webhook_endpoints w on e -> 'endpoints' ? w.name and w.removed_at is null;
  return array(
    select distinct endpoint from webhook_deliveries where article_id = id and state = 'pending' order by endpoint);
end
$$;

-- Whoever decided until now stops following; the new thread shows what the old one had not, and what people can act upon.
create function move_article(id text, thread_now jsonb, new_state jsonb) returns void language plpgsql as $$
declare
  shown integer;
  acted_on constant integer := acted_on(id, new_state);
begin
  update articles set home = thread_now where article_id = id;
  select coalesce(max(cursor), 0) into shown from followers where article_id = id and role = 'decides' and not is_guest and moved_to is null;
  update followers set moved_to = thread_now, due_at = now(), priority = 0, trouble = null, attempts = 0
  where article_id = id and role = 'decides' and not is_guest and moved_to is null
    and (platform, workspace, channel, thread) is distinct from
        (thread_now ->> 'platform', thread_now ->> 'workspace', thread_now ->> 'channel', thread_now ->> 'thread');
  insert into followers as f (article_id, platform, workspace, channel, thread, role, first_seq, cursor, priority)
  select id, thread_now ->> 'platform', thread_now ->> 'workspace', thread_now ->> 'channel', thread_now ->> 'thread', 'decides', first, first - 1, 0
  from (select least(shown + 1, coalesce(acted_on, shown + 1)) as first) start
  on conflict (article_id, platform, workspace, channel, thread, role) do update set
    is_guest = false, moved_to = null, due_at = now(), trouble = null, attempts = 0;
end
$$;

-- The latest entry on whose card people can act, or where the article is; null: there is none.
create function acted_on(id text, state_now jsonb) returns integer language sql stable as $$
  select max(seq) from feed where article_id = id and (
    seq in ((state_now -> 'failure' ->> 'seq')::integer, (state_now -> 'budget' ->> 'seq')::integer)
    or message ->> 'kind' = 'final'
    or (state_now -> 'open' ? 'gate' and message ->> 'gate' = state_now -> 'open' ->> 'gate')
    or (not state_now -> 'open' ? 'gate' and message ->> 'kind' = 'draft' and message -> 'version' = state_now -> 'open' -> 'version'))
$$;

-- Where an article is shown beside its home, as its state says. A place that is new begins with what can be acted on there, or with all;
-- one that is none any more shows nothing but where the article lives.
create function show_elsewhere(id text, home_now jsonb, state_now jsonb) returns void language plpgsql as $$
declare
  places constant jsonb := coalesce(state_now -> 'followings', '[]');
  latest integer;
begin
  -- What is changed from one role to the other keeps its thread.
  update followers f set role = p ->> 'role', due_at = now(), priority = 0
  from jsonb_array_elements(places) p
  where article_id = id and is_guest and moved_to is null and role <> p ->> 'role'
    and (platform, workspace, channel, thread) is not distinct from
        (p #>> '{thread,platform}', p #>> '{thread,workspace}', p #>> '{thread,channel}', p #>> '{thread,thread}')
    and not exists (
      select from followers other where other.article_id = id and other.role = p ->> 'role' and other.follower_id <> f.follower_id
        and (other.platform, other.workspace, other.channel, other.thread) is not distinct from (f.platform, f.workspace, f.channel, f.thread));
  update followers set moved_to = home_now, due_at = case when trouble is null then now() end, priority = 0, attempts = 0
  where article_id = id and is_guest and moved_to is null and not exists (
    select from jsonb_array_elements(places) p
    where p ->> 'role' = role and (platform, workspace, channel, thread) is not distinct from
      (p #>> '{thread,platform}', p #>> '{thread,workspace}', p #>> '{thread,channel}', p #>> '{thread,thread}'));
  select greatest(1, max(seq)) into latest from feed where article_id = id;
  insert into followers as f (article_id, platform, workspace, channel, thread, role, is_guest, first_seq, cursor, priority)
  select id, p #>> '{thread,platform}', p #>> '{thread,workspace}', p #>> '{thread,channel}', p #>> '{thread,thread}', p ->> 'role', true, first, first - 1, 0
  from jsonb_array_elements(places) p,
    lateral (select case when p ? 'whole' then 1 else coalesce(acted_on(id, state_now), latest) end as first) start
  on conflict (article_id, platform, workspace, channel, thread, role) do update set
    is_guest = true, moved_to = null, due_at = now(), trouble = null, attempts = 0
  where f.moved_to is not null;
end
$$;

-- Whether nobody works any more with what an article is made of: it is over, and so are its editions, translations and publications.
create function is_at_rest(a articles) returns boolean language sql stable as $$
  select a.closed_at is not null
    and not exists (
      select from articles b where b.closed_at is null and b.abandoned_at is null and b.article_id <> a.article_id
        and (b.family in (a.family, a.translation_of) or b.translation_of in (a.family, a.translation_of)))
    and not exists (select from publications p where p.article_id = a.article_id and p.state ->> 'status' = 'publishing')
$$;

-- What was put into one message of Telegram's, of these articles.
create function forget_merges(ids text[]) returns void language sql as $$
  delete from telegram_merges t using messages m join followers f using (follower_id)
  where f.article_id = any(ids) and m.platform = 'telegram' and m.ref_key = t.chat || ':' || t.message
$$;

-- Deletes all that an article says in words but its topic: drafts lose their text and keep number, author and hash, decisions lose the words
-- that came with them. What a chat shows stays there, and is not edited any more.
create function forget_texts(id text) returns void language plpgsql as $$
declare
  read_pages text[];
begin
  select array_agg(distinct sha256) into read_pages from evidence where article_id = id;
  delete from editions where article_id = id;
  delete from critiques using drafts d where critiques.draft_id = d.draft_id and d.article_id = id;
  delete from fact_reports using drafts d where fact_reports.draft_id = d.draft_id and d.article_id = id;
  delete from citation_reports using drafts d where citation_reports.draft_id = d.draft_id and d.article_id = id;
  delete from extras using drafts d where extras.draft_id = d.draft_id and d.article_id = id;
  delete from ledger where article_id = id;
  delete from research where article_id = id;
  delete from pages p where sha256 = any(read_pages) and not exists (select from evidence e where e.sha256 = p.sha256);
  delete from passage_comments where article_id = id;
  delete from style_replacements where article_id = id;
  delete from terminal_messages where article_id = id;
  delete from watched where article_id = id;
  perform forget_merges(array[id]);
  update drafts set body = '', sections = null where article_id = id;
  update decisions set words = null where article_id = id and words is not null;
  update messages m set live = false from followers f where f.article_id = id and m.follower_id = f.follower_id and m.live;
  update articles set texts_gone_at = now(), request = request - 'pasted', input = (input #- '{request,pasted}') #- '{revises,asked,decision,comment}'
  where article_id = id;
end
$$;

-- Each of these does so much at most, of what was over before a moment, passes over what somebody else is at, and answers how much it did.

create function forget_due_texts(before timestamptz, most integer) returns integer language plpgsql as $$
declare
  id text;
  done integer := 0;
begin
  for id in
    select article_id from articles a where closed_at < before and texts_gone_at is null and is_at_rest(a)
    order by closed_at limit most for update skip locked
  loop
    perform forget_texts(id);
    done := done + 1;
  end loop;
  return done;
end
$$;

-- What calls cost stays known; of the answers nothing does.
create function forget_due_answers(before timestamptz, most integer) returns integer language plpgsql as $$
declare
  ids text[];
begin
  select array_agg(article_id) into ids from (
    select article_id from articles where closed_at < before and answers_gone_at is null order by closed_at limit most for update skip locked) due;
  update model_calls set answer = '{}', usable = false where article_id = any(ids);
  update articles set answers_gone_at = now() where article_id = any(ids);
  return coalesce(cardinality(ids), 0);
end
$$;

-- Workspaces of an installation that is none any more, which nobody else serves.
create function departed_workspaces(installation text) returns text[] language sql stable as $$
  select array(
    select workspace from (
      select substr(installation, 6) as workspace where installation like 'team:%'
      union
      select workspace from slack_org_workspaces where 'enterprise:' || organisation = installation
    ) known
    where not exists (select from slack_installations where installation_key = 'team:' || workspace)
      and not exists (
        select from slack_org_workspaces o join slack_installations i on i.installation_key = 'enterprise:' || o.organisation
        where o.workspace = known.workspace))
$$;

-- What there is of workspaces that have uninstalled the app: first their articles, whole, then whatever else is called after their people. Those
-- that are under way stay until somebody has cancelled them. The audit stays: it has a time of its own.
create function forget_due_workspaces(before timestamptz, most integer) returns integer language plpgsql as $$
declare
  gone slack_departures%rowtype;
  scopes text[];
  ids text[];
  read_pages text[];
  done integer := 0;
begin
  for gone in select * from slack_departures where gone_at < before and erased_at is null order by gone_at for update skip locked loop
    exit when done >= most;
    scopes := array(select 'slack:' || workspace from unnest(departed_workspaces(gone.installation_key)) workspace);
    select array_agg(article_id) into ids from (
      select article_id from articles a where home_scope = any(scopes) and is_at_rest(a) order by created_at limit most - done for update skip locked) due;
    if ids is not null then
      select array_agg(distinct sha256) into read_pages from evidence where article_id = any(ids);
      delete from articles where article_id = any(ids);
      delete from pages p where sha256 = any(read_pages) and not exists (select from evidence e where e.sha256 = p.sha256);
      done := done + cardinality(ids);
    elsif not exists (select from articles where home_scope = any(scopes)) then
      perform forget_scopes(scopes);
      delete from slack_org_workspaces where 'enterprise:' || organisation = gone.installation_key;
      update slack_departures set erased_at = now() where installation_key = gone.installation_key;
      done := done + 1;
    end if;
  end loop;
  return done;
end
$$;

-- Whatever is called after people of workspaces: `slack:T024BE7LH`.
create function forget_scopes(scopes text[]) returns void language plpgsql as $$
declare
  people constant text := '^(' || array_to_string(scopes, '|') || '):';
begin
  if cardinality(scopes) = 0 then
    return;
  end if;
  delete from web_sessions where person_key ~ people;
  delete from web_visits where person_key ~ people;
  delete from web_vouched where person_key ~ people;
  delete from web_links where concat_ws(':', person ->> 'platform', person ->> 'workspace', person ->> 'userId') ~ people;
  delete from web_tokens where actor_key ~ people;
  delete from identity_codes where person_key ~ people or used_by ~ people;
  delete from identities where person_key ~ people;
  delete from person_zones where person_key ~ people;
  delete from reminders where person_key ~ people;
  delete from reminded where person_key ~ people;
  delete from snoozes where person_key ~ people;
  delete from readings where reader ~ people;
  delete from delegations where person_key ~ people or substitute_key ~ people;
  delete from held_orders where requester_key ~ people;
  delete from agent_runs where tenant = any(scopes);
  update model_calls set answer = '{}', usable = false where run_id is not null and requester_key ~ people;
  update schedules set deleted_at = coalesce(deleted_at, now()), revision = revision + 1, changed_at = now() where scope = any(scopes);
  update webhook_endpoints set removed_at = coalesce(removed_at, now()) where source = 'api' and places <@ scopes;
end
$$;

-- What articles said, where, and which messages it became. What they say after that is shown nowhere.
create function forget_due_feed(before timestamptz, most integer) returns integer language plpgsql as $$
declare
  ids text[];
begin
  select array_agg(article_id) into ids from (
    select article_id from articles a where closed_at < before and feed_gone_at is null and is_at_rest(a)
    order by closed_at limit most for update skip locked) due;
  perform forget_merges(ids);
  delete from followers where article_id = any(ids);
  delete from feed where article_id = any(ids);
  delete from terminal_messages where article_id = any(ids);
  update articles set feed_gone_at = now() where article_id = any(ids);
  return coalesce(cardinality(ids), 0);
end
$$;

-- Somebody is called otherwise from now on: `who` is `{ as, names, strings }`, their pseudonym, what they were called, and each string that is
-- a key of theirs (or of the conversation with them) with what takes its place. What people said in their own words is not touched.
create function renamed(j jsonb, who jsonb) returns jsonb language plpgsql stable as $$
declare
  is_one constant boolean := jsonb_typeof(j) = 'object'
    and who -> 'strings' ? concat_ws(':', j ->> 'platform', j ->> 'workspace', j ->> 'userId');
  is_with_one constant boolean := jsonb_typeof(j) = 'object'
    and who -> 'strings' ? concat(j ->> 'platform', ':', j ->> 'workspace', ':', j ->> 'channel');
begin
  return case jsonb_typeof(j)
    when 'object' then coalesce((
      select jsonb_object_agg(coalesce(who #>> array['strings', key], key), case
        when (key = 'userId' and is_one) or (key = 'channel' and is_with_one) then who -> 'as'
        when key in ('displayName', 'byName', 'toName', 'name', 'requesterName', 'authorName') and who -> 'names' ? (value #>> '{}') then who -> 'as'
        when key in ('names', 'voted') and jsonb_typeof(value) = 'array' then (
          select coalesce(jsonb_agg(case when who -> 'names' ? (one #>> '{}') then who -> 'as' else renamed(one, who) end order by place), '[]')
          from jsonb_array_elements(value) with ordinality as all_of (one, place))
        else renamed(value, who) end)
      from jsonb_each(j)), '{}')
    when 'array' then (
      select coalesce(jsonb_agg(renamed(one, who) order by place), '[]') from jsonb_array_elements(j) with ordinality as all_of (one, place))
    when 'string' then coalesce(to_jsonb(who #>> array['strings', j #>> '{}']), j)
    else j end;
end
$$;

-- Of a column: its own value where it is none of theirs.
create function renamed_key(key text, who jsonb) returns text language sql immutable as $$
  select coalesce(who #>> array['strings', key], key)
$$;

-- Writes down that somebody is being erased, or finds that they are: two who begin at once go on under the same pseudonym.
create function begin_erasure(called text, theirs text[], their_names text[]) returns erasures language plpgsql as $$
declare
  one erasures%rowtype;
begin
  perform pg_advisory_xact_lock(hashtextextended('erasure', 0));
  select * into one from erasures where who -> 'keys' ?| theirs order by begun_at limit 1;
  if not found then
    insert into erasures (pseudonym, who) values (called, jsonb_build_object('keys', theirs, 'names', their_names)) returning * into one;
  else
    update erasures set who = jsonb_build_object(
      'keys', array(select jsonb_array_elements_text(one.who -> 'keys') union select unnest(theirs) order by 1),
      'names', array(select jsonb_array_elements_text(one.who -> 'names') union select unnest(their_names) order by 1))
    where pseudonym = one.pseudonym returning * into one;
  end if;
  return one;
end
$$;

-- Somebody is nowhere in an article any more, which is over: a pseudonym has asked for it, decided and written there; their words are gone,
-- unless they are the article's. Its receipt, which names people and cannot be changed, goes, and so does what endpoints were told of it.
create function erase_from_article(id text, who jsonb) returns void language plpgsql as $$
declare
  theirs text[];
begin
  -- Whoever deletes its texts passes over it meanwhile.
  perform 1 from articles where article_id = id for update;
  select array_agg(decision_id) into theirs from decisions
  where article_id = id and who -> 'strings' ? concat_ws(':', actor ->> 'platform', actor ->> 'workspace', actor ->> 'userId');
  select array_cat(theirs, array_agg(comment_id)) into theirs from passage_comments where article_id = id and who -> 'strings' ? actor_key;
  update drafts set author_name = who ->> 'as'
  where article_id = id and author = 'person' and who -> 'names' ? author_name;
  update ledger set words = '' where article_id = id and item_id = any(theirs);
  update ledger set said_by = who ->> 'as' where article_id = id and kind = 'comment' and who -> 'names' ? said_by;
  update decisions set words = null where article_id = id and decision_id = any(theirs);
  update decisions set actor = renamed(actor, who), joined = renamed(joined, who), rule = renamed_key(rule, who) where article_id = id;
  update feed set message = renamed(message, who) where article_id = id;
  update editions set body = renamed(body, who), receipt = null where article_id = id;
  update passage_comments set words = '', quote = '' where article_id = id and comment_id = any(theirs);
  update passage_comments set actor_key = renamed_key(actor_key, who), actor = renamed(actor, who), resolved_by = renamed(resolved_by, who)
  where article_id = id;
  update comment_replies r set
    words = case when who -> 'strings' ? r.actor_key then '' else r.words end,
    actor_key = renamed_key(r.actor_key, who), actor = renamed(r.actor, who)
  from passage_comments c where c.comment_id = r.comment_id and c.article_id = id;
  update extras set edited_by = renamed(edited_by, who) from drafts d where d.draft_id = extras.draft_id and d.article_id = id;
  update style_rules set adopted_by = renamed(adopted_by, who), by_names = array(
    select case when who -> 'names' ? name then who ->> 'as' else name end from unnest(by_names) with ordinality as all_of (name, place) order by place)
  where article_id = id;
  update publications set state = renamed(state, who) where article_id = id;
  perform forget_merges(array[id]);
  update terminal_messages set content = renamed(content, who) where article_id = id;
  update messages m set live = false from followers f where f.article_id = id and m.follower_id = f.follower_id and m.live;
  -- In a conversation with them nothing more is said, and what was is called after it.
  delete from messages m using followers f
  where f.article_id = id and m.follower_id = f.follower_id and who -> 'strings' ? concat(f.platform, ':', f.workspace, ':', f.channel);
  update followers set channel = who ->> 'as', due_at = null, root = null, root_key = null
  where article_id = id and who -> 'strings' ? concat(platform, ':', workspace, ':', channel);
  update followers set moved_to = renamed(moved_to, who) where article_id = id and moved_to is not null;
  update webhook_events set body = '' where article_id = id;
  update model_calls set requester_key = renamed_key(requester_key, who), channel_key = renamed_key(channel_key, who) where article_id = id;
  delete from readings where article_id = id and who -> 'strings' ? reader;
  update articles set
    request = case when who -> 'strings' ? requester_key then request - 'pasted' else request end,
    input = renamed(case when who -> 'strings' ? requester_key then input #- '{request,pasted}' else input end, who),
    requester = renamed(requester, who), requester_key = renamed_key(requester_key, who), settings = renamed(settings, who),
    approvers = array(select renamed_key(rule, who) from unnest(approvers) with ordinality as all_of (rule, place) order by place),
    home = renamed(home, who), state = renamed(state, who)
  where article_id = id;
end
$$;

-- In the audit, at most so many rows at a time; answers in how many. With the rights of the owner: others change no row, and the owner none
-- in another way.
create function erase_from_audit(who jsonb, most integer) returns integer language plpgsql security definer as $$
declare
  changed integer;
begin
  with due as (
    select audit_id from audit
    where who -> 'strings' ? actor_key or who -> 'strings' ? place or who -> 'strings' ? rule or who -> 'strings' ? about
    order by audit_id limit most for update
  )
  update audit a set
    event_id = case when who -> 'strings' ? a.actor_key then replace(a.event_id, a.actor_key, renamed_key(a.actor_key, who)) else a.event_id end,
    actor_name = case when who -> 'strings' ? a.actor_key then who ->> 'as' else a.actor_name end,
    actor_key = renamed_key(a.actor_key, who), place = renamed_key(a.place, who), rule = renamed_key(a.rule, who), about = renamed_key(a.about, who),
    named = audit_named(a), salt = null
  from due where a.audit_id = due.audit_id;
  get diagnostics changed = row_count;
  return changed;
end
$$;
do $$ begin execute format('alter function erase_from_audit(jsonb, integer) set search_path = %I, pg_temp', current_schema()); end $$;

-- Deletes the beginning of the audit, so many rows at most, up to the first that is not older than so many days. The last one stays: the chain
-- goes on from it. With the rights of the owner: others delete nothing, and by this not what is younger than 30 days.
create function forget_due_audit(days integer, most integer) returns integer language plpgsql security definer as $$
declare
  until bigint;
  since bigint;
  gone integer;
begin
  -- Somebody else is at it.
  if not pg_try_advisory_xact_lock(hashtextextended('audit retention', 0)) then
    return 0;
  end if;
  select min(seq), coalesce(min(seq) filter (where at >= now() - days * interval '1 day') - 1, max(seq)) into since, until
  from (select c.seq, a.at from audit_chain c left join audit a using (audit_id) order by c.seq limit most) first;
  until := least(until, (select max(seq) from audit_chain) - 1);
  if until is null or until < since then
    return 0;
  end if;
  gone := until - since + 1;
  insert into audit_checkpoints (seq, hash, count) select seq, hash, gone from audit_chain where seq = until;
  delete from audit using audit_chain c where audit.audit_id = c.audit_id and c.seq <= until;
  delete from audit_chain where seq <= until;
  perform note_acts(jsonb_build_array(jsonb_build_object(
    'id', 'audit:' || until, 'act', 'forget', 'who', 'copydesk', 'name', 'Copydesk', 'about', 'audit:' || since || '-' || until)));
  return gone;
end
$$;
do $$ begin execute format('alter function forget_due_audit(integer, integer) set search_path = %I, pg_temp', current_schema()); end $$;

-- Down Migration
-- One line each, so that nobody's change meets another's.
drop function claim_publication;
drop function take_turn;
drop function open_schedule;
drop function redeem_identity_code;
drop function vouch_for;
drop function begin_edition;
drop function begin_translation;
drop function copy_research;
drop function go_on_in_thread;
drop function newer_original;
drop function show_again;
drop function say_after_end;
drop function tell_original;
drop function tell_translations;
drop function open_request;
drop function quota_reached;
drop function record_progress;
drop function audit_hash;
drop function seal_act;
drop function refuse_change;
drop function note_acts;
drop function note_repeats;
drop function act_by;
drop function decision_act;
drop function add_webhook_events;
drop function move_article;
drop function show_elsewhere;
drop function acted_on;
drop function renamed;
drop function renamed_key;
drop function begin_erasure;
drop function erase_from_article;
drop function erase_from_audit;
drop function hash_of;
drop function audit_named;
drop function check_erasure;
drop function refuse_loss;
drop function check_checkpoint;
drop function forget_due_audit;
drop function departed_workspaces;
drop function forget_due_workspaces;
drop function forget_scopes;
drop function is_at_rest;
drop function forget_merges;
drop function forget_texts;
drop function forget_due_texts;
drop function forget_due_answers;
drop function forget_due_feed;
drop table articles cascade;
drop function in_tally;
drop function shown_at;
drop function strings;
drop function moment;
drop function is_in_place;
drop function are_in_place;
drop table drafts cascade;
drop table critiques cascade;
drop table ledger cascade;
drop table ledger_answers cascade;
drop table ledger_superseded cascade;
drop table fact_reports cascade;
drop table pages cascade;
drop table source_files cascade;
drop table research cascade;
drop table evidence cascade;
drop table citation_reports cascade;
drop table style_replacements cascade;
drop table style_rules cascade;
drop table extras cascade;
drop table editions cascade;
drop table publications cascade;
drop table decisions cascade;
drop table audit cascade;
drop table audit_chain cascade;
drop table audit_checkpoints cascade;
drop table audit_repeats cascade;
drop table feed cascade;
drop table followers cascade;
drop table messages cascade;
drop table pace cascade;
drop table model_calls cascade;
drop table model_capabilities cascade;
drop table model_outages cascade;
drop table readings cascade;
drop table people cascade;
drop table person_zones cascade;
drop table reminders cascade;
drop table reminded cascade;
drop table snoozes cascade;
drop table identities cascade;
drop table identity_codes cascade;
drop table terminal_messages cascade;
drop table telegram_updates cascade;
drop table telegram_guests cascade;
drop table telegram_invitations cascade;
drop table telegram_turned_away cascade;
drop table telegram_questions cascade;
drop table telegram_messages cascade;
drop table telegram_own_messages cascade;
drop table telegram_chats cascade;
drop table telegram_merges cascade;
drop table slack_installations cascade;
drop table slack_departures cascade;
drop table slack_org_workspaces cascade;
drop table web_tokens cascade;
drop table web_links cascade;
drop table web_sessions cascade;
drop table web_visits cascade;
drop table schedules cascade;
drop table scheduled_runs cascade;
drop table held_orders cascade;
drop table web_requests cascade;
drop table webhook_endpoints cascade;
drop table webhook_due cascade;
drop table webhook_events cascade;
drop table webhook_deliveries cascade;
drop table web_init_data cascade;
drop table mini_app_key cascade;
drop table web_vouched cascade;
drop table passage_comments cascade;
drop table comment_replies cascade;
drop table comments_sent cascade;
drop table agent_runs cascade;
drop table delegations cascade;
drop table erasures cascade;
drop table data_keys cascade;
