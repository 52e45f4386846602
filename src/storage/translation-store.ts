import type { Pool } from 'pg';
import type { Actor } from '../protocol/actor.ts';
import type { InterfaceLanguage, Stage } from '../protocol/article.ts';
import type { SectionRecord } from '../protocol/section.ts';
import type { Thread } from '../protocol/thread.ts';

/** An article, with what it was translated into. */
export interface Translations {
  /** The article that was its first edition. */
  readonly first: string;
  readonly topic: string;
  /** BCP 47, as it is written. */
  readonly language: string;
  /** Its latest edition that was delivered. Absent: none was. */
  readonly delivered?: { readonly articleId: string; readonly edition: number; readonly title: string };
  /** One for each language, in the order in which they were first asked for. */
  readonly translations: readonly Translation[];
}

/** What there is of an article in another language. */
export interface Translation {
  /** BCP 47 */
  readonly language: string;
  /** What is made, or was made last: its thread is that of the translation. */
  readonly newest: {
    readonly articleId: string;
    readonly stage: Stage;
    /** Which edition of the original it translates. */
    readonly of: number;
    /** Who asked for it. */
    readonly byName: string;
    /** Names their wish. */
    readonly asked: string;
  };
  /** What was delivered last. Absent: nothing was. */
  readonly delivered?: {
    readonly articleId: string;
    /** The article that was its first edition. */
    readonly first: string;
    readonly edition: number;
    readonly title: string;
    readonly of: number;
    /** Where people decided about it. */
    readonly thread: Thread;
    /** Its text is deleted: nothing of it can be carried over. */
    readonly isGone?: true;
  };
  /** What was delivered translates an edition after which another one was delivered. */
  readonly isStale: boolean;
  /** How many came to nothing, of the original's latest edition. */
  readonly failed: number;
}

/** The text that is translated, as it was delivered. */
export interface OriginalText {
  readonly articleId: string;
  readonly edition: number;
  /** BCP 47 */
  readonly language: string;
  readonly title: string;
  /** Markdown, with its citations as the writer marks them. */
  readonly text: string;
  readonly sections: readonly SectionRecord[];
}

/** A translation that nobody has to ask for. */
export interface DueTranslation {
  /** The original: the latest edition that was delivered. */
  readonly articleId: string;
  /** BCP 47: into what. */
  readonly language: string;
  readonly requester: Actor;
  /** Where the original lives. */
  readonly thread: Thread;
  /** Of what the original says in its thread. */
  readonly interfaceLanguage: InterfaceLanguage;
}

/** Which translations there are: the table `articles`. Rejects with what `pg` throws. */
export interface TranslationStore {
  /**
   * @param articleId of any edition of the original, or of any of its translations
   * @returns undefined when there is no such article
   */
  find(articleId: string): Promise<Translations | undefined>;
  /** What a translation is made of, whole. Undefined: it is no translation. */
  original(articleId: string): Promise<OriginalText | undefined>;
  /**
   * What its settings say is to be translated and was not yet, of articles of a platform that were delivered within a week, the oldest first.
   * What people have rejected or cancelled is not begun again.
   */
  due(platform: string): Promise<readonly DueTranslation[]>;
  /** After an edition was delivered, or a translation is over: a translation of what is not the latest edition any more says so in its thread, once for each edition. */
  tell(articleId: string): Promise<void>;
}

type TranslationRow = Omit<Translation, 'delivered' | 'isStale'> & {
  readonly delivered: NonNullable<Translation['delivered']> | null;
};

interface Row extends Omit<Translations, 'delivered' | 'translations'> {
  readonly delivered: NonNullable<Translations['delivered']> | null;
  readonly translations: readonly TranslationRow[];
}

/** Its topic, where its text is deleted. */
const TITLE = (article: string): string =>
  `coalesce((select e.body ->> 'title' from editions e join drafts d on d.draft_id = e.draft_id
    where e.article_id = ${article}.article_id and d.version = ${article}.delivered_version limit 1), ${article}.topic)`;

const FIND = `
  with source as (
    select o.* from articles o
    where o.family = (select coalesce(translation_of, family) from articles where article_id = $1)
      and (o.abandoned_at is null or o.stage <> 'requested')
  ), told as (
    select * from source order by (stage = 'delivered') desc, edition desc, created_at desc limit 1
  ), made as (
    select * from articles
    where translation_of = (select family from told) and (abandoned_at is null or stage <> 'requested')
  )
  select family as first, topic, request ->> 'language' as language,
    case when stage = 'delivered' then jsonb_build_object('articleId', article_id, 'edition', edition, 'title', ${TITLE('told')}) end as delivered,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'language', newest.request ->> 'language',
        'newest', jsonb_build_object('articleId', newest.article_id, 'of', newest.translated_edition, 'byName', newest.requester ->> 'displayName', 'asked', newest.input -> 'translates' ->> 'asked',
          'stage', case newest.stage when 'requested' then 'drafting' else newest.stage end),
        'delivered', (select jsonb_build_object('articleId', m.article_id, 'first', m.family, 'edition', m.edition, 'of', m.translated_edition,
            'title', ${TITLE('m')}, 'thread', coalesce(m.home, m.input -> 'thread'))
            || case when m.texts_gone_at is null then '{}'::jsonb else '{"isGone": true}'::jsonb end
          from made m where m.translated_into = into_one.tag and m.stage = 'delivered'
          order by m.translated_edition desc, m.created_at desc limit 1),
        'failed', (select count(*) from made m where m.translated_into = into_one.tag and m.stage in ('rejected', 'cancelled')
          and m.input -> 'translates' ->> 'articleId' = told.article_id)
      ) order by into_one.since), '[]')
      from (select translated_into as tag, min(created_at) as since from made group by 1) into_one
      cross join lateral (
        select * from made m where m.translated_into = into_one.tag order by m.created_at desc, m.article_id limit 1
      ) newest) as translations
  from told`;

const ORIGINAL = `
  select o.article_id as "articleId", o.edition, t.input #>> '{translates,language}' as language, e.body ->> 'title' as title, e.marked as text, e.sections
  from articles t join articles o on o.article_id = t.input #>> '{translates,articleId}'
    join drafts d on d.article_id = o.article_id and d.version = o.delivered_version
    join editions e on e.article_id = o.article_id and e.draft_id = d.draft_id
  where t.article_id = $1`;

const MOST_DUE = 20;

const DUE = `
  select a.article_id as "articleId", wanted.language, a.requester, coalesce(a.home, a.input -> 'thread') as thread, a.language as "interfaceLanguage"
  from articles a cross join lateral (
    select tag as language, place from jsonb_array_elements_text(coalesce(
      a.settings #> array['translations', 'templates', coalesce(a.request ->> 'template', a.template)], a.settings -> 'translations') -> 'languages') with ordinality as all_of (tag, place)
  ) wanted
  where a.stage = 'delivered' and a.closed_at > now() - interval '7 days' and a.settings ? 'translations' and a.translation_of is null
    and coalesce(a.home, a.input -> 'thread') ->> 'platform' = $1
    and lower(wanted.language) <> lower(a.request ->> 'language')
    and not exists (select from articles o where o.family = a.family and o.stage = 'delivered' and o.edition > a.edition)
    and not exists (select from articles t where t.translation_of = a.family and t.translated_into = lower(wanted.language)
      and (t.abandoned_at is null or t.stage <> 'requested') and (t.translated_edition >= a.edition or t.closed_at is null))
  order by a.closed_at, wanted.place limit ${MOST_DUE}`;

export function createTranslationStore(pool: Pool): TranslationStore {
  return {
    async original(articleId) {
      const { rows } = await pool.query<OriginalText>({ name: 'original-text', text: ORIGINAL, values: [articleId] });
      return rows[0];
    },

    async due(platform) {
      const { rows } = await pool.query<DueTranslation>({ name: 'due-translations', text: DUE, values: [platform] });
      return rows;
    },

    async tell(articleId) {
      await pool.query({ name: 'tell-translations', text: 'select tell_translations($1)', values: [articleId] });
    },

    async find(articleId) {
      const { rows } = await pool.query<Row>({ name: 'find-translations', text: FIND, values: [articleId] });
      const [row] = rows;
      if (row === undefined) return undefined;
      const { delivered, translations, ...original } = row;
      return {
        ...original,
        ...(delivered !== null && { delivered }),
        translations: translations.map(({ delivered: there, ...translation }) => ({
          ...translation,
          isStale: there !== null && delivered !== null && there.of < delivered.edition,
          ...(there !== null && { delivered: there }),
        })),
      };
    },
  };
}
