-- Up Migration

-- What a message of the bot's own is for: its buttons count there and nowhere else. Not about messages of articles.
create table telegram_own_messages (
  bot_id text not null,
  chat bigint not null,
  message bigint not null,
  purpose jsonb not null,
  said_at timestamptz not null default now(),
  primary key (bot_id, chat, message)
);

-- Down Migration

drop table telegram_own_messages;
