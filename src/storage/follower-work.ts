import type { MessageRef } from '../delivery/messenger.ts';
import type { Actor } from '../protocol/actor.ts';
import type { ArticleRequest, InterfaceLanguage } from '../protocol/article.ts';
import type { ArticleState } from '../protocol/article-state.ts';
import type { Critique } from '../protocol/critique.ts';
import type { DecisionRecord } from '../protocol/desk-state.ts';
import type { CitationReport, NotedSource, SourceReport } from '../protocol/evidence.ts';
import type { Extra } from '../protocol/extras.ts';
import type { FactReport } from '../protocol/fact-report.ts';
import type { LedgerAnswer, ShownItem } from '../protocol/ledger.ts';
import type { FeedEntry, ThreadReport } from '../protocol/feed.ts';
import type { PublicationState } from '../protocol/publication.ts';
import type { ArticleSettings } from '../protocol/settings.ts';
import type { Adoption, StyleRule } from '../protocol/style-rule.ts';
import type { Thread } from '../protocol/thread.ts';
import type { TranslationOf } from '../protocol/translation.ts';
import type { Cost, FinishedArticle } from './article-store.ts';
import { EXTRA } from './extras-store.ts';
import { KNOWN_NAMES } from './names.ts';
import { TRANSLATION } from './translation-of.ts';

/** `decides`: people decide there · `reads`: they look on · `person`: only what is said to the requester in private. */
export type FollowerRole = 'decides' | 'reads' | 'person';

/** Everything it takes to bring one thread up to date, as it was at one moment. */
export interface FollowerWork {
  readonly followerId: string;
  readonly articleId: string;
  readonly thread: Thread;
  readonly role: FollowerRole;
  /** The article lives elsewhere, and is shown here, too. */
  readonly isGuest: boolean;
  /** The article goes on there. */
  readonly movedTo?: Thread;
  /** The first message of the thread, where that is another article's. */
  readonly root?: MessageRef;
  /** The latest entry whose messages are all in the thread. */
  readonly cursor: number;
  /** Revision of the article's state that the cards show. */
  readonly shownRevision: number;
  /** 0: somebody decided just now · 1: people are asked · 2: the rest · 3: only how far somebody is. */
  readonly priority: number;
  /** Failures of ours since something worked. */
  readonly attempts: number;
  /** It refuses messages for good: nothing is shown, only reported. */
  readonly hasTrouble: boolean;
  readonly report?: ThreadReport;
  /** Fencing number of the lease under which this was read. */
  readonly lease: string;
  /** Of the follower's `due_at`: when it is another one later, there is news. */
  readonly seen: string;
  /** Somebody wrote between the moment that was read and the claim: to be read again before anything is done. */
  readonly isStale: boolean;
  readonly article: FollowedArticle;
  /** The next ones after the cursor, some at a time, and those whose messages may have to change. In order. */
  readonly entries: readonly StoredEntry[];
  /** Those of the status card and of the finished article, those that may change, and those after the cursor. In the order in which they were sent. */
  readonly messages: readonly StoredMessage[];
  /** Every decision that counts, in order. */
  readonly decisions: readonly StoredDecision[];
}

export interface FollowedArticle {
  readonly request: ArticleRequest;
  /** The kind of text that the outline found, where the request names none. */
  readonly foundTemplate?: string;
  readonly requester: Actor;
  /** Where it lives. */
  readonly home: Thread;
  /** What those are called whom its rules name in person, by those rules. Absent: nobody knows any of them. */
  readonly names?: Readonly<Record<string, string>>;
  readonly language: InterfaceLanguage;
  readonly settings: ArticleSettings;
  readonly said: number;
  /** 1, 2, …: which edition it is, or is to become. */
  readonly edition: number;
  /** What it is a translation of. Absent: it is none. */
  readonly translation?: TranslationOf;
  readonly revision: number;
  /** Absent: its workflow has not been heard of. */
  readonly state?: ArticleState;
  /** What is known is part of the workflow's history, and stands. */
  readonly isCertain: boolean;
  /** Of the text that is being written now, as far as it was told. */
  readonly wordsSoFar?: number;
  /** Version of the newest draft that was shown; 0: none. */
  readonly newestVersion: number;
  readonly cost: Cost;
  /** What was delivered, but for its text. Absent: nothing was. */
  readonly delivered?: Omit<FinishedArticle, 'text' | 'edit' | 'extras' | 'receipt'> & {
    /** Of the feed entry that says it. */
    readonly seq: number;
  };
}

/** A feed entry with the texts that it refers to, as far as they are there. */
export interface StoredEntry extends FeedEntry {
  readonly draft?: {
    readonly draftId: string;
    readonly sha256: string;
    readonly author: 'agent' | 'person';
    readonly authorName: string;
    readonly text: string;
    /** Version of the draft whose text it has again. */
    readonly again?: number;
    readonly score?: number;
    /** What it has made of comments and suggestions, by its writer. */
    readonly ledger?: readonly ShownItem[];
    /** What its critic says of comments. */
    readonly judged?: readonly LedgerAnswer[];
    /** What goes with it, at its gate. */
    readonly extras?: readonly Extra[];
  };
  readonly critique?: Critique;
  readonly factReport?: FactReport;
  /** Oldest first. */
  readonly factReports?: readonly FactReport[];
  readonly edition?: FinishedArticle;
  readonly sources?: SourceReport;
  /** What a draft may cite. */
  readonly notes?: readonly NotedSource[];
  readonly citations?: CitationReport;
  readonly publication?: PublicationState;
  /** Of a notice about another article: its status card, where it has one. */
  readonly card?: OtherCard;
  readonly styleRule?: StyleRule & { readonly adoption?: Adoption; readonly isRemoved?: true };
}

/** A status card, and the thread that it stands in. */
export interface OtherCard {
  readonly thread: Thread;
  readonly ref: MessageRef;
}

export interface StoredMessage {
  readonly seq: number;
  readonly part: string;
  readonly kind: string;
  readonly phase: 'unsent' | 'sending' | 'sent';
  readonly digest: string;
  readonly live: boolean;
  readonly ref?: MessageRef;
  readonly attempt: number;
  readonly sentAt: Date;
  /** How long until one may look for it, milliseconds. */
  readonly lookInMs: number;
}

export interface StoredDecision extends DecisionRecord {
  /** Gate that it resolved. */
  readonly gate?: string;
  readonly words?: string;
  /** In which conversation it was made. Absent: in none. */
  readonly where?: NonNullable<Actor['where']>;
  /** By which door. Absent: it is not known. */
  readonly via?: string;
}

/** Texts of more would only wait in memory. */
const ENTRIES_AT_ONCE = 8;

const OTHER_CARD = `
  case when e.message #> '{notice,article}' is not null then (
    select jsonb_build_object('ref', m.ref, 'thread', jsonb_strip_nulls(
      jsonb_build_object('platform', o.platform, 'workspace', o.workspace, 'channel', o.channel, 'thread', o.thread)))
    from followers o join messages m on m.follower_id = o.follower_id and m.seq = 0 and m.phase = 'sent'
    where o.article_id = e.message #>> '{notice,article}' and o.role = 'decides' and not o.is_guest and o.moved_to is null
    order by o.follower_id desc, m.sent_at limit 1) end`;

/** What `select` answers per follower `f`, whose row is as it is now; `f.seen` and `a`, its article, as they were when the statement began. @param most entries after the cursor */
export const workColumns = (most: number = ENTRIES_AT_ONCE): string => `
  f.follower_id::text as "followerId", f.article_id as "articleId", f.role, f.is_guest as "isGuest", f.moved_to as "movedTo", f.root,
  jsonb_strip_nulls(jsonb_build_object('platform', f.platform, 'workspace', f.workspace, 'channel', f.channel, 'thread', f.thread)) as thread,
  least(f.cursor, a.said) as cursor, f.shown_revision as "shownRevision", f.priority, f.attempts, f.trouble is not null as "hasTrouble",
  f.report, f.lease::text as lease, f.seen::text as seen,
  jsonb_build_object(
    'request', a.request, 'foundTemplate', a.template, 'requester', a.requester, 'language', a.language, 'settings', a.settings, 'said', a.said,
    'edition', a.edition, 'translation', ${TRANSLATION('a')}, 'home', coalesce(a.home, a.input -> 'thread'), 'names', ${KNOWN_NAMES('a')},
    'revision', a.revision, 'state', a.state, 'isCertain', a.certain_revision = a.revision,
    'wordsSoFar', case when (a.written ->> 'revision')::integer = a.revision then a.written -> 'words' end,
    'newestVersion', (select coalesce(max((message ->> 'version')::integer), 0) from feed
      where article_id = a.article_id and seq <= a.said and message ->> 'kind' in ('draft', 'gate')),
    'cost', (select jsonb_build_object(
        'modelCalls', count(*), 'cachedCalls', count(*) filter (where cached), 'inputTokens', coalesce(sum(input_tokens), 0),
        'outputTokens', coalesce(sum(output_tokens), 0), 'usd', sum(cost_usd))
      from model_calls where article_id = a.article_id),
    'delivered', case when a.stage = 'delivered' then (select x.body - '{text,edit,extras,receipt}'::text[] || jsonb_build_object('seq', e.seq)
      from feed e join editions x on x.article_id = e.article_id and x.draft_id = e.message ->> 'draftId'
      where e.article_id = a.article_id and e.seq <= a.said and e.message ->> 'kind' = 'final' order by e.seq desc limit 1) end
  ) as article,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'seq', e.seq, 'message', e.message, 'to', e.said_to, 'critique', c.body, 'factReport', r.body, 'edition', x.body || jsonb_build_object('receipt', x.receipt), 'sources', s.body, 'publication', u.state, 'card', ${OTHER_CARD}, 'styleRule', case when y.article_id is not null then jsonb_build_object('number', y.number, 'language', y.language, 'ours', y.ours,
        'others', y.others, 'times', y.times, 'byNames', y.by_names, 'isRemoved', case when y.removed_at is not null then true end,
        'adoption', case when y.adopted_at is not null then jsonb_build_object('byName', y.adopted_by ->> 'displayName', 'at', y.adopted_at) end) end, 'citations', q.body,
      'notes', (select jsonb_agg(jsonb_build_object('id', 'e' || number, 'address', address, 'title', title, 'date', date, 'sha256', sha256)
        order by number) from evidence where d.draft_id is not null and evidence.article_id = e.article_id),
      'factReports', (select jsonb_agg(body order by created_at) from fact_reports where e.message ? 'factReportIds'
        and fact_report_id in (select jsonb_array_elements_text(e.message -> 'factReportIds'))),
      'draft', case when d.draft_id is not null then jsonb_build_object(
        'draftId', d.draft_id, 'sha256', d.sha256, 'author', d.author, 'authorName', d.author_name, 'text', d.body,
        'again', (select version from drafts where draft_id = d.copy_of),
        'extras', (select jsonb_agg(${EXTRA} order by position) from extras where extras.draft_id = coalesce(d.copy_of, d.draft_id)
          and e.message ->> 'kind' = 'gate'),
        'score', (select score from critiques where draft_id = coalesce(d.copy_of, d.draft_id) order by created_at desc limit 1),
        'judged', (select body -> 'comments' from critiques where draft_id = coalesce(d.copy_of, d.draft_id) order by created_at desc limit 1),
        'ledger', (select jsonb_agg(jsonb_build_object('id', i.item_id, 'kind', i.kind, 'byName', i.said_by, 'text', i.words, 'done', n.done,
            'why', coalesce(n.why, s.why),
            'later', case when later.item_id is not null then jsonb_build_object('byName', later.said_by, 'text', later.words) end
          ) order by i.noted_at, i.on_version, i.item_id)
          from ledger i
          left join ledger_answers n on n.item_id = i.item_id and n.draft_id = coalesce(d.copy_of, d.draft_id)
          left join ledger_superseded s on s.item_id = i.item_id and s.draft_id = coalesce(d.copy_of, d.draft_id)
          left join ledger later on later.item_id = s.by_item_id
          where i.article_id = d.article_id and (n.item_id is not null or s.item_id is not null))) end
    ) order by e.seq), '[]')
    from feed e
    left join drafts d on d.draft_id = e.message ->> 'draftId' and e.message ->> 'kind' in ('draft', 'gate', 'final')
    left join critiques c on c.critique_id = e.message ->> 'critiqueId'
    left join fact_reports r on r.fact_report_id = e.message ->> 'factReportId'
    left join research s on s.research_id = e.message ->> 'researchId'
    left join style_rules y on y.article_id = e.article_id and y.number = (e.message ->> 'rule')::integer and e.message ->> 'kind' = 'style-rule'
    left join publications u on u.article_id = e.article_id and u.target = e.message ->> 'target' and e.message ->> 'kind' = 'publication'
    left join citation_reports q on q.draft_id = coalesce(d.copy_of, d.draft_id)
    left join editions x on x.article_id = e.article_id and x.draft_id = e.message ->> 'draftId' and e.message ->> 'kind' = 'final'
    where e.article_id = f.article_id and e.seq <= a.said and (
      e.seq between f.cursor + 1 and f.cursor + ${most}
      or (f.shown_revision <> a.revision or f.moved_to is not null)
        and e.seq in (select seq from messages where follower_id = f.follower_id and live))
  ) as entries,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'seq', m.seq, 'part', m.part, 'kind', m.kind, 'phase', m.phase, 'digest', m.digest, 'live', m.live, 'ref', m.ref,
      'attempt', m.attempt, 'sentAt', m.sent_at, 'lookInMs', ceil(1000 * extract(epoch from m.look_from - now()))
    ) order by m.seq, m.sent_at), '[]')
    from messages m
    where m.follower_id = f.follower_id and (m.seq = 0 or m.kind = 'final' or m.live or m.seq > least(f.cursor, a.said) or m.phase <> 'sent')
  ) as messages,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'id', decision_id, 'kind', kind, 'version', version, 'subject', subject, 'byName', actor ->> 'displayName', 'at', decided_at, 'words', words, 'gate', gate, 'joined', joined,
      'where', actor -> 'where', 'via', actor ->> 'via',
      'to', (select o.version from drafts e join drafts o on o.draft_id = e.copy_of where e.draft_id = edited_draft_id)
    ) order by decided_at, decision_id), '[]')
    from decisions where article_id = f.article_id and superseded_at is null and not vote
  ) as decisions`;

/** As {@link workColumns} come from `pg`: what is absent is null, and moments within JSON are strings. */
export type WorkRow = { readonly [Key in keyof FollowerWork]-?: unknown };

export function toWork(row: WorkRow): FollowerWork {
  const work = withoutNulls(row) as FollowerWork;
  return {
    ...work,
    messages: work.messages.map((message) => ({ ...message, sentAt: new Date(message.sentAt) })),
    decisions: work.decisions.map((decision) => ({ ...decision, at: new Date(decision.at).toISOString() })),
  };
}

/** What our own shapes leave out is null in rows. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null)
      .map(([name, field]) => [name, withoutNulls(field)]),
  );
}
