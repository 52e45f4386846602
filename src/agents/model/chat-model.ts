import type { Logger } from '../../lib/logger.ts';
import type { Scrub } from '../../lib/scrub.ts';
import type { AgentRun, ModelAnswer } from '../agent.ts';
import type { LlmCache } from '../llm-cache.ts';
import { tagged } from '../sections.ts';
import type { AgentSettings } from '../settings.ts';
import type { AnswerFormat, Reading } from './answer-format.ts';
import { createModelClient, type Completion, type Endpoint, type Turn } from './model-client.ts';
import { refused, unusable, type Asked } from './model-failure.ts';
import { requestHash } from './request-hash.ts';
import { SharedCalls } from './shared-calls.ts';

/** The one way in which agents ask a model. */
export interface ChatModel {
  /** As configured. */
  readonly model: string;
  /**
   * The validated answer. What was paid for is in the journal before anything else is done with it; a malformed answer is sent
   * back with its fault named, as often as configured.
   * @throws ModelError, or the reason of `run.signal`.
   */
  ask<T>(question: Question<T>, run: AgentRun): Promise<T>;
}

export interface Question<T> {
  /** For the journal: `writer.draft`. No part of the request's hash. */
  readonly purpose: string;
  readonly turns: readonly Turn[];
  readonly format: AnswerFormat<T>;
}

export interface ChatModelOptions {
  /** Whose model it is, for messages: `writer`. */
  readonly agent: string;
  readonly settings: AgentSettings;
  readonly endpoint: Endpoint & { readonly baseUrlName: string; readonly keyName: string };
  readonly cache: LlmCache;
  readonly scrub: Scrub;
  readonly logger: Logger;
}

interface Heard extends Completion {
  /** From our own cache. */
  readonly remembered: boolean;
}

export function createChatModel(options: ChatModelOptions): ChatModel {
  const { settings, endpoint, cache, scrub, logger } = options;
  const address = new URL(endpoint.baseUrl);
  const asked: Asked = {
    agent: options.agent,
    model: settings.model,
    host: address.host,
    baseUrlName: endpoint.baseUrlName,
    keyName: endpoint.keyName,
  };
  const client = createModelClient(endpoint, settings, asked, scrub);
  const calls = new SharedCalls<Heard>();

  /** Everything that decides the answer, and nothing else: neither the key nor who asks. */
  const hashOf = (turns: readonly Turn[], format: AnswerFormat<unknown>): string =>
    requestHash({
      address: `${address.host}${address.pathname}`,
      api: endpoint.api,
      model: settings.model,
      temperature: settings.temperature ?? null,
      maxOutputTokens: settings.maxOutputTokens ?? null,
      output: format.json === undefined ? null : { method: settings.structuredOutput, ...format.json },
      turns: turns.map(({ role, text }) => [role, text]),
    });

  async function hear(
    hash: string,
    turns: readonly Turn[],
    question: Question<unknown>,
    { fresh, anew }: { readonly fresh: boolean; readonly anew: boolean },
    signal: AbortSignal,
  ): Promise<Heard> {
    if (settings.cacheTtlSeconds > 0 && !anew) {
      const remembered = fromCache(await cache.get(hash));
      if (remembered !== undefined && question.format.read(remembered.answer).ok) {
        return { ...remembered, cached: true, costUsd: 0, remembered: true };
      }
      signal.throwIfAborted();
    }
    return { ...(await client.complete(turns, question.format, { fresh }, signal)), remembered: false };
  }

  async function askOnce<T>(
    turns: readonly Turn[],
    question: Question<T>,
    fresh: boolean,
    run: AgentRun,
  ): Promise<{ reading: Reading<T>; text: string }> {
    const { purpose, format } = question;
    const hash = hashOf(turns, format);
    run.signal.throwIfAborted();
    const kept = await run.journal.find(hash);
    if (kept !== undefined && kept !== 'discarded') {
      const reading = format.read(kept);
      // The process ended between storing it and looking at it.
      if (!reading.ok) await run.journal.discard(hash);
      return { reading, text: kept.text };
    }
    const startedAt = performance.now();
    // Neither memory may give once more what was of no use.
    const anew = kept === 'discarded';
    const share = await calls.join(
      anew ? `${hash}/anew` : hash,
      (signal) => hear(hash, turns, question, { fresh: fresh || anew, anew }, signal),
      run.signal,
    );
    try {
      const { answer, refusal, model, inputTokens, outputTokens, costUsd, cached, remembered } = share.value;
      const spent = cached || !share.first ? 0 : costUsd;
      await run.journal.store(hash, answer, {
        purpose,
        model,
        ...(inputTokens !== undefined && { inputTokens }),
        ...(outputTokens !== undefined && { outputTokens }),
        ...(spent !== undefined && { costUsd: spent }),
        cached: cached || !share.first,
        durationMs: Math.round(performance.now() - startedAt),
      });
      if (refusal !== undefined) {
        await run.journal.discard(hash);
        throw refused(refusal, asked, scrub);
      }
      const reading = format.read(answer);
      if (!reading.ok) await run.journal.discard(hash);
      else if (!remembered && share.first && settings.cacheTtlSeconds > 0) {
        await cache.set(hash, toCache({ answer, model }), settings.cacheTtlSeconds);
      }
      return { reading, text: answer.text };
    } finally {
      share.leave();
    }
  }

  return {
    model: settings.model,
    async ask(question, run) {
      let turns = withSchema(question, endpoint, settings);
      for (let repairs = 0; ; repairs += 1) {
        const { reading, text } = await askOnce(turns, question, repairs > 0, run);
        if (reading.ok) return reading.value;
        logger.warn(
          { purpose: question.purpose, model: settings.model, fault: scrub(reading.fault), repairs },
          'a model gave a malformed answer',
        );
        if (repairs >= settings.repairAttempts) throw unusable(question.purpose, reading.fault, asked, scrub);
        turns = [...turns, ...sendBack(text, reading.fault)];
      }
    },
  };
}

/** The turns that return an answer to the model with what is wrong with it. */
export function sendBack(answer: string, fault: string): readonly Turn[] {
  return [
    // Some servers refuse a turn without any text.
    { role: 'assistant', text: answer.trim() === '' ? '(empty)' : answer },
    { role: 'user', text: tagged('fault', fault) },
  ];
}

/** Where the request itself does not carry the schema, or the server may not heed it, the words do. */
function withSchema(question: Question<unknown>, endpoint: Endpoint, settings: AgentSettings): readonly Turn[] {
  const { json } = question.format;
  if (json === undefined || (endpoint.api === 'chat' && settings.structuredOutput !== 'json_mode'))
    return question.turns;
  const [system, ...rest] = question.turns;
  if (system === undefined) return question.turns;
  return [
    {
      ...system,
      text: `${system.text}\n\nAnswer with one JSON object and nothing else, of this JSON schema:\n${JSON.stringify(json.schema)}`,
    },
    ...rest,
  ];
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
