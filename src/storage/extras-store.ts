import type { Pool } from 'pg';
import type { Actor } from '../protocol/actor.ts';
import { charsOf, type Extra } from '../protocol/extras.ts';
import { toStorable } from '../lib/storable.ts';
import { textsOf } from './texts.ts';
import { storable, toJson } from './to-json.ts';

/** What became of a person's text. `closed`: the article is at no gate, or nothing goes with the draft there. */
export type EditedExtra =
  | { readonly kind: 'edited'; readonly name: string }
  | { readonly kind: 'closed' }
  | { readonly kind: 'unknown'; readonly known: readonly string[] }
  | { readonly kind: 'too-long'; readonly name: string; readonly chars: number; readonly maxChars: number };

/** The table `extras`: what goes with a draft. Rejects with what `pg` throws. */
export interface ExtrasStore {
  /** In their order; of a draft whose text is brought back, those of the draft that it is a copy of. */
  read(draftId: string): Promise<readonly Extra[]>;
  /** Of two runs the first one stands. */
  save(draftId: string, extras: readonly (Extra & { readonly by?: Actor })[]): Promise<void>;
  /** What people wrote for any draft of an article, under each name the latest. Texts of images are not in it: numbers change. */
  byPeople(articleId: string): Promise<readonly PersonsExtra[]>;
  /** Replaces one of those that go with the draft at the open gate of an article; its card is shown anew. */
  edit(
    articleId: string,
    change: { readonly name: string; readonly text: string; readonly by: Actor },
  ): Promise<EditedExtra>;
}

export interface PersonsExtra {
  readonly name: string;
  readonly text: string;
  readonly by: Actor;
}

/** What a row is as an {@link Extra}. */
export const EXTRA = `jsonb_strip_nulls(jsonb_build_object('name', name, 'maxChars', max_chars, 'text', words, 'image', image, 'byName', edited_by ->> 'displayName'))`;

/** The draft that stands at the gate, or the one whose text it has again. */
const AT_GATE = `
  select coalesce(d.copy_of, d.draft_id) as draft_id from articles a
  join drafts d on d.article_id = a.article_id and d.version = (a.state #>> '{open,version}')::integer
  where a.article_id = $1 and a.state #>> '{open,gate}' is not null and a.state #>> '{open,kind}' = 'draft'`;

// Its card is live: whoever shows the article looks at it again.
const EDIT = `
  with edited as (
    update extras set words = $3, edited_by = $4, edited_at = now() where draft_id = $5 and draft_id in (${AT_GATE}) and name = $2 returning name
  ), due as (
    update followers f set due_at = now(), priority = 0, shown_revision = 0 from edited
    where f.article_id = $1 and f.role <> 'person' and f.trouble is null returning platform
  ), told as (
    select pg_notify('copydesk_feed', platform) from (select distinct platform from due) p
    union all select pg_notify('copydesk_article', $1) from (select distinct 1 from edited) e
  )
  select name, (select count(*) from told) as told from edited`;

export function createExtrasStore(pool: Pool): ExtrasStore {
  const texts = textsOf(pool);
  return {
    async read(draftId) {
      const { rows } = await pool.query<{ extra: Extra }>(
        `select ${EXTRA} as extra from extras
         where draft_id = (select coalesce(copy_of, draft_id) from drafts where draft_id = $1) order by position`,
        [draftId],
      );
      return rows.map(({ extra }) => extra);
    },
    async save(draftId, extras) {
      const given = JSON.stringify(
        storable(extras).map((extra) => ({
          ...extra,
          text: texts.seal('extra', `${draftId} ${extra.name}`, extra.text),
        })),
      );
      await pool.query(
        `insert into extras (draft_id, position, name, max_chars, image, words, edited_by, edited_at)
         select $1, at, e ->> 'name', (e ->> 'maxChars')::integer, e ->> 'image', e ->> 'text', e -> 'by', case when e ? 'by' then now() end
         from jsonb_array_elements($2::jsonb) with ordinality as given (e, at)
         on conflict do nothing`,
        [draftId, given],
      );
    },
    async byPeople(articleId) {
      const { rows } = await pool.query<PersonsExtra>(
        `select distinct on (name) name, words as text, edited_by as by from extras join drafts using (draft_id)
         where article_id = $1 and edited_by is not null and image is null order by name, edited_at desc`,
        [articleId],
      );
      return rows;
    },
    async edit(articleId, { name, text, by }) {
      const { rows: open } = await pool.query<{ draftId: string; name: string; maxChars: number }>(
        `select draft_id as "draftId", name, max_chars as "maxChars" from extras where draft_id in (${AT_GATE}) order by position`,
        [articleId],
      );
      const meant = open.find((one) => one.name === name);
      if (open.length === 0) return { kind: 'closed' };
      if (meant === undefined) return { kind: 'unknown', known: open.map((one) => one.name) };
      const chars = charsOf(text);
      if (chars > meant.maxChars) return { kind: 'too-long', name, chars, maxChars: meant.maxChars };
      const { rowCount } = await pool.query(EDIT, [
        articleId,
        name,
        texts.seal('extra', `${meant.draftId} ${name}`, toStorable(text)),
        toJson(by),
        meant.draftId,
      ]);
      return rowCount === 0 ? { kind: 'closed' } : { kind: 'edited', name };
    },
  };
}
