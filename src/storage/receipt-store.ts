import type { Pool } from 'pg';
import type { ArticleRecords } from '../receipt/make-receipt.ts';
import type { Actor } from '../protocol/actor.ts';
import { missingArticle } from './article-store.ts';
import { textsOf } from './texts.ts';

/** The column `editions.receipt`, and all that a receipt is made of. Rejects with what `pg` throws. */
export interface ReceiptStore {
  /** What is known of a finished article, at one moment. @param draftId of the draft that its edition was made of @throws when there is no such edition */
  records(articleId: string, draftId: string): Promise<ArticleRecords>;
  /** Of two receipts of one edition the first one stands. @returns the one that stands */
  save(articleId: string, draftId: string, receipt: string): Promise<string>;
  /** Of the latest edition. Undefined: there is none yet, or no such article. */
  latest(articleId: string): Promise<string | undefined>;
}

interface Row extends Omit<ArticleRecords, 'language' | 'sources' | 'template' | 'revises' | 'translates'> {
  readonly request: { readonly language: string; readonly sources?: readonly string[]; readonly template?: string };
  readonly template: string | null;
  readonly revises: {
    readonly articleId: string;
    readonly draftId: string;
    readonly receipt: string;
    readonly by: Actor;
    readonly kind: NonNullable<ArticleRecords['revises']>['kind'];
  } | null;
  readonly translates: NonNullable<ArticleRecords['translates']> | null;
}

/** Moments as JavaScript writes them. */
const at = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const READ = `
  select a.article_id as "articleId", a.topic, a.request, a.requester, a.settings -> 'approval' as approval,
    jsonb_strip_nulls(jsonb_build_object('title', e.body -> 'title', 'fileName', e.body -> 'fileName', 'text', e.body -> 'text', 'version', d.version,
      'marked', e.marked, 'number', a.edition, 'edit', e.body -> 'edit', 'extras', e.body -> 'extras', 'finishedAt', ${at('e.created_at')})) as edition,
    a.template,
    (select jsonb_build_object('articleId', p.article_id, 'draftId', pe.draft_id, 'receipt', pe.receipt, 'kind', coalesce(a.input #>> '{revises,asked,kind}', 'translation'),
        'by', coalesce(a.input #> '{revises,asked,by}', a.input #> '{revises,asked,decision,by}', a.requester))
      from articles p join drafts pd on pd.article_id = p.article_id and pd.version = p.delivered_version
        join editions pe on pe.article_id = p.article_id and pe.draft_id = pd.draft_id
      where p.article_id = coalesce(a.input #>> '{revises,articleId}', a.input #>> '{translates,again,articleId}')) as revises,
    (select jsonb_build_object('articleId', p.article_id, 'edition', p.edition, 'language', a.input #> '{translates,language}', 'receipt', pe.receipt)
      from articles p join drafts pd on pd.article_id = p.article_id and pd.version = p.delivered_version
        join editions pe on pe.article_id = p.article_id and pe.draft_id = pd.draft_id
      where p.article_id = a.input #>> '{translates,articleId}') as translates,
    (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', 'e' || number, 'address', address, 'title', title, 'date', date,
        'sha256', sha256)) order by number), '[]') from evidence where article_id = a.article_id) as notes,
    (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('version', version, 'author', author, 'authorName', author_name, 'sha256', sha256,
        'text', body, 'writtenAt', ${at('created_at')}, 'outline', nullif(exists (select from feed where feed.article_id = a.article_id
          and message @> jsonb_build_object('outline', true, 'version', version)), false))) order by version), '[]')
      from drafts where article_id = a.article_id and version is not null) as drafts,
    (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', c.kind, 'version', c.version, 'draftHash', c.draft_hash, 'gate', c.gate, 'subject', c.subject,
        'editedVersion', edited.version, 'to', (select version from drafts where draft_id = edited.copy_of), 'by', c.actor, 'at', ${at('c.decided_at')}, 'rule', c.rule,
        'vote', case when c.vote then case when exists (select from decisions made where made.article_id = c.article_id and made.superseded_at is null
          and made.joined @> jsonb_build_array(jsonb_build_object('id', c.decision_id))) then 'counted' else 'not-counted' end end)) order by c.decided_at, c.decision_id), '[]')
      from decisions c left join drafts edited on edited.draft_id = c.edited_draft_id
      where c.article_id = a.article_id and c.superseded_at is null) as decisions,
    (select coalesce(jsonb_agg(jsonb_build_object('version', f.version, 'report', r.body) order by f.version, r.created_at, r.fact_report_id), '[]')
      from fact_reports r join drafts f using (draft_id) where f.article_id = a.article_id and f.version is not null) as "factReports",
    (select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(m)) order by m.purpose, m.asked, m.answered), '[]') from (
      select purpose, asked_model as asked, model as answered, count(*) as calls, count(*) filter (where cached) as "cachedCalls",
        coalesce(sum(input_tokens), 0) as "inputTokens", coalesce(sum(output_tokens), 0) as "outputTokens", sum(cost_usd) as "costUsd"
      from model_calls where article_id = a.article_id group by purpose, asked_model, model) m) as models
  from articles a join editions e on e.article_id = a.article_id and e.draft_id = $2 join drafts d on d.draft_id = e.draft_id
  where a.article_id = $1`;

export function createReceiptStore(pool: Pool): ReceiptStore {
  const texts = textsOf(pool);
  /** Earlier editions one after the other: whose words they are made of goes back to the first. */
  async function records(articleId: string, draftId: string): Promise<ArticleRecords> {
    const { rows } = await pool.query<Row>({ name: 'read-records', text: READ, values: [articleId, draftId] });
    const [row] = rows;
    if (row === undefined) throw missingArticle(articleId);
    const { request, template, revises, translates, ...known } = row;
    const own = { ...known, ...(translates !== null && { translates }) };
    const kind = request.template ?? template ?? undefined;
    const { language, sources = [] } = request;
    if (revises === null) return { ...own, language, sources, ...(kind !== undefined && { template: kind }) };
    const { articleId: before, draftId: delivered, ...how } = revises;
    const earlier = await records(before, delivered);
    return { ...own, language, sources, ...(kind !== undefined && { template: kind }), revises: { ...how, earlier } };
  }

  return {
    records,

    async save(articleId, draftId, receipt) {
      const { rows } = await pool.query<{ receipt: string }>(
        `update editions set receipt = coalesce(receipt, $3) where article_id = $1 and draft_id = $2 returning receipt`,
        [articleId, draftId, texts.seal('receipt', `${articleId} ${draftId}`, receipt)],
      );
      return rows[0]?.receipt ?? receipt;
    },

    async latest(articleId) {
      const { rows } = await pool.query<{ receipt: string | null }>(
        `select receipt from editions where article_id = $1 order by created_at desc limit 1`,
        [articleId],
      );
      return rows[0]?.receipt ?? undefined;
    },
  };
}
