import type { IncomingHttpHeaders } from 'node:http';

import { findBrief, TASKS } from './brief.ts';
import type { Brief, Task } from './brief.ts';
import { list, object, text } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/** One request to a model, in whichever of the two APIs it came. */
export interface ModelCall {
  readonly api: 'chat-completions' | 'responses';
  /** `/v1/chat/completions`, without a query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: JsonObject;
  readonly model: string;
  /** Texts of all messages, in order. */
  readonly texts: readonly string[];
  /** What the newsroom asks for; undefined for any other prompt. */
  readonly brief: Brief | undefined;
  /** From the prompt, or from the name of the schema or tool. */
  readonly task: Task | undefined;
  readonly format: AnswerFormat;
  readonly streams: boolean;
  /** Chat completions: whether the last chunk of a stream tells the usage. */
  readonly streamsUsage: boolean;
  /** Whether the model may search the web. */
  readonly searches: boolean;
  /** Aborts when the client gives up. */
  readonly signal: AbortSignal;
}

export type AnswerFormat =
  | { readonly kind: 'text' }
  | { readonly kind: 'json' }
  | { readonly kind: 'schema'; readonly name: string }
  | { readonly kind: 'tool'; readonly name: string };

type CallContext = Pick<ModelCall, 'path' | 'headers' | 'body' | 'signal'>;

/** A request to `POST /v1/chat/completions`. */
export function toChatCall(context: CallContext): ModelCall {
  const { body } = context;
  const tools = list(body['tools']).map((tool) => text(object(object(tool)['function'])['name']));
  const chosen = text(object(object(body['tool_choice'])['function'])['name']);
  const responseFormat = object(body['response_format']);
  const schemaName = text(object(responseFormat['json_schema'])['name']);
  return completed(context, 'chat-completions', textsOf(list(body['messages'])), {
    format: formatOf(text(responseFormat['type']), schemaName, tools, body['tool_choice'], chosen),
    searches: false,
  });
}

/** A request to `POST /v1/responses`. */
export function toResponsesCall(context: CallContext): ModelCall {
  const { body } = context;
  const tools = list(body['tools']).map(object);
  const named = tools.filter((tool) => tool['type'] === 'function').map((tool) => text(tool['name']));
  const format = object(object(body['text'])['format']);
  const input = body['input'];
  const texts = typeof input === 'string' ? [input] : textsOf(list(input));
  return completed(
    context,
    'responses',
    [...(typeof body['instructions'] === 'string' ? [body['instructions']] : []), ...texts],
    {
      format: formatOf(
        text(format['type']),
        text(format['name']),
        named,
        body['tool_choice'],
        text(object(body['tool_choice'])['name']),
      ),
      searches: tools.some((tool) => text(tool['type']).startsWith('web_search')) && body['tool_choice'] !== 'none',
    },
  );
}

function completed(
  context: CallContext,
  api: ModelCall['api'],
  texts: readonly string[],
  rest: Pick<ModelCall, 'format' | 'searches'>,
): ModelCall {
  const brief = findBrief(texts);
  const named = rest.format.kind === 'schema' || rest.format.kind === 'tool' ? rest.format.name : undefined;
  return {
    ...context,
    ...rest,
    api,
    model: text(context.body['model']),
    texts,
    brief,
    task: brief?.task ?? TASKS.find((task) => task === named),
    streams: context.body['stream'] === true,
    streamsUsage: object(context.body['stream_options'])['include_usage'] === true,
  };
}

/** A tool that must be called wins over a response format, as a model that is forced to call has no text. */
function formatOf(
  type: string,
  schemaName: string,
  tools: readonly string[],
  choice: Json | undefined,
  chosen: string,
): AnswerFormat {
  if (chosen !== '' && tools.includes(chosen)) return { kind: 'tool', name: chosen };
  const [only, ...others] = tools;
  if (type === 'json_schema') return { kind: 'schema', name: schemaName };
  if (type === 'json_object') return { kind: 'json' };
  if (only !== undefined && others.length === 0 && choice !== 'none') return { kind: 'tool', name: only };
  return { kind: 'text' };
}

function textsOf(messages: readonly Json[]): readonly string[] {
  return messages.map((message) => {
    const { content } = object(message);
    return typeof content === 'string'
      ? content
      : list(content)
          .map((part) => text(object(part)['text']))
          .join('\n');
  });
}
