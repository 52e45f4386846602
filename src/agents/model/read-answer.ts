import { z } from 'zod';
import type { ModelAnswer } from '../agent.ts';

/** What a model answered, as the body of its response tells it. */
export interface RawAnswer {
  readonly answer: ModelAnswer;
  /** The model declined, in its own words; `answer.text` is worth nothing then. */
  readonly refusal?: string;
  readonly model?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
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

const chatBody = z.object({
  model: text,
  choices: z
    .array(
      z.object({
        finish_reason: text,
        message: z.object({
          content: z
            .union([
              z.string(),
              list(z.object({ text })).transform((parts) => parts.map((part) => part.text ?? '').join('')),
            ])
            .catch(''),
          refusal: text,
          tool_calls: list(z.object({ function: z.object({ arguments: z.unknown() }) })),
        }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: count, completion_tokens: count, cost }).optional().catch(undefined),
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
  usage: z.object({ input_tokens: count, output_tokens: count, cost }).optional().catch(undefined),
});

/** Undefined when the body is not an answer of `POST /chat/completions`. */
export function readChatAnswer(body: unknown): RawAnswer | undefined {
  const parsed = chatBody.safeParse(body);
  const choice = parsed.data?.choices[0];
  if (parsed.data === undefined || choice === undefined) return undefined;
  const { message, finish_reason: finish } = choice;
  const call = message.tool_calls[0]?.function.arguments;
  const refusal = message.refusal || (finish === 'content_filter' ? 'filtered for its content' : undefined);
  return {
    answer: {
      text: storable(call === undefined ? message.content : typeof call === 'string' ? call : JSON.stringify(call)),
      sources: [],
      ...(finish === 'length' && { cut: true }),
    },
    ...(refusal !== undefined && { refusal }),
    ...facts(
      parsed.data.model,
      parsed.data.usage?.prompt_tokens,
      parsed.data.usage?.completion_tokens,
      parsed.data.usage?.cost,
    ),
  };
}

/** Undefined when the body is not an answer of `POST /responses`. */
export function readResponsesAnswer(body: unknown): RawAnswer | undefined {
  const parsed = responsesBody.safeParse(body);
  if (parsed.data === undefined || parsed.data.output.length === 0) return undefined;
  const { output, usage, incomplete_details: incomplete, model } = parsed.data;
  const parts = output.filter((item) => item.type === 'message').flatMap((item) => item.content);
  const refusal =
    parts.find((part) => part.refusal)?.refusal ??
    (incomplete?.reason === 'content_filter' ? 'filtered for its content' : undefined);
  return {
    answer: {
      text: storable(parts.map((part) => part.text ?? '').join('')),
      sources: sourcesOf([
        // Search results first: they have dates and snippets, which the citations of the same pages lack.
        ...output.filter((item) => item.type === 'search_results').flatMap((item) => item.results),
        ...output.flatMap((item) => item.action?.sources ?? []),
        ...parts.flatMap((part) => part.annotations.filter((annotation) => annotation.type === 'url_citation')),
      ]),
      ...(incomplete?.reason === 'max_output_tokens' && { cut: true }),
    },
    ...(refusal !== undefined && { refusal }),
    ...facts(model, usage?.input_tokens, usage?.output_tokens, usage?.cost),
  };
}

/** Without what no database takes in JSON: NUL and halves of surrogate pairs. */
function storable(words: string): string {
  return words.replaceAll('\u0000', '').toWellFormed();
}

function facts(
  model: string | undefined,
  inputTokens: number | undefined,
  outputTokens: number | undefined,
  costUsd: number | undefined,
) {
  return {
    ...(model !== undefined && { model }),
    ...(inputTokens !== undefined && { inputTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...(costUsd !== undefined && { costUsd }),
  };
}

function sourcesOf(found: readonly z.output<typeof source>[]): readonly Source[] {
  const byUrl = new Map<string, Source>();
  for (const { url, title, date, snippet } of found) {
    // A link that ends up in a chat has to be one to a page.
    if (!/^https?:\/\//i.test(url) || byUrl.has(url)) continue;
    byUrl.set(url, {
      title: storable(title || url),
      url: storable(url),
      ...(date !== undefined && { date: storable(date) }),
      ...(snippet !== undefined && { snippet: storable(snippet) }),
    });
  }
  return [...byUrl.values()];
}
