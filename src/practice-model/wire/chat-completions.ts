import type { JsonObject } from '../json.ts';
import type { ModelCall } from '../model-call.ts';
import { type AnswerReply, answerText } from '../reply.ts';
import { tokensIn } from './usage.ts';

interface Identity {
  /** Unique within the server: `42`. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
}

/** The body of an answer that is not streamed. */
export function chatCompletion(call: ModelCall, reply: AnswerReply, { id, created }: Identity): JsonObject {
  const { format } = call;
  const { reasoning, ending } = reply;
  const text = answerText(reply.content);
  const message = {
    role: 'assistant',
    content: isToolCall(call, reply) ? null : text,
    refusal: ending === 'refused' ? text : null,
    ...(reasoning !== undefined && { reasoning_content: reasoning }),
    ...(format.kind === 'tool' &&
      ending !== 'refused' && {
        tool_calls: [{ id: `call_${id}`, type: 'function', function: { name: format.name, arguments: text } }],
      }),
  };
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created,
    model: call.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(call, reply) }],
    usage: usageOf(call, reply),
  };
}

/** The `data:` of a stream, one after the other, without the closing `[DONE]`. */
export function chatChunks(call: ModelCall, reply: AnswerReply, { id, created }: Identity): readonly JsonObject[] {
  const { format } = call;
  const { reasoning = '', ending } = reply;
  const chunk = (delta: JsonObject, reason: string | null = null): JsonObject => ({
    id: `chatcmpl-${id}`,
    object: 'chat.completion.chunk',
    created,
    model: call.model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
    ...(call.streamsUsage ? { usage: null } : {}),
  });
  const pieces = piecesOf(answerText(reply.content));
  const tool = format.kind === 'tool' && ending !== 'refused' ? format.name : undefined;
  const begun = [{ index: 0, id: `call_${id}`, type: 'function', function: { name: tool ?? '', arguments: '' } }];
  const deltas: readonly JsonObject[] =
    tool === undefined
      ? [
          { role: 'assistant', content: '', refusal: null },
          ...piecesOf(reasoning).map((piece) => ({ reasoning_content: piece })),
          ...pieces.map((piece) => (ending === 'refused' ? { content: piece, refusal: piece } : { content: piece })),
        ]
      : [
          { role: 'assistant', content: null },
          ...piecesOf(reasoning).map((piece) => ({ reasoning_content: piece })),
          { tool_calls: begun },
          ...pieces.map((piece) => ({ tool_calls: [{ index: 0, function: { arguments: piece } }] })),
        ];
  const chunks = [...deltas.map((delta) => chunk(delta)), chunk({}, finishReason(call, reply))];
  return call.streamsUsage ? [...chunks, { ...chunk({}), choices: [], usage: usageOf(call, reply) }] : chunks;
}

function isToolCall({ format }: ModelCall, { ending }: AnswerReply): boolean {
  return format.kind === 'tool' && ending !== 'refused';
}

function finishReason(call: ModelCall, reply: AnswerReply): string {
  if (reply.ending === 'cut') return 'length';
  if (reply.ending === 'refused') return 'content_filter';
  return isToolCall(call, reply) ? 'tool_calls' : 'stop';
}

const PIECE_CHARACTERS = 24;

/** Cuts between whole characters: half a surrogate pair does not survive UTF-8. */
export function piecesOf(text: string): readonly string[] {
  const characters = [...text];
  return Array.from({ length: Math.ceil(characters.length / PIECE_CHARACTERS) }, (_, index) =>
    characters.slice(index * PIECE_CHARACTERS, (index + 1) * PIECE_CHARACTERS).join(''),
  );
}

function usageOf(call: ModelCall, { content, reasoning = '', costUsd }: AnswerReply): JsonObject {
  const prompt = tokensIn(call.texts.join('\n'));
  const completion = tokensIn(answerText(content) + reasoning);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: tokensIn(reasoning) },
    ...(costUsd !== undefined && { cost: costUsd }),
  };
}
