import { z } from 'zod';
import { toStorable } from '../../lib/storable.ts';
import type { ModelAnswer } from '../agent.ts';
import { type Ending, endingOf } from './reading/ending.ts';

/** What a model answered, as the body of its response tells it. */
export interface RawAnswer {
  readonly answer: ModelAnswer;
  /** The model declined, in its own words; `answer.text` is worth nothing then. */
  readonly refusal?: string;
  /** The server says that it went wrong, whatever there is of a text. */
  readonly failed?: boolean;
  readonly model?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Of the input tokens those that the server had in its cache of prompts. */
  readonly cachedInputTokens?: number;
  readonly costUsd?: number;
}

type Source = ModelAnswer['sources'][number];

// Servers differ in what they leave out or set to null; what is not of the expected shape counts as absent.
const text = z.string().optional().catch(undefined);
const count = z.number().nonnegative().optional().catch(undefined);
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item.nullable().catch(null))
    .catch([])
    .transform((items) => items.filter((one) => one !== null));

/** Perplexity: `{ total_cost }` in USD; LiteLLM and others make it one number. */
const cost = z
  .union([z.number(), z.object({ total_cost: z.number() }).transform((value) => value.total_cost)])
  .optional()
  .catch(undefined);

/** Parts of a message; what a model thinks comes as parts of other types (`thinking`, `reasoning`). */
const part = z.object({ type: text, text });
const spoken = (parts: readonly z.output<typeof part>[]): string =>
  parts.map(({ type = 'text', text: words = '' }) => (['text', 'output_text'].includes(type) ? words : '')).join('');
const usageOfChat = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count }).optional().catch(undefined),
  cost,
});

const chatBody = z.object({
  model: text,
  choices: z
    .array(
      z.object({
        finish_reason: text,
        message: z.object({
          content: z.union([z.string(), list(part).transform(spoken)]).catch(''),
          refusal: text,
          tool_calls: list(z.object({ function: z.object({ arguments: z.unknown() }) })),
        }),
      }),
    )
    .min(1),
  usage: usageOfChat.optional().catch(undefined),
});

const source = z.object({ url: z.string(), title: text, date: text, snippet: text });

const responsesBody = z.object({
  model: text,
  status: text,
  incomplete_details: z.object({ reason: text }).optional().catch(undefined),
  output: z.array(
    z.object({
      type: text,
      content: list(z.object({ type: text, text, refusal: text, annotations: list(source.extend({ type: text })) })),
      results: list(source),
      action: z
        .object({ sources: list(source) })
        .optional()
        .catch(undefined),
    }),
  ),
  usage: z
    .object({
      input_tokens: count,
      output_tokens: count,
      input_tokens_details: z.object({ cached_tokens: count }).optional().catch(undefined),
      cost,
    })
    .optional()
    .catch(undefined),
});

/** Undefined when the body is not an answer of `POST /chat/completions`. */
export function readChatAnswer(body: unknown): RawAnswer | undefined {
  const parsed = chatBody.safeParse(body);
  const choice = parsed.data?.choices[0];
  if (parsed.data === undefined || choice === undefined) return undefined;
  const { message, finish_reason: finish } = choice;
  const call = message.tool_calls[0]?.function.arguments;
  const ending = endingOf(finish);
  const refusal = message.refusal || (ending === 'refused' ? FILTERED : undefined);
  const { usage } = parsed.data;
  return {
    answer: {
      text: toStorable(
        call === undefined || call === '' ? message.content : typeof call === 'string' ? call : JSON.stringify(call),
      ),
      sources: [],
      ...marksOf(ending),
    },
    ...(refusal !== undefined && { refusal }),
    ...(ending === 'failed' && { failed: true }),
    ...facts(parsed.data.model, {
      inputTokens: usage?.prompt_tokens,
      outputTokens: usage?.completion_tokens,
      cachedInputTokens: usage?.prompt_tokens_details?.cached_tokens,
      costUsd: usage?.cost,
    }),
  };
}

/** Undefined when the body is not an answer of `POST /responses`. */
export function readResponsesAnswer(body: unknown): RawAnswer | undefined {
  const parsed = responsesBody.safeParse(body);
  if (parsed.data === undefined || parsed.data.output.length === 0) return undefined;
  const { output, usage, incomplete_details: incomplete, model, status } = parsed.data;
  const parts = output.filter((item) => item.type === 'message').flatMap((item) => item.content);
  const ending = endingOf(incomplete?.reason ?? status);
  const refusal = parts.find((one) => one.refusal)?.refusal ?? (ending === 'refused' ? FILTERED : undefined);
  return {
    answer: {
      text: toStorable(parts.map((one) => one.text ?? '').join('')),
      sources: sourcesOf([
        // Search results first: they have dates and snippets, which the citations of the same pages lack.
        ...output.filter((item) => item.type === 'search_results').flatMap((item) => item.results),
        ...output.flatMap((item) => item.action?.sources ?? []),
        ...parts.flatMap((one) => one.annotations.filter((annotation) => annotation.type === 'url_citation')),
      ]),
      ...marksOf(ending),
    },
    ...(refusal !== undefined && { refusal }),
    ...(ending === 'failed' && { failed: true }),
    ...facts(model, {
      inputTokens: usage?.input_tokens,
      outputTokens: usage?.output_tokens,
      cachedInputTokens: usage?.input_tokens_details?.cached_tokens,
      costUsd: usage?.cost,
    }),
  };
}

const FILTERED = 'filtered for its content';

function marksOf(ending: Ending): Pick<ModelAnswer, 'cut' | 'suspicious'> {
  return { ...(ending === 'cut' && { cut: true }), ...(ending === 'suspicious' && { suspicious: true }) };
}

type Usage = Pick<RawAnswer, 'inputTokens' | 'outputTokens' | 'cachedInputTokens' | 'costUsd'>;

function facts(
  model: string | undefined,
  usage: { readonly [Name in keyof Usage]: number | undefined },
): Pick<RawAnswer, 'model' | keyof Usage> {
  const known = Object.entries(usage).filter(([, value]) => value !== undefined);
  return { ...(model !== undefined && { model }), ...Object.fromEntries(known) };
}

function sourcesOf(found: readonly z.output<typeof source>[]): readonly Source[] {
  const byUrl = new Map<string, Source>();
  for (const { url, title, date, snippet } of found) {
    // A link that ends up in a chat has to be one to a page.
    if (!/^https?:\/\//i.test(url) || byUrl.has(url)) continue;
    byUrl.set(url, {
      title: toStorable(title || url),
      url: toStorable(url),
      ...(date !== undefined && { date: toStorable(date) }),
      ...(snippet !== undefined && { snippet: toStorable(snippet) }),
    });
  }
  return [...byUrl.values()];
}
