-- Up Migration

-- What a delivery was, for finding the card that people decide on. Null: delivered by an earlier version.
alter table deliveries add column kind text;

-- Which article a message in a chat belongs to.
create index deliveries_by_message on deliveries using gin (message_ref jsonb_path_ops);
create index deliveries_by_thread on deliveries using gin (thread jsonb_path_ops) where post_key like 'card%';

-- What a person chose for themselves.
create table people (
  platform text not null,
  user_id text not null,
  language text not null,
  primary key (platform, user_id)
);

-- Down Migration

drop table people;
drop index deliveries_by_thread, deliveries_by_message;
alter table deliveries drop column kind;
