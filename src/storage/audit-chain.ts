import type { Pool } from 'pg';

/** What of a row the chain covers, in the order of `audit_hash`. The first one is the place in the chain, the last a hash of {@link NAMING_FIELDS}. */
export const AUDIT_FIELDS = [
  'seq',
  'at',
  'act',
  'code',
  'via',
  'articleId',
  'version',
  'sha256',
  'gate',
  'times',
  'named',
] as const;

/** What may name people, in the order of `audit_named`. */
export const NAMING_FIELDS = ['id', 'who', 'name', 'place', 'rule', 'about'] as const;

/**
 * A row as it is written down: `at` is ISO 8601, UTC, to the microsecond. Null: there is none. `named` is there only where somebody was
 * erased; otherwise it follows from `salt`.
 */
export type AuditRow = Readonly<
  Record<Exclude<(typeof AUDIT_FIELDS)[number], 'seq'> | (typeof NAMING_FIELDS)[number] | 'salt', string | null>
>;

/** A link of the chain. `before`: the hash of the link before. */
export interface AuditLink {
  /** 1, 2, … without a gap. */
  readonly seq: number;
  readonly before: string;
  readonly hash: string;
  /** Absent: it was removed. */
  readonly row?: AuditRow;
}

/** Up to where the audit was deleted because it was kept for long enough. */
export interface AuditCheckpoint {
  /** Of the last link that went, and its hash: the first that is there follows it. */
  readonly seq: number;
  readonly hash: string;
  readonly at: Date;
}

export interface AuditRange {
  /** The first moment that is meant. Default: since ever. */
  readonly since?: Date;
  /** The first one that is not. Default: until now. */
  readonly until?: Date;
}

/** What keeps the product from changing rows: `owner`: triggers alone, since it has the rights of whoever made the tables. */
export type AuditGuard = 'grants' | 'owner';

/** The tables `audit` and `audit_chain`, for whoever reads them. Rejects with what `pg` throws. */
export interface AuditChain {
  /** In order, a page in memory at a time; what comes meanwhile is not among them. */
  links(range?: AuditRange): AsyncGenerator<AuditLink>;
  /** Where the chain begins. Undefined: with its first link, nothing was deleted. */
  checkpoint(): Promise<AuditCheckpoint | undefined>;
  /** Ids of events of rows without a link, at most so many: nobody has written them as the product does. */
  unlinked(limit: number): Promise<readonly string[]>;
  /** The triggers that are not there, or switched off. */
  missingTriggers(): Promise<readonly string[]>;
  guard(): Promise<AuditGuard>;
  /** Makes rows of refusals that were only counted, of hours that are over. */
  settle(): Promise<void>;
}

const PAGE = 1000;

const COLUMNS: Readonly<Record<keyof AuditRow, string>> = {
  at: `to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  id: 'a.event_id',
  act: 'a.act',
  code: 'a.code',
  who: 'a.actor_key',
  name: 'a.actor_name',
  via: 'a.via',
  place: 'a.place',
  articleId: 'a.article_id',
  version: 'a.version::text',
  sha256: 'a.text_sha256',
  gate: 'a.gate',
  rule: 'a.rule',
  about: 'a.about',
  times: 'a.times::text',
  salt: 'a.salt',
  named: 'a.named',
};

const LINKS = `
  select c.seq::float8 as seq, c.before, c.hash, a.audit_id is not null as "isThere",
    ${Object.entries(COLUMNS)
      .map(([name, column]) => `${column} as "${name}"`)
      .join(', ')}
  from audit_chain c left join audit a using (audit_id)
  where c.seq > $1 and c.seq <= $2 and ($3::timestamptz is null or a.at >= $3) and ($4::timestamptz is null or a.at < $4)
  order by c.seq limit ${PAGE}`;

const TRIGGERS = [
  'audit_is_sealed on audit',
  'audit_only_grows on audit',
  'audit_only_grows on audit_chain',
  'audit_only_grows on audit_checkpoints',
  'audit_only_erases on audit',
  'audit_only_forgets on audit',
  'audit_only_forgets on audit_chain',
  'audit_checkpoint_is_true on audit_checkpoints',
];

export function createAuditChain(pool: Pick<Pool, 'query'>): AuditChain {
  /** The last link before all that happened since then. */
  async function endBefore(since: Date): Promise<number> {
    const { rows } = await pool.query<{ last: number }>(
      'select coalesce(min(seq) - 1, 0)::float8 as last from audit join audit_chain using (audit_id) where at >= $1',
      [since],
    );
    return rows[0]?.last ?? 0;
  }

  return {
    async *links({ since, until } = {}) {
      const { rows: heads } = await pool.query<{ head: number | null }>(
        'select max(seq)::float8 as head from audit_chain',
      );
      const head = heads[0]?.head ?? 0;
      for (let after = since === undefined ? 0 : await endBefore(since); ; ) {
        const { rows } = await pool.query<Omit<AuditLink, 'row'> & AuditRow & { readonly isThere: boolean }>({
          name: 'audit-links',
          text: LINKS,
          values: [after, head, since ?? null, until ?? null],
        });
        for (const { seq, before, hash, isThere, ...row } of rows) {
          yield { seq, before, hash, ...(isThere && { row }) };
          after = seq;
        }
        if (rows.length < PAGE) return;
      }
    },

    async checkpoint() {
      const { rows } = await pool.query<AuditCheckpoint>(
        'select seq::float8 as seq, hash, at from audit_checkpoints order by audit_checkpoints.seq desc limit 1',
      );
      return rows[0];
    },

    async unlinked(limit) {
      const { rows } = await pool.query<{ id: string }>(
        `select a.event_id as id from audit a
         where not exists (select from audit_chain c where c.audit_id = a.audit_id) order by a.audit_id limit $1`,
        [limit],
      );
      return rows.map(({ id }) => id);
    },

    async missingTriggers() {
      const { rows } = await pool.query<{ name: string }>(
        `select tgname || ' on ' || relname as name from pg_trigger join pg_class on pg_class.oid = tgrelid
         where tgrelid in ('audit'::regclass, 'audit_chain'::regclass, 'audit_checkpoints'::regclass) and tgenabled in ('O', 'A')`,
      );
      return TRIGGERS.filter((wanted) => !rows.some(({ name }) => name === wanted));
    },

    async guard() {
      const { rows } = await pool.query<{ may: boolean }>(
        `select bool_or(has_table_privilege(name, right_to)) as may
         from unnest(array['audit', 'audit_chain', 'audit_checkpoints']) name cross join unnest(array['update', 'delete', 'truncate']) right_to`,
      );
      return rows[0]?.may === false ? 'grants' : 'owner';
    },

    async settle() {
      await pool.query('select note_repeats()');
    },
  };
}
