-- Up Migration

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

-- Down Migration

drop table telegram_questions, telegram_updates;
