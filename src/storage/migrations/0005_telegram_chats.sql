-- Up Migration

-- What a bot sent, and what it saw in chats: Telegram gives bots no way to read a chat. Forgotten after a month.
create table telegram_messages (
  bot_id text not null,
  chat bigint not null,
  message bigint not null,
  -- Key of the delivery that the message is for. Null: not a delivery, or somebody else's.
  post_key text,
  noted_at timestamptz not null default now(),
  primary key (bot_id, chat, message)
);
create index telegram_messages_by_key on telegram_messages (bot_id, post_key) where post_key is not null;
create index telegram_messages_by_time on telegram_messages (bot_id, noted_at);

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

-- Down Migration

drop table telegram_merges, telegram_chats, telegram_messages;
