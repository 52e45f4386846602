import type { Pool } from 'pg';
import type { CitationReport, Note, SourceReport } from '../protocol/evidence.ts';
import { toStorable } from '../lib/storable.ts';
import { textsOf } from './texts.ts';
import { toJson } from './to-json.ts';

/** What was read for an article, whole. */
export interface Research {
  readonly report: SourceReport;
  /** Numbered from 1, or after those that the article has. */
  readonly notes: readonly Omit<Note, 'id'>[];
  readonly pages: readonly { readonly sha256: string; readonly text: string }[];
  /** Ids of the files that were read, or cannot be: nobody needs them any more. Absent: none. */
  readonly files?: readonly string[];
}

/** What an article may rest on. */
export interface Evidence {
  /** In their order. */
  readonly notes: readonly Note[];
  /** The text of each page that a note is of, by its SHA-256. */
  readonly pages: Readonly<Record<string, string>>;
}

/**
 * The tables `research`, `evidence`, `pages` and `citation_reports`. Of two writes under one name the first one stands, and every write
 * answers what stands. Rejects with what `pg` throws.
 */
export interface EvidenceStore {
  findResearch(researchId: string): Promise<SourceReport | undefined>;
  /** What became of all sources of an article. */
  reports(articleId: string): Promise<readonly SourceReport[]>;
  saveResearch(researchId: string, articleId: string, research: Research): Promise<SourceReport>;
  /** Empty for an article without sources. */
  read(articleId: string): Promise<Evidence>;
  findCitations(draftId: string): Promise<CitationReport | undefined>;
  saveCitations(draftId: string, report: CitationReport): Promise<CitationReport>;
}

/** In one statement: what cites and what is cited stand together or not at all. */
const SAVE = `
  with saved as (
    insert into research (research_id, article_id, read_as, body) values ($1, $2, $1, $3) on conflict do nothing returning research_id
  ), read as (
    insert into pages (sha256, body)
    select p ->> 'sha256', p ->> 'text' from jsonb_array_elements($5::jsonb) p, saved
    on conflict do nothing
  ), gone as (
    delete from source_files using saved where file_id = any($6::text[])
  )
  insert into evidence (article_id, number, research_id, quote, address, title, date, sha256)
  select $2, at + (select coalesce(max(number), 0) from evidence where article_id = $2), $1, ($7::text[])[at], n ->> 'address', n ->> 'title', n ->> 'date', n ->> 'sha256'
  from jsonb_array_elements($4::jsonb) with ordinality as notes (n, at), saved
  on conflict do nothing`;

const READ = `
  select e.number, e.quote, e.address, e.title, e.date, e.sha256,
    case when row_number() over (partition by e.sha256 order by e.number) = 1 then p.body end as text
  from evidence e join pages p using (sha256) where e.article_id = $1 order by e.number`;

interface Row {
  readonly number: number;
  readonly quote: string;
  readonly address: string | null;
  readonly title: string;
  readonly date: string | null;
  readonly sha256: string;
  /** With the first note of each page. */
  readonly text: string | null;
}

export function createEvidenceStore(pool: Pool): EvidenceStore {
  const stored = textsOf(pool);
  async function findResearch(researchId: string): Promise<SourceReport | undefined> {
    const { rows } = await pool.query<{ body: SourceReport }>(`select body from research where research_id = $1`, [
      researchId,
    ]);
    return rows[0]?.body;
  }

  return {
    findResearch,
    async reports(articleId) {
      const { rows } = await pool.query<{ body: SourceReport }>(`select body from research where article_id = $1`, [
        articleId,
      ]);
      return rows.map(({ body }) => body);
    },
    async saveResearch(researchId, articleId, { report, notes, pages, files = [] }) {
      const texts = pages.map(({ sha256, text }) => ({ sha256, text: stored.seal('page', sha256, toStorable(text)) }));
      // What makes JSON of the rest would take an encrypted quote for one from outside.
      const quotes = notes.map((note) => stored.seal('page', note.sha256, toStorable(note.quote)));
      await pool.query(SAVE, [
        researchId,
        articleId,
        stored.toJson('research', researchId, report),
        toJson(notes),
        JSON.stringify(texts),
        files,
        quotes,
      ]);
      return (await findResearch(researchId)) ?? report;
    },
    async read(articleId) {
      const { rows } = await pool.query<Row>({ name: 'read-evidence', text: READ, values: [articleId] });
      return {
        notes: rows.map(({ number, quote, address, title, date, sha256 }) => ({
          id: `e${number}`,
          quote,
          title,
          sha256,
          ...(address !== null && { address }),
          ...(date !== null && { date }),
        })),
        pages: Object.fromEntries(rows.flatMap(({ sha256, text }) => (text === null ? [] : [[sha256, text]]))),
      };
    },
    async findCitations(draftId) {
      const { rows } = await pool.query<{ body: CitationReport }>(
        `select body from citation_reports where draft_id = (select coalesce(copy_of, draft_id) from drafts where draft_id = $1)`,
        [draftId],
      );
      return rows[0]?.body;
    },
    async saveCitations(draftId, report) {
      const { rows } = await pool.query<{ body: CitationReport }>(
        `insert into citation_reports (draft_id, body) values ($1, $2)
         on conflict (draft_id) do update set draft_id = excluded.draft_id returning body`,
        [draftId, stored.toJson('citations', draftId, report)],
      );
      return rows[0]?.body ?? report;
    },
  };
}
