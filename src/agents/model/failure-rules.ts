/**
 * What a response that is no answer means for us:
 * `key` somebody has to mend the key · `budget` somebody has to pay · `rate-limit` wait · `parameter` ask without it · `content` the topic is objected
 * to · `context` the request is too long · `outage` the server is away · `model` there is no such model · `malformed` the model answered, and the
 * server did not like it · `request` the server refuses how we ask, which is a fault of ours.
 */
export type FailureKind =
  | 'key'
  | 'budget'
  | 'rate-limit'
  | 'parameter'
  | 'content'
  | 'context'
  | 'outage'
  | 'model'
  | 'malformed'
  | 'request';

/** What a server may refuse of a request, so that it is asked for otherwise. */
export type Parameter =
  | 'temperature'
  | 'max_tokens'
  | 'max_completion_tokens'
  | 'output-limit'
  | 'json_schema'
  | 'tools'
  | 'json_object'
  | 'strict'
  | 'system'
  | 'stream'
  | 'stream_options'
  | 'reasoning_effort'
  | 'chat-api';

interface Rule {
  readonly kind: FailureKind;
  readonly words: RegExp;
  /** Statuses with which the words count; absent: all. A gateway may wrap another's 400 in a 500. */
  readonly statuses?: readonly number[];
}

/** In this order; the first that fits holds. Who says so is in the tests, each with its page. */
const RULES: readonly Rule[] = [
  // Groq: what the model wrote is in `failed_generation`.
  { kind: 'malformed', words: /json_validate_failed|tool_use_failed|failed to generate json/i },
  {
    kind: 'key',
    words:
      /api[_ ]key[_ ](?:not[_ ]valid|invalid)|invalid[_ ](?:x-)?api[-_ ]key|incorrect api key|no auth credentials|unsupported_country_region_territory|user location is not supported|invalid subscription key|must be verified to use|authentication_error|missing authentication/i,
  },
  {
    kind: 'budget',
    words:
      /budget_exceeded|budget has been exceeded|exceeded budget|crossed budget|insufficient_quota|insufficient (?:credits?|balance|funds)|credit balance is too low|requires more credits|billing_hard_limit|billing[ _](?:limit|not active)|payment required|free-models-per-day|PerDay/i,
  },
  {
    kind: 'context',
    words:
      /context_length_exceeded|exceed_context_size|ContextWindowExceeded|maximum context length|exceeds? the (?:available |maximum |model's )?context|exceed context window|context (?:window|length|size)[^.]{0,60}exceed|prompt (?:is too long|contains \d+ tokens)|input (?:is too long|token count)|input length .{0,40}exceed|too large for model with|request too large|request_too_large|maximum number of tokens allowed|string_above_max_length|reduce the length/i,
  },
  {
    kind: 'content',
    words:
      /content[_ -]?(?:policy|filter|management policy|moderation)|ContentPolicyViolation|ResponsibleAIPolicy|flagged as potentially violating|input was flagged|requires moderation|usage polic|content exists risk|data_inspection_failed|blocked by (?:content|safety)|PROHIBITED_CONTENT|safety (?:system|settings|reasons)/i,
  },
  {
    kind: 'model',
    words:
      /model_not_found|invalid[_ ]model|model_decommissioned|not a valid model|DeploymentNotFound|no endpoints found|unknown model|model:? .{0,100}(?:does not exist|not found|is not found|not exist)|no such model|try pulling it/i,
  },
  {
    kind: 'rate-limit',
    words: /rate[_ -]?limit|too many requests|throttling|RESOURCE_EXHAUSTED|capacity exceeded/i,
    statuses: [429],
  },
];

/** Without a time: used up, and no waiting helps. With one it is a limit per minute, as Gemini words it. */
const QUOTA = /exceeded your current quota|usage limit/i;

/** Words with which a parameter is refused. */
const REFUSES =
  /unsupported|(?:not|n't) (?:be )?(?:supported|support|permitted|allowed|available|enabled|accepted|recogni[sz]ed)|unrecogni[sz]ed|unknown|unexpected|extra_forbidden|extra (?:inputs|fields)|invalid|unavailable|literal_error|(?:must|should) be|only (?:the )?(?:default|1|user)|deprecated|disabled|requires|cannot|fail(?:ed|s) to (?:parse|compile|initialize)|must alternate|use .{0,20}instead|\/responses/i;

/** Names under which servers speak of what we send. The one that is named first is meant. */
const NAMES: readonly (readonly [Parameter, RegExp])[] = [
  [
    'output-limit',
    /max_(?:completion_|output_|new_)?tokens['"`]?[^.]{0,80}(?:too large|too high|maximum (?:allowed|value|number)|at most|less than|larger than|greater than|between|>\s?\d|range)/i,
  ],
  [
    'chat-api',
    /only (?:supported|available) in v1\/responses|use (?:the )?(?:\/v1\/responses|responses api)|not (?:supported|a chat model)[^.]{0,60}\/?v1\/chat\/completions/i,
  ],
  ['temperature', /temperature/i],
  ['max_completion_tokens', /max_completion_tokens/i],
  ['max_tokens', /max_tokens/i],
  ['stream_options', /stream_options|include_usage/i],
  ['reasoning_effort', /reasoning_effort|reasoning[._ ]effort|thinking (?:is|level)|reasoning\b/i],
  ['strict', /['"`. ]strict['"`]?\b/i],
  ['tools', /tool_choice|tool choice|\btools?\b|function[_ ]call/i],
  ['json_object', /json_object|json mode/i],
  ['json_schema', /response_format|response format|json_schema|structured output|text\.format|\bgrammar|guided/i],
  [
    'system',
    /system (?:role|message|prompt|instruction)|developer (?:role|instruction|message)|role[^.]{0,20}system|roles must alternate|user and assistant roles/i,
  ],
  ['stream', /\bstream(?:ing)?\b/i],
];

export interface Judgement {
  readonly kind: FailureKind;
  /** With kind `parameter`. */
  readonly parameter?: Parameter;
}

/**
 * @param said every word of the body, but for what is quoted from the request or the answer
 * @param waits whether the server says how long to wait
 */
export function judge(status: number, said: string, waits: boolean): Judgement {
  if (QUOTA.test(said)) return { kind: waits && !/PerDay/i.test(said) ? 'rate-limit' : 'budget' };
  const rule = RULES.find(({ words, statuses }) => (statuses?.includes(status) ?? true) && words.test(said));
  if (rule !== undefined) return { kind: rule.kind };
  const inner = status === 500 ? (innerStatus(said) ?? status) : status;
  if (inner === 402) return { kind: 'budget' };
  if (inner === 429) return { kind: 'rate-limit' };
  if (inner === 401 || inner === 403) return { kind: 'key' };
  const parameter = inner === 400 || inner === 404 || inner === 422 || inner >= 500 ? parameterIn(said) : undefined;
  if (parameter !== undefined) return { kind: 'parameter', parameter };
  if (inner === 404) return { kind: 'model' };
  if (inner === 413) return { kind: 'context' };
  if (inner === 408 || inner === 409 || inner === 425 || inner === 498 || inner >= 500 || inner < 400)
    return { kind: 'outage' };
  return { kind: 'request' };
}

/** LiteLLM answers 500 with what another server said: `litellm.APIError: … Error code: 400 - {…}`; llama-cpp-python around its own 422. */
function innerStatus(said: string): number | undefined {
  const status =
    /(?:error code|status(?:[_ ]code)?|HTTP)[:= ]{1,3}(4\d\d)\b/i.exec(said)?.[1] ??
    (/BadRequestError|literal_error|validation error|extra_forbidden/.test(said) ? '400' : undefined);
  return status === undefined ? undefined : Number(status);
}

function parameterIn(said: string): Parameter | undefined {
  if (!REFUSES.test(said)) return undefined;
  const found = NAMES.flatMap(([parameter, pattern], rank) => {
    const at = pattern.exec(said)?.index;
    return at === undefined ? [] : [{ parameter, at, rank }];
  });
  // The first two say more than a name.
  return found.toSorted((one, other) =>
    one.rank < 2 || other.rank < 2 ? one.rank - other.rank : one.at - other.at || one.rank - other.rank,
  )[0]?.parameter;
}
