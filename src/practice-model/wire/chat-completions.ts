import type { JsonObject } from '../json.ts';
import type { ModelCall } from '../model-call.ts';
import { answerText } from '../reply.ts';
import type { Answer } from '../reply.ts';
import { tokensIn } from './usage.ts';

interface Identity {
  /** Unique within the server: `42`. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
}

/** The body of an answer that is not streamed. */
export function chatCompletion(call: ModelCall, content: Answer, { id, created }: Identity): JsonObject {
  const { format } = call;
  const text = answerText(content);
  const message =
    format.kind === 'tool'
      ? {
          role: 'assistant',
          content: null,
          refusal: null,
          tool_calls: [{ id: `call_${id}`, type: 'function', function: { name: format.name, arguments: text } }],
        }
      : { role: 'assistant', content: text, refusal: null };
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created,
    model: call.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: format.kind === 'tool' ? 'tool_calls' : 'stop' }],
    usage: usageOf(call, text),
  };
}

/** The `data:` of a stream, one after the other, without the closing `[DONE]`. */
export function chatChunks(call: ModelCall, content: Answer, { id, created }: Identity): readonly JsonObject[] {
  const { format } = call;
  const text = answerText(content);
  const chunk = (delta: JsonObject, finishReason: string | null = null): JsonObject => ({
    id: `chatcmpl-${id}`,
    object: 'chat.completion.chunk',
    created,
    model: call.model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    ...(call.streamsUsage ? { usage: null } : {}),
  });
  const pieces = piecesOf(text);
  const deltas =
    format.kind === 'tool'
      ? [
          chunk({
            role: 'assistant',
            content: null,
            tool_calls: [
              { index: 0, id: `call_${id}`, type: 'function', function: { name: format.name, arguments: '' } },
            ],
          }),
          ...pieces.map((piece) => chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] })),
          chunk({}, 'tool_calls'),
        ]
      : [
          chunk({ role: 'assistant', content: '', refusal: null }),
          ...pieces.map((piece) => chunk({ content: piece })),
          chunk({}, 'stop'),
        ];
  return call.streamsUsage ? [...deltas, { ...chunk({}), choices: [], usage: usageOf(call, text) }] : deltas;
}

const PIECE_CHARACTERS = 24;

/** Cuts between whole characters: half a surrogate pair does not survive UTF-8. */
export function piecesOf(text: string): readonly string[] {
  const characters = [...text];
  return Array.from({ length: Math.ceil(characters.length / PIECE_CHARACTERS) }, (_, index) =>
    characters.slice(index * PIECE_CHARACTERS, (index + 1) * PIECE_CHARACTERS).join(''),
  );
}

function usageOf(call: ModelCall, answer: string): JsonObject {
  const prompt = tokensIn(call.texts.join('\n'));
  const completion = tokensIn(answer);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}
