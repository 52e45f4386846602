import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FailureKind, Parameter } from '../../../src/agents/model/failure-rules.ts';
import { readFailure } from '../../../src/agents/model/model-failure.ts';

const seen = (name: string): unknown => JSON.parse(readFileSync(`test/fixtures/answers/${name}`, 'utf8'));

type Case = readonly [
  what: string,
  status: number,
  body: unknown,
  expected: { readonly kind: FailureKind; readonly parameter?: Parameter; readonly retryAfterMs?: number },
  headers?: Readonly<Record<string, string>>,
];

const error = (message: string, type: string, code: string | null = null, param: string | null = null): object => ({
  error: { message, type, param, code },
});

/** By provider and the page that documents the body; what was recorded by ourselves or in public reports says so. */
const PROVIDERS: Readonly<Record<string, readonly Case[]>> = {
  'OpenAI (platform.openai.com/docs/guides/error-codes)': [
    [
      'wrong key',
      401,
      error(
        'Incorrect API key provided: sk-x. You can find your API key at https://platform.openai.com/account/api-keys.',
        'invalid_request_error',
        'invalid_api_key',
      ),
      { kind: 'key' },
    ],
    [
      'country',
      403,
      error('Country, region, or territory not supported', 'request_forbidden', 'unsupported_country_region_territory'),
      { kind: 'key' },
    ],
    [
      'quota',
      429,
      error(
        'You exceeded your current quota, please check your plan and billing details.',
        'insufficient_quota',
        'insufficient_quota',
      ),
      { kind: 'budget' },
    ],
    [
      'rate',
      429,
      error(
        'Rate limit reached for gpt-5-mini in organization org-x on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 1.998s.',
        'tokens',
        'rate_limit_exceeded',
      ),
      { kind: 'rate-limit', retryAfterMs: 1998 },
    ],
    [
      'rate in minutes',
      429,
      error('Rate limit reached for requests. Please try again in 6m0s.', 'requests', 'rate_limit_exceeded'),
      { kind: 'rate-limit', retryAfterMs: 360_000 },
    ],
    [
      'rate in milliseconds',
      429,
      error('Rate limit reached. Please try again in 350ms.', 'tokens', 'rate_limit_exceeded'),
      { kind: 'rate-limit', retryAfterMs: 350 },
    ],
    [
      'context',
      400,
      error(
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
        'invalid_request_error',
        'context_length_exceeded',
        'messages',
      ),
      { kind: 'context' },
    ],
    [
      'max_tokens',
      400,
      error(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        'invalid_request_error',
        'unsupported_parameter',
        'max_tokens',
      ),
      { kind: 'parameter', parameter: 'max_tokens' },
    ],
    [
      'temperature',
      400,
      error(
        "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
        'invalid_request_error',
        'unsupported_value',
        'temperature',
      ),
      { kind: 'parameter', parameter: 'temperature' },
    ],
    [
      'limit too high',
      400,
      error(
        'max_tokens is too large: 200000. This model supports at most 128000 completion tokens, whereas you provided 200000.',
        'invalid_request_error',
        'invalid_value',
        'max_tokens',
      ),
      { kind: 'parameter', parameter: 'output-limit' },
    ],
    [
      'reasoning',
      400,
      error('Unrecognized request argument supplied: reasoning_effort', 'invalid_request_error'),
      { kind: 'parameter', parameter: 'reasoning_effort' },
    ],
    [
      'json_schema',
      400,
      error(
        "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
        'invalid_request_error',
        null,
        'response_format',
      ),
      { kind: 'parameter', parameter: 'json_schema' },
    ],
    [
      'responses only',
      404,
      error(
        'This model is only supported in v1/responses and not in v1/chat/completions.',
        'invalid_request_error',
        null,
        'model',
      ),
      { kind: 'parameter', parameter: 'chat-api' },
    ],
    [
      'policy',
      400,
      error(
        'Invalid prompt: your prompt was flagged as potentially violating our usage policy.',
        'invalid_request_error',
        'invalid_prompt',
      ),
      { kind: 'content' },
    ],
    [
      'unknown model',
      404,
      error(
        'The model `gpt-9` does not exist or you do not have access to it.',
        'invalid_request_error',
        'model_not_found',
      ),
      { kind: 'model' },
    ],
    [
      'server',
      500,
      error('The server had an error while processing your request.', 'server_error'),
      { kind: 'outage' },
    ],
    [
      'overloaded',
      503,
      error('The engine is currently overloaded, please try again later', 'server_error'),
      { kind: 'outage' },
    ],
  ],
  'Azure OpenAI (learn.microsoft.com/azure/ai-services/openai/reference, concepts/content-filter)': [
    [
      'content',
      400,
      {
        error: {
          message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
          type: null,
          param: 'prompt',
          code: 'content_filter',
          status: 400,
          innererror: {
            code: 'ResponsibleAIPolicyViolation',
            content_filter_result: { hate: { filtered: true, severity: 'high' } },
          },
        },
      },
      { kind: 'content' },
    ],
    [
      'deployment',
      404,
      { error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' } },
      { kind: 'model' },
    ],
    [
      'rate',
      429,
      {
        error: {
          code: '429',
          message:
            'Requests to the ChatCompletions_Create Operation have exceeded call rate limit of your current pricing tier. Please retry after 26 seconds.',
        },
      },
      { kind: 'rate-limit', retryAfterMs: 26_000 },
    ],
    [
      'key',
      401,
      { error: { code: '401', message: 'Access denied due to invalid subscription key or wrong API endpoint.' } },
      { kind: 'key' },
    ],
  ],
  'Anthropic (docs.anthropic.com/en/api/errors)': [
    [
      'key',
      401,
      { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } },
      { kind: 'key' },
    ],
    [
      'credit',
      400,
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message:
            'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
        },
      },
      { kind: 'budget' },
    ],
    [
      'too long',
      400,
      {
        type: 'error',
        error: { type: 'invalid_request_error', message: 'prompt is too long: 208310 tokens > 200000 maximum' },
      },
      { kind: 'context' },
    ],
    [
      'too large',
      413,
      { type: 'error', error: { type: 'request_too_large', message: 'Request exceeds the maximum size' } },
      { kind: 'context' },
    ],
    [
      'rate',
      429,
      {
        type: 'error',
        error: {
          type: 'rate_limit_error',
          message: "This request would exceed your organization's rate limit of 30,000 input tokens per minute.",
        },
      },
      { kind: 'rate-limit', retryAfterMs: 12_000 },
      { 'retry-after': '12' },
    ],
    [
      'limit',
      400,
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'max_tokens: 90000 > 64000, which is the maximum allowed number of output tokens for this model',
        },
      },
      { kind: 'parameter', parameter: 'output-limit' },
    ],
    [
      'overloaded',
      529,
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      { kind: 'outage' },
    ],
    [
      'content',
      400,
      {
        type: 'error',
        error: { type: 'invalid_request_error', message: 'Output blocked by content filtering policy' },
      },
      { kind: 'content' },
    ],
    [
      'model',
      404,
      { type: 'error', error: { type: 'not_found_error', message: 'model: claude-9' } },
      { kind: 'model' },
    ],
  ],
  'Gemini (ai.google.dev/gemini-api/docs/troubleshooting; OpenAI address: public reports)': [
    ['rate', 429, seen('gemini429.json'), { kind: 'rate-limit', retryAfterMs: 5000 }],
    [
      'rate in an object',
      429,
      (seen('gemini429.json') as readonly unknown[])[0],
      { kind: 'rate-limit', retryAfterMs: 5000 },
    ],
    [
      'day',
      429,
      [
        {
          error: {
            code: 429,
            message: 'You exceeded your current quota. Please retry in 40s.',
            status: 'RESOURCE_EXHAUSTED',
            details: [
              {
                '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
                violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }],
              },
              { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '40s' },
            ],
          },
        },
      ],
      { kind: 'budget', retryAfterMs: 40_000 },
    ],
    [
      'key',
      400,
      [
        {
          error: {
            code: 400,
            message: 'API key not valid. Please pass a valid API key.',
            status: 'INVALID_ARGUMENT',
            details: [{ reason: 'API_KEY_INVALID' }],
          },
        },
      ],
      { kind: 'key' },
    ],
    [
      'place',
      400,
      [
        {
          error: {
            code: 400,
            message: 'User location is not supported for the API use.',
            status: 'FAILED_PRECONDITION',
          },
        },
      ],
      { kind: 'key' },
    ],
    [
      'context',
      400,
      [
        {
          error: {
            code: 400,
            message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
            status: 'INVALID_ARGUMENT',
          },
        },
      ],
      { kind: 'context' },
    ],
    [
      'overloaded',
      503,
      [{ error: { code: 503, message: 'The model is overloaded. Please try again later.', status: 'UNAVAILABLE' } }],
      { kind: 'outage' },
    ],
    [
      'model',
      404,
      [{ error: { code: 404, message: 'models/gemini-9 is not found for API version v1main', status: 'NOT_FOUND' } }],
      { kind: 'model' },
    ],
  ],
  'DeepSeek (api-docs.deepseek.com/quick_start/error_codes)': [
    ['json_schema', 400, seen('deepseek.json'), { kind: 'parameter', parameter: 'json_schema' }],
    ['balance', 402, error('Insufficient Balance', 'unknown_error', 'invalid_request_error'), { kind: 'budget' }],
    [
      'key',
      401,
      error('Authentication Fails (no such user)', 'authentication_error', 'invalid_request_error'),
      { kind: 'key' },
    ],
    [
      'content',
      400,
      error('Content Exists Risk', 'invalid_request_error', 'invalid_request_error'),
      { kind: 'content' },
    ],
    ['overloaded', 503, error('Service is too busy', 'service_unavailable_error'), { kind: 'outage' }],
  ],
  'Groq (console.groq.com/docs/errors, /docs/structured-outputs)': [
    ['malformed', 400, seen('groq.json'), { kind: 'malformed' }],
    [
      'tool',
      400,
      {
        error: {
          message: 'Failed to call a function. Please adjust your prompt.',
          type: 'invalid_request_error',
          code: 'tool_use_failed',
          failed_generation: 'hello',
        },
      },
      { kind: 'malformed' },
    ],
    [
      'rate',
      429,
      error(
        'Rate limit reached for model `llama` on tokens per minute (TPM): Limit 6000. Please try again in 7.66s.',
        'tokens',
        'rate_limit_exceeded',
      ),
      { kind: 'rate-limit', retryAfterMs: 7660 },
    ],
    [
      'day',
      429,
      error(
        'Rate limit reached on tokens per day (TPD): Limit 100000. Please try again in 2m59.56s.',
        'tokens',
        'rate_limit_exceeded',
      ),
      { kind: 'rate-limit', retryAfterMs: 179_560 },
    ],
    [
      'large',
      413,
      error(
        'Request too large for model `llama` on tokens per minute (TPM): Limit 6000, Requested 9000, please reduce your message size and try again.',
        'tokens',
        'rate_limit_exceeded',
      ),
      { kind: 'context' },
    ],
    [
      'json_schema',
      400,
      error('This model does not support response format `json_schema`.', 'invalid_request_error'),
      { kind: 'parameter', parameter: 'json_schema' },
    ],
    [
      'gone',
      400,
      error(
        'The model `mixtral` has been decommissioned and is no longer supported.',
        'invalid_request_error',
        'model_decommissioned',
      ),
      { kind: 'model' },
    ],
    ['flex', 498, error('Flex tier capacity exceeded', 'server_error'), { kind: 'outage' }],
  ],
  'Mistral (docs.mistral.ai/api; bodies from public reports)': [
    ['key', 401, { message: 'Unauthorized', request_id: 'x' }, { kind: 'key' }],
    ['key, older', 401, { detail: 'Unauthorized' }, { kind: 'key' }],
    ['rate', 429, { message: 'Requests rate limit exceeded' }, { kind: 'rate-limit' }],
    [
      'capacity',
      429,
      {
        object: 'error',
        message: 'Service tier capacity exceeded for this model.',
        type: 'invalid_request_error',
        code: '3505',
      },
      { kind: 'rate-limit' },
    ],
    [
      'model',
      400,
      { object: 'error', message: 'Invalid model: foo', type: 'invalid_model', param: null, code: '1500' },
      { kind: 'model' },
    ],
    [
      'extra',
      422,
      {
        object: 'error',
        message: {
          detail: [
            {
              type: 'extra_forbidden',
              loc: ['body', 'max_completion_tokens'],
              msg: 'Extra inputs are not permitted',
              input: 5,
            },
          ],
        },
        type: 'invalid_request_error',
      },
      { kind: 'parameter', parameter: 'max_completion_tokens' },
    ],
    [
      'stream options',
      422,
      {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'stream_options'],
            msg: 'Extra inputs are not permitted',
            input: { include_usage: true },
          },
        ],
      },
      { kind: 'parameter', parameter: 'stream_options' },
    ],
    [
      'context',
      400,
      {
        object: 'error',
        message:
          'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
        type: 'invalid_request_error',
        code: '3051',
      },
      { kind: 'context' },
    ],
  ],
  'OpenRouter (openrouter.ai/docs/api-reference/errors)': [
    [
      'credits',
      402,
      {
        error: {
          code: 402,
          message:
            'This request requires more credits, or fewer max_tokens. You requested up to 8192 tokens, but can only afford 1234.',
        },
      },
      { kind: 'budget' },
    ],
    [
      'flagged',
      403,
      {
        error: {
          code: 403,
          message: 'Your chosen model requires moderation and your input was flagged',
          metadata: { reasons: ['violence'], flagged_input: 'x' },
        },
      },
      { kind: 'content' },
    ],
    ['key', 401, { error: { code: 401, message: 'No auth credentials found' } }, { kind: 'key' }],
    ['model', 400, { error: { code: 400, message: 'foo/bar is not a valid model ID' } }, { kind: 'model' }],
    ['endpoints', 404, { error: { code: 404, message: 'No endpoints found for foo/bar.' } }, { kind: 'model' }],
    [
      'free',
      429,
      {
        error: {
          code: 429,
          message:
            'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day',
        },
      },
      { kind: 'budget' },
    ],
    [
      'upstream within',
      400,
      {
        error: {
          code: 400,
          message: 'Provider returned error',
          metadata: {
            raw: '{"error":{"message":"temperature is not supported","param":"temperature"}}',
            provider_name: 'X',
          },
        },
      },
      { kind: 'parameter', parameter: 'temperature' },
    ],
    ['provider', 502, { error: { code: 502, message: 'Provider returned error' } }, { kind: 'outage' }],
  ],
  'Ollama (docs.ollama.com/api/errors; source of its OpenAI middleware)': [
    ['model', 404, error('model "llama3" not found, try pulling it first', 'api_error'), { kind: 'model' }],
    [
      'tools',
      400,
      error('registry.ollama.ai/library/gemma3:latest does not support tools', 'api_error'),
      { kind: 'parameter', parameter: 'tools' },
    ],
    [
      'thinking',
      400,
      { error: '"qwen2" does not support thinking', note: 'reasoning_effort' },
      { kind: 'parameter', parameter: 'reasoning_effort' },
    ],
    [
      'busy',
      503,
      error('server busy, please try again. maximum pending requests exceeded', 'api_error'),
      { kind: 'outage' },
    ],
  ],
  'llama.cpp (github.com/ggml-org/llama.cpp tools/server/README.md)': [
    ['loading', 503, { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } }, { kind: 'outage' }],
    ['key', 401, { error: { code: 401, message: 'Invalid API Key', type: 'authentication_error' } }, { kind: 'key' }],
    [
      'context',
      400,
      {
        error: {
          code: 400,
          message: 'the request exceeds the available context size (4096 tokens), try increasing it',
          type: 'exceed_context_size_error',
          n_prompt_tokens: 5000,
          n_ctx: 4096,
        },
      },
      { kind: 'context' },
    ],
    [
      'grammar',
      400,
      { error: { code: 400, message: 'Failed to parse grammar', type: 'invalid_request_error' } },
      { kind: 'parameter', parameter: 'json_schema' },
    ],
    [
      'system',
      500,
      { error: { code: 500, message: 'System role not supported at row 1, column 2', type: 'server_error' } },
      { kind: 'parameter', parameter: 'system' },
    ],
  ],
  'llama-cpp-python (recorded by ourselves, server of 0.3)': [
    [
      'json_schema',
      500,
      {
        error: {
          message:
            "[{'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), 'msg': \"Input should be 'text' or 'json_object'\", 'input': 'json_schema'}]",
          type: 'internal_server_error',
          param: null,
          code: null,
        },
      },
      { kind: 'parameter', parameter: 'json_schema' },
    ],
    [
      'context',
      400,
      error(
        "This model's maximum context length is 2048 tokens. However, you requested 2300 tokens",
        'invalid_request_error',
        'context_length_exceeded',
      ),
      { kind: 'context' },
    ],
    [
      'context in words',
      500,
      error('Requested tokens (2300) exceed context window of 2048', 'internal_server_error'),
      { kind: 'context' },
    ],
  ],
  'vLLM (docs.vllm.ai/en/latest/serving/openai_compatible_server.html; public reports)': [
    [
      'context',
      400,
      {
        object: 'error',
        message:
          "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (1000 in the messages, 4000 in the completion).",
        type: 'BadRequestError',
        param: null,
        code: 400,
      },
      { kind: 'context' },
    ],
    [
      'model',
      404,
      { object: 'error', message: 'The model `x` does not exist.', type: 'NotFoundError', param: null, code: 404 },
      { kind: 'model' },
    ],
    [
      'tools',
      400,
      {
        error: {
          message: '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
          type: 'BadRequestError',
          param: null,
          code: 400,
        },
      },
      { kind: 'parameter', parameter: 'tools' },
    ],
    [
      'roles',
      400,
      {
        object: 'error',
        message: 'Conversation roles must alternate user/assistant/user/assistant/...',
        type: 'BadRequestError',
        code: 400,
      },
      { kind: 'parameter', parameter: 'system' },
    ],
  ],
  'LiteLLM 1.106.2 (measured; docs.litellm.ai/docs/exception_mapping)': [
    [
      'budget',
      422,
      error('Budget has been exceeded! Current cost: 1, Max budget: 0.5', 'budget_exceeded', '422'),
      { kind: 'budget' },
    ],
    [
      'deployment',
      429,
      error('No deployments available - crossed budget: 0.1', 'internal_server_error', '429'),
      { kind: 'budget' },
    ],
    [
      'quota of the provider',
      429,
      error(
        'litellm.RateLimitError: RateLimitError: OpenAIException - You exceeded your current quota, please check your plan',
        'throttling_error',
        '429',
      ),
      { kind: 'budget' },
    ],
    [
      'rate',
      429,
      error('litellm.RateLimitError: slow down', 'throttling_error', '429'),
      { kind: 'rate-limit', retryAfterMs: 7000 },
      { 'llm_provider-retry-after': '7' },
    ],
    [
      "another's 400 in a 500",
      500,
      error(
        "litellm.APIError: APIError: OpenAIException - Error code: 400 - {'error': {'message': \"Unsupported value: 'temperature' does not support 0.2\"}}",
        'internal_server_error',
        '500',
      ),
      { kind: 'parameter', parameter: 'temperature' },
    ],
    [
      "another's 401 in a 500",
      500,
      error('litellm.APIError: APIError: Error code: 401 - denied', 'internal_server_error', '500'),
      { kind: 'key' },
    ],
    [
      'BadRequestError in a 500',
      500,
      error(
        'litellm.BadRequestError: XAIException - Argument not supported on this model: max_tokens',
        'internal_server_error',
        '500',
      ),
      { kind: 'parameter', parameter: 'max_tokens' },
    ],
    [
      'context',
      400,
      error(
        "litellm.ContextWindowExceededError: litellm.BadRequestError: This model's maximum context length is 8192 tokens",
        'invalid_request_error',
        '400',
      ),
      { kind: 'context' },
    ],
    [
      'content',
      400,
      error('litellm.ContentPolicyViolationError: refused', 'invalid_request_error', '400'),
      { kind: 'content' },
    ],
    [
      'model',
      400,
      error('Invalid model name passed in model=nope. Call `/v1/models`', 'invalid_request_error', '400'),
      { kind: 'model' },
    ],
    ['nothing told', 500, error('oops', 'internal_server_error', '500'), { kind: 'outage' }],
    ['unknown', 400, error('Something about your request', 'invalid_request_error', '400'), { kind: 'request' }],
  ],
};

describe.each(Object.entries(PROVIDERS))('an error of %s', (_page, cases) => {
  for (const [what, status, body, expected, headers = {}] of cases)
    it(`${what} means what it means`, () => {
      const failure = readFailure({ status, headers: new Headers(headers), body: JSON.stringify(body) });
      const { kind, parameter, retryAfterMs } = failure;
      expect({ kind, parameter, retryAfterMs }).toEqual({ parameter: undefined, retryAfterMs: undefined, ...expected });
    });
});

describe('an error', () => {
  it('keeps what the model wrote that the server refused, and does not judge by it', () => {
    const body = JSON.stringify({
      error: {
        message: 'Failed to generate JSON.',
        code: 'json_validate_failed',
        failed_generation: 'insufficient credits',
      },
    });
    expect(readFailure({ status: 400, headers: new Headers(), body })).toMatchObject({
      kind: 'malformed',
      generated: 'insufficient credits',
    });
  });

  it('of any shape is read', () => {
    for (const body of [
      '',
      '<html>busy</html>',
      '"x"',
      '[]',
      'null',
      '{"error":null}',
      '{'.repeat(5000),
      JSON.stringify({ error: 'x'.repeat(100_000) }),
    ])
      expect(readFailure({ status: 503, headers: new Headers(), body })).toMatchObject({ kind: 'outage' });
  });
});
