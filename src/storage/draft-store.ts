import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Critique } from '../protocol/critique.ts';
import { type Draft, draftHash, type DraftRef } from '../protocol/draft.ts';
import type { FactReport } from '../protocol/fact-report.ts';
import type { LedgerAnswer, LedgerItem, Supersession } from '../protocol/ledger.ts';
import type { SectionRecord } from '../protocol/section.ts';
import type { FinishedArticle } from './article-store.ts';
import { toStorable } from '../lib/storable.ts';
import { textsOf } from './texts.ts';
import { storable } from './to-json.ts';

interface NewDraft {
  readonly draftId: string;
  readonly articleId: string;
  readonly text: string;
  readonly authorName: string;
}

/** What a draft has made of what is wanted of the article. */
export interface WrittenLedger {
  /** Those that are answered; known ones stay as they are. */
  readonly items: readonly LedgerItem[];
  readonly answers: readonly LedgerAnswer[];
  readonly superseded: readonly Supersession[];
}

/**
 * The tables `drafts` with its ledger, `critiques`, `fact_reports` and `editions`. Of two writes under one name the first one stands, and every write
 * answers what stands. Rejects with what `pg` throws.
 */
export interface DraftStore {
  /** The draft that a button names: by its article and the first 8 hex digits of the SHA-256 of its text. */
  findByHash(articleId: string, hash: string): Promise<Draft | undefined>;
  saveWritten(
    draft: NewDraft & {
      readonly version: number;
      readonly sections: readonly SectionRecord[];
      readonly ledger: WrittenLedger;
      /** The kind of text that the outline found, where the order names none; the first one found stays. */
      readonly template?: string;
    },
  ): Promise<{ readonly draftId: string; readonly hash: string }>;
  /** A person's text, before its decision is sent; it becomes part of the article when the decision counts. */
  storeEdited(draft: NewDraft): Promise<{ readonly draftId: string; readonly hash: string }>;
  /**
   * A copy of a draft's text, before the decision that brings it back is sent; it becomes part of the article when that counts. Undefined:
   * there is no such draft.
   */
  storeCopy(copy: {
    readonly draftId: string;
    readonly articleId: string;
    readonly of: DraftRef;
  }): Promise<{ readonly draftId: string; readonly hash: string } | undefined>;
  saveCritique(critiqueId: string, draftId: string, critique: Critique): Promise<Critique>;
  saveFactReport(factReportId: string, draftId: string, report: FactReport): Promise<FactReport>;
  saveEdition(
    articleId: string,
    draftId: string,
    edition: FinishedArticle,
    source: { readonly marked: string; readonly sections: readonly SectionRecord[] },
  ): Promise<FinishedArticle>;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

// The update of nothing makes the row come back when it was there before; what else a second run has made of it is not taken. A row that was
// just inserted has no `xmax`.
const SAVE = `
  with draft as (
    insert into drafts (draft_id, article_id, version, author, author_name, body, sha256, sections) values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (draft_id) do update set draft_id = excluded.draft_id returning sha256, xmax = 0 as is_new
  ), first as (
    select from draft where is_new
  ), items as (
    insert into ledger (item_id, article_id, kind, said_by, on_version, words, sections)
    select id, $2, kind, "byName", "onVersion", text, sections
    from jsonb_to_recordset($9::jsonb -> 'items') as i (id text, kind text, "byName" text, "onVersion" integer, text text, sections jsonb), first
    on conflict do nothing
  ), answers as (
    insert into ledger_answers (draft_id, item_id, done, section, quote, why)
    select $1, item, done, section, quote, why
    from jsonb_to_recordset($9::jsonb -> 'answers') as a (item text, done boolean, section text, quote text, why text), first
    on conflict do nothing
  ), superseded as (
    insert into ledger_superseded (item_id, by_item_id, why, draft_id)
    select item, "by", why, $1 from jsonb_to_recordset($9::jsonb -> 'superseded') as s (item text, "by" text, why text), first
    on conflict do nothing
  ), kind as (
    update articles set template = $10 from first where article_id = $2 and $10::text is not null and template is null
  )
  select sha256 from draft`;

export function createDraftStore(pool: Pool): DraftStore {
  const texts = textsOf(pool);
  const sealedLedger = (draftId: string, { items, answers, superseded }: WrittenLedger): WrittenLedger => ({
    items: storable(items).map((item) => ({ ...item, text: texts.seal('ledger', item.id, item.text) })),
    answers: storable(answers).map((answer) => ({
      ...answer,
      ...(answer.quote !== undefined && {
        quote: texts.seal('ledger-answer', `${draftId} ${answer.item}`, answer.quote),
      }),
      ...(answer.why !== undefined && { why: texts.seal('ledger-answer', `${draftId} ${answer.item}`, answer.why) }),
    })),
    superseded: storable(superseded).map((one) => ({
      ...one,
      why: texts.seal('ledger-superseded', one.item, one.why),
    })),
  });
  const save = async (
    { draftId, articleId, text: written, authorName }: NewDraft,
    author: Draft['author'],
    version: number | null,
    {
      sections,
      ledger,
      template,
    }: {
      readonly sections?: readonly SectionRecord[];
      readonly ledger?: WrittenLedger;
      readonly template?: string;
    } = {},
  ) => {
    const text = toStorable(written);
    const hash = sha256(text);
    const { rows } = await pool.query<{ sha256: string }>(SAVE, [
      draftId,
      articleId,
      version,
      author,
      toStorable(authorName),
      texts.seal('text', hash, text),
      hash,
      sections === undefined ? null : texts.toJson('text', hash, sections),
      JSON.stringify(sealedLedger(draftId, ledger ?? { items: [], answers: [], superseded: [] })),
      template ?? null,
    ]);
    return { draftId, hash: draftHash(rows[0]?.sha256 ?? hash) };
  };

  return {
    async findByHash(articleId, hash) {
      const { rows } = await pool.query<Draft>(
        `select draft_id as "draftId", article_id as "articleId", coalesce(version, 0) as version, sha256, author, author_name as "authorName", body as text
         from drafts where article_id = $1 and left(sha256, 8) = $2 order by created_at desc limit 1`,
        [articleId, hash],
      );
      return rows[0];
    },
    saveWritten: (draft) => save(draft, 'agent', draft.version, draft),
    storeEdited: (draft) => save(draft, 'person', null),

    async storeCopy({ draftId, articleId, of }) {
      const { rows } = await pool.query<{ sha256: string }>(
        `insert into drafts (draft_id, article_id, author, author_name, body, sha256, sections, copy_of)
         select $1, article_id, author, author_name, body, sha256, sections, coalesce(copy_of, draft_id)
         from drafts where article_id = $2 and version = $3 and left(sha256, 8) = $4 limit 1
         on conflict (draft_id) do update set draft_id = excluded.draft_id returning sha256`,
        [draftId, articleId, of.version, of.hash],
      );
      return rows[0] && { draftId, hash: draftHash(rows[0].sha256) };
    },

    async saveCritique(critiqueId, draftId, critique) {
      const { rows } = await pool.query<{ body: Critique }>(
        `insert into critiques (critique_id, draft_id, score, body) values ($1, $2, $3, $4)
         on conflict (critique_id) do update set critique_id = excluded.critique_id returning body`,
        [critiqueId, draftId, critique.score, texts.toJson('critique', critiqueId, critique)],
      );
      return rows[0]?.body ?? critique;
    },
    async saveFactReport(factReportId, draftId, report) {
      const { rows } = await pool.query<{ body: FactReport }>(
        `insert into fact_reports (fact_report_id, draft_id, body) values ($1, $2, $3)
         on conflict (fact_report_id) do update set fact_report_id = excluded.fact_report_id returning body`,
        [factReportId, draftId, texts.toJson('fact-report', factReportId, report)],
      );
      return rows[0]?.body ?? report;
    },
    async saveEdition(articleId, draftId, edition, { marked, sections }) {
      const hash = sha256(marked);
      const { rows } = await pool.query<{ body: FinishedArticle }>(
        `insert into editions (article_id, draft_id, body, marked, marked_sha256, sections) values ($1, $2, $3, $4, $5, $6)
         on conflict (article_id, draft_id) do update set draft_id = excluded.draft_id returning body`,
        [
          articleId,
          draftId,
          texts.toJson('edition', `${articleId} ${draftId}`, edition),
          texts.seal('text', hash, marked),
          hash,
          texts.toJson('text', hash, sections),
        ],
      );
      return rows[0]?.body ?? edition;
    },
  };
}
