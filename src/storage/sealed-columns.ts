/** A column that `storage.encrypt_texts` encrypts. */
export interface SealedColumn {
  /**
   * What it is encrypted as, with the key of its row: nothing that is something else opens in its place. Columns that PostgreSQL copies to one
   * another have the same.
   */
  readonly name: string;
  readonly table: string;
  readonly column: string;
  readonly kind: 'text' | 'json' | 'bytes';
  /** SQL: the key of its row, as it goes into the label. */
  readonly key: string;
  /** The primary key. */
  readonly id: readonly [string, ...string[]];
}

const EDITION = ['article_id', 'draft_id'] as const;

/** Every column with what a person, a model or a page has said. What is in clear all the same, and why: docs/privacy.md. */
export const SEALED_COLUMNS = [
  {
    name: 'model-call',
    table: 'model_calls',
    column: 'answer',
    kind: 'json',
    key: `concat_ws(' ', article_id, run_id, step, request_hash)`,
    id: ['call_id'],
  },
  // By the hash of its text: whatever is put in its place is another text.
  { name: 'page', table: 'pages', column: 'body', kind: 'text', key: 'sha256', id: ['sha256'] },
  { name: 'page', table: 'evidence', column: 'quote', kind: 'text', key: 'sha256', id: ['article_id', 'number'] },
  { name: 'source-file', table: 'source_files', column: 'body', kind: 'bytes', key: 'file_id', id: ['file_id'] },
  { name: 'source-file-name', table: 'source_files', column: 'name', kind: 'text', key: 'file_id', id: ['file_id'] },
  // So it is copied from draft to draft, and to the draft with which a new edition begins.
  { name: 'text', table: 'drafts', column: 'body', kind: 'text', key: 'sha256', id: ['draft_id'] },
  { name: 'text', table: 'drafts', column: 'sections', kind: 'json', key: 'sha256', id: ['draft_id'] },
  { name: 'text', table: 'editions', column: 'marked', kind: 'text', key: 'marked_sha256', id: EDITION },
  { name: 'text', table: 'editions', column: 'sections', kind: 'json', key: 'marked_sha256', id: EDITION },
  {
    name: 'edition',
    table: 'editions',
    column: 'body',
    kind: 'json',
    key: `concat(article_id, ' ', draft_id)`,
    id: EDITION,
  },
  {
    name: 'receipt',
    table: 'editions',
    column: 'receipt',
    kind: 'text',
    key: `concat(article_id, ' ', draft_id)`,
    id: EDITION,
  },
  { name: 'critique', table: 'critiques', column: 'body', kind: 'json', key: 'critique_id', id: ['critique_id'] },
  {
    name: 'fact-report',
    table: 'fact_reports',
    column: 'body',
    kind: 'json',
    key: 'fact_report_id',
    id: ['fact_report_id'],
  },
  { name: 'citations', table: 'citation_reports', column: 'body', kind: 'json', key: 'draft_id', id: ['draft_id'] },
  { name: 'research', table: 'research', column: 'body', kind: 'json', key: 'read_as', id: ['research_id'] },
  { name: 'ledger', table: 'ledger', column: 'words', kind: 'text', key: 'item_id', id: ['item_id'] },
  {
    name: 'ledger-answer',
    table: 'ledger_answers',
    column: 'quote',
    kind: 'text',
    key: `concat(draft_id, ' ', item_id)`,
    id: ['draft_id', 'item_id'],
  },
  {
    name: 'ledger-answer',
    table: 'ledger_answers',
    column: 'why',
    kind: 'text',
    key: `concat(draft_id, ' ', item_id)`,
    id: ['draft_id', 'item_id'],
  },
  {
    name: 'ledger-superseded',
    table: 'ledger_superseded',
    column: 'why',
    kind: 'text',
    key: 'item_id',
    id: ['item_id'],
  },
  {
    name: 'extra',
    table: 'extras',
    column: 'words',
    kind: 'text',
    key: `concat(draft_id, ' ', name)`,
    id: ['draft_id', 'name'],
  },
  { name: 'decision', table: 'decisions', column: 'words', kind: 'text', key: 'decision_id', id: ['decision_id'] },
  { name: 'comment', table: 'passage_comments', column: 'quote', kind: 'text', key: 'comment_id', id: ['comment_id'] },
  { name: 'comment', table: 'passage_comments', column: 'words', kind: 'text', key: 'comment_id', id: ['comment_id'] },
  { name: 'comment-reply', table: 'comment_replies', column: 'words', kind: 'text', key: 'reply_id', id: ['reply_id'] },
  { name: 'webhook-event', table: 'webhook_events', column: 'body', kind: 'text', key: 'event_id', id: ['event_id'] },
] as const satisfies readonly SealedColumn[];

export type SealedName = (typeof SEALED_COLUMNS)[number]['name'];
