-- Up Migration

-- Workspaces (or organisations) in which the Slack app is installed. `sealed` is the installation with its tokens, encrypted.
create table slack_installations (
  installation_key text primary key,
  sealed bytea not null,
  installed_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Down Migration

drop table slack_installations;
