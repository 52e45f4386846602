import { list, object } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { ModelCall } from '../model-call.ts';
import { type AnswerReply, answerText } from '../reply.ts';
import { piecesOf } from './chat-completions.ts';
import { tokensIn } from './usage.ts';

interface Identity {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
}

/** The body of an answer that is not streamed. */
export function responseObject(call: ModelCall, reply: AnswerReply, identity: Identity): JsonObject {
  return { ...envelope(call, identity, reply), output: outputOf(call, reply, identity), usage: usageOf(call, reply) };
}

/** The events of a stream, each with its `type`. */
export function responseEvents(call: ModelCall, reply: AnswerReply, identity: Identity): readonly JsonObject[] {
  const response = responseObject(call, reply, identity);
  const open = { ...envelope(call, identity, 'in_progress'), output: [], usage: null };
  const events: JsonObject[] = [
    { type: 'response.created', response: open },
    { type: 'response.in_progress', response: open },
    ...outputOf(call, reply, identity).flatMap((item, index) => itemEvents(item, index, answerText(reply.content))),
    { type: reply.ending === undefined ? 'response.completed' : 'response.incomplete', response },
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
      const whole = object(list(item['content'])[0]);
      if (whole['type'] === 'refusal')
        return [
          added({ ...item, status: 'in_progress', content: [] }),
          { type: 'response.content_part.added', ...part, part: { type: 'refusal', refusal: '' } },
          ...piecesOf(text).map((delta) => ({ type: 'response.refusal.delta', ...part, delta })),
          { type: 'response.refusal.done', ...part, refusal: text },
          { type: 'response.content_part.done', ...part, part: whole },
          done,
        ];
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
        { type: 'response.content_part.done', ...part, part: whole },
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

function envelope(call: ModelCall, { id, created }: Identity, reply: AnswerReply | 'in_progress'): JsonObject {
  const { body } = call;
  const ending = reply === 'in_progress' ? undefined : reply.ending;
  const status = reply === 'in_progress' ? reply : ending === undefined ? 'completed' : 'incomplete';
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: created,
    status,
    error: null,
    incomplete_details:
      ending === undefined ? null : { reason: ending === 'cut' ? 'max_output_tokens' : 'content_filter' },
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

/** Thoughts as OpenAI sums them up, search results as the Perplexity Agent API gives them, then the answer as OpenAI gives it. */
function outputOf(
  call: ModelCall,
  { content, searchResults, reasoning, ending }: AnswerReply,
  { id }: Identity,
): readonly JsonObject[] {
  const text = answerText(content);
  const status = ending === undefined ? 'completed' : 'incomplete';
  const thoughts: readonly JsonObject[] =
    reasoning === undefined
      ? []
      : [{ type: 'reasoning', id: `rs_${id}`, summary: [{ type: 'summary_text', text: reasoning }] }];
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
  if (ending === 'refused') {
    const refusal = { type: 'refusal', refusal: text };
    return [...search, { type: 'message', id: `msg_${id}`, role: 'assistant', status, content: [refusal] }];
  }
  if (format.kind === 'tool') {
    return [
      ...thoughts,
      ...search,
      {
        type: 'function_call',
        id: `fc_${id}`,
        call_id: `call_${id}`,
        name: format.name,
        arguments: text,
        status,
      },
    ];
  }
  const annotations = (searchResults ?? []).flatMap(({ url, title }) => {
    const at = text.indexOf(url);
    return at < 0 ? [] : [{ type: 'url_citation', url, title, start_index: at, end_index: at + url.length }];
  });
  return [
    ...thoughts,
    ...search,
    {
      type: 'message',
      id: `msg_${id}`,
      role: 'assistant',
      status,
      content: [{ type: 'output_text', text, annotations, logprobs: [] }],
    },
  ];
}

function usageOf(call: ModelCall, { content, reasoning = '' }: AnswerReply): JsonObject {
  const input = tokensIn(call.texts.join('\n'));
  const output = tokensIn(answerText(content) + reasoning);
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: tokensIn(reasoning) },
    total_tokens: input + output,
  };
}
