import { list, object } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { ModelCall } from '../model-call.ts';
import { answerText } from '../reply.ts';
import type { Answer, SearchResult } from '../reply.ts';
import { piecesOf } from './chat-completions.ts';
import { tokensIn } from './usage.ts';

interface Identity {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
}

/** The body of an answer that is not streamed. */
export function responseObject(
  call: ModelCall,
  content: Answer,
  searchResults: readonly SearchResult[] | undefined,
  identity: Identity,
): JsonObject {
  const text = answerText(content);
  return {
    ...envelope(call, identity, 'completed'),
    output: outputOf(call, text, searchResults, identity),
    usage: usageOf(call, text),
  };
}

/** The events of a stream, each with its `type`. */
export function responseEvents(
  call: ModelCall,
  content: Answer,
  searchResults: readonly SearchResult[] | undefined,
  identity: Identity,
): readonly JsonObject[] {
  const text = answerText(content);
  const output = outputOf(call, text, searchResults, identity);
  const open = { ...envelope(call, identity, 'in_progress'), output: [], usage: null };
  const events: JsonObject[] = [
    { type: 'response.created', response: open },
    { type: 'response.in_progress', response: open },
    ...output.flatMap((item, index) => itemEvents(item, index, text)),
    {
      type: 'response.completed',
      response: { ...envelope(call, identity, 'completed'), output, usage: usageOf(call, text) },
    },
  ];
  return events.map((event, index) => ({ ...event, sequence_number: index }));
}

function itemEvents(item: JsonObject, outputIndex: number, text: string): readonly JsonObject[] {
  const place = { item_id: item['id'], output_index: outputIndex };
  const added = (unfinished: JsonObject): JsonObject => ({
    type: 'response.output_item.added',
    output_index: outputIndex,
    item: unfinished,
  });
  const done: JsonObject = { type: 'response.output_item.done', output_index: outputIndex, item };
  switch (item['type']) {
    case 'message': {
      const part = { ...place, content_index: 0 };
      const empty = { type: 'output_text', text: '', annotations: [], logprobs: [] };
      return [
        added({ ...item, status: 'in_progress', content: [] }),
        { type: 'response.content_part.added', ...part, part: empty },
        ...piecesOf(text).map((delta) => ({ type: 'response.output_text.delta', ...part, delta, logprobs: [] })),
        ...annotationsOf(item).map((annotation, index) => ({
          type: 'response.output_text.annotation.added',
          ...part,
          annotation_index: index,
          annotation,
        })),
        { type: 'response.output_text.done', ...part, text, logprobs: [] },
        { type: 'response.content_part.done', ...part, part: list(item['content'])[0] },
        done,
      ];
    }
    case 'function_call':
      return [
        added({ ...item, status: 'in_progress', arguments: '' }),
        ...piecesOf(text).map((delta) => ({ type: 'response.function_call_arguments.delta', ...place, delta })),
        { type: 'response.function_call_arguments.done', ...place, arguments: text },
        done,
      ];
    default:
      return [added(item), done];
  }
}

function annotationsOf(item: JsonObject): readonly Json[] {
  return list(object(list(item['content'])[0])['annotations']);
}

function envelope(call: ModelCall, { id, created }: Identity, status: string): JsonObject {
  const { body } = call;
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: created,
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model: call.model,
    parallel_tool_calls: true,
    temperature: body['temperature'] ?? null,
    text: body['text'] ?? { format: { type: 'text' } },
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: body['tools'] ?? [],
    top_p: body['top_p'] ?? null,
  };
}

/** Search results as the Perplexity Agent API gives them, then the answer as OpenAI gives it. */
function outputOf(
  call: ModelCall,
  text: string,
  searchResults: readonly SearchResult[] | undefined,
  { id }: Identity,
): readonly JsonObject[] {
  const { format } = call;
  const search: readonly JsonObject[] =
    searchResults === undefined
      ? []
      : [
          {
            type: 'search_results',
            id: `search_${id}`,
            results: searchResults.map((result, index) => ({ id: index + 1, source: 'web', ...result })),
          },
        ];
  if (format.kind === 'tool') {
    return [
      ...search,
      {
        type: 'function_call',
        id: `fc_${id}`,
        call_id: `call_${id}`,
        name: format.name,
        arguments: text,
        status: 'completed',
      },
    ];
  }
  const annotations = (searchResults ?? []).flatMap(({ url, title }) => {
    const at = text.indexOf(url);
    return at < 0 ? [] : [{ type: 'url_citation', url, title, start_index: at, end_index: at + url.length }];
  });
  return [
    ...search,
    {
      type: 'message',
      id: `msg_${id}`,
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text, annotations, logprobs: [] }],
    },
  ];
}

function usageOf(call: ModelCall, answer: string): JsonObject {
  const input = tokensIn(call.texts.join('\n'));
  const output = tokensIn(answer);
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
}
