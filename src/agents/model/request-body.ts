import type { AgentSettings } from '../settings.ts';
import type { AnswerFormat } from './answer-format.ts';
import { OBJECT_METHODS, type Capabilities, type ObjectMethod } from './capabilities.ts';
import type { Body } from './langchain.ts';

/** What one call asks for. */
export interface Wanted {
  readonly settings: AgentSettings;
  readonly format: Pick<AnswerFormat<unknown>, 'json'>;
  /** Asked for with a web search that the model cannot leave out. */
  readonly searches: boolean;
  /** Output tokens; undefined: whatever the server allows. */
  readonly limit: number | undefined;
  /** Pass the cache of a LiteLLM by. */
  readonly fresh: boolean;
}

/** The way in which an object is asked for: as configured, unless the server was seen to take only less. Undefined: none is asked for. */
export function objectMethod(
  { settings, format }: Wanted,
  { object = 'json_schema' }: Capabilities,
): ObjectMethod | undefined {
  if (format.json === undefined) return undefined;
  const rank = Math.max(OBJECT_METHODS.indexOf(settings.structuredOutput), OBJECT_METHODS.indexOf(object));
  return OBJECT_METHODS[rank];
}

/** All of a request but its messages. */
export function requestBody(api: 'chat' | 'responses', wanted: Wanted, state: Capabilities, streams: boolean): Body {
  const { settings, fresh } = wanted;
  return {
    model: settings.model,
    temperature: state.temperature === false ? undefined : settings.temperature,
    ...(streams ? { stream: true } : {}),
    ...(api === 'chat' ? chatBody(wanted, state, streams) : responsesBody(wanted, state)),
    ...(fresh && { cache: { 'no-cache': true } }),
    ...settings.extraBody,
  };
}

function chatBody(wanted: Wanted, state: Capabilities, streams: boolean): Body {
  const { settings, limit } = wanted;
  return {
    max_tokens: state.outputLimit === undefined ? limit : undefined,
    max_completion_tokens: state.outputLimit === 'max_completion_tokens' ? limit : undefined,
    stream_options: streams && state.streamUsage !== false ? { include_usage: true } : undefined,
    ...(settings.reasoningEffort !== undefined &&
      state.reasoningEffort !== false && { reasoning_effort: settings.reasoningEffort }),
    ...chatObject(wanted, state),
  };
}

function chatObject(wanted: Wanted, state: Capabilities): Body {
  const { json } = wanted.format;
  const method = objectMethod(wanted, state);
  if (json === undefined || method === undefined) return {};
  const strict = state.strict === false ? {} : { strict: true };
  switch (method) {
    case 'json_schema':
      return {
        response_format: { type: 'json_schema', json_schema: { name: json.name, schema: json.schema, ...strict } },
      };
    case 'json_mode':
      return { response_format: { type: 'json_object' } };
    case 'function_calling':
      return {
        tools: [{ type: 'function', function: { name: json.name, parameters: json.schema, ...strict } }],
        tool_choice: { type: 'function', function: { name: json.name } },
      };
    case 'words':
      return {};
    default:
      return method satisfies never;
  }
}

function responsesBody(wanted: Wanted, state: Capabilities): Body {
  const { settings, limit, searches, format } = wanted;
  const method = objectMethod(wanted, state);
  return {
    max_output_tokens: state.outputLimit === 'none' ? undefined : limit,
    ...(settings.reasoningEffort !== undefined &&
      state.reasoningEffort !== false && { reasoning: { effort: settings.reasoningEffort } }),
    ...(searches && { tools: [{ type: 'web_search' }], tool_choice: { type: 'web_search' } }),
    // LangChain sends an empty one, which LiteLLM's Perplexity refuses.
    text: format.json === undefined ? undefined : textFormat(format.json, method, state),
  };
}

function textFormat(
  json: NonNullable<Wanted['format']['json']>,
  method: ObjectMethod | undefined,
  state: Capabilities,
): Body | undefined {
  if (method === undefined || method === 'words') return undefined;
  if (method === 'json_mode') return { format: { type: 'json_object' } };
  // Only one tool can be forced, and that is the search: function_calling is json_schema here.
  return {
    format: {
      type: 'json_schema',
      name: json.name,
      schema: json.schema,
      ...(state.strict === false ? {} : { strict: true }),
    },
  };
}
