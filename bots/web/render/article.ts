import { namesIn } from '../../../src/protocol/assignment.ts';
import { shownName } from '../../../src/cards/waiting-for.ts';
import type { Admission } from '../../../src/chat/access.ts';
import { messages } from '../../../src/messages/messages.ts';
import { actorKey } from '../../../src/protocol/actor.ts';
import { mayDecide, waitedFor } from '../../../src/protocol/approvers.ts';
import { takesSeveral } from '../../../src/protocol/voting.ts';
import { tallyJson } from './tally.ts';
import {
  isAtWork,
  isOver,
  MAX_SOURCE_FILES,
  type InterfaceLanguage,
  type Stage,
} from '../../../src/protocol/article.ts';
import type { ControlKind, DecisionKind, PlainControlKind } from '../../../src/protocol/decision.ts';
import type { ArticleStatus, DecidableSubject } from '../../../src/protocol/desk-state.ts';
import { draftHash } from '../../../src/protocol/draft.ts';
import { controlsAt, mayControl } from '../../../src/protocol/rules.ts';
import { channelKey, threadIn } from '../../../src/protocol/thread.ts';
import type { ArticleOverview } from '../../../src/storage/overview-store.ts';
import type { Article } from '../listeners/schemas/article-schema.ts';
import { PLATFORM } from '../platform.ts';

/** All that is known of an article, as one person is to see it. */
export interface KnownArticle {
  readonly overview: ArticleOverview;
  readonly admission: Admission;
  /** What the desk told the person just now. Absent: it is over, or the desk is away, and what was written down last is shown. */
  readonly status: ArticleStatus | undefined;
  /** `channelKey` of where the person's own articles live. */
  readonly here: string;
  /** Those of the places to which they belong, as their chat has told. */
  readonly channels: readonly string[];
  /** Of whoever asks. */
  readonly language: InterfaceLanguage;
}

/** In what forms a delivered article can be had. */
const FILES = [
  ['md', 'text/markdown; charset=utf-8'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['html', 'text/html; charset=utf-8'],
  ['pdf', 'application/pdf'],
] as const;

/** The article as `GET /articles/{articleId}` answers it. */
export function articleJson(known: KnownArticle): Article {
  const { overview, admission, status, language } = known;
  const { articleId, request, template, edition, requester, home, settings, state, wordsSoFar, usd, delivered } =
    overview;
  const { closedAt, textsGoneAt } = overview;
  const { rules } = admission;
  const t = messages(language);
  const stage = status?.stage ?? overview.stage;
  const now = status ?? state;
  const step = isAtWork(stage) ? now?.step : undefined;
  const { stopReason, outage, failure, budget } = now ?? {};
  const decidable = decidableFor(known);
  const gate = gateOf(known, decidable);
  const current = currentOf(known);
  const waiting = status?.waitingFor ?? waitedFor(stage, rules, budget !== undefined);
  return {
    articleId,
    topic: request.topic,
    language: request.language,
    interfaceLanguage: overview.language,
    edition,
    ...(overview.translation !== undefined && { translation: overview.translation }),
    ...(template !== undefined && { template }),
    requester: { key: actorKey(requester), name: shownName(requester.displayName) },
    home: {
      platform: home.platform,
      ...(home.workspace !== undefined && { workspace: home.workspace }),
      channel: home.channel,
    },
    ...followersIn(known),
    ...placesToFollow(known, stage),
    createdAt: overview.createdAt.toISOString(),
    updatedAt: overview.updatedAt.toISOString(),
    ...(closedAt !== undefined && { closedAt: closedAt.toISOString() }),
    ...(textsGoneAt !== undefined && { textsGoneAt: textsGoneAt.toISOString() }),
    stage,
    ...(step !== undefined && { step }),
    ...(wordsSoFar !== undefined && isAtWork(stage) && { wordsSoFar }),
    iteration: now?.iteration ?? 0,
    maxIterations: settings.maxIterations,
    qualityThreshold: settings.qualityThreshold,
    scores: [...(now?.scores ?? [])],
    ...(stopReason !== undefined && { stopReason }),
    waitingFor: waiting.map(calledIn(known)),
    ...(usd !== undefined && { costUsd: usd }),
    ...(outage !== undefined && { outage: { code: outage.code, since: outage.since, next: outage.next } }),
    ...(failure !== undefined && {
      failure: {
        step: failure.step,
        code: failure.code,
        ...t.failures.words(failure.code, { hasDraft: current !== undefined }),
      },
    }),
    ...(budget !== undefined && {
      budget: {
        scope: budget.scope,
        capUsd: budget.capUsd,
        spentUsd: budget.spentUsd,
        raiseByUsd: budget.raiseByUsd,
        ...(budget.until !== undefined && { until: budget.until }),
      },
    }),
    ...(current !== undefined && { current: { version: current.version, hash: current.hash } }),
    drafts: overview.drafts.map(({ sha256, createdAt, decided, ...draft }) => ({
      ...draft,
      hash: draftHash(sha256),
      createdAt: toIso(createdAt),
      ...(decided !== undefined && { decided: { ...decided, at: toIso(decided.at) } }),
    })),
    ...(gate !== undefined && { gate }),
    mayDecide: kindsFor(known, decidable),
    mayControl: [...controlsFor(known)],
    ...(delivered !== undefined && {
      delivered: {
        title: delivered.title,
        version: delivered.version,
        files: FILES.map(([ending, mediaType]) => {
          const name = delivered.fileName.replace(/\.md$/, `.${ending}`);
          return { name, mediaType, href: `/articles/${articleId}/files/${encodeURIComponent(name)}` };
        }),
      },
    }),
    revision: state?.revision ?? 0,
  };
}

/** A place is named only to whoever may end that the article is shown there. */
function followersIn({ overview: { state }, admission: { actor, rules } }: KnownArticle): Pick<Article, 'followers'> {
  if (state?.followings === undefined) return {};
  const mayEnd = mayControl(rules, 'unfollow', actor);
  return {
    followers: state.followings.map(({ thread, role, anyone, byName }) => ({
      ...(mayEnd && { key: channelKey(thread), channel: thread.channel }),
      platform: thread.platform,
      role,
      ...(anyone && { anyone }),
      byName: shownName(byName),
    })),
  };
}

/** Of a channel of the page nobody could be shown anything that is not shown there. */
function placesToFollow(
  { overview: { state, home }, admission: { actor, rules }, channels }: KnownArticle,
  stage: Stage,
): Pick<Article, 'mayFollowAt'> {
  if (isOver(stage) || !mayControl(rules, 'follow', actor)) return {};
  const taken = [home, ...(state?.followings ?? []).map(({ thread }) => thread)].map(channelKey);
  const free = channels.filter((key) => !taken.includes(key)).map(threadIn);
  const places = free.filter(({ platform }) => platform !== PLATFORM);
  return places.length === 0 ? {} : { mayFollowAt: places };
}

/** What the person may decide on now, what is asked first. */
function decidableFor({ overview: { state }, admission: { actor, rules }, status }: KnownArticle) {
  if (status !== undefined) return status.decidable;
  const open = state?.open;
  return open !== undefined && mayDecide(actor, rules) ? [open] : [];
}

/** Also for who may not decide: of them the desk does not say what is open. */
function gateOf(known: KnownArticle, decidable: readonly DecidableSubject[]): Article['gate'] | undefined {
  const {
    overview: { state },
    status,
  } = known;
  const written = state?.open;
  const isDecided = written !== undefined && status?.lastDecision?.version === written.version;
  const subject = decidable.find(({ gate }) => gate !== undefined) ?? (isDecided ? undefined : written);
  if (subject?.gate === undefined || (status !== undefined && isOver(status.stage))) return undefined;
  const { tally, claim } = subject;
  return {
    id: subject.gate,
    subject: subject.kind,
    version: subject.version,
    hash: subject.hash,
    ...(tally !== undefined &&
      takesSeveral(tally) && {
        tally: tallyJson(tally, {
          by: known.admission.actor,
          called: calledIn(known),
        }),
      }),
    ...(claim !== undefined && { claim: { byName: shownName(claim.byName), at: claim.at } }),
  };
}

/** What those are called whom a rule names: by their name, as far as it is known. */
function calledIn({ overview, status, language }: KnownArticle): (rule: string) => string {
  const { names } = namesIn(status ?? overview.state ?? {}, overview.names);
  const { words } = messages(language);
  return (rule) => shownName(names?.[rule] ?? words.approver(rule, overview.requester.displayName));
}

function currentOf({ overview: { drafts, state }, status }: KnownArticle): Article['current'] {
  if (status !== undefined) return status.current;
  const version = state?.approved ?? state?.open?.version;
  const found = drafts.findLast((draft) => version === undefined || draft.version === version);
  return found && { version: found.version, hash: draftHash(found.sha256) };
}

function kindsFor({ overview: { drafts } }: KnownArticle, decidable: readonly DecidableSubject[]): DecisionKind[] {
  const [subject] = decidable;
  if (subject === undefined) return [];
  const canBringBack = drafts.some(
    ({ version, sha256, outline }) =>
      version < subject.version &&
      draftHash(sha256) !== subject.hash &&
      (outline === true) === (subject.kind === 'outline'),
  );
  return ['approve', 'request-changes', 'edit', 'reject', ...(canBringBack ? (['bring-back'] as const) : [])];
}

/** What makes sense now and is the person's to use; what only the desk knows to be too late it refuses. */
function controlsFor({ overview, admission: { actor, rules }, status, here }: KnownArticle): readonly ControlKind[] {
  const { state, drafts, settings } = overview;
  const stage = status?.stage ?? overview.stage;
  const plain: readonly PlainControlKind[] =
    status?.controls ??
    controlsAt({
      stage,
      isTriedAgain: state?.outage !== undefined,
      isOverBudget: state?.budget !== undefined,
      hasDraft: drafts.some(({ outline }) => outline !== true),
    });
  const isOpen = !isOver(stage) && stage !== 'finishing';
  const others: readonly (readonly [ControlKind, boolean])[] = [
    ['language', isOpen && (status?.drafts ?? drafts).length === 0],
    ['assign', isOpen],
    ['step-in', isOpen],
    ['move', !isOver(stage) && rules.home !== here],
    ['follow', !isOver(stage)],
    ['unfollow', !isOver(stage) && overview.state?.followings !== undefined],
    [
      'add-source',
      isOpen && settings.research?.when !== 'never' && (overview.request.files ?? []).length < MAX_SOURCE_FILES,
    ],
  ];
  const kinds: readonly ControlKind[] = [
    ...plain,
    ...others.flatMap(([kind, makesSense]) => (makesSense ? [kind] : [])),
  ];
  return kinds.filter((kind) => mayControl(rules, kind, actor));
}

function toIso(moment: string): string {
  return new Date(moment).toISOString();
}
