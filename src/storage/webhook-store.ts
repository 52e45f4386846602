import type { Pool } from 'pg';
import type { Actor } from '../protocol/actor.ts';
import type { WebhookEventType } from '../protocol/webhook.ts';
import { listen, type ListenOptions } from './listen.ts';
import { textsOf } from './texts.ts';
import { readToldArticle, type ToldArticle } from './told-article.ts';
import { storable, toJson } from './to-json.ts';

/** Who is told. */
export interface WebhookEndpoint {
  /** `newsroom`, or of one made by API `wh_…` */
  readonly name: string;
  readonly source: 'config' | 'api';
  readonly url: string;
  /** Absent: all. */
  readonly events?: readonly WebhookEventType[];
  /** Absent: all. */
  readonly places?: readonly string[];
  readonly allowPrivate: boolean;
  readonly createdBy?: Actor;
  /** `slack:T024BE7LH:U024BE7LH`: it is told of the articles that they asked for. Absent: of all. */
  readonly onlyOf?: readonly string[];
  /** ISO 8601. What happened before is not told. */
  readonly createdAt: string;
  /** ISO 8601. It said that it is gone. */
  readonly disabledAt?: string;
}

export type NewEndpoint = Pick<
  WebhookEndpoint,
  'name' | 'url' | 'events' | 'places' | 'allowPrivate' | 'createdBy' | 'onlyOf'
>;

/** An event on its way to one endpoint. */
export interface DueDelivery {
  readonly eventId: string;
  readonly type: WebhookEventType;
  readonly body: string;
  /** Attempts that failed, this time. */
  readonly attempts: number;
  /** How long it has been tried, this time, milliseconds. */
  readonly triedForMs: number;
  readonly url: string;
  readonly allowPrivate: boolean;
}

/** How an attempt ended. `status`: of the answer; `problem`: why there was none. */
export interface Attempt {
  readonly status?: number;
  readonly problem?: string;
}

export interface FreshEvent {
  readonly id: string;
  readonly type: WebhookEventType;
  readonly at: string;
  readonly body: string;
  /** Names of those that are told. */
  readonly endpoints: readonly string[];
}

/** What became of an event at one endpoint. Moments are ISO 8601. */
export interface WebhookDelivery {
  readonly eventId: string;
  readonly articleId: string;
  readonly type: WebhookEventType;
  /** When it happened. */
  readonly at: string;
  readonly state: 'pending' | 'delivered' | 'given-up';
  readonly attempts: number;
  readonly status?: number;
  readonly problem?: string;
  readonly triedAt?: string;
}

/** Which deliveries are looked at. `after`: only those that come behind this event. */
export interface DeliveryPage {
  readonly limit: number;
  readonly state?: WebhookDelivery['state'];
  readonly after?: string;
}

export interface WebhookCounts {
  readonly pending: number;
  readonly delivered: number;
  readonly givenUp: number;
  /** ISO 8601: since when the oldest one is due. Absent: none is. */
  readonly dueSince?: string;
}

/** Which deliveries are meant: those that were given up, of one event, or of all since a moment. */
export type Replayed =
  | { readonly kind: 'given-up' }
  | { readonly kind: 'event'; readonly id: string }
  | { readonly kind: 'since'; readonly at: Date };

/** The tables `webhook_endpoints`, `webhook_due`, `webhook_events` and `webhook_deliveries`. Rejects with what `pg` throws. */
export interface WebhookStore {
  /** Makes the endpoints of the file those that are there; one that is back, or has another address, is told from now on. */
  configure(endpoints: readonly NewEndpoint[]): Promise<void>;
  /** @param sealed its secrets, encrypted @returns undefined when there is, or was, one of that name */
  create(endpoint: NewEndpoint, sealed: Buffer): Promise<WebhookEndpoint | undefined>;
  /** Those that are told, the disabled ones among them, in the order of their names. */
  endpoints(): Promise<readonly WebhookEndpoint[]>;
  /** @returns false when there is none of that name, or it stands in the file */
  remove(name: string): Promise<boolean>;
  /** What it was disabled for is over. @returns false when there is none of that name */
  enable(name: string): Promise<boolean>;
  /** The encrypted secrets of an endpoint that was made by API. */
  sealedOf(name: string): Promise<Buffer | undefined>;
  /** @param before as it was read: somebody else's change in between makes it false */
  reseal(name: string, sealed: Buffer, before: Buffer): Promise<boolean>;

  /** Articles of which there may be something to tell, each kept from others for so long. */
  claim(limit: number, forMs: number): Promise<readonly { readonly articleId: string; readonly mark: string }[]>;
  /** All there is to know; undefined when there is no such article. */
  article(articleId: string): Promise<ToldArticle | undefined>;
  /** Ids of events that were written down. */
  known(articleId: string): Promise<ReadonlySet<string>>;
  /** @returns endpoints for which something of the article is due */
  add(articleId: string, fresh: readonly FreshEvent[]): Promise<readonly string[]>;
  /** Nothing more to do, unless something has happened since. */
  done(articleId: string, mark: string): Promise<void>;
  /** Looked at again after a while, unless something has happened since: then at once. */
  later(articleId: string, mark: string, inMs: number): Promise<void>;
  /** Has those looked at whose events nobody has tried for so long: whoever should have is not there any more. */
  takeUp(untriedMs: number): Promise<void>;

  /** The oldest event of the article that the endpoint is still to get. Undefined: there is none, or the endpoint is told nothing now. */
  next(endpoint: string, articleId: string): Promise<DueDelivery | undefined>;
  settle(endpoint: string, eventId: string, state: 'delivered' | 'given-up', attempt: Attempt): Promise<void>;
  /** It was not accepted, and is tried again. */
  failed(endpoint: string, eventId: string, attempt: Attempt): Promise<void>;
  /** It says that it is gone: nothing is sent there any more, and what was due is given up. */
  disable(endpoint: string, attempt: Attempt): Promise<void>;

  /** How many there are, by the names of endpoints. @param names only of these */
  counts(names?: readonly string[]): Promise<ReadonlyMap<string, WebhookCounts>>;
  /** The latest first. */
  deliveries(endpoint: string, page: DeliveryPage): Promise<readonly WebhookDelivery[]>;
  /** Sends them once more, with the same ids and bodies. @returns how many */
  replay(endpoint: string, which: Replayed): Promise<number>;
  /** Calls when something may have become due, or who is told may have changed. Never throws. */
  listen(options: ListenOptions): void;
}

/** On which `record_progress` calls, too. */
const CHANNEL = 'copydesk_webhooks';
const NOTIFY = `select pg_notify('${CHANNEL}', '')`;

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const ENDPOINT = `jsonb_strip_nulls(jsonb_build_object('name', name, 'source', source, 'url', url, 'events', to_jsonb(events), 'places', to_jsonb(places),
  'allowPrivate', allow_private, 'createdBy', created_by, 'onlyOf', to_jsonb(only_of), 'createdAt', ${iso('created_at')}, 'disabledAt', ${iso('disabled_at')}))`;

/** Those of the file that stand there no more, then those that do. */
const CONFIGURE = `
  with given as (
    select e ->> 'name' as name, e ->> 'url' as url, (e ->> 'allowPrivate')::boolean as allow_private,
      case when e ? 'events' then array(select jsonb_array_elements_text(e -> 'events')) end as events,
      case when e ? 'places' then array(select jsonb_array_elements_text(e -> 'places')) end as places
    from jsonb_array_elements($1::jsonb) e
  ), gone as (
    update webhook_endpoints set removed_at = now()
    where source = 'config' and removed_at is null and name not in (select name from given)
    returning name
  ), dropped as (
    update webhook_deliveries set state = 'given-up', problem = 'removed', settled_at = now()
    where state = 'pending' and endpoint in (select name from gone)
  ), kept as (
    insert into webhook_endpoints as w (name, source, url, events, places, allow_private)
    select name, 'config', url, events, places, allow_private from given
    on conflict (name) do update set
      url = excluded.url, events = excluded.events, places = excluded.places, allow_private = excluded.allow_private,
      created_at = case when w.removed_at is null then w.created_at else now() end,
      disabled_at = case when w.removed_at is null and w.url = excluded.url then w.disabled_at end, removed_at = null
    where w.source = 'config' and (w.removed_at is not null
      or (w.url, w.events, w.places, w.allow_private) is distinct from (excluded.url, excluded.events, excluded.places, excluded.allow_private))
    returning name, url, events, places, allow_private
  ), noted as (
    select note_acts(jsonb_agg(jsonb_build_object('id', gen_random_uuid(), 'act', act, 'who', 'copydesk', 'name', 'Copydesk', 'via', 'settings',
      'about', 'webhook:' || name || coalesce(' ' || hash, ''))))
    from (
      select 'webhook-declare' as act, name,
        left(encode(sha256(convert_to(jsonb_build_array(url, events, places, allow_private)::text, 'UTF8')), 'hex'), 16) as hash
      from kept union all select 'webhook-withdraw', name, null from gone
    ) changed
  )
  select count(*), pg_notify('${CHANNEL}', '') from noted where exists (select from gone) or exists (select from kept)`;

const CREATE = `
  with made as (
    insert into webhook_endpoints (name, source, url, events, places, allow_private, created_by, only_of, sealed)
    values ($1, 'api', $2, $3, $4, $5, $6, $7, $8)
    on conflict (name) do nothing returning *
  )
  select ${ENDPOINT} as endpoint, pg_notify('${CHANNEL}', '') from made`;

const REMOVE = `
  with gone as (
    update webhook_endpoints set removed_at = now(), sealed = null where name = $1 and source = 'api' and removed_at is null returning name
  ), dropped as (
    update webhook_deliveries set state = 'given-up', problem = 'removed', settled_at = now()
    where state = 'pending' and endpoint in (select name from gone)
  )
  select name, pg_notify('${CHANNEL}', '') from gone`;

const CLAIM = `
  with picked as materialized (
    select article_id from webhook_due where due_at <= now() order by due_at limit $1 for update skip locked
  )
  update webhook_due d set due_at = now() + $2 * interval '1 ms' from picked where d.article_id = picked.article_id
  returning d.article_id as "articleId", d.mark::text as mark`;

const TAKE_UP = `
  with due as (
    insert into webhook_due as d (article_id)
    select distinct article_id from webhook_deliveries
    where state = 'pending' and coalesce(tried_at, queued_at) < now() - $1 * interval '1 ms'
    on conflict (article_id) do update set mark = d.mark + 1, due_at = least(d.due_at, now())
    returning article_id
  )
  select pg_notify('${CHANNEL}', '') where exists (select from due)`;

const NEXT = `
  select d.event_id as "eventId", e.type, e.body, d.attempts, w.url, w.allow_private as "allowPrivate",
    coalesce(floor(1000 * extract(epoch from now() - d.first_tried_at)), 0)::float8 as "triedForMs"
  from webhook_deliveries d join webhook_events e using (event_id) join webhook_endpoints w on w.name = d.endpoint
  where d.endpoint = $1 and d.article_id = $2 and d.state = 'pending' and w.removed_at is null and w.disabled_at is null
  order by d.number limit 1`;

const ATTEMPTED = `attempts = attempts + 1, first_tried_at = coalesce(first_tried_at, now()), tried_at = now(), status = $3, problem = $4`;

const DISABLE = `
  with gone as (update webhook_endpoints set disabled_at = now() where name = $1 and disabled_at is null returning name)
  update webhook_deliveries set state = 'given-up', settled_at = now(), tried_at = now(), status = $2, problem = coalesce($3, 'disabled')
  where endpoint = $1 and state = 'pending'`;

const DELIVERIES = `
  select jsonb_strip_nulls(jsonb_build_object('eventId', d.event_id, 'articleId', d.article_id, 'type', e.type, 'at', ${iso('e.at')},
    'state', d.state, 'attempts', d.attempts, 'status', d.status, 'problem', d.problem, 'triedAt', ${iso('d.tried_at')})) as delivery
  from webhook_deliveries d join webhook_events e using (event_id)
  where d.endpoint = $1 and ($3::text is null or d.state = $3) and ($4::text is null or (d.queued_at, d.number, d.event_id) < (
    select queued_at, number, event_id from webhook_deliveries where endpoint = $1 and event_id = $4))
  order by d.queued_at desc, d.number desc, d.event_id desc limit $2`;

/** $2: of which event; $3: since when. Neither: what was given up. */
const REPLAY = `
  with meant as (
    update webhook_deliveries d set state = 'pending', attempts = 0, first_tried_at = null, status = null, problem = null, queued_at = now(), settled_at = null
    from webhook_events e, webhook_endpoints w
    where e.event_id = d.event_id and w.name = d.endpoint and w.removed_at is null and w.disabled_at is null
      and d.endpoint = $1 and d.state <> 'pending' and e.body <> ''
      and case when $2::text is not null then d.event_id = $2 when $3::timestamptz is not null then e.at >= $3 else d.state = 'given-up' end
    returning d.article_id
  ), due as (
    insert into webhook_due as x (article_id) select distinct article_id from meant
    on conflict (article_id) do update set mark = x.mark + 1, due_at = least(x.due_at, now())
    returning article_id
  )
  select (select count(*) from meant)::integer as replayed, (select count(*) from due), pg_notify('${CHANNEL}', '')`;

export function createWebhookStore(pool: Pool): WebhookStore {
  const texts = textsOf(pool);
  return {
    async configure(endpoints) {
      await pool.query(CONFIGURE, [toJson(endpoints)]);
    },

    async create({ name, url, events, places, allowPrivate, createdBy, onlyOf }, sealed) {
      const by = createdBy === undefined ? null : toJson(createdBy);
      const { rows } = await pool.query<{ endpoint: WebhookEndpoint }>(CREATE, [
        name,
        url,
        events ?? null,
        places ?? null,
        allowPrivate,
        by,
        onlyOf ?? null,
        sealed,
      ]);
      return rows[0]?.endpoint;
    },

    async endpoints() {
      const { rows } = await pool.query<{ endpoint: WebhookEndpoint }>(
        `select ${ENDPOINT} as endpoint from webhook_endpoints where removed_at is null order by name`,
      );
      return rows.map(({ endpoint }) => endpoint);
    },

    async remove(name) {
      const { rows } = await pool.query(REMOVE, [name]);
      return rows.length > 0;
    },

    async enable(name) {
      const { rows } = await pool.query(
        'update webhook_endpoints set disabled_at = null where name = $1 and removed_at is null returning name',
        [name],
      );
      await pool.query(NOTIFY);
      return rows.length > 0;
    },

    async sealedOf(name) {
      const { rows } = await pool.query<{ sealed: Buffer | null }>(
        'select sealed from webhook_endpoints where name = $1 and removed_at is null',
        [name],
      );
      return rows[0]?.sealed ?? undefined;
    },

    async reseal(name, sealed, before) {
      const { rows } = await pool.query(
        'update webhook_endpoints set sealed = $2 where name = $1 and sealed = $3 and removed_at is null returning name',
        [name, sealed, before],
      );
      return rows.length > 0;
    },

    async claim(limit, forMs) {
      const { rows } = await pool.query<{ articleId: string; mark: string }>({
        name: 'claim-webhooks',
        text: CLAIM,
        values: [limit, forMs],
      });
      return rows;
    },

    article: (articleId) => readToldArticle(pool, articleId),

    async known(articleId) {
      const { rows } = await pool.query<{ id: string }>(
        'select event_id as id from webhook_events where article_id = $1',
        [articleId],
      );
      return new Set(rows.map(({ id }) => id));
    },

    async add(articleId, fresh) {
      const { rows } = await pool.query<{ due: readonly string[] }>('select add_webhook_events($1, $2) as due', [
        articleId,
        JSON.stringify(
          storable(fresh).map((event) => ({ ...event, body: texts.seal('webhook-event', event.id, event.body) })),
        ),
      ]);
      return rows[0]?.due ?? [];
    },

    async done(articleId, mark) {
      await pool.query('delete from webhook_due where article_id = $1 and mark = $2', [articleId, mark]);
    },

    async later(articleId, mark, inMs) {
      await pool.query(
        `update webhook_due set due_at = now() + $3 * interval '1 ms' where article_id = $1 and mark = $2`,
        [articleId, mark, inMs],
      );
    },

    async takeUp(untriedMs) {
      await pool.query(TAKE_UP, [untriedMs]);
    },

    async next(endpoint, articleId) {
      const { rows } = await pool.query<DueDelivery>({
        name: 'next-webhook',
        text: NEXT,
        values: [endpoint, articleId],
      });
      return rows[0];
    },

    async settle(endpoint, eventId, state, { status, problem }) {
      await pool.query(
        `update webhook_deliveries set ${ATTEMPTED}, state = $5, settled_at = now() where endpoint = $1 and event_id = $2 and state = 'pending'`,
        [endpoint, eventId, status ?? null, problem ?? null, state],
      );
    },

    async failed(endpoint, eventId, { status, problem }) {
      await pool.query(
        `update webhook_deliveries set ${ATTEMPTED} where endpoint = $1 and event_id = $2 and state = 'pending'`,
        [endpoint, eventId, status ?? null, problem ?? null],
      );
    },

    async disable(endpoint, { status, problem }) {
      await pool.query(DISABLE, [endpoint, status ?? null, problem ?? null]);
    },

    async counts(names) {
      const { rows } = await pool.query<{ endpoint: string; counts: WebhookCounts }>(
        `select endpoint, jsonb_strip_nulls(jsonb_build_object('pending', count(*) filter (where state = 'pending'),
           'delivered', count(*) filter (where state = 'delivered'), 'givenUp', count(*) filter (where state = 'given-up'),
           'dueSince', ${iso("min(queued_at) filter (where state = 'pending')")})) as counts
         from webhook_deliveries where $1::text[] is null or endpoint = any($1) group by endpoint`,
        [names ?? null],
      );
      return new Map(rows.map(({ endpoint, counts }) => [endpoint, counts]));
    },

    async deliveries(endpoint, { limit, state, after }) {
      const { rows } = await pool.query<{ delivery: WebhookDelivery }>(DELIVERIES, [
        endpoint,
        limit,
        state ?? null,
        after ?? null,
      ]);
      return rows.map(({ delivery }) => delivery);
    },

    async replay(endpoint, which) {
      const { rows } = await pool.query<{ replayed: number }>(REPLAY, [
        endpoint,
        which.kind === 'event' ? which.id : null,
        which.kind === 'since' ? which.at.toISOString() : null,
      ]);
      return rows[0]?.replayed ?? 0;
    },

    listen(options) {
      listen(pool, CHANNEL, options);
    },
  };
}
