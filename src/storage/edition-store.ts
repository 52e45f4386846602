import type { Pool } from 'pg';
import type { Actor } from '../protocol/actor.ts';
import type { ArticleRequest, InterfaceLanguage, Stage } from '../protocol/article.ts';
import type { EditProposal } from '../protocol/edit-record.ts';
import type { SectionRecord } from '../protocol/section.ts';
import type { Thread } from '../protocol/thread.ts';
import type { Translates } from '../protocol/translation.ts';

/** An edition that was delivered, as what a new one begins with. */
export interface DeliveredEdition {
  readonly articleId: string;
  /** The article that was the first edition. */
  readonly first: string;
  /** 1, 2, … */
  readonly edition: number;
  readonly request: ArticleRequest;
  readonly requester: Actor;
  readonly language: InterfaceLanguage;
  /** Where people decide about it. */
  readonly thread: Thread;
  /** Its text, with its citations as the writer marks them. */
  readonly text: string;
  /** Of `text`, hex. */
  readonly sha256: string;
  readonly author: 'agent' | 'person';
  readonly sections: readonly SectionRecord[];
  /** The template that its outline found, where the request names none. */
  readonly foundTemplate?: string;
  /** What it is a translation of. Absent: it is none. */
  readonly translates?: Translates;
  /** How many sources were read for it, and how many could not be. Absent: it has none. */
  readonly sources?: { readonly read: number; readonly failed: number };
}

/** All editions of an article, as far as they matter to who wants another one. */
export interface Editions {
  /** Absent: none was delivered, or its text is deleted. */
  readonly delivered?: DeliveredEdition;
  /** When the texts of the latest one that was delivered were deleted. Absent: they are there, or none was. */
  readonly goneAt?: Date;
  /** What is, or was, made last. */
  readonly newest: {
    readonly articleId: string;
    readonly edition: number;
    readonly stage: Stage;
    /** Who wanted it. Absent: it is the first. */
    readonly byName?: string;
  };
  /** How many articles they are, those that came to nothing among them. */
  readonly count: number;
  /** What the final edit of the very article that was asked about wanted beyond a copy edit. */
  readonly proposals: readonly EditProposal[];
  /** The model that was asked for that edit. */
  readonly editor: string;
  /** The article that this very wish has begun already. */
  readonly known?: {
    readonly articleId: string;
    readonly edition: number;
    /** Heading of the section that is written anew. Absent: a proposal was taken over. */
    readonly section?: string;
  };
}

/** The tables `articles` and `editions`, for who wants a new edition. Rejects with what `pg` throws. */
export interface EditionStore {
  /**
   * @param articleId of any of the editions
   * @param askedId names the wish: the id of its decision, or of its click
   * @returns undefined when there is no such article
   */
  find(articleId: string, askedId: string): Promise<Editions | undefined>;
}

interface Row {
  readonly delivered:
    | (Omit<DeliveredEdition, 'sources' | 'translates' | 'foundTemplate'> & {
        readonly foundTemplate: string | null;
        readonly research: { read: number; failed: number } | null;
        readonly translates: Translates | null;
      })
    | null;
  readonly newest: Omit<Editions['newest'], 'byName'> & { readonly byName: string | null };
  readonly count: number;
  readonly proposals: readonly EditProposal[] | null;
  readonly editor: string | null;
  readonly known: Editions['known'] | null;
  readonly goneAt: Date | null;
}

const FIND = `
  with members as (
    select * from articles where family = (select family from articles where article_id = $1)
      and (abandoned_at is null or stage <> 'requested')
  ), delivered as (
    select * from members where stage = 'delivered' order by edition desc, created_at desc limit 1
  )
  select
    (select count(*)::integer from members) as count,
    (select jsonb_build_object('articleId', article_id, 'edition', edition,
        'stage', case stage when 'requested' then 'drafting' else stage end,
        'byName', coalesce(input #>> '{revises,asked,by,displayName}', input #>> '{revises,asked,decision,by,displayName}'))
      from members order by created_at desc limit 1) as newest,
    (select e.body -> 'edit' -> 'proposals' from members a join drafts d on d.article_id = a.article_id and d.version = a.delivered_version
      join editions e on e.article_id = a.article_id and e.draft_id = d.draft_id where a.article_id = $1) as proposals,
    (select texts_gone_at from delivered) as "goneAt",
    (select asked_model from model_calls where article_id = $1 and purpose = 'editor.edit' order by created_at desc limit 1) as editor,
    (select jsonb_strip_nulls(jsonb_build_object('articleId', article_id, 'edition', edition,
        'section', input #>> '{revises,asked,section,heading}')) from members
      where coalesce(input #>> '{revises,asked,id}', input #>> '{revises,asked,decision,id}') = $2 limit 1) as known,
    (select jsonb_build_object('articleId', a.article_id, 'first', a.family, 'edition', a.edition, 'request', a.request,
        'requester', a.requester, 'language', a.language, 'text', e.marked,
        'sha256', e.marked_sha256, 'author', d.author,
        'sections', e.sections, 'foundTemplate', a.template, 'translates', (a.input -> 'translates') - '{again,research}'::text[],
        'thread', case when f.follower_id is null then coalesce(a.home, a.input -> 'thread') else
          jsonb_strip_nulls(jsonb_build_object('platform', f.platform, 'workspace', f.workspace, 'channel', f.channel, 'thread', f.thread)) end,
        'research', (select jsonb_build_object('read', jsonb_array_length(body -> 'read'), 'failed', jsonb_array_length(body -> 'failed'))
          from research r where r.article_id = a.article_id order by created_at limit 1))
      from delivered a
        join drafts d on d.article_id = a.article_id and d.version = a.delivered_version
        join editions e on e.article_id = a.article_id and e.draft_id = d.draft_id
        -- What it said and where may have been deleted before its texts.
        left join followers f on f.article_id = a.article_id and f.role = 'decides' and not f.is_guest and f.moved_to is null
      order by f.follower_id desc limit 1) as delivered`;

export function createEditionStore(pool: Pool): EditionStore {
  return {
    async find(articleId, askedId) {
      const { rows } = await pool.query<Row>({ name: 'find-editions', text: FIND, values: [articleId, askedId] });
      const [row] = rows;
      if (row === undefined || row.count === 0) return undefined;
      const { delivered, newest, count, known, proposals, editor, goneAt } = row;
      const { byName, ...last } = newest;
      return {
        count,
        proposals: proposals ?? [],
        editor: editor ?? '',
        newest: { ...last, ...(byName !== null && { byName }) },
        ...(delivered !== null && { delivered: withoutResearch(delivered) }),
        ...(known !== null && known !== undefined && { known }),
        ...(goneAt !== null && { goneAt }),
      };
    },
  };
}

function withoutResearch({
  research,
  translates,
  foundTemplate,
  ...edition
}: NonNullable<Row['delivered']>): DeliveredEdition {
  return {
    ...edition,
    ...(research !== null && { sources: research }),
    ...(translates !== null && { translates }),
    ...(foundTemplate !== null && { foundTemplate }),
  };
}
