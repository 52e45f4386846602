import type { ArticleRequest } from '../protocol/article.ts';
import type { BudgetReached } from '../protocol/budget.ts';
import type { Critique } from '../protocol/critique.ts';
import type { EditRecord } from '../protocol/edit-record.ts';
import type { JudgedSentence, Note } from '../protocol/evidence.ts';
import type { Extra } from '../protocol/extras.ts';
import type { FactReport } from '../protocol/fact-report.ts';
import type { LedgerAnswer, LedgerItem, Supersession } from '../protocol/ledger.ts';
import type { Comment } from '../protocol/orders.ts';
import type { Section } from '../protocol/section.ts';
import type { KnownPage } from './critic/measure.ts';
import type { OrderedExtra } from './editor/extras/wanted-for.ts';

export type { Comment };

/** What surrounds one call of an agent. */
export interface AgentRun {
  /** Aborts the model call in flight. */
  readonly signal: AbortSignal;
  /** Keeps answers that were paid for; see {@link AnswerJournal}. */
  readonly journal: AnswerJournal;
  /** The day on which this piece of work was begun, `2026-11-29`, UTC: in every prompt, and the same in every attempt. */
  readonly today: string;
  /** Whose work it is: `slack:T024BE7LH`. What one tenant's models answered is never given to another. Absent: there is one. */
  readonly tenant?: string;
  /**
   * To be called before every call that may cost something. Absent: it may cost what it does.
   * @throws {BudgetReachedError} when it must not begin.
   */
  readonly mayCall?: () => Promise<void>;
  /** Which of several versions of the same order: the writer's answers are remembered for each. Absent: 0, the first. */
  readonly variant?: number;
  /** Told with each answer that was taken whose it is: the model's name, as configured. */
  readonly onAnswer?: (model: string) => void;
  /** Called whenever a model is asked for the article's text, with what has come of it so far. */
  readonly onWriting?: (soFar: TextSoFar) => void;
}

/** A text that is being written. Neither costs anything before it is asked for. */
export interface TextSoFar {
  words(): number;
  /** Markdown. */
  text(): string;
}

/**
 * Remembers every answer of a model for one piece of work, so that doing it again after a crash pays nothing twice.
 * Keys are hashes of the request, without any secret.
 */
export interface AnswerJournal {
  /** The answer stored for this request. `discarded`: there was one that is of no use, and no memory may give it again. */
  find(requestHash: string): Promise<ModelAnswer | 'discarded' | undefined>;
  /** Called with an answer before anything else is done with it. */
  store(requestHash: string, answer: ModelAnswer, call: ModelCallInfo): Promise<void>;
  /** The answer did not pass validation: never give it again. */
  discard(requestHash: string): Promise<void>;
}

/** A model's answer as plain JSON. */
export interface ModelAnswer {
  /** The text, or the JSON text of a structured answer. */
  readonly text: string;
  /** Pages the model looked at, when it searched. */
  readonly sources: readonly {
    readonly title: string;
    readonly url: string;
    readonly date?: string;
    readonly snippet?: string;
  }[];
  /** The model stopped at its output limit, so the text ends where it should not. */
  readonly cut?: boolean;
  /** The server did not say why the model stopped, in words that we know: the text has to look finished by itself. */
  readonly suspicious?: boolean;
}

export interface ModelCallInfo {
  /** `writer.draft`, `critic.critique`, … */
  readonly purpose: string;
  /** The one that really answered as far as the gateway tells, else as configured. */
  readonly model: string;
  /** As configured: the one that was asked. */
  readonly asked: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** As the gateway told (`x-litellm-response-cost`, Perplexity `usage.cost`), or by the table of prices; zero when cached. */
  readonly costUsd?: number;
  /** True when no money was spent: our cache or the gateway's. */
  readonly cached: boolean;
  readonly durationMs: number;
}

/** What the writer wrote, and the name of the model that did, as configured. */
export interface WrittenText {
  readonly text: string;
  readonly model: string;
}

/** What an article rests on. */
export interface WriterEvidence {
  /** What it may cite. */
  readonly notes: readonly Note[];
  /** The text of each note's page, by its SHA-256: quotations are looked up there. */
  readonly pages: Readonly<Record<string, string>>;
  /** What was found of the citations of the draft that is revised. */
  readonly judged?: readonly JudgedSentence[];
}

export interface Writer {
  /** The one that is asked first. */
  readonly model: string;
  /** The plan of an article for people: its title, what it is about, and its headings with what each section shows. `earlier`: the one they sent back. */
  outline(
    input: {
      readonly request: ArticleRequest;
      readonly comments: readonly Comment[];
      readonly evidence?: WriterEvidence;
      readonly earlier?: string;
    },
    run: AgentRun,
  ): Promise<WrittenText & { readonly template?: string }>;
  /**
   * Outline, then draft. `template`: the one that the outline found, where the order named none. Along an `outline` that is given, title and
   * headings of the draft are its to the letter.
   */
  write(
    input: {
      readonly request: ArticleRequest;
      readonly comments: readonly Comment[];
      /** Absent: there is none, and nothing is linked. */
      readonly evidence?: WriterEvidence;
      /** Markdown. Absent: one is made. */
      readonly outline?: string;
    },
    run: AgentRun,
  ): Promise<WrittenText & { readonly template?: string }>;
  /**
   * A text in the language of the request, section by section, each under the id of the one that it translates. Everything that says the same
   * in every language is as it was, as far as the model could be brought to keep it.
   */
  translate(input: TranslationInput, run: AgentRun): Promise<Translation>;
  /** A better draft from an earlier one: of its sections, only those are written anew that something is to be done in. */
  revise(input: RevisionInput, run: AgentRun): Promise<Revision>;
}

/** A text that is translated. */
export interface Original {
  /** BCP 47. */
  readonly language: string;
  readonly sections: readonly Section[];
}

export interface TranslationInput {
  readonly request: ArticleRequest;
  readonly original: Original;
  /** Translations of sections of the original, under its ids: they stand to the byte. Absent: none. */
  readonly translated?: readonly Section[];
  readonly comments: readonly Comment[];
}

export interface Translation {
  /** Who translated, as configured. */
  readonly model: string;
  readonly draft: readonly Section[];
}

export interface RevisionInput {
  readonly request: ArticleRequest;
  readonly draft: readonly Section[];
  readonly critique?: Critique;
  /** Only those that somebody looked up are told to the model: what another one remembers is no order. */
  readonly factReports?: readonly FactReport[];
  /** What was said of earlier revisions of this draft that turned out worse than it. */
  readonly setbacks?: readonly Critique[];
  /** Comments by people and suggestions that the draft has not done yet, oldest first. */
  readonly open: readonly LedgerItem[];
  /** Those that it has done, which have to stay done. */
  readonly kept: readonly LedgerItem[];
  /** Absent: there is none, and nothing is linked. */
  readonly evidence?: WriterEvidence;
  /** People have approved the headings: only a comment of theirs changes them. */
  readonly keepHeadings?: boolean;
  /** What the draft is a translation of. Absent: it is none. */
  readonly original?: Original;
}

export interface Revision {
  /** Who wrote it, as configured. */
  readonly model: string;
  /** Those sections that nothing was to be done in are the same to the byte. */
  readonly draft: readonly Section[];
  /** For each open item that still holds: what became of it. */
  readonly answers: readonly LedgerAnswer[];
  /** Comments that a later one contradicts. */
  readonly superseded: readonly Supersession[];
}

/** A comment of which the critic says whether the draft has heeded it. */
export interface CommentToJudge extends Comment {
  /** Absent: nobody keeps a ledger, and nothing is said of it. */
  readonly id?: string;
  /** What the writer says of it. */
  readonly answer?: LedgerAnswer;
}

/** A suggestion that the writer was given before, and what it says of it. */
export interface FollowedSuggestion {
  readonly text: string;
  readonly answer: LedgerAnswer;
}

export interface CritiqueInput {
  readonly request: ArticleRequest;
  readonly draft: readonly Section[];
  readonly comments: readonly CommentToJudge[];
  /** Absent: none was given. */
  readonly suggestions?: readonly FollowedSuggestion[];
  /** The draft that this one grew from, in Markdown, and what was said of it. */
  readonly earlier?: { readonly draft?: string; readonly critique?: Critique };
  /** About the draft, and the one that it grew from. */
  readonly factReports?: readonly FactReport[];
  /** What is known of pages that the draft may link to. Absent: nothing. */
  readonly pages?: readonly KnownPage[];
  /** What the draft is a translation of. Absent: it is none. */
  readonly original?: Original;
}

export interface ComparisonInput {
  readonly request: ArticleRequest;
  /** The newer one. */
  readonly draft: string;
  /** The best one until then. */
  readonly standing: string;
  readonly comments: readonly Comment[];
  /** What both are translations of. Absent: they are none. */
  readonly original?: Original;
}

export interface Critic {
  readonly model: string;
  /**
   * Whether a draft is better than the one that stands: only where it is preferred whichever of them is read first. False also where no
   * verdict is to be had.
   */
  isBetter(input: ComparisonInput, run: AgentRun): Promise<boolean>;
  /**
   * Each criterion is judged by words that stand in the draft, and the score is computed from them. What is weak is named with its section,
   * where it is in one.
   */
  critique(input: CritiqueInput, run: AgentRun): Promise<Critique>;
}

export interface FactChecker {
  readonly model: string;
  /**
   * Looks for what `earlier` reports found wrong: what is still said stays contradicted, as it was. Then, unless `scope` is `earlier`, into
   * what this draft claims, or only what those of its passages do that are in `fresh`: a person wrote them.
   */
  check(
    input: {
      readonly request: ArticleRequest;
      readonly draft: string;
      readonly fresh?: string;
      readonly scope?: 'claims' | 'earlier';
      readonly earlier?: readonly FactReport[];
    },
    run: AgentRun,
  ): Promise<FactReport>;
}

export interface Editor {
  readonly model: string;
  /**
   * The last hand: spelling, grammar, typography, Markdown, headings that say nothing; a title and a summary. A sentence that would say
   * something else stands as it was, byte for byte, and what was wanted of it is in `edit`. With `keepText` the text stays to the letter and only
   * title and summary are made. `text` begins with the title as `# heading`.
   */
  edit(
    input: {
      readonly request: ArticleRequest;
      readonly draft: string;
      readonly keepText: boolean;
      /** People have approved title and headings. Absent: false. */
      readonly keepHeadings?: boolean;
    },
    run: AgentRun,
  ): Promise<EditedArticle>;
  /** What goes with an article, each within its length and on one line, with no address that the draft has not. */
  extras(input: ExtrasInput, run: AgentRun): Promise<readonly Extra[]>;
}

/** What goes with an article. */
export interface ExtrasInput {
  readonly request: ArticleRequest;
  readonly draft: string;
  readonly wanted: readonly OrderedExtra[];
}

export interface EditedArticle {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  /** Absent: the text was not to be edited. */
  readonly edit?: EditRecord;
}

/** Finds what an article may rest on. */
export interface Researcher {
  readonly model: string;
  /** Addresses of pages that a search returned, at most {@link ResearchSettings.maxFound}. Without a provider that searches: none. */
  search(input: { readonly request: ArticleRequest }, run: AgentRun): Promise<readonly string[]>;
  /** Words of a page that bear on the topic. Each stands in the page: what does not is left out. */
  takeNotes(
    input: { readonly request: ArticleRequest; readonly page: { readonly title: string; readonly text: string } },
    run: AgentRun,
  ): Promise<readonly string[]>;
  /** Whether the passages say what the sentences that cite them say. One for each sentence, in their order. */
  judge(
    input: {
      readonly request: ArticleRequest;
      readonly citations: readonly (Pick<JudgedSentence, 'sentence' | 'noteIds'> & {
        /** What stands around each cited quote. */
        readonly passages: readonly string[];
      })[];
    },
    run: AgentRun,
  ): Promise<readonly JudgedSentence[]>;
}

/** Why a model gave no usable answer; `activities/failures.ts` decides what follows. */
export type ModelErrorCode =
  /** No connection, 5xx, cut off, timed out: try again. */
  | 'model-unavailable'
  /** 429. */
  | 'model-rate-limited'
  /** 401 or 403, unknown model, exhausted budget or quota: someone has to change something. */
  | 'model-unauthorized'
  | 'model-not-found'
  | 'model-budget-exceeded'
  /** Refused for its content. */
  | 'model-refused'
  /** The request is too long for the model. */
  | 'model-context-exceeded'
  /** The server does not take the request as we make it, whatever was adapted. */
  | 'model-request-refused'
  /** Malformed after every attempt to have it mended. */
  | 'model-answer-unusable';

/** No call may begin: a cap is spent. Nothing was asked. */
export class BudgetReachedError extends Error {
  override readonly name = 'BudgetReachedError';
  readonly reached: BudgetReached;

  constructor(reached: BudgetReached) {
    super(`The budget (${reached.scope}) is spent: ${reached.spentUsd} of ${reached.capUsd} USD`);
    this.reached = reached;
  }
}

export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ModelErrorCode;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: { code: ModelErrorCode; status?: number; retryAfterMs?: number; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
  }
}
