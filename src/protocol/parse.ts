import type { AgentRunInput } from './agent-run.ts';
import type { ReadSources, RecordedAct, RecordedDecision, Unwritten } from './activities.ts';
import type { Actor } from './actor.ts';
import type { Assigned, InCharge } from './assignment.ts';
import { type AdaptiveRule, CHECK_POINTS, type Condition, type MatchCondition } from './adaptive.ts';
import {
  type ArticleInput,
  type ArticleRequest,
  MAX_EARLIER,
  MAX_LANGUAGE_TAG_CHARS,
  MAX_FILE_NAME_CHARS,
  MAX_PASTED_CHARS,
  MAX_SOURCE_FILES,
  MAX_TOPIC_CHARS,
  type SourceFile,
  STAGES,
} from './article.ts';
import { type BudgetRaise, type BudgetReached, BUDGET_SCOPES, type BudgetStop, type BudgetWarning } from './budget.ts';
import type { Control, Decision, EditedText, PlainControlKind, Refusal } from './decision.ts';
import {
  type DecisionRecord,
  type DeskState,
  type FailureRecord,
  type JoinedVote,
  type Outage,
  STOP_REASONS,
} from './desk-state.ts';
import type { DraftRecord, DraftRef } from './draft.ts';
import type { WantedExtra } from './extras.ts';
import type { FeedEntry, FeedMessage, Notice, ThreadReport } from './feed.ts';
import type { Following } from './following.ts';
import type { Claim, Deadline, Gate, Subject, Vote } from './gate.ts';
import type { PublishInput, PublishRetry, PublishTarget } from './publication.ts';
import type {
  ApprovalSettings,
  ArticleSettings,
  ImprovementSettings,
  ResearchRule,
  RetrySettings,
  VotingRules,
} from './settings.ts';
import { EXPIRY_OUTCOMES, type PatienceRules, type Wait, type WorkingTime } from './patience.ts';
import {
  type Critique,
  JUDGED_NAMES,
  type JudgedCriterion,
  type Place,
  type PlacedDifference,
  type UnmetOrder,
} from './critique.ts';
import { MAX_APPROVALS, MAX_MORE_APPROVERS, type StricterApproval, WANTED_GATES } from './stricter.ts';
import type { CheckedClaim, FactReport, FactSource } from './fact-report.ts';
import type { LedgerAnswer } from './ledger.ts';
import type {
  Comment,
  CompareOrder,
  CritiqueOrder,
  EditOrder,
  FactCheckOrder,
  LoopRecord,
  OutlineOrder,
  WriteOrder,
} from './orders.ts';
import type { Revision, RevisionAsked } from './revision.ts';
import type { ScheduledOrder } from './schedule.ts';
import type { Spelling } from './style-rule.ts';
import type { Thread } from './thread.ts';
import {
  DIFFERENCE_KINDS,
  MAX_DIFFERENT_CHARS,
  MAX_DIFFERENT_ITEMS,
  type Translates,
  type TranslationRules,
} from './translation.ts';
import type { WebhooksInput } from './webhook.ts';

/** A value built afresh from the fields we know, or what is wrong with the first one that is: `by.groups: must be a list of strings`. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: string };

// Bounds are far above what any platform sends; they keep what was sent by hand out of the history and the database.
const MAX_ID_CHARS = 200;
const MAX_NAME_CHARS = 500;
const MAX_GROUPS = 1000;
/** Where they act, and where the article lives: more is known, and not sent. */
const MAX_CHANNELS = 10;
const MAX_CHANNEL_KEY_CHARS = 3 * MAX_ID_CHARS;
const MAX_VERSION = 999_999;
const MAX_LIST_LENGTH = 1000;
/** What browsers and servers take at least. */
const MAX_SOURCE_CHARS = 2000;
/** Of a whole text: a book. */
const MAX_PROSE_CHARS = 1_000_000;
const MAX_TROUBLE_CHARS = 5000;
/** More than anybody spends, in USD. */
const MAX_USD = 1_000_000_000;
/** A year: Temporal's durations hold it, and nobody means more. */
const MAX_MINUTES = 525_600;
/** Of one request to an endpoint: the settings have no more. */
const MAX_WEBHOOK_SECONDS = 60;

/** @param given the input of the workflow that a schedule starts. */
export function parseScheduledOrder(given: unknown): Parsed<ScheduledOrder> {
  return parse(scheduledOrder, given);
}

/** @param given whatever came over the wire. `groups`: at most 1,000. */
export function parseActor(given: unknown): Parsed<Actor> {
  return parse(actor, given);
}

export function parseThread(given: unknown): Parsed<Thread> {
  return parse(thread, given);
}

/** Whether the comment or reason is a good one (`bad-comment`) is for the desk to say; here it is any text. */
export function parseDecision(given: unknown): Parsed<Decision> {
  return parse(decision, given);
}

export function parseControl(given: unknown): Parsed<Control> {
  return parse(control, given);
}

/** Sent by whoever shows the article in a thread. */
export function parseThreadReport(given: unknown): Parsed<ThreadReport> {
  return parse(threadReport, given);
}

/** Keys of one person. */
export function parseKeys(given: unknown): Parsed<readonly string[]> {
  return parse(keys, given);
}

/** The start of the workflow, and what continue-as-new hands over. */
export function parseArticleInput(given: unknown): Parsed<ArticleInput> {
  return parse(articleInput, given);
}

/** The start of the workflow `webhooks`. */
export function parseWebhooksInput(given: unknown): Parsed<WebhooksInput> {
  return parse(webhooksInput, given);
}

/** The start of the workflow that publishes. */
export function parsePublishInput(given: unknown): Parsed<PublishInput> {
  return parse(publishInput, given);
}

/** The start of the workflow that asks one agent. */
export function parseAgentRun(given: unknown): Parsed<AgentRunInput> {
  return parse(agentRun, given);
}

/** What a step says that met a cap. */
export function parseBudgetReached(given: unknown): Parsed<BudgetReached> {
  return parse(budgetReached, given);
}

/** What a step says of soft limits. */
export function parseBudgetWarnings(given: unknown): Parsed<readonly BudgetWarning[]> {
  return parse(list(budgetWarning, 'warnings'), given);
}

/** What an agent is given when no workflow asks it. Unlike what workflows say to one another, a field that nobody reads is a fault. */
export function parseOutlineOrder(given: unknown): Parsed<OutlineOrder> {
  return parse(outlineOrder, given);
}

export function parseWriteOrder(given: unknown): Parsed<WriteOrder> {
  return parse(writeOrder, given);
}

export function parseCritiqueOrder(given: unknown): Parsed<CritiqueOrder> {
  return parse(critiqueOrder, given);
}

export function parseCompareOrder(given: unknown): Parsed<CompareOrder> {
  return parse(compareOrder, given);
}

export function parseFactCheckOrder(given: unknown): Parsed<FactCheckOrder> {
  return parse(factCheckOrder, given);
}

export function parseEditOrder(given: unknown): Parsed<EditOrder> {
  return parse(editOrder, given);
}

/** What the loop of drafts goes by, when no workflow keeps it. */
export function parseLoopRecord(given: unknown): Parsed<LoopRecord> {
  return parse(loopRecord, given);
}

/** Answers the value, or throws a {@link Fault} about the field. */
type Parser<T> = (given: unknown, field: string) => T;

class Fault extends Error {}

function parse<T>(parser: Parser<T>, given: unknown): Parsed<T> {
  try {
    return { ok: true, value: parser(given, '') };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.message };
    throw error;
  }
}

function mustBe(field: string, what: string): never {
  throw new Fault(field === '' ? `must be ${what}` : `${field}: must be ${what}`);
}

// What values are made of

interface Optional<T> {
  readonly optional: Parser<T>;
}

/** One parser for each field, so that a new field of the type is not forgotten here. */
type Fields<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? Optional<NonNullable<T[K]>> : Parser<T[K]>;
};

function object<T>(fields: Fields<T>): Parser<T> {
  const entries = Object.entries<Parser<unknown> | Optional<unknown>>(fields);
  return (given, field) => {
    if (!isObject(given)) return mustBe(field, 'an object');
    const value: Record<string, unknown> = {};
    for (const [name, parser] of entries) {
      const path = field === '' ? name : `${field}.${name}`;
      if (typeof parser === 'function') value[name] = parser(given[name], path);
      else if (given[name] !== undefined) value[name] = parser.optional(given[name], path);
    }
    // Fields<T> has a parser for every field of T, and each answers the type of its field.
    return value as T;
  };
}

/** Values under names of somebody's own. */
function record<T>(item: Parser<T>): Parser<Readonly<Record<string, T>>> {
  return (given, field) => {
    if (!isObject(given)) return mustBe(field, 'an object');
    const entries = Object.entries(given);
    if (entries.length > MAX_LIST_LENGTH) return mustBe(field, `an object of at most ${MAX_LIST_LENGTH} fields`);
    return Object.fromEntries(entries.map(([name, one]) => [name, item(one, `${field}.${name}`)]));
  };
}

/** An {@link object} that people write by hand: a slip in a name must not be taken for a field left out. */
function strictObject<T>(fields: Fields<T>): Parser<T> {
  const known = Object.keys(fields);
  const parser = object<T>(fields);
  return (given, field) => {
    const unknown = isObject(given) ? Object.keys(given).find((name) => !known.includes(name)) : undefined;
    if (unknown === undefined) return parser(given, field);
    return mustBe(
      field,
      `an object with no other fields than ${known.join(', ')}; it has ${JSON.stringify(unknown.slice(0, MAX_ID_CHARS))}`,
    );
  };
}

function isObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

function optional<T>(parser: Parser<T>): Optional<T> {
  return { optional: parser };
}

/** One of several objects, told apart by one field of theirs. */
const byField =
  <Tag extends string>(tag: Tag) =>
  <T extends { readonly [K in Tag]: string }>(parsers: { readonly [K in T[Tag]]: Parser<T> }): Parser<T> => {
    const tags = Object.keys(parsers);
    const all = new Map<unknown, Parser<T>>(Object.entries<Parser<T>>(parsers));
    return (given, field) => {
      if (!isObject(given)) return mustBe(field, 'an object');
      const parser = all.get(given[tag]);
      return parser === undefined
        ? mustBe(field === '' ? tag : `${field}.${tag}`, oneOfThese(tags))
        : parser(given, field);
    };
  };
const byKind = byField('kind');
const byCode = byField('code');

function list<T>(item: Parser<T>, of: string, { most = MAX_LIST_LENGTH } = {}): Parser<readonly T[]> {
  return (given, field) => {
    if (!Array.isArray(given)) return mustBe(field, `a list of ${of}`);
    if (given.length > most) return mustBe(field, `a list of at most ${most} ${of}`);
    return given.map((one: unknown, index) => item(one, `${field}.${index}`));
  };
}

function oneOf<T extends string>(...values: readonly T[]): Parser<T> {
  return (given, field) => values.find((value) => value === given) ?? mustBe(field, oneOfThese(values));
}

function oneOfThese(values: readonly string[]): string {
  return values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`;
}

/** Text that PostgreSQL can store: it refuses NUL, and halves of surrogate pairs within JSON. */
function text({ least = 0, most = Number.MAX_SAFE_INTEGER } = {}): Parser<string> {
  return (given, field) => {
    if (typeof given !== 'string') return mustBe(field, 'a string');
    if (given.length < least || given.length > most) return mustBe(field, `a string of ${least} to ${most} characters`);
    if (given.includes('\0') || !given.isWellFormed())
      return mustBe(field, 'well-formed Unicode without the character NUL');
    return given;
  };
}

function numberOf({ from, to, whole = false }: { from: number; to: number; whole?: boolean }): Parser<number> {
  return (given, field) =>
    typeof given === 'number' && given >= from && given <= to && (!whole || Number.isInteger(given))
      ? given
      : mustBe(field, `${whole ? 'a whole number' : 'a number'} from ${from} to ${to}`);
}

const trueOrFalse: Parser<boolean> = (given, field) =>
  typeof given === 'boolean' ? given : mustBe(field, 'true or false');

const trueOnly: Parser<true> = (given, field) => (given === true ? given : mustBe(field, 'true'));

const id = text({ least: 1, most: MAX_ID_CHARS });
const name = text({ most: MAX_NAME_CHARS });
const words = text();
/** Text that this very workflow wrote, whatever it is: refusing it would end an article that did no wrong. */
const ownText: Parser<string> = (given, field) => (typeof given === 'string' ? given : mustBe(field, 'a string'));
const version = numberOf({ from: 1, to: MAX_VERSION, whole: true });
const count = numberOf({ from: 0, to: Number.MAX_SAFE_INTEGER, whole: true });
const minutes = numberOf({ from: 0.001, to: MAX_MINUTES });
const seconds = numberOf({ from: 0.001, to: 60 * MAX_MINUTES });
const hash: Parser<string> = (given, field) =>
  typeof given === 'string' && /^[0-9a-f]{8}$/.test(given) ? given : mustBe(field, '8 hex digits');

const sha256: Parser<string> = (given, field) =>
  typeof given === 'string' && /^[0-9a-f]{64}$/.test(given) ? given : mustBe(field, '64 hex digits');

// What people send

const keys = list(text({ least: 1, most: MAX_CHANNEL_KEY_CHARS }), 'strings', { most: MAX_GROUPS });

const channel = { platform: id, workspace: optional(id), channel: id };

const actor = object<Actor>({
  platform: id,
  workspace: optional(id),
  userId: id,
  displayName: name,
  groups: list(id, 'strings', { most: MAX_GROUPS }),
  channels: optional(list(text({ least: 1, most: MAX_CHANNEL_KEY_CHARS }), 'strings', { most: MAX_CHANNELS })),
  alsoKnownAs: optional(keys),
  isUnsure: optional(trueOnly),
  isAdministrator: optional(trueOnly),
  standsFor: optional(text({ least: 1, most: MAX_CHANNEL_KEY_CHARS })),
  via: optional(id),
  where: optional(object<NonNullable<Actor['where']>>(channel)),
});

const thread = object<Thread>({ ...channel, thread: optional(id) });

const sourceFile = object<SourceFile>({ id, name: text({ least: 1, most: MAX_FILE_NAME_CHARS }) });

const draftRef = { version, hash } satisfies Fields<DraftRef>;
const decisionBase = { id, click: optional(id), draft: object<DraftRef>(draftRef), gate: optional(id), by: actor };
type DecisionOf<K extends Decision['kind']> = Extract<Decision, { readonly kind: K }>;

const decision = byKind<Decision>({
  approve: object<DecisionOf<'approve'>>({ kind: oneOf('approve'), ...decisionBase }),
  'request-changes': object<DecisionOf<'request-changes'>>({
    kind: oneOf('request-changes'),
    ...decisionBase,
    comment: words,
  }),
  edit: object<DecisionOf<'edit'>>({
    kind: oneOf('edit'),
    ...decisionBase,
    edited: object<EditedText>({ draftId: id, hash }),
  }),
  reject: object<DecisionOf<'reject'>>({ kind: oneOf('reject'), ...decisionBase, reason: words }),
  'bring-back': object<DecisionOf<'bring-back'>>({
    kind: oneOf('bring-back'),
    ...decisionBase,
    to: object<DraftRef>(draftRef),
    edited: object<EditedText>({ draftId: id, hash }),
  }),
});

const plainControl = object<Extract<Control, { readonly kind: PlainControlKind }>>({
  kind: oneOf('pause', 'resume', 'cancel', 'finish', 'another', 'retry', 'raise', 'claim', 'release'),
  id,
  by: actor,
});
const moveControl = object<Extract<Control, { readonly kind: 'move' }>>({ kind: oneOf('move'), id, by: actor, thread });
const following = { thread, role: oneOf('decides', 'reads'), anyone: optional(trueOnly), whole: optional(trueOnly) };
const followControl = object<Extract<Control, { readonly kind: 'follow' }>>({
  kind: oneOf('follow'),
  id,
  by: actor,
  ...following,
});
const unfollowControl = object<Extract<Control, { readonly kind: 'unfollow' }>>({
  kind: oneOf('unfollow'),
  id,
  by: actor,
  thread,
});
const languageTag: Parser<string> = (given, field) => {
  const tag = text({ least: 2, most: MAX_LANGUAGE_TAG_CHARS })(given, field);
  return /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/.test(tag) ? tag : mustBe(field, 'a language tag such as en or pt-BR');
};
const languageControl = object<Extract<Control, { readonly kind: 'language' }>>({
  kind: oneOf('language'),
  id,
  by: actor,
  language: languageTag,
});
const assignControl = object<Extract<Control, { readonly kind: 'assign' }>>({
  kind: oneOf('assign'),
  id,
  by: actor,
  to: actor,
});
const stepInControl = object<Extract<Control, { readonly kind: 'step-in' }>>({
  kind: oneOf('step-in'),
  id,
  by: actor,
  reason: words,
});
const addSourceControl = object<Extract<Control, { readonly kind: 'add-source' }>>({
  kind: oneOf('add-source'),
  id,
  by: actor,
  file: sourceFile,
});
const control = byKind<Control>({
  pause: plainControl,
  resume: plainControl,
  cancel: plainControl,
  finish: plainControl,
  another: plainControl,
  retry: plainControl,
  raise: plainControl,
  claim: plainControl,
  release: plainControl,
  assign: assignControl,
  'step-in': stepInControl,
  language: languageControl,
  move: moveControl,
  follow: followControl,
  unfollow: unfollowControl,
  'add-source': addSourceControl,
});

// What starts the workflow

const topic: Parser<string> = (given, field) => {
  const line = text({ least: 1, most: MAX_TOPIC_CHARS })(given, field);
  return line.trim() === '' ? mustBe(field, 'more than spaces') : line;
};

const request = object<ArticleRequest>({
  topic,
  template: optional(id),
  purpose: optional(name),
  audience: optional(name),
  lengthWords: optional(numberOf({ from: 1, to: 1_000_000, whole: true })),
  language: id,
  languageAssumed: optional(trueOnly),
  languageChoices: optional(list(languageTag, 'language tags')),
  tone: optional(name),
  mustMention: optional(list(name, 'strings')),
  mustAvoid: optional(list(name, 'strings')),
  sources: optional(list(text({ most: MAX_SOURCE_CHARS }), 'strings')),
  pasted: optional(text({ least: 1, most: MAX_PASTED_CHARS })),
  files: optional(list(sourceFile, 'files', { most: MAX_SOURCE_FILES })),
  approval: optional(
    object<StricterApproval>({
      approvals: optional(numberOf({ from: 1, to: MAX_APPROVALS, whole: true })),
      approvers: optional(list(name, 'strings', { most: MAX_MORE_APPROVERS })),
      gates: optional(list(oneOf(...WANTED_GATES), 'gates')),
    }),
  ),
  earlier: optional(list(name, 'strings', { most: MAX_EARLIER })),
  adopted: optional(list(object<Spelling>({ ours: name, others: list(name, 'strings') }), 'spellings')),
});

const retry: Parser<RetrySettings> = (given, field) => {
  const value = object<RetrySettings>({
    initialIntervalSeconds: seconds,
    maximumIntervalSeconds: seconds,
    maximumAttempts: numberOf({ from: 1, to: 1_000_000, whole: true }),
    backoffCoefficient: numberOf({ from: 1, to: 1000 }),
    outageMinutes: numberOf({ from: 0, to: MAX_MINUTES }),
    outageIntervalSeconds: seconds,
  })(given, field);
  // Temporal refuses such a policy when the first activity starts, again and again.
  return value.initialIntervalSeconds <= value.maximumIntervalSeconds
    ? value
    : mustBe(`${field}.maximumIntervalSeconds`, 'at least initialIntervalSeconds');
};

const condition = byKind<Condition>({
  'facts-questionable': object<Extract<Condition, { readonly kind: 'facts-questionable' }>>({
    kind: oneOf('facts-questionable'),
  }),
  edited: object<Extract<Condition, { readonly kind: 'edited' }>>({ kind: oneOf('edited') }),
  'score-below': object<Extract<Condition, { readonly kind: 'score-below' }>>({
    kind: oneOf('score-below'),
    score: numberOf({ from: 0, to: 10 }),
  }),
  matches: object<MatchCondition>({
    kind: oneOf('matches'),
    subject: oneOf('topic', 'weakness'),
    pattern: text({ least: 1, most: MAX_NAME_CHARS }),
  }),
});

const adaptiveRule = object<AdaptiveRule>({
  when: list(condition, 'conditions'),
  run: id,
  at: oneOf(...CHECK_POINTS),
  atMost: optional(numberOf({ from: 1, to: MAX_VERSION, whole: true })),
});

const publishTarget = object<PublishTarget>({
  name: id,
  title: optional(name),
  timeoutSeconds: seconds,
  retry: object<PublishRetry>({
    firstSeconds: seconds,
    mostSeconds: seconds,
    forMinutes: numberOf({ from: 0, to: MAX_MINUTES }),
  }),
  templates: optional(list(name, 'strings')),
  languages: optional(list(name, 'strings')),
  channels: optional(list(name, 'strings')),
});

const clock = numberOf({ from: 0, to: 1440, whole: true });
const wait = object<Wait>({ unit: oneOf('minutes', 'days'), count: numberOf({ from: 0, to: MAX_MINUTES }) });
const workingTime = object<WorkingTime>({
  weekdays: list(numberOf({ from: 0, to: 6, whole: true }), 'days of the week'),
  from: clock,
  to: clock,
  quiet: optional(object<NonNullable<WorkingTime['quiet']>>({ from: clock, to: clock })),
  holidays: name,
  daysOff: list(name, 'days'),
});
const patience = object<PatienceRules>({
  remindAfter: optional(wait),
  remindEvery: optional(wait),
  escalate: optional(object<NonNullable<PatienceRules['escalate']>>({ after: wait, to: list(name, 'strings') })),
  expire: optional(object<NonNullable<PatienceRules['expire']>>({ after: wait, outcome: oneOf(...EXPIRY_OUTCOMES) })),
  working: workingTime,
  zone: name,
});

const languageRules = { languages: list(languageTag, 'strings'), approvers: optional(list(name, 'strings')) };
const translationRules = object<TranslationRules>({
  ...languageRules,
  templates: record(object<TranslationRules['templates'][string]>(languageRules)),
});

const settings = object<ArticleSettings>({
  maxIterations: numberOf({ from: 1, to: 1000, whole: true }),
  qualityThreshold: numberOf({ from: 0, to: 10 }),
  askLanguageSeconds: optional(numberOf({ from: 0, to: MAX_MINUTES * 60 })),
  research: optional(object<ResearchRule>({ when: oneOf('auto', 'always', 'never'), hasSearch: trueOrFalse })),
  timeouts: object<ArticleSettings['timeouts']>({
    researchMinutes: optional(minutes),
    writeMinutes: minutes,
    critiqueMinutes: minutes,
    factCheckMinutes: minutes,
    editMinutes: minutes,
    heartbeatSeconds: seconds,
  }),
  improvement: object<ImprovementSettings>({
    minGain: numberOf({ from: 0, to: 10 }),
    patience: numberOf({ from: 1, to: 1000, whole: true }),
    compareWithin: optional(numberOf({ from: 0, to: 10 })),
  }),
  adaptive: list(adaptiveRule, 'rules'),
  retry,
  approval: object<ApprovalSettings>({
    gate: oneOf('final', 'every_draft', 'none'),
    outline: optional(trueOnly),
    approvers: list(name, 'strings'),
    raisers: optional(list(name, 'strings')),
    voting: optional(
      object<VotingRules>({
        approvals: numberOf({ from: 1, to: 1000, whole: true }),
        rejections: numberOf({ from: 1, to: 1000, whole: true }),
        steps: optional(list(list(name, 'strings'), 'lists')),
        must: optional(list(name, 'strings')),
        excludeRequester: optional(trueOnly),
        excludeEditors: optional(trueOnly),
        veto: optional(list(name, 'strings')),
      }),
    ),
  }),
  patience: optional(patience),
  extras: optional(
    list(object<WantedExtra>({ name: id, maxChars: numberOf({ from: 1, to: 10_000, whole: true }) }), 'extras'),
  ),
  publish: optional(list(publishTarget, 'targets')),
  translations: optional(translationRules),
});

// What agents are given without a workflow

const prose = text({ most: MAX_PROSE_CHARS });
const draftText = text({ least: 1, most: MAX_PROSE_CHARS });
const proseList = list(prose, 'strings');

const place: Parser<Place> = (given, field) => (given === null ? null : id(given, field));
const places: Parser<readonly Place[]> = list(place, 'ids of sections');

const unmetOrder = object<UnmetOrder>({ kind: oneOf('missing', 'avoid'), item: name });
const differentItems = list(text({ most: MAX_DIFFERENT_CHARS }), 'strings', { most: MAX_DIFFERENT_ITEMS });
const placedDifference = object<PlacedDifference>({
  kind: oneOf(...DIFFERENCE_KINDS),
  missing: differentItems,
  added: differentItems,
  section: place,
});

const critique = object<Critique>({
  score: numberOf({ from: 0, to: 10 }),
  strengths: proseList,
  weaknesses: proseList,
  suggestions: proseList,
  comments: optional(
    list(
      object<LedgerAnswer>({
        item: id,
        done: trueOrFalse,
        section: optional(id),
        quote: optional(prose),
        why: optional(prose),
      }),
      'answers',
    ),
  ),
  criteria: optional(
    list(
      object<JudgedCriterion>({
        criterion: oneOf(...JUDGED_NAMES),
        quote: prose,
        judgement: prose,
        score: numberOf({ from: 0, to: 10 }),
        fix: prose,
        section: place,
      }),
      'criteria',
    ),
  ),
  places: optional(object<NonNullable<Critique['places']>>({ weaknesses: places, suggestions: places })),
  factsQuestionable: trueOrFalse,
  unmet: optional(list(unmetOrder, 'unmet orders')),
  differs: optional(list(placedDifference, 'differences')),
});

const checkedClaim = object<CheckedClaim>({
  claim: prose,
  verdict: oneOf('supported', 'contradicted', 'not-found'),
  note: prose,
  quote: optional(prose),
  sources: list(object<FactSource>({ title: prose, url: prose, date: optional(name) }), 'sources'),
});

const factReports = list(
  object<FactReport>({ provider: id, verified: trueOrFalse, claims: list(checkedClaim, 'claims') }),
  'reports',
);

const comments = list(strictObject<Comment>({ byName: name, onVersion: version, text: prose }), 'comments');

const day: Parser<string> = (given, field) =>
  typeof given === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given))
    ? given
    : mustBe(field, 'a day such as 2026-11-29');

const order = { request, today: optional(day) };

const outlineOrder = strictObject<OutlineOrder>({
  ...order,
  comments: optional(comments),
  variant: optional(count),
  earlier: optional(draftText),
});

const writeOrder: Parser<WriteOrder> = (given, field) => {
  const value = strictObject<WriteOrder>({
    ...order,
    comments: optional(comments),
    variant: optional(count),
    outline: optional(draftText),
    draft: optional(draftText),
    critique: optional(critique),
    factReports: optional(factReports),
    setbacks: optional(list(critique, 'critiques')),
  })(given, field);
  const said = value.critique ?? value.factReports ?? value.setbacks;
  return said === undefined || value.draft !== undefined
    ? value
    : mustBe('draft', 'there when critique, factReports or setbacks are: they are about it');
};

const critiqueOrder = strictObject<CritiqueOrder>({
  ...order,
  draft: draftText,
  comments: optional(comments),
  earlierDraft: optional(draftText),
  earlierCritique: optional(critique),
  factReports: optional(factReports),
});

const compareOrder = strictObject<CompareOrder>({
  ...order,
  draft: draftText,
  standing: draftText,
  comments: optional(comments),
});

const factCheckOrder = strictObject<FactCheckOrder>({
  ...order,
  draft: draftText,
  agent: optional(id),
  scope: optional(oneOf('claims', 'earlier')),
  earlier: optional(factReports),
});

const editOrder = strictObject<EditOrder>({ ...order, draft: draftText, keepText: optional(trueOrFalse) });

// Where the desk was, after continue-as-new

const stopReason = oneOf(...STOP_REASONS);

/** As long as it has grown. */
const ownList = <T>(item: Parser<T>, of: string): Parser<readonly T[]> =>
  list(item, of, { most: Number.MAX_SAFE_INTEGER });

const draftFields: Fields<DraftRecord> = {
  ...draftRef,
  draftId: ownText,
  author: oneOf('agent', 'person'),
  outline: optional(trueOnly),
  score: optional(numberOf({ from: 0, to: 10 })),
  critiqueId: optional(ownText),
  doubtful: optional(trueOnly),
  repeats: optional(trueOnly),
  suspect: optional(trueOnly),
  compared: optional(object<NonNullable<DraftRecord['compared']>>({ with: version, won: trueOrFalse })),
  matched: optional(ownList(count, 'numbers')),
  unchecked: optional(trueOnly),
  unjudged: optional(trueOnly),
  extras: optional(oneOf('written', 'missing')),
  checkedBy: optional(ownList(ownText, 'strings')),
  factReportId: optional(ownText),
  factReportIds: optional(ownList(ownText, 'strings')),
  contradicted: optional(count),
  remembered: optional(count),
  unresolved: optional(count),
};
const draftRecord = object<DraftRecord>(draftFields);

const DECISION_KINDS = ['approve', 'request-changes', 'edit', 'reject', 'bring-back'] as const;
const decisionKind = oneOf(...DECISION_KINDS);

const joinedVotes = ownList(object<JoinedVote>({ id: ownText, name: ownText }), 'votes');

const decisionRecord = object<DecisionRecord>({
  id: ownText,
  kind: decisionKind,
  version,
  to: optional(version),
  subject: optional(oneOf('outline')),
  byName: ownText,
  joined: optional(joinedVotes),
  at: ownText,
});

const loopRecord = strictObject<LoopRecord>({
  drafts: list(strictObject<DraftRecord>(draftFields), 'drafts'),
  outline: optional(version),
  roundFrom: optional(version),
  decisions: optional(list(decisionRecord, 'decisions')),
});

const failure = object<FailureRecord>({
  step: oneOf(
    'researching',
    'outlining',
    'writing',
    'citing',
    'critiquing',
    'comparing',
    'fact-checking',
    'writing-extras',
    'editing',
    'delivering',
    'recording',
  ),
  code: ownText,
  message: ownText,
  reason: optional(ownText),
});

const CONTROL_KINDS = [
  'pause',
  'resume',
  'cancel',
  'finish',
  'another',
  'retry',
  'raise',
  'claim',
  'release',
  'assign',
  'step-in',
  'language',
  'move',
  'follow',
  'unfollow',
  'add-source',
] as const;
const controlKind = oneOf(...CONTROL_KINDS);

const gate = object<Gate>({
  id: ownText,
  subject: object<Subject>({ kind: oneOf('draft', 'outline'), ...draftRef }),
  votes: ownList(
    object<Vote>({
      decisionId: ownText,
      kind: oneOf('approve', 'reject'),
      keys: ownList(ownText, 'strings'),
      groups: ownList(ownText, 'strings'),
      isMember: trueOrFalse,
      byName: ownText,
      at: ownText,
      standsFor: optional(ownText),
    }),
    'votes',
  ),
  claim: optional(object<Claim>({ keys: ownList(ownText, 'strings'), byName: ownText, at: ownText })),
  deadlines: ownList(object<Deadline>({ kind: oneOf('escalate', 'expire'), at: ownText }), 'deadlines'),
  since: optional(ownText),
  isPlanned: optional(trueOnly),
  escalatedAt: optional(ownText),
});

const usd = numberOf({ from: 0, to: MAX_USD });
const scope = oneOf(...BUDGET_SCOPES);
const spent = { scope, day: optional(day), capUsd: usd, spentUsd: usd, unpriced: count, raiseByUsd: usd };

const budgetReached = object<BudgetReached>({ ...spent, endsInMs: optional(count) });
const budgetStop = object<BudgetStop>({ ...spent, until: optional(ownText), seq: count });
const budgetRaise = object<BudgetRaise>({ scope, day: optional(day), usd });
const budgetWarning = object<BudgetWarning>({
  scope,
  day: optional(day),
  warnUsd: usd,
  spentUsd: usd,
  capUsd: optional(usd),
});

const deskState = object<DeskState>({
  phase: oneOf('drafting', 'gate', 'finishing', 'delivering', 'delivered', 'rejected', 'cancelled'),
  language: optional(languageTag),
  research: optional(object<ReadSources>({ researchId: ownText, read: count, failed: count })),
  files: optional(ownList(sourceFile, 'files')),
  drafts: ownList(draftRecord, 'drafts'),
  roundFrom: count,
  iteration: count,
  variant: optional(count),
  anewFrom: optional(version),
  gates: count,
  gate: optional(gate),
  outline: optional(version),
  approved: optional(version),
  stopReason: optional(stopReason),
  decisions: ownList(decisionRecord, 'decisions'),
  votes: optional(ownList(ownText, 'strings')),
  editors: optional(ownList(ownText, 'strings')),
  inCharge: optional(object<InCharge>({ keys: ownList(ownText, 'strings'), byName: ownText, at: ownText })),
  assigned: optional(object<Assigned>({ key: ownText, name: ownText, byName: ownText, at: ownText })),
  controls: ownList(ownText, 'strings'),
  paused: trueOrFalse,
  isParked: optional(trueOnly),
  failure: optional(failure),
  failureSeq: optional(count),
  outage: optional(object<Outage>({ code: ownText, since: ownText, next: ownText })),
  budget: optional(budgetStop),
  raises: optional(ownList(budgetRaise, 'raises')),
  warned: optional(ownList(ownText, 'strings')),
  unedited: optional(trueOnly),
  trouble: optional(failure),
  arrived: optional(count),
  home: optional(thread),
  followings: optional(ownList(object<Following>({ ...following, byName: ownText }), 'places')),
  steps: count,
  said: count,
  revision: count,
});

// What the run before has said, and the next one writes down

type RefusalOf<C extends Refusal['code']> = Extract<Refusal, { readonly code: C }>;
const refusal = byCode<Refusal>({
  'not-a-reviewer': object<RefusalOf<'not-a-reviewer'>>({
    code: oneOf('not-a-reviewer'),
    reviewers: ownList(ownText, 'strings'),
    requesterName: optional(ownText),
  }),
  'not-an-overseer': object<RefusalOf<'not-an-overseer'>>({ code: oneOf('not-an-overseer') }),
  'may-not-be-asked': object<RefusalOf<'may-not-be-asked'>>({
    code: oneOf('may-not-be-asked'),
    name: ownText,
    reviewers: ownList(ownText, 'strings'),
    requesterName: optional(ownText),
  }),
  'has-voted': object<RefusalOf<'has-voted'>>({ code: oneOf('has-voted'), name: ownText }),
  claimed: object<RefusalOf<'claimed'>>({ code: oneOf('claimed'), byName: ownText, at: ownText }),
  'may-not-approve': object<RefusalOf<'may-not-approve'>>({
    code: oneOf('may-not-approve'),
    why: oneOf('requester', 'editor', 'not-yet', 'unsure'),
    waitingFor: optional(ownList(ownText, 'strings')),
    requesterName: optional(ownText),
  }),
  'already-decided': object<RefusalOf<'already-decided'>>({
    code: oneOf('already-decided'),
    decision: decisionKind,
    byName: ownText,
    at: ownText,
  }),
  'other-draft-is-current': object<RefusalOf<'other-draft-is-current'>>({
    code: oneOf('other-draft-is-current'),
    asked: count,
    current: count,
  }),
  'no-draft-yet': object<RefusalOf<'no-draft-yet'>>({ code: oneOf('no-draft-yet') }),
  'no-such-draft': object<RefusalOf<'no-such-draft'>>({ code: oneOf('no-such-draft'), asked: count, newest: count }),
  'same-draft': object<RefusalOf<'same-draft'>>({ code: oneOf('same-draft'), asked: count, current: count }),
  'bad-comment': object<RefusalOf<'bad-comment'>>({ code: oneOf('bad-comment') }),
  'lives-here': object<RefusalOf<'lives-here'>>({ code: oneOf('lives-here') }),
  'too-many-places': object<RefusalOf<'too-many-places'>>({ code: oneOf('too-many-places'), most: count }),
  'not-shown-here': object<RefusalOf<'not-shown-here'>>({ code: oneOf('not-shown-here') }),
  'sources-not-read': object<RefusalOf<'sources-not-read'>>({ code: oneOf('sources-not-read') }),
  'article-over': object<RefusalOf<'article-over'>>({ code: oneOf('article-over'), stage: oneOf(...STAGES) }),
  'not-now': object<RefusalOf<'not-now'>>({ code: oneOf('not-now'), control: controlKind, stage: oneOf(...STAGES) }),
});

type NoticeOf<C extends Notice['code']> = Extract<Notice, { readonly code: C }>;
const byName = object<
  Exclude<
    Notice,
    NoticeOf<
      | 'assigned'
      | 'followed'
      | 'unfollowed'
      | 'place-lost'
      | 'stepped-in'
      | 'language'
      | 'source-added'
      | 'raised'
      | 'budget-warning'
      | 'compared'
      | 'new-day'
      | 'escalated'
      | 'parked'
      | 'expired'
      | 'undeliverable'
      | 'did-not-count'
      | 'votes-void'
      | 'votes-joined'
      | 'cannot-be-approved'
      | 'revising'
      | 'taking-over'
      | 'translating'
      | 'translation-begun'
      | 'source-renewed'
    >
  >
>({
  code: oneOf('paused', 'resumed', 'cancelled', 'finishing', 'another', 'retrying', 'moved'),
  byName: ownText,
});
const notice = byCode<Notice>({
  paused: byName,
  resumed: byName,
  cancelled: byName,
  finishing: byName,
  another: byName,
  retrying: byName,
  moved: byName,
  followed: object<NoticeOf<'followed'>>({
    code: oneOf('followed'),
    byName: ownText,
    role: oneOf('decides', 'reads'),
    anyone: optional(trueOnly),
  }),
  unfollowed: object<NoticeOf<'unfollowed'>>({ code: oneOf('unfollowed'), byName: ownText }),
  'place-lost': object<NoticeOf<'place-lost'>>({
    code: oneOf('place-lost'),
    byName: ownText,
    platform: ownText,
    failure: ownText,
  }),
  assigned: object<NoticeOf<'assigned'>>({ code: oneOf('assigned'), byName: ownText, to: ownText, toName: ownText }),
  'stepped-in': object<NoticeOf<'stepped-in'>>({
    code: oneOf('stepped-in'),
    byName: ownText,
    reason: ownText,
    voted: ownList(ownText, 'strings'),
  }),
  language: object<NoticeOf<'language'>>({ code: oneOf('language'), byName: ownText, language: languageTag }),
  revising: object<NoticeOf<'revising'>>({
    code: oneOf('revising'),
    byName: ownText,
    edition: version,
    section: ownText,
  }),
  'taking-over': object<NoticeOf<'taking-over'>>({ code: oneOf('taking-over'), byName: ownText, edition: version }),
  translating: object<NoticeOf<'translating'>>({
    code: oneOf('translating'),
    byName: ownText,
    edition: version,
    from: languageTag,
    language: languageTag,
    article: id,
    isAgain: optional(trueOnly),
  }),
  'translation-begun': object<NoticeOf<'translation-begun'>>({
    code: oneOf('translation-begun'),
    byName: ownText,
    language: languageTag,
    article: id,
  }),
  'source-renewed': object<NoticeOf<'source-renewed'>>({
    code: oneOf('source-renewed'),
    edition: version,
    language: languageTag,
    article: id,
  }),
  'source-added': object<NoticeOf<'source-added'>>({ code: oneOf('source-added'), byName: ownText, name: ownText }),
  raised: object<NoticeOf<'raised'>>({ code: oneOf('raised'), byName: ownText, scope, usd }),
  'budget-warning': object<NoticeOf<'budget-warning'>>({ code: oneOf('budget-warning'), warning: budgetWarning }),
  compared: object<NoticeOf<'compared'>>({ code: oneOf('compared'), version, with: version, won: trueOrFalse }),
  'cannot-be-approved': object<NoticeOf<'cannot-be-approved'>>({
    code: oneOf('cannot-be-approved'),
    version,
    why: oneOf('requester', 'editors', 'few'),
    needed: count,
    left: count,
  }),
  'votes-joined': object<NoticeOf<'votes-joined'>>({ code: oneOf('votes-joined'), byName: ownText, version }),
  'votes-void': object<NoticeOf<'votes-void'>>({
    code: oneOf('votes-void'),
    version,
    names: ownList(ownText, 'strings'),
  }),
  'new-day': object<NoticeOf<'new-day'>>({ code: oneOf('new-day') }),
  escalated: object<NoticeOf<'escalated'>>({
    code: oneOf('escalated'),
    to: ownList(ownText, 'strings'),
    waitedMs: count,
  }),
  parked: object<NoticeOf<'parked' | 'expired'>>({ code: oneOf('parked', 'expired'), waitedMs: count }),
  expired: object<NoticeOf<'parked' | 'expired'>>({ code: oneOf('parked', 'expired'), waitedMs: count }),
  undeliverable: object<NoticeOf<'undeliverable'>>({
    code: oneOf('undeliverable'),
    where: ownText,
    failure: ownText,
  }),
  'did-not-count': object<NoticeOf<'did-not-count'>>({
    code: oneOf('did-not-count'),
    byName: ownText,
    asked: oneOf(...DECISION_KINDS, ...CONTROL_KINDS),
    refusal,
  }),
});

type MessageOf<K extends FeedMessage['kind']> = Extract<FeedMessage, { readonly kind: K }>;
const feedMessage = byKind<FeedMessage>({
  sources: object<MessageOf<'sources'>>({ kind: oneOf('sources'), researchId: ownText }),
  draft: object<MessageOf<'draft'>>({ kind: oneOf('draft'), draftId: ownText, version, outline: optional(trueOnly) }),
  critique: object<MessageOf<'critique'>>({ kind: oneOf('critique'), version, critiqueId: ownText }),
  'fact-report': object<MessageOf<'fact-report'>>({ kind: oneOf('fact-report'), version, factReportId: ownText }),
  gate: object<MessageOf<'gate'>>({
    kind: oneOf('gate'),
    gate: ownText,
    draftId: ownText,
    version,
    outline: optional(trueOnly),
    stopReason,
    replaced: optional(object<DraftRef>(draftRef)),
    factReportIds: optional(ownList(ownText, 'strings')),
    unchecked: optional(trueOnly),
    withoutExtras: optional(trueOnly),
  }),
  failure: object<MessageOf<'failure'>>({ kind: oneOf('failure'), failure }),
  budget: object<MessageOf<'budget'>>({
    kind: oneOf('budget'),
    stop: object<MessageOf<'budget'>['stop']>({ ...spent, until: optional(ownText) }),
  }),
  notice: object<MessageOf<'notice'>>({ kind: oneOf('notice'), notice }),
  'style-rule': object<MessageOf<'style-rule'>>({ kind: oneOf('style-rule'), rule: count }),
  publication: object<MessageOf<'publication'>>({ kind: oneOf('publication'), target: id }),
  final: object<MessageOf<'final'>>({
    kind: oneOf('final'),
    draftId: ownText,
    version,
    targets: optional(ownList(id, 'strings')),
  }),
});

const unwritten = object<Unwritten>({
  entries: ownList(
    object<FeedEntry>({ seq: count, message: feedMessage, to: optional(oneOf('requester')) }),
    'entries',
  ),
  decisions: optional(
    ownList(
      object<RecordedDecision>({
        decision,
        at: ownText,
        gate: optional(ownText),
        vote: optional(trueOnly),
        joined: optional(joinedVotes),
        subject: optional(oneOf('outline')),
        editedVersion: optional(version),
        rule: optional(ownText),
      }),
      'decisions',
    ),
  ),
  acts: optional(
    ownList(
      object<RecordedAct>({
        id: ownText,
        act: oneOf(...DECISION_KINDS, ...CONTROL_KINDS),
        by: actor,
        at: ownText,
        code: optional(ownText),
        rule: optional(ownText),
        about: optional(ownText),
      }),
      'acts',
    ),
  ),
  language: optional(languageTag),
  moved: optional(thread),
  retryThreads: optional(trueOnly),
});

const revisionDraft = { draftId: id, hash };
const revisionAsked = byKind<RevisionAsked>({
  comment: object<Extract<RevisionAsked, { readonly kind: 'comment' }>>({
    kind: oneOf('comment'),
    decision: object<DecisionOf<'request-changes'>>({
      kind: oneOf('request-changes'),
      ...decisionBase,
      comment: words,
    }),
    at: name,
    section: object<{ readonly id: string; readonly heading: string }>({ id, heading: prose }),
  }),
  proposal: object<Extract<RevisionAsked, { readonly kind: 'proposal' }>>({
    kind: oneOf('proposal'),
    id,
    by: actor,
    draft: object<Pick<DraftRecord, 'draftId' | 'hash'>>(revisionDraft),
  }),
});
const readSources = object<ReadSources>({ researchId: id, read: count, failed: count });
const revision = object<Revision>({
  first: id,
  articleId: id,
  edition: numberOf({ from: 2, to: MAX_VERSION, whole: true }),
  draft: object<Revision['draft']>({ ...revisionDraft, author: oneOf('agent', 'person') }),
  research: optional(readSources),
  asked: revisionAsked,
});

const translates = object<Translates>({
  first: id,
  articleId: id,
  edition: version,
  sha256,
  language: languageTag,
  research: optional(readSources),
  again: optional(object<NonNullable<Translates['again']>>({ first: id, articleId: id, edition: version })),
  asked: id,
});

const articleInput = object<ArticleInput>({
  articleId: id,
  traceId: id,
  request,
  requester: actor,
  thread,
  language: languageTag,
  settings,
  revises: optional(revision),
  translates: optional(translates),
  desk: optional(deskState),
  unwritten: optional(unwritten),
});

const scheduledOrder = object<ScheduledOrder>({ scheduleId: id });
const webhooksInput = object<WebhooksInput>({
  endpoint: id,
  articleId: id,
  timeoutSeconds: numberOf({ from: 1, to: MAX_WEBHOOK_SECONDS }),
});

const publishInput = object<PublishInput>({
  articleId: id,
  target: publishTarget,
  by: optional(
    object<NonNullable<PublishInput['by']>>({ platform: id, workspace: optional(id), userId: id, displayName: name }),
  ),
});

const agentRun = object<AgentRunInput>({
  runId: id,
  agent: oneOf('outline', 'write', 'critique', 'compare', 'fact-check', 'edit'),
  minutes,
  heartbeatSeconds: seconds,
  retry,
});

// What is heard of threads

const threadReport = byKind<ThreadReport>({
  arrived: object<Extract<ThreadReport, { readonly kind: 'arrived' }>>({ kind: oneOf('arrived'), seq: count }),
  trouble: object<Extract<ThreadReport, { readonly kind: 'trouble' }>>({
    kind: oneOf('trouble'),
    where: id,
    code: id,
    message: text({ most: MAX_TROUBLE_CHARS }),
    reason: optional(id),
  }),
  lost: object<Extract<ThreadReport, { readonly kind: 'lost' }>>({ kind: oneOf('lost'), thread, failure: id }),
});
