import type { ArticleFrame, ChatContent, Cost, ToldDecision } from '../delivery/chat-content.ts';
import { cleanLine } from '../lib/clean-text.ts';
import { type Messages, messages } from '../messages/messages.ts';
import type { Actor } from '../protocol/actor.ts';
import type { Tally } from '../protocol/voting.ts';
import { type InterfaceLanguage, isAtWork, type Step } from '../protocol/article.ts';
import type { BudgetStop } from '../protocol/budget.ts';
import type { PlainControlKind } from '../protocol/decision.ts';
import type { ArticleStatus, NamedStatus, Outage } from '../protocol/desk-state.ts';
import type { Claim } from '../protocol/gate.ts';
import { namesIn } from '../protocol/assignment.ts';
import type { Thread } from '../protocol/thread.ts';
import {
  around,
  bold,
  type Card,
  clock,
  code,
  line,
  marked,
  moment,
  type Part,
  type Row,
  rows,
  type Span,
  withCode,
} from './card.ts';
import { claimRow, decidedSpans, openButtons } from './draft-card.ts';
import { placeSpan } from './place-span.ts';
import { translationRows } from './translation-rows.ts';
import { tallyRows } from './tally-rows.ts';
import { asks, shownName, waitingFor, waitingWords } from './waiting-for.ts';

/** Where an article stands, as the feed shows it to all or as the desk tells the one who asks. */
interface Standing
  extends Pick<ArticleStatus, 'articleId' | 'requesterName' | 'stage' | 'iteration' | 'maxIterations'> {
  readonly topic: string;
  readonly requester?: Pick<Actor, 'platform' | 'workspace' | 'userId'>;
  readonly step?: Step;
  readonly wordsSoFar?: number;
  readonly scores: readonly number[];
  /** Known from the card only. */
  readonly qualityThreshold?: number;
  readonly waitingFor: readonly string[];
  readonly tally?: Tally;
  readonly claim?: Pick<Claim, 'byName' | 'at'>;
  /** Of people whom `waitingFor` names. */
  readonly names?: Readonly<Record<string, string>>;
  /** BCP 47 tag of the article's language, when it is a guess. */
  readonly assumedLanguage?: string;
  /** Who asked is asked which one it is; before a tag, this names one that has no button. */
  readonly languageCommand?: string;
  readonly template?: ArticleFrame['template'];
  readonly translation?: ArticleFrame['translation'];
  readonly outage?: Outage;
  readonly budget?: BudgetStop;
  readonly isParked?: true;
  readonly failure?: { readonly code: string };
  /** The draft that decisions are about: who asks may not see it. */
  readonly current?: { readonly version: number; readonly score?: number; readonly outline?: true };
  readonly lastDecision?: Pick<ToldDecision, 'kind' | 'subject' | 'byName' | 'at' | 'to' | 'elsewhere'>;
  /** Where it is shown, too: told only to whoever asks. */
  readonly followings?: ArticleStatus['followings'];
  readonly edition?: number;
  readonly movedTo?: Thread;
  /** Of where it is shown. */
  readonly workspace?: string;
  readonly at?: DeliveredAt;
  readonly cost?: Cost;
  readonly runUrl?: string;
}

/** Scores on the card: those of the last drafts, when there are many. */
const SHOWN_SCORES = 12;

/** Where the messages of a finished article are, as far as the platform has addresses for them. */
export interface DeliveredAt {
  readonly article?: string;
  readonly files: readonly { readonly name: string; readonly address?: string }[];
}

/**
 * The first message of the thread, edited in place: short enough to be read at a glance on a phone.
 * @param prefix what is typed before a verb: `/article `, `/`
 */
export function statusCard(
  content: Extract<ChatContent, { readonly kind: 'status' }>,
  prefix: string,
  at?: DeliveredAt,
): Card {
  const { frame, stage, controls, languages } = content;
  const { articleId, request } = frame;
  const t = messages(frame.language);
  const asked = (languages ?? []).map((language) => ({ kind: 'language' as const, articleId, language }));
  const drawn = controlsOf(articleId, controls);
  // What goes on needs nobody; what stands still says how it goes on.
  const opening = content.movedTo === undefined ? openButtons(frame) : [];
  const [buttons, menu] = stage === 'paused' ? [[...asked, ...drawn, ...opening], []] : [[...asked, ...opening], drawn];
  return {
    ...standingCard(
      {
        ...frame,
        ...content,
        topic: content.delivered?.title ?? request.topic,
        ...(at !== undefined && { at }),
        ...(request.languageAssumed === true && {
          assumedLanguage: request.language,
          ...(languages !== undefined && { languageCommand: `${prefix}language: ` }),
        }),
      },
      frame.language,
    ),
    // Who asked is asked: with the first message of the thread, and nobody is called by an edit of it.
    ...(asked.length > 0 && { asks: asks(['requester'], frame, t, t.article.card.questionFor) }),
    ...(buttons.length > 0 && { buttons }),
    ...(menu.length > 0 && { menu }),
  };
}

/**
 * What a person is answered who asks where an article stands, with what they may do about it.
 * @param workspace where they ask, on a platform that has them
 */
export function answerCard({ names, ...status }: NamedStatus, language: InterfaceLanguage, workspace?: string): Card {
  const [open] = status.decidable;
  const standing = {
    ...status,
    ...(workspace !== undefined && { workspace }),
    ...(open?.claim !== undefined && { claim: open.claim }),
    ...namesIn(status, names),
  };
  return { ...standingCard(standing, language), buttons: controlsOf(status.articleId, status.controls) };
}

function controlsOf(articleId: string, controls: readonly PlainControlKind[]): NonNullable<Card['buttons']> {
  return controls.map((control) => ({ kind: 'control', articleId, control }));
}

function standingCard(standing: Standing, language: InterfaceLanguage): Card {
  const { stage, movedTo } = standing;
  const t = messages(language);
  const title = t.article.card.title(cleanLine(standing.topic), standing.edition);
  return {
    language,
    mark: 'article',
    title,
    isLarge: true,
    parts: [rows(...standingRows(standing, t)), ...whereItIs(standing, t), smallPrint(standing, t)],
    // Where it was, nothing is said any more: a stage would soon be wrong.
    notification: [title, ...(movedTo === undefined ? [t.words.stage(stage, stepUnderWay(standing))] : [])],
  };
}

function standingRows(standing: Standing, t: Messages): readonly Row[] {
  const { stage, wordsSoFar, outage, budget, failure, current, lastDecision, movedTo, template } = standing;
  const { card } = t.article;
  if (movedTo !== undefined) {
    return [
      marked('moved', ...around([placeSpan(movedTo, standing.workspace, t)], ([place = '']) => card.movedTo(place))),
    ];
  }
  const step = stepUnderWay(standing);
  const reached = progress(standing, t);
  const progressRow = reached.length === 0 ? [] : [line(reached.join(' · '))];
  return [
    marked(step ?? stage, bold(t.words.stage(stage, step, wordsSoFar))),
    ...translationRows(standing.translation, t),
    ...(standing.isParked ? [line(card.parked)] : []),
    ...progressRow,
    ...languageRow(standing, t),
    ...(template === undefined ? [] : [line(card.template(cleanLine(template.name), template.isFound === true))]),
    ...(outage === undefined ? [] : [marked('outage', ...outageSpans(outage, t))]),
    ...(budget === undefined ? [] : [marked('budget', ...budgetSpans(budget, t))]),
    ...tallyRows(standing.tally, t),
    ...(standing.waitingFor.length === 0
      ? []
      : [line(waitingFor(standing.waitingFor, standing, t, waitingWords(standing.tally, standing, t)))]),
    ...(standing.claim === undefined ? [] : [claimRow(standing.claim, t)]),
    ...(failure === undefined ? [] : [line(t.failures.words(failure.code, { hasDraft: current !== undefined }).what)]),
    ...(current === undefined ? [] : [line(card.current(current.version, current.score, current.outline))]),
    ...(lastDecision === undefined ? [] : [line(...decidedSpans(lastDecision, standing.workspace, t))]),
    ...followingRows(standing, t),
  ];
}

/** `Also shown: #newsroom (to decide), in Telegram (to read)`. */
function followingRows({ followings = [], workspace }: Standing, t: Messages): readonly Row[] {
  if (followings.length === 0) return [];
  const places = followings.map(({ thread }) => placeSpan(thread, workspace, t));
  return [
    line(
      ...around(places, (names) =>
        t.article.card.alsoShown(names.map((where, at) => ({ where, role: followings[at]?.role ?? 'reads' }))),
      ),
    ),
  ];
}

function outageSpans({ code: reason, since, next }: Outage, { article, words: { format } }: Messages): readonly Span[] {
  return around([clock(since, format), clock(next, format)], ([from = '', again = '']) =>
    article.card.outage(reason, from, again),
  );
}

function budgetSpans({ until, ...spent }: BudgetStop, { article, words: { format } }: Messages): readonly Span[] {
  return around(until === undefined ? [] : [moment(until, format)], ([when]) => article.card.budget(spent, when));
}

function languageRow({ assumedLanguage: tag, languageCommand: command }: Standing, t: Messages): readonly Row[] {
  const { card } = t.article;
  if (tag === undefined) return [];
  if (command === undefined) return [marked('language', card.assumedLanguage(tag))];
  return [marked('language', ...withCode(card.askLanguage(tag, command)))];
}

/** Where nobody works on it, a step is only where it stopped. */
function stepUnderWay({ stage, step }: Pick<Standing, 'stage' | 'step'>): Step | undefined {
  return isAtWork(stage) ? step : undefined;
}

/** `Iteration 2/10`, `Scores: 6.1 → 7.4 (goal 8.0)`. */
function progress({ iteration, maxIterations, scores, qualityThreshold }: Standing, t: Messages): readonly string[] {
  const { card } = t.article;
  const last = scores.slice(-SHOWN_SCORES);
  const trail = qualityThreshold === undefined ? card.scoreTrail(last) : card.scoreLine(last, qualityThreshold);
  return [
    ...(iteration === 0 ? [] : [card.iteration(iteration, maxIterations, scores.length > iteration)]),
    ...(scores.length === 0 ? [] : [`${card.scores}: ${scores.length > SHOWN_SCORES ? '… → ' : ''}${trail}`]),
  ];
}

/** The way to the finished article, and its files. */
function whereItIs({ at, movedTo }: Standing, { article: { card } }: Messages): readonly Part[] {
  if (at === undefined || movedTo !== undefined) return [];
  const words = [
    ...(at.article === undefined ? [] : [{ text: card.toArticle, address: at.article }]),
    ...at.files.map(({ name, address }) =>
      address === undefined ? cleanLine(name) : { text: cleanLine(name), address },
    ),
  ];
  return words.length === 0 ? [] : [{ kind: 'small', words }];
}

function smallPrint({ requesterName, articleId, cost, runUrl }: Standing, t: Messages): Part {
  const { card } = t.article;
  return {
    kind: 'small',
    words: [
      card.askedBy(shownName(requesterName)),
      code(articleId),
      ...(cost === undefined || cost.modelCalls === 0 ? [] : [card.costLine(cost)]),
      ...(runUrl === undefined ? [] : [{ text: card.runLink, address: runUrl }]),
    ],
  };
}
