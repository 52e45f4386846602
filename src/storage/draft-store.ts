import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Critique } from '../protocol/critique.ts';
import { type Draft, draftHash } from '../protocol/draft.ts';
import type { FactReport } from '../protocol/fact-report.ts';

interface NewDraft {
  readonly draftId: string;
  readonly articleId: string;
  readonly text: string;
  readonly authorName: string;
}

/** The tables `drafts`, `critiques` and `fact_reports`. Texts are immutable: the first write of an id stands. */
export interface DraftStore {
  /** Undefined when it was not written yet. */
  find(draftId: string): Promise<Draft | undefined>;
  /** The draft that a button names: by its article and the first 8 hex digits of the SHA-256 of its text. */
  findByHash(articleId: string, hash: string): Promise<Draft | undefined>;
  /** With the score of its latest critique. @throws when there is none. */
  get(draftId: string): Promise<Draft & { readonly score?: number }>;
  saveWritten(
    draft: NewDraft & { readonly version: number },
  ): Promise<{ readonly draftId: string; readonly hash: string }>;
  /** A person's text, before its decision is sent; it becomes part of the article when the decision counts. */
  storeEdited(draft: NewDraft): Promise<{ readonly draftId: string; readonly hash: string }>;
  findCritique(critiqueId: string): Promise<Critique | undefined>;
  saveCritique(critiqueId: string, draftId: string, critique: Critique): Promise<void>;
  findFactReport(factReportId: string): Promise<FactReport | undefined>;
  saveFactReport(factReportId: string, draftId: string, report: FactReport): Promise<void>;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function createDraftStore(pool: Pool): DraftStore {
  const findBy = async (condition: string, values: readonly string[]): Promise<Draft | undefined> => {
    const { rows } = await pool.query<Draft>(
      `select draft_id as "draftId", article_id as "articleId", coalesce(version, 0) as version, sha256, author, author_name as "authorName", body as text
       from drafts where ${condition} order by created_at desc limit 1`,
      [...values],
    );
    return rows[0];
  };
  const find = (draftId: string): Promise<Draft | undefined> => findBy('draft_id = $1', [draftId]);

  const save = async (
    { draftId, articleId, text, authorName }: NewDraft,
    author: Draft['author'],
    version: number | null,
  ) => {
    // The update of nothing makes the row come back when it was there before.
    const { rows } = await pool.query<{ sha256: string }>(
      `insert into drafts (draft_id, article_id, version, author, author_name, body, sha256) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (draft_id) do update set draft_id = excluded.draft_id returning sha256`,
      [draftId, articleId, version, author, authorName, text, sha256(text)],
    );
    return { draftId, hash: draftHash(rows[0]?.sha256 ?? sha256(text)) };
  };

  return {
    find,
    findByHash: (articleId, hash) => findBy('article_id = $1 and left(sha256, 8) = $2', [articleId, hash]),
    async get(draftId) {
      const { rows } = await pool.query<Draft & { readonly score: number | null }>(
        `select d.draft_id as "draftId", d.article_id as "articleId", coalesce(d.version, 0) as version, d.sha256, d.author,
                d.author_name as "authorName", d.body as text, c.score::float as score
         from drafts d left join critiques c on c.draft_id = d.draft_id where d.draft_id = $1 order by c.created_at desc limit 1`,
        [draftId],
      );
      const [draft] = rows;
      if (draft === undefined)
        throw new Error(`There is no draft ${draftId} in this database. Do worker and bots share one DATABASE_URL?`);
      const { score, ...rest } = draft;
      return { ...rest, ...(score !== null && { score }) };
    },
    saveWritten: (draft) => save(draft, 'agent', draft.version),
    storeEdited: (draft) => save(draft, 'person', null),

    async findCritique(critiqueId) {
      const { rows } = await pool.query<{ body: Critique }>(`select body from critiques where critique_id = $1`, [
        critiqueId,
      ]);
      return rows[0]?.body;
    },
    async saveCritique(critiqueId, draftId, critique) {
      await pool.query(
        `insert into critiques (critique_id, draft_id, score, body) values ($1, $2, $3, $4) on conflict do nothing`,
        [critiqueId, draftId, critique.score, critique],
      );
    },
    async findFactReport(factReportId) {
      const { rows } = await pool.query<{ body: FactReport }>(
        `select body from fact_reports where fact_report_id = $1`,
        [factReportId],
      );
      return rows[0]?.body;
    },
    async saveFactReport(factReportId, draftId, report) {
      await pool.query(
        `insert into fact_reports (fact_report_id, draft_id, body) values ($1, $2, $3) on conflict do nothing`,
        [factReportId, draftId, report],
      );
    },
  };
}
