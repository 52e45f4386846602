/** What the body of an error says, whoever wrote it. */
export interface ErrorBody {
  /** Message, type, code, status, parameter and details, in their order; the body itself when it is no JSON. */
  readonly said: string;
  /** What the model wrote, where the server refused its answer (Groq: `failed_generation`). */
  readonly generated?: string;
  /** How long to wait, in milliseconds, where the body says it. */
  readonly delayMs?: number;
}

const MAX_SAID_CHARS = 4000;
const MAX_DEPTH = 8;
/** What may be quoted there comes from the request, the answer or the account, and judges nothing. */
const QUOTED: ReadonlySet<string> = new Set([
  'failed_generation',
  'input',
  'messages',
  'prompt',
  'request_id',
  'user_id',
  'url',
  '@type',
]);
/** First, so that the sentence begins what is quoted to operators. */
const FIRST = ['message', 'msg', 'detail', 'type', 'code', 'param', 'status', 'reason'];

/** Reads the body of an error: an object, one within `error`, or a list of one, as Gemini's OpenAI address answers. */
export function readErrorBody(body: string): ErrorBody {
  const json = parsed(body);
  const said = (json === undefined ? body : [...new Set(wordsOf(json, 0))].join(' · ')).slice(0, MAX_SAID_CHARS);
  const generated = find(json, 'failed_generation', 0);
  const delayMs = delayIn(json, said);
  return {
    said,
    ...(typeof generated === 'string' && { generated }),
    ...(delayMs !== undefined && { delayMs }),
  };
}

function parsed(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function wordsOf(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') {
    // OpenRouter and LiteLLM hand on another's body as a string.
    const inner = /^\s*[{[]/.test(value) ? parsed(value) : undefined;
    return inner === undefined ? [value] : wordsOf(inner, depth + 1);
  }
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.slice(0, 20).flatMap((item) => wordsOf(item, depth + 1));
  const entries = Object.entries(value).filter(([key]) => !QUOTED.has(key));
  const rank = (key: string): number => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  return entries
    .toSorted(([one], [other]) => rank(one) - rank(other))
    .flatMap(([, item]) => (typeof item === 'string' && /^\d*$/.test(item) ? [] : wordsOf(item, depth + 1)));
}

function find(value: unknown, name: string, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return undefined;
  if (Object.hasOwn(value, name)) return (value as Readonly<Record<string, unknown>>)[name];
  for (const inner of Object.values(value)) {
    const found = find(inner, name, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Gemini: `RetryInfo` · OpenAI and Groq: `Please try again in 2m59.56s` · Azure: `retry after 26 seconds` · OpenRouter: the moment, in milliseconds. */
function delayIn(json: unknown, said: string): number | undefined {
  const info = find(json, 'retryDelay', 0);
  if (typeof info === 'string') return duration(info);
  const reset = Number(find(json, 'X-RateLimit-Reset', 0) ?? Number.NaN);
  if (reset > Date.now() && reset < Date.now() + 86_400_000) return reset - Date.now();
  const words =
    /(?:try again|retry)(?: your request)? (?:in|after) (?:about |approximately )?([\d.]{1,12}\s?[a-z]{1,12}(?:\s?[\d.]{1,12}\s?[a-z]{1,12}){0,2})/i.exec(
      said,
    )?.[1];
  return words === undefined ? undefined : duration(words);
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, s: 1000, h: 3_600_000, d: 86_400_000 };

/** `5s` · `350ms` · `2m59.56s` · `26 seconds` · `1 minute` */
function duration(words: string): number | undefined {
  let ms: number | undefined;
  for (const [, amount = '', unit = ''] of words.matchAll(/(\d+(?:\.\d+)?)\s?([a-z]+)/gi)) {
    const name = unit.toLowerCase();
    const one = name.startsWith('ms') || name.startsWith('milli') ? 1 : UNIT_MS[name[0] ?? ''];
    if (one === undefined) break;
    ms = (ms ?? 0) + Number(amount) * one;
  }
  return ms === undefined ? undefined : Math.ceil(ms);
}
