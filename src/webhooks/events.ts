import { createHash } from 'node:crypto';
import { articleFileName } from '../document/file-name.ts';
import type { Actor } from '../protocol/actor.ts';
import { isOver } from '../protocol/article.ts';
import type { FeedMessage } from '../protocol/feed.ts';
import type { WebhookEventType } from '../protocol/webhook.ts';
import type { ToldArticle, ToldDecision, ToldDraft, ToldEdition } from '../storage/told-article.ts';

/** Rises when a field changes its meaning. */
const WEBHOOK_FORMAT = 1;

/** One thing that others are told of an article. */
export interface WebhookEvent {
  /** `msg_…`: the same whenever and by whomever it is made, and whoever it is sent to. */
  readonly id: string;
  readonly type: WebhookEventType;
  /** When it happened, ISO 8601. */
  readonly at: string;
  /** JSON of `{ type, timestamp, data }`. */
  readonly body: string;
  /** The id of the decision that it is about. Absent: it is about none. */
  readonly decision?: string;
}

type Entry<K extends FeedMessage['kind']> = Extract<FeedMessage, { readonly kind: K }>;

/** An event and where it stands in the life of its article. */
interface Placed {
  readonly seq: number;
  /** Among those of one place: what is decided about a gate comes after it. */
  readonly isDecision: boolean;
  /** Names it within its article. */
  readonly key: string;
  readonly type: WebhookEventType;
  readonly at: string;
  readonly what: object;
  readonly decision?: string;
}

/** Before all entries, and behind them. */
const BEGINNING = 0;
const END = Number.POSITIVE_INFINITY;

/**
 * All that there is to tell of an article until now, in order. It holds ids, hashes, scores and names; of texts only the topic and the
 * title. What follows later never changes the id of what was there, nor comes before it.
 */
export function eventsOf(article: ToldArticle): readonly WebhookEvent[] {
  if (article.state === undefined) return [];
  const common = articleFields(article);
  return [...beginning(article), ...entryEvents(article), ...decisionEvents(article), ...ending(article)]
    .toSorted(
      (one, other) =>
        one.seq - other.seq || Number(one.isDecision) - Number(other.isDecision) || compare(one.at, other.at),
    )
    .map(({ key, type, at, what, decision }) => ({
      id: eventId(article.articleId, key),
      type,
      at,
      body: JSON.stringify({ type, timestamp: at, data: { format: WEBHOOK_FORMAT, article: common, ...what } }),
      ...(decision !== undefined && { decision }),
    }));
}

function eventId(articleId: string, key: string): string {
  return `msg_${createHash('sha256').update(`${articleId}/${key}`).digest('hex').slice(0, 32)}`;
}

function articleFields({
  articleId,
  edition,
  first,
  topic,
  language,
  template,
  translates,
  requester,
  thread,
}: ToldArticle) {
  const { platform, workspace, channel, thread: within } = thread;
  return {
    id: articleId,
    edition,
    firstEdition: first,
    topic,
    language,
    template: template ?? null,
    translates: translates ?? null,
    requester: personFields(requester),
    place: { platform, workspace: workspace ?? null, channel, thread: within ?? null },
  };
}

function personFields({ platform, workspace, userId, displayName }: Actor) {
  return { platform, workspace: workspace ?? null, userId, name: displayName };
}

function beginning({ startedAt }: ToldArticle): readonly Placed[] {
  return [{ seq: BEGINNING, isDecision: false, key: 'started', type: 'article.started', at: startedAt, what: {} }];
}

function entryEvents(article: ToldArticle): readonly Placed[] {
  return article.entries.flatMap(({ seq, at, message }) => {
    const placed = (type: WebhookEventType, key: string, what: object): readonly Placed[] => [
      { seq, isDecision: false, key, type, at, what },
    ];
    switch (message.kind) {
      case 'draft':
        return isTold(article, seq, message)
          ? placed('article.draft', `draft/${message.draftId}`, { draft: draftFields(article, message.version) })
          : [];
      case 'gate':
        return placed('article.waiting', `waiting/${message.gate}`, gateFields(article, message));
      case 'failure': {
        const { step, code } = message.failure;
        return placed('article.stuck', `stuck/${seq}`, { trouble: { kind: 'failure', step, code } });
      }
      case 'budget': {
        const { scope, capUsd, spentUsd, until = null } = message.stop;
        return placed('article.stuck', `stuck/${seq}`, { trouble: { kind: 'budget', scope, capUsd, spentUsd, until } });
      }
      case 'notice':
        return message.notice.code === 'undeliverable'
          ? placed('article.stuck', `stuck/${seq}`, { trouble: { kind: 'thread', code: message.notice.failure } })
          : [];
      case 'sources':
      case 'critique':
      case 'fact-report':
      case 'style-rule':
      case 'final':
      case 'publication':
        return [];
      default:
        return message satisfies never;
    }
  });
}

/** A draft of an agent is told of with its score: once it is criticised, or something else has happened instead. */
function isTold({ entries, drafts, decisions, state }: ToldArticle, seq: number, message: Entry<'draft'>): boolean {
  const { version, outline } = message;
  return (
    outline === true ||
    drafts.some((draft) => draft.version === version && draft.author === 'person') ||
    entries.some((later) => later.seq > seq) ||
    decisions.some((decision) => decision.version === version) ||
    (state !== undefined && isOver(state.stage))
  );
}

function gateFields(article: ToldArticle, { gate, version, outline, stopReason, unchecked }: Entry<'gate'>) {
  return {
    gate: {
      id: gate,
      subject: outline === true ? 'outline' : 'draft',
      stopReason,
      unchecked: unchecked === true,
      approvers: article.approvers,
    },
    draft: draftFields(article, version),
  };
}

function draftFields({ drafts, entries }: ToldArticle, version: number) {
  const draft = drafts.find((one) => one.version === version);
  const isOutline = entries.some(
    ({ message }) => message.kind === 'draft' && message.version === version && message.outline === true,
  );
  return { version, subject: isOutline ? 'outline' : 'draft', ...knownFields(draft) };
}

function knownFields(draft: ToldDraft | undefined) {
  return {
    sha256: draft?.sha256 ?? null,
    author: draft?.author ?? null,
    authorName: draft?.authorName ?? null,
    score: draft?.score ?? null,
  };
}

function decisionEvents(article: ToldArticle): readonly Placed[] {
  return article.decisions.map((decision) => ({
    seq: placeOf(article, decision),
    isDecision: true,
    key: `decided/${decision.id}`,
    decision: decision.id,
    type: 'article.decided',
    at: decision.at,
    what: {
      decision: {
        id: decision.id,
        kind: decision.kind,
        subject: decision.subject ?? 'draft',
        gate: decision.gate ?? null,
        editedVersion: decision.editedVersion ?? null,
        by: personFields(decision.by),
      },
      draft: draftFields(article, decision.version),
    },
  }));
}

/** Behind the gate that it resolved; without one, behind what was said of its draft and what was written down before it was made. */
function placeOf({ entries }: ToldArticle, { gate, version, at }: ToldDecision): number {
  const own = entries.find(({ message }) => message.kind === 'gate' && message.gate === gate);
  if (own !== undefined) return own.seq;
  const before = entries.filter(
    (entry) =>
      ('version' in entry.message && entry.message.version <= version && entry.message.kind !== 'final') ||
      entry.at < at,
  );
  return Math.max(BEGINNING, ...before.map(({ seq }) => seq));
}

function ending({ state, closedAt, finished, startedAt }: ToldArticle): readonly Placed[] {
  const at = closedAt ?? startedAt;
  if (state?.stage === 'cancelled')
    return [{ seq: END, isDecision: false, key: 'cancelled', type: 'article.cancelled', at, what: {} }];
  if (state?.stage !== 'delivered' || finished === undefined) return [];
  const what = { delivered: deliveredFields(finished), scores: state.scores };
  return [{ seq: END, isDecision: false, key: 'delivered', type: 'article.delivered', at, what }];
}

function deliveredFields({ version, title, fileName, sha256, hasExtras, receipt }: ToldEdition) {
  return {
    version,
    title,
    sha256,
    disclosure: receipt?.disclosure ?? null,
    receiptSha256: receipt?.sha256 ?? null,
    files: [
      articleFileName('md', fileName),
      articleFileName('docx', fileName),
      ...(hasExtras ? [articleFileName('extras', fileName)] : []),
      ...(receipt === undefined ? [] : [articleFileName('receipt', fileName)]),
    ],
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
