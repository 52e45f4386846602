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

-- The row of numbers that a message is numbered in: a supergroup's own (their ids are below), or 0, which the private chats and basic
-- groups of a bot share.
alter table telegram_messages
  add column numbering bigint generated always as (case when chat < -1000000000000 then chat else 0 end) stored;
create index telegram_messages_by_number on telegram_messages (bot_id, numbering, message);
create index telegram_messages_by_moment on telegram_messages (bot_id, numbering, noted_at, message);

-- Down Migration

drop index telegram_messages_by_moment, telegram_messages_by_number;
alter table telegram_messages drop column numbering;
drop table telegram_own_messages;
