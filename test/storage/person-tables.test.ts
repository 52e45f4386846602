import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const SCHEMA = readFileSync('src/storage/migrations/0001_schema.sql', 'utf8');
const functionCalled = (name: string): string =>
  new RegExp(`create function ${name}\\([\\s\\S]*?\\n\\$\\$;`).exec(SCHEMA)?.[0] ?? '';
const ERASING = [
  readFileSync('src/storage/erasure-store.ts', 'utf8'),
  ...['erase_from_article', 'erase_from_audit', 'forget_merges'].map(functionCalled),
].join('\n');

/** Tables that name nobody, or not for long, and why. */
const WITHOUT_PEOPLE: Readonly<Record<string, string>> = {
  critiques: 'of a model',
  ledger_answers: 'of a model',
  ledger_superseded: 'of a model',
  fact_reports: 'of a model',
  pages: 'of others, as they were read',
  source_files: 'gone when they are read',
  research: 'addresses',
  evidence: 'words of pages',
  citation_reports: 'of a model',
  style_replacements: 'spellings',
  data_keys: 'names of keys',
  audit_chain: 'hashes',
  audit_checkpoints: 'hashes',
  model_capabilities: 'of models',
  model_outages: 'of models',
  watched: 'text of a model, gone when it is written',
  telegram_updates: 'what was sent goes when it is done',
  telegram_chats: 'groups',
  slack_installations: 'sealed, of workspaces',
  slack_departures: 'workspaces',
  slack_org_workspaces: 'workspaces',
  scheduled_runs: 'goes with its schedule',
  web_requests: 'hashes',
  webhook_due: 'ids of articles',
  webhook_deliveries: 'ids of events',
  comments_sent: 'ids of comments',
  web_init_data: 'hashes',
  mini_app_key: 'sealed, of the bot',
};

describe('every table', () => {
  const tables = [...SCHEMA.matchAll(/^create (?:unlogged )?table (\w+)/gm)].map(([, name = '']) => name);

  it.each(tables)('%s is one from which people are erased, or has a reason not to be', (table) => {
    const isErased = new RegExp(`(from|update|into) ${table}\\b`).test(ERASING);
    expect(isErased !== table in WITHOUT_PEOPLE).toBe(true);
  });
});
