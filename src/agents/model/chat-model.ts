import type { Logger } from '../../lib/logger.ts';
import type { Scrub } from '../../lib/scrub.ts';
import { NO_TELEMETRY, type Telemetry } from '../../lib/telemetry.ts';
import type { AgentRun, ModelAnswer } from '../agent.ts';
import type { LlmCache } from '../llm-cache.ts';
import type { AgentSettings } from '../settings.ts';
import type { AnswerFormat, Reading } from './answer-format.ts';
import { createLearnedBook, type LearnedBook } from './capabilities.ts';
import { carriedFrom, continuation, joined } from './continue-text.ts';
import { faultSection } from './fault-section.ts';
import { HeldAnswers } from './held-answers.ts';
import { type Asking, createModelClient, type Completion, type Endpoint, type Turn } from './model-client.ts';
import { cutOff, refused, unusable, type Asked } from './model-failure.ts';
import type { Price } from './price.ts';
import { countWords } from './reading/article-faults.ts';
import { cleanArticle } from './reading/clean-answer.ts';
import { withoutLoop } from './reading/without-loop.ts';
import { requestHash } from './request-hash.ts';
import { SharedCalls } from './shared-calls.ts';
import { Slots } from './slots.ts';
import { toldCall } from './told-call.ts';

/** The one way in which agents ask a model. */
export interface ChatModel {
  /** As configured. */
  readonly model: string;
  /**
   * The validated answer. What was paid for is in the journal before anything else is done with it, or held until it is; a malformed
   * answer is sent back with its fault named, as often as configured; one that was cut is continued or asked for anew with a higher limit.
   * @throws ModelError, or the reason of `run.signal`.
   */
  ask<T>(question: Question<T>, run: AgentRun): Promise<T>;
}

/** One model at one server, which knows what it has answered. */
export interface RememberingModel extends ChatModel {
  /** Server, model and key, in one text. */
  readonly place: string;
  /** Whether the answer to this very question was paid for already, by this piece of work or within `cacheTtlSeconds`: then asking costs nothing. */
  remembers(question: Question<unknown>, run: AgentRun): Promise<boolean>;
}

export interface Question<T> {
  /** For the journal: `writer.draft`. No part of the request's hash. */
  readonly purpose: string;
  readonly turns: readonly Turn[];
  readonly format: AnswerFormat<T>;
  /** The answer is the article's text, which people may see while it is written. */
  readonly isWatched?: true;
  /** What of a watched answer is the text. Default: all of it. */
  readonly textIn?: (answerSoFar: string) => string;
}

export interface ChatModelOptions {
  /** Whose model it is, for messages: `writer`. */
  readonly agent: string;
  readonly settings: AgentSettings;
  readonly endpoint: Endpoint & { readonly baseUrlName: string; readonly keyName: string };
  readonly cache: LlmCache;
  readonly scrub: Scrub;
  readonly logger: Logger;
  /** Absent: nobody else asks there. */
  readonly slots?: Slots;
  /** Absent: what is learned is forgotten with this model. */
  readonly learned?: LearnedBook;
  readonly prices?: Readonly<Record<string, Price>>;
  /** Absent: nobody watches. */
  readonly telemetry?: Telemetry;
}

interface Heard extends Completion {
  /** From our own cache. */
  readonly remembered: boolean;
  /** How often it could not be stored. */
  readonly holds?: number;
}

/** One request of a question. */
interface Attempt {
  readonly turns: readonly Turn[];
  /** Output tokens; undefined: as many as the server gives. */
  readonly limit: number | undefined;
  /** The text that a cut answer left, which this one continues. */
  readonly carried?: string;
  /** A cache must not give once more what was of no use. */
  readonly fresh: boolean;
}

interface Heeded<T> {
  readonly reading: Reading<T>;
  /** With what it continues. */
  readonly text: string;
  readonly outputTokens?: number;
}

/** What still cannot be stored then is not for want of a database. */
const MAX_HOLDS = 5;
const DEFAULT_CONCURRENCY = 50;
/** A text may be cut so often before the limit is a matter for people. */
const MAX_CUTS = 3;
/** Where no limit was set: a server that cuts sooner has not told the truth, or has no more to give. */
const ASSUMED_LIMIT_TOKENS = 2048;

export function createChatModel(options: ChatModelOptions): RememberingModel {
  const { settings, endpoint, cache, scrub, logger, telemetry = NO_TELEMETRY } = options;
  const address = new URL(endpoint.baseUrl);
  telemetry.note({ kind: 'model', agent: options.agent, model: settings.model });
  const asked: Asked = {
    agent: options.agent,
    model: settings.model,
    host: address.host,
    baseUrlName: endpoint.baseUrlName,
    keyName: endpoint.keyName,
  };
  const client = createModelClient({
    endpoint,
    settings,
    asked,
    scrub,
    slots: options.slots ?? new Slots(DEFAULT_CONCURRENCY),
    learned: options.learned ?? createLearnedBook({ logger }),
    prices: options.prices ?? {},
  });
  const calls = new SharedCalls<Heard>();
  const held = new HeldAnswers<Heard>();

  /** Everything that decides the answer and whose it is, and nothing else: neither the key nor who asks. */
  const hashOf = ({ turns, limit }: Attempt, format: AnswerFormat<unknown>, { tenant, variant }: AgentRun): string =>
    requestHash({
      address: `${address.host}${address.pathname}`,
      api: endpoint.api,
      model: settings.model,
      temperature: settings.temperature ?? null,
      maxOutputTokens: limit ?? null,
      ...(settings.reasoningEffort !== undefined && { reasoningEffort: settings.reasoningEffort }),
      ...(settings.extraBody !== undefined && { extraBody: settings.extraBody }),
      ...(tenant !== undefined && { tenant }),
      ...(variant !== undefined && variant > 0 && { variant }),
      output: format.json === undefined ? null : { method: settings.structuredOutput, ...format.json },
      turns: turns.map(({ role, text }) => [role, text]),
    });

  async function cachedAnswer(hash: string, { format }: Question<unknown>): Promise<Cached | undefined> {
    if (settings.cacheTtlSeconds === 0) return undefined;
    const remembered = fromCache(await cache.get(hash));
    return remembered !== undefined && format.read(remembered.answer).ok ? remembered : undefined;
  }

  async function hear(
    hash: string,
    { turns, limit, fresh }: Attempt,
    question: Question<unknown>,
    {
      anew,
      signal,
      watch,
      mayCall,
    }: Pick<Asking, 'watch'> & Pick<AgentRun, 'signal' | 'mayCall'> & { readonly anew: boolean },
  ): Promise<Heard> {
    const told = { agent: options.agent, model: settings.model, purpose: question.purpose };
    if (!anew) {
      const remembered = await cachedAnswer(hash, question);
      if (remembered !== undefined)
        return await toldCall(told, { logger, telemetry }, async () => ({
          ...remembered,
          cached: true,
          costUsd: 0,
          remembered: true,
        }));
      signal.throwIfAborted();
    }
    await mayCall?.();
    const call = { format: question.format, limit, fresh: fresh || anew, ...(watch !== undefined && { watch }) };
    return await toldCall(told, { logger, telemetry }, async () => ({
      ...(await client.complete(turns, call, signal)),
      remembered: false,
    }));
  }

  /** Puts what was heard into the journal. What it cannot take now is held for whoever asks the same again. */
  async function store(
    key: string,
    hash: string,
    { heard, first, unbook, startedAt }: { heard: Heard; first: boolean; unbook: () => void; startedAt: number },
    purpose: string,
    run: AgentRun,
  ): Promise<void> {
    const { answer, model, inputTokens, outputTokens, costUsd } = heard;
    const cached = heard.cached || !first;
    const spent = cached ? 0 : costUsd;
    try {
      await run.journal.store(hash, answer, {
        purpose,
        model,
        asked: settings.model,
        // Shared, it was one call: whoever books it has its tokens.
        ...(first && inputTokens !== undefined && { inputTokens }),
        ...(first && outputTokens !== undefined && { outputTokens }),
        ...(spent !== undefined && { costUsd: spent }),
        cached,
        durationMs: Math.round(performance.now() - startedAt),
      });
    } catch (error) {
      unbook();
      const { holds = 0 } = heard;
      if (first && !heard.remembered && holds < MAX_HOLDS) held.hold(key, { ...heard, holds: holds + 1 });
      throw error;
    }
  }

  async function askOnce<T>(attempt: Attempt, question: Question<T>, run: AgentRun): Promise<Heeded<T>> {
    const { purpose, format } = question;
    const instructions = question.turns.find(({ role }) => role === 'system')?.text;
    const heed = (answer: ModelAnswer, outputTokens?: number): Heeded<T> => {
      const text = attempt.carried === undefined ? answer.text : joined(attempt.carried, answer.text);
      return {
        reading: format.read({ ...answer, text }, instructions),
        text,
        ...(outputTokens !== undefined && { outputTokens }),
      };
    };
    const hash = hashOf(attempt, format, run);
    run.signal.throwIfAborted();
    const kept = await run.journal.find(hash);
    if (kept !== undefined && kept !== 'discarded') {
      const heeded = heed(kept);
      // The process ended between storing it and looking at it.
      if (isOfNoUse(heeded.reading)) await run.journal.discard(hash);
      return heeded;
    }
    const startedAt = performance.now();
    // Neither memory may give once more what was of no use.
    const anew = kept === 'discarded';
    const key = anew ? `${hash}/anew` : hash;
    const watch = question.isWatched === true ? watchOf(run, question, attempt.carried) : {};
    const share = await calls.join(
      key,
      async (signal) => held.take(key) ?? (await hear(hash, attempt, question, { ...run, anew, signal, ...watch })),
      run.signal,
    );
    try {
      const { value: heard, first, unbook } = share;
      await store(key, hash, { heard, first, unbook, startedAt }, purpose, run);
      const { answer, refusal, model, remembered } = heard;
      if (refusal !== undefined) {
        await run.journal.discard(hash);
        throw refused(refusal, asked, scrub);
      }
      const heeded = heed(answer, heard.outputTokens);
      const { reading } = heeded;
      if (isOfNoUse(reading)) await run.journal.discard(hash);
      else if (reading.ok && attempt.carried === undefined && !remembered && first && settings.cacheTtlSeconds > 0) {
        await cache.set(hash, toCache({ answer, model }), settings.cacheTtlSeconds);
      }
      return heeded;
    } finally {
      share.leave();
    }
  }

  const firstAttempt = (question: Question<unknown>): Attempt => ({
    turns: withSchema(question),
    limit: settings.maxOutputTokens,
    fresh: false,
  });

  /** After an answer that was cut: the next request, with a higher limit; prose goes on where it was, as far as there is enough of it. */
  function afterCut(
    { limit }: Attempt,
    turns: readonly Turn[],
    { text, outputTokens }: Heeded<unknown>,
    format: AnswerFormat<unknown>,
  ): Attempt {
    const higher = 2 * Math.max(limit ?? ASSUMED_LIMIT_TOKENS, outputTokens ?? 0);
    const carried = format.json === undefined ? carriedFrom(text) : undefined;
    if (carried === undefined) return { turns, limit: higher, fresh: true };
    return { turns: continuation(turns, carried), limit: higher, carried, fresh: true };
  }

  return {
    model: settings.model,
    place: `${address.host}${address.pathname} ${settings.model} ${endpoint.keyName}`,
    async remembers(question, run) {
      const hash = hashOf(firstAttempt(question), question.format, run);
      if (held.has(hash)) return true;
      const kept = await run.journal.find(hash);
      return kept === undefined ? (await cachedAnswer(hash, question)) !== undefined : kept !== 'discarded';
    },
    async ask<T>(question: Question<T>, run: AgentRun): Promise<T> {
      let attempt = firstAttempt(question);
      const base = attempt.turns;
      let cuts = 0;
      let makeshift: { readonly value: T } | undefined;
      for (let repairs = 0; ; ) {
        const heeded = await askOnce(attempt, question, run);
        const { reading } = heeded;
        if (reading.ok) {
          run.onAnswer?.(settings.model);
          return reading.value;
        }
        const { fault, code } = reading;
        if (reading.makeshift !== undefined) makeshift = { value: reading.makeshift };
        const isCut = code === 'cut';
        logger.warn(
          { purpose: question.purpose, model: settings.model, fault: scrub(fault), repairs, cuts },
          isCut ? 'the answer of a model was cut off' : 'a model gave a malformed answer',
        );
        if (isCut ? cuts >= MAX_CUTS : repairs >= settings.repairAttempts) {
          if (makeshift !== undefined) {
            run.onAnswer?.(settings.model);
            return makeshift.value;
          }
          if (code === 'refusal') throw refused('it answered with an apology', asked, scrub);
          throw isCut ? cutOff(question.purpose, asked) : unusable(question.purpose, fault, asked, scrub);
        }
        if (isCut) {
          cuts += 1;
          attempt = afterCut(attempt, base, heeded, question.format);
        } else {
          repairs += 1;
          const { turns, limit } = attempt;
          attempt = {
            turns: [...(attempt.carried === undefined ? turns : base), ...sendBack(withoutLoop(heeded.text), fault)],
            limit,
            fresh: true,
          };
        }
      }
    },
  };
}

/** @param carried what the answer continues */
function watchOf(
  { onWriting }: AgentRun,
  { textIn }: Question<unknown>,
  carried: string | undefined,
): Pick<Asking, 'watch'> {
  if (onWriting === undefined) return {};
  const whole = (answer: string): string =>
    carried === undefined ? cleanArticle(answer).text : joined(carried, answer);
  const textOf = (answer: string): string =>
    textIn === undefined ? whole(answer) : textIn(carried === undefined ? answer : joined(carried, answer));
  return {
    watch: (answerSoFar) =>
      onWriting({ words: () => countWords(whole(answerSoFar())), text: () => textOf(answerSoFar()) }),
  };
}

/** One that was cut is gone on from, one that has to do is there when the work is done again. */
function isOfNoUse(reading: Reading<unknown>): boolean {
  return !reading.ok && reading.code !== 'cut' && reading.makeshift === undefined;
}

/** The turns that return an answer to the model with what is wrong with it. */
function sendBack(answer: string, fault: string): readonly Turn[] {
  return [
    // Some servers refuse a turn without any text.
    { role: 'assistant', text: answer.trim() === '' ? '(empty)' : answer },
    { role: 'user', text: faultSection(fault) },
  ];
}

/** The schema is always said in words, too: a server may take it and not heed it. */
function withSchema(question: Question<unknown>): readonly Turn[] {
  const { json } = question.format;
  if (json === undefined) return question.turns;
  const words = `Answer with one JSON object and nothing else, of this JSON schema:\n${JSON.stringify(json.schema)}`;
  const [first, ...rest] = question.turns;
  if (first?.role !== 'system') return [{ role: 'system', text: words }, ...question.turns];
  return [{ ...first, text: `${first.text}\n\n${words}` }, ...rest];
}

type Cached = Pick<Completion, 'answer' | 'model'>;

function toCache(cached: Cached): string {
  return JSON.stringify(cached);
}

function fromCache(value: string | undefined): Cached | undefined {
  if (value === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isCached(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isCached(value: unknown): value is Cached {
  if (typeof value !== 'object' || value === null || !('answer' in value) || !('model' in value)) return false;
  const answer = value.answer as Partial<ModelAnswer> | null;
  return typeof value.model === 'string' && typeof answer?.text === 'string' && Array.isArray(answer.sources);
}
