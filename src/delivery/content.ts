import { namesIn, withAssigned } from '../protocol/assignment.ts';
import { waitedFor } from '../protocol/approvers.ts';
import { isOver, MAX_LANGUAGE_CHOICES, type Stage } from '../protocol/article.ts';
import { withFootnotes } from '../protocol/citations.ts';
import { canBeRepeated } from '../protocol/publication.ts';
import { controlsAt } from '../protocol/rules.ts';
import type { ArticleState } from '../protocol/article-state.ts';
import { type Draft, draftHash } from '../protocol/draft.ts';
import { isSamePlace } from '../protocol/following.ts';
import type { LedgerAnswer, ShownItem } from '../protocol/ledger.ts';
import type { FactReport } from '../protocol/fact-report.ts';
import { channelKey, type Thread } from '../protocol/thread.ts';
import type { FollowerWork, StoredDecision, StoredEntry } from '../storage/follower-work.ts';
import type { ArticleFrame, ChatContent, CitedSources, Delivered, Doubts, ToldDecision } from './chat-content.ts';

/** Languages that are offered by buttons; anything else can be typed. */
const MOST_OFFERED = 3;

type FrameOf = (work: FollowerWork) => ArticleFrame;

/** A kind of text that the house has: its id, and what people call it by language. */
export interface NamedTemplate {
  readonly id: string;
  readonly words: Readonly<Record<string, { readonly name: string }>>;
}

/**
 * What an article's messages have in common.
 * @param runUrl address of its run in Temporal's Web UI, when people can open it
 * @param offered languages, as BCP 47 tags, in which articles are offered
 * @param isOfTwo as {@link Messenger} says it
 */
export function createFrameOf(
  runUrl: ((articleId: string) => string) | undefined,
  templates: readonly NamedTemplate[] = [],
  hasPage = false,
  offered: readonly string[] = [],
  isOfTwo: (thread: Thread) => boolean = () => false,
): FrameOf {
  return (work) => {
    const {
      articleId,
      article,
      thread: { workspace, channel },
    } = work;
    const calledAt = placesThatCall(work, isOfTwo);
    const { request, foundTemplate, requester, language, settings, edition, translation } = article;
    return {
      articleId,
      request,
      ...(edition > 1 && { edition }),
      ...(translation !== undefined && { translation }),
      ...templateIn(templates, language, request.template, foundTemplate),
      requesterName: requester.displayName,
      ...namesIn(article.state ?? {}, article.names),
      requester: {
        platform: requester.platform,
        ...(requester.workspace !== undefined && { workspace: requester.workspace }),
        userId: requester.userId,
      },
      ...(workspace !== undefined && { workspace }),
      channel,
      ...(calledAt.length > 0 && { calledAt }),
      language,
      maxIterations: settings.maxIterations,
      qualityThreshold: settings.qualityThreshold,
      ...(runUrl !== undefined && { runUrl: runUrl(articleId) }),
      ...(hasPage && { hasPage: true as const }),
      ...(offered.length > 0 && { offered }),
    };
  };
}

/**
 * Of several places that show an article, the first that reaches somebody calls them: nobody is called twice, and nobody where it is only
 * looked on. A conversation of two reaches one.
 */
function placesThatCall(
  { isGuest, role, thread, article: { home, state } }: FollowerWork,
  isOfTwo: (thread: Thread) => boolean,
): readonly Thread[] {
  if (!isGuest) return [];
  if (role === 'reads') return [thread];
  const { followings = [] } = state ?? {};
  const own = followings.findIndex((following) => isSamePlace(following.thread, thread));
  const earlier = followings.slice(0, Math.max(0, own)).filter((following) => following.role === 'decides');
  return [home, ...earlier.map((following) => following.thread)].filter(
    (place) => place.platform === thread.platform && !isOfTwo(place),
  );
}

function templateIn(
  templates: readonly NamedTemplate[],
  language: string,
  chosen: string | undefined,
  fitting: string | undefined,
): Pick<ArticleFrame, 'template'> {
  const id = chosen ?? fitting;
  if (id === undefined) return {};
  const { words } = templates.find((one) => one.id === id) ?? {};
  const name = words?.[language]?.name ?? words?.['en']?.name ?? id;
  return { template: { name, ...(chosen === undefined && { isFound: true }) } };
}

/** @param stage default: the article's own */
function waitedForNow(
  { article: { settings } }: FollowerWork,
  { stage: standing, open, assigned, budget }: ArticleState,
  stage: Stage = standing,
): readonly string[] {
  const waiting = waitedFor(stage, settings.approval, budget !== undefined);
  if (stage !== 'waiting') return waiting;
  return withAssigned(open?.tally?.waitingFor ?? waiting, assigned, open?.tally);
}

/** The status card as the article stands. */
export function statusContent(work: FollowerWork, state: ArticleState, frame: ArticleFrame): ChatContent {
  const { stage, step, iteration, scores, stopReason, outage, budget, lastDecision: lastId, open, isParked } = state;
  const lastDecision = work.decisions.find(({ id }) => id === lastId);
  const { wordsSoFar } = work.article;
  const tally = stage === 'waiting' ? open?.tally : undefined;
  return {
    frame,
    kind: 'status',
    stage,
    ...(step !== undefined && { step }),
    ...(step !== undefined && wordsSoFar !== undefined && { wordsSoFar }),
    iteration,
    scores,
    ...(stopReason !== undefined && { stopReason }),
    ...(outage !== undefined && { outage }),
    ...(budget !== undefined && { budget }),
    ...(isParked && stage === 'paused' && { isParked }),
    ...(lastDecision !== undefined && { lastDecision: toldIn(work.thread, lastDecision) }),
    waitingFor: waitedForNow(work, state),
    ...(tally !== undefined && { tally }),
    ...(stage === 'waiting' && open?.claim !== undefined && { claim: open.claim }),
    cost: work.article.cost,
    ...(work.movedTo !== undefined && { movedTo: work.movedTo }),
    ...deliveredIn(work),
    ...askedLanguages(work, state),
    controls:
      work.role === 'decides' && work.movedTo === undefined
        ? controlsAt({
            stage,
            isTriedAgain: outage !== undefined,
            isOverBudget: budget !== undefined,
            hasDraft: hasDraft(state),
          })
        : [],
  };
}

/** What the message of a feed entry says as the article stands. @throws when something it refers to is not in the database. */
export function entryContent(
  work: FollowerWork,
  state: ArticleState,
  frame: ArticleFrame,
  entry: StoredEntry,
): ChatContent {
  const { message } = entry;
  const { open } = state;
  const isDecidedHere = work.role === 'decides' && work.movedTo === undefined;
  switch (message.kind) {
    case 'draft': {
      const isOpen = open !== undefined && open.gate === undefined && open.version === message.version;
      return {
        frame,
        kind: 'draft',
        buttons: isDecidedHere && isOpen,
        ...(!isOpen && { isFolded: true }),
        // A draft is shown before it is criticised, and its score with the critique: no reason to change its card.
        ...draftOnCard(work, entry, message, { score: !isOpen, judged: false }),
      };
    }
    case 'gate':
      return {
        frame,
        kind: 'gate',
        gate: message.gate,
        stopReason: message.stopReason,
        ...(message.replaced !== undefined && { replaced: message.replaced }),
        ...(open?.gate === message.gate && open.tally !== undefined ? { tally: open.tally } : {}),
        waitingFor: waitedForNow(work, state, 'waiting'),
        ...(open?.gate === message.gate && open.claim !== undefined && { claim: open.claim }),
        buttons: isDecidedHere && open?.gate === message.gate,
        ...(isInThread(work, message.draftId) && { isShownAbove: true as const }),
        ...(open?.gate !== message.gate && { isFolded: true }),
        ...doubtsIn(entry.factReports),
        ...(message.unchecked && { unchecked: message.unchecked }),
        ...(message.withoutExtras
          ? { withoutExtras: message.withoutExtras }
          : entry.draft?.extras !== undefined && { extras: entry.draft.extras }),
        ...(message.outline === undefined && { sources: citedSources(entry) }),
        ...draftOnCard(work, entry, message, { score: true, judged: true }),
      };
    case 'sources':
      return { frame, kind: 'sources', report: found(entry.sources, message.researchId) };
    case 'critique':
      return {
        frame,
        kind: 'critique',
        version: message.version,
        critique: found(entry.critique, message.critiqueId),
        ...(message.version < work.article.newestVersion && { isFolded: true }),
      };
    case 'fact-report':
      return {
        frame,
        kind: 'fact-report',
        version: message.version,
        report: found(entry.factReport, message.factReportId),
      };
    case 'failure': {
      const isOpen = isDecidedHere && state.failure?.seq === entry.seq;
      const options =
        open?.kind !== 'draft' ? (['retry', 'cancel'] as const) : (['retry', 'finish', 'cancel'] as const);
      return {
        frame,
        kind: 'failure',
        failure: message.failure,
        options: isOpen ? options : [],
        waitingFor: waitedFor('stuck', work.article.settings.approval),
      };
    }
    case 'budget': {
      const isOpen = isDecidedHere && state.budget?.seq === entry.seq;
      const options = hasDraft(state) ? (['raise', 'finish', 'cancel'] as const) : (['raise', 'cancel'] as const);
      const waitingFor = waitedFor('stuck', work.article.settings.approval, true);
      return { frame, kind: 'budget', stop: message.stop, options: isOpen ? options : [], waitingFor };
    }
    case 'notice':
      return {
        frame,
        kind: 'notice',
        notice: message.notice,
        ...(entry.card !== undefined && { card: entry.card }),
        ...(isDecidedHere && message.notice.code === 'source-renewed' && { buttons: true }),
      };
    case 'style-rule': {
      const { adoption, isRemoved, ...rule } = found(entry.styleRule, `rule ${message.rule}`);
      return {
        frame,
        kind: 'style-rule',
        rule,
        buttons: isDecidedHere && adoption === undefined && isRemoved !== true,
        waitingFor: work.article.settings.approval.approvers,
        ...(adoption !== undefined && { adoption: { ...adoption, at: new Date(adoption.at).toISOString() } }),
        ...(isRemoved === true && { isRemoved }),
      };
    }
    case 'publication': {
      const { publish = [], approval } = work.article.settings;
      const { target } = message;
      const standing = entry.publication ?? ({ status: 'publishing' } as const);
      return {
        frame,
        kind: 'publication',
        target,
        title: publish.find(({ name }) => name === target)?.title ?? target,
        state: standing,
        buttons: isDecidedHere && canBeRepeated(standing),
        waitingFor: waitedFor('stuck', approval),
      };
    }
    case 'final':
      return {
        frame,
        kind: 'final',
        version: message.version,
        ...(entry.draft !== undefined && { approved: entry.draft.text }),
        article: found(entry.edition, message.draftId),
        ...(message.targets !== undefined && { targets: message.targets }),
        ...(isDecidedHere && translatable(frame)),
      };
    default:
      return message satisfies never;
  }
}

/** Of the languages that are offered, those in which it is not there. */
function translatable({ offered = [], request, translation }: ArticleFrame): {
  readonly translateInto?: readonly string[];
} {
  const taken = [request.language, ...(translation === undefined ? [] : [translation.from])].map(primary);
  const others = offered.filter((language) => !taken.includes(primary(language))).slice(0, MOST_OFFERED);
  return others.length === 0 ? {} : { translateInto: others };
}

/** `en` of `en-GB`. */
function primary(tag: string): string {
  return tag.toLowerCase().split('-', 1)[0] ?? tag;
}

/** Whether a draft has a card of its own in the thread, or is about to get one. */
function isInThread({ entries, messages, cursor }: FollowerWork, draftId: string): boolean {
  const card = entries.find(({ message }) => message.kind === 'draft' && message.draftId === draftId);
  if (card === undefined) return false;
  return card.seq > cursor || messages.some(({ seq, phase }) => seq === card.seq && phase === 'sent');
}

/**
 * Whether an entry whose turn comes late still says something: not the drafts, critiques and gates of an article that was cancelled
 * meanwhile, nor a question that is answered or was put otherwise. What is not certain may be taken back, so it is no reason.
 */
export function stillApplies(
  { article: { isCertain }, decisions }: FollowerWork,
  state: ArticleState,
  { message, seq }: StoredEntry,
): boolean {
  if (!isCertain) return true;
  switch (message.kind) {
    case 'gate': {
      const isDecided = decisions.some(({ gate }) => gate === message.gate);
      return state.stage !== 'cancelled' && (isDecided || state.open?.gate === message.gate);
    }
    case 'draft':
    case 'sources':
    case 'critique':
    case 'fact-report':
    case 'style-rule':
      return state.stage !== 'cancelled';
    case 'failure':
      return state.failure?.seq === seq;
    case 'budget':
      return state.budget?.seq === seq;
    case 'notice':
    case 'publication':
    case 'final':
      return true;
    default:
      return message satisfies never;
  }
}

/**
 * Whether what a message shows may still change. A card without buttons does not, once it was decided on or a newer draft is there, and
 * what says so is certain: a decision that a lost workflow task had made is taken back. That the article went elsewhere is no reason: it
 * may come back.
 */
export function isLive(content: ChatContent, work: FollowerWork, state: ArticleState): boolean {
  const { isCertain } = work.article;
  switch (content.kind) {
    case 'status':
      return true;
    case 'draft':
      return !isCertain || content.buttons || !isSettled(content) || content.draft.version === state.open?.version;
    case 'gate':
      return !isCertain || content.buttons || (content.decided === undefined && !isOver(state.stage));
    case 'critique':
      return !isCertain || (content.isFolded !== true && !isOver(state.stage));
    case 'failure':
      return !isCertain || state.failure !== undefined;
    case 'budget':
      return !isCertain || state.budget !== undefined;
    case 'publication':
      // Its article is over; it is followed until it is there, and beyond a failure until somebody has it tried again.
      return content.state.status === 'publishing' || canBeRepeated(content.state);
    case 'style-rule':
      // Somebody may come back to it long after the article is over.
      return content.adoption === undefined && content.isRemoved !== true;
    default:
      return false;
  }

  function isSettled({ decided, draft }: Extract<ChatContent, { readonly kind: 'draft' }>): boolean {
    return decided !== undefined || draft.version < work.article.newestVersion || isOver(state.stage);
  }
}

function deliveredIn({ article: { delivered }, messages, root, thread }: FollowerWork): {
  readonly delivered?: Delivered;
} {
  if (delivered === undefined) return {};
  const refs = messages.flatMap(({ seq, part, ref }) =>
    seq === delivered.seq && ref !== undefined ? [[part, ref] as const] : [],
  );
  // A thread of people was not opened by any message of ours.
  const first = root ?? (thread.thread === undefined ? messages.find(({ seq }) => seq === 0)?.ref : undefined);
  return {
    delivered: {
      title: delivered.title,
      fileName: delivered.fileName,
      messages: Object.fromEntries(refs),
      ...(first !== undefined && { root: first }),
    },
  };
}

/** Until the first draft is there. */
function askedLanguages(
  { article: { request, newestVersion }, movedTo, role }: FollowerWork,
  { stage }: ArticleState,
): { readonly languages?: readonly string[] } {
  const { languageAssumed, languageChoices = [] } = request;
  const isAsked = languageAssumed === true && newestVersion === 0 && !isOver(stage);
  return isAsked && role === 'decides' && movedTo === undefined
    ? { languages: languageChoices.slice(0, MAX_LANGUAGE_CHOICES) }
    : {};
}

/** One to finish with: that people may decide on; or that is approved, and that there is no budget to edit. */
function hasDraft({ open, approved, budget }: ArticleState): boolean {
  return open?.kind === 'draft' || (approved !== undefined && budget !== undefined);
}

function doubtsIn(reports: readonly FactReport[] = []): { readonly doubts?: Doubts } {
  const claims = reports.flatMap(({ verified, claims: checked }) => checked.map((claim) => ({ ...claim, verified })));
  const contradicted = claims.filter(({ verdict }) => verdict === 'contradicted');
  const unresolved = claims.filter(({ verdict }) => verdict === 'not-found').length;
  return contradicted.length + unresolved === 0 ? {} : { doubts: { contradicted, unresolved } };
}

function citedSources({ notes = [], citations }: StoredEntry): CitedSources {
  if (notes.length === 0) return { kind: 'none' };
  return citations === undefined ? { kind: 'not-judged' } : { kind: 'judged', report: citations };
}

/** A decision as it is told in a thread, with where it was made when that was elsewhere. */
function toldIn(thread: Thread, { where, via, ...decision }: StoredDecision): ToldDecision {
  const place = where ?? (via === undefined ? undefined : { platform: via });
  if (place === undefined) return decision;
  const isHere = 'channel' in place ? channelKey(place) === channelKey(thread) : place.platform === thread.platform;
  return { ...decision, ...(!isHere && { elsewhere: place }) };
}

function draftOnCard(
  { articleId, decisions, thread }: FollowerWork,
  { draft, notes = [] }: StoredEntry,
  { draftId, version, outline }: { readonly draftId: string; readonly version: number; readonly outline?: true },
  withWhat: { readonly score: boolean; readonly judged: boolean },
): Pick<Extract<ChatContent, { readonly kind: 'draft' }>, 'draft' | 'text' | 'again' | 'decided' | 'ledger'> {
  const { score, ledger, judged = [], again, extras: _, ...text } = found(draft, draftId);
  const decided = decisions.findLast((decision) => decision.version === version);
  // Shown with numbered links; what is decided on and edited is the text with `[e12]` marks.
  const whole: Draft = { ...text, text: withFootnotes(text.text, notes), articleId, version };
  return {
    draft: {
      draftId,
      version,
      hash: draftHash(text.sha256),
      author: text.author,
      ...(outline && { outline }),
      ...(withWhat.score && score !== undefined && { score }),
    },
    text: whole,
    ...(again !== undefined && { again }),
    ...(ledger !== undefined && { ledger: withWhat.judged ? ledger.map((item) => judgedItem(item, judged)) : ledger }),
    ...(decided !== undefined && { decided: toldIn(thread, decided) }),
  };
}

/** What the critic says of a comment counts more than what the writer does. */
export function judgedItem<T extends ShownItem>(item: T, judged: readonly LedgerAnswer[]): T {
  const answer = judged.find((one) => one.item === item.id);
  if (answer === undefined || item.done === undefined) return item;
  const { why: _, ...rest } = item;
  return { ...rest, done: answer.done, ...(answer.why !== undefined && { why: answer.why }) } as T;
}

function found<T>(text: T | undefined, id: string): T {
  if (text === undefined)
    throw new Error(`The text ${id} is not in this database. Do worker and bots share one DATABASE_URL?`);
  return text;
}

/** An entry that comes without a receipt, where the settings want none. */
export function withoutReceipt(entry: StoredEntry): StoredEntry {
  if (entry.edition?.receipt === undefined) return entry;
  const { receipt: _, ...edition } = entry.edition;
  return { ...entry, edition };
}
