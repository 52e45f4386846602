import { setTimeout as sleep } from 'node:timers/promises';
import { type PostedAnswer, postJson } from '../../lib/post-json.ts';
import { PrivateAddressError } from '../../lib/public-address.ts';
import { reasonOf } from '../../lib/reason-of.ts';
import type { Scrub } from '../../lib/scrub.ts';
import { toStorable } from '../../lib/storable.ts';
import { type AgentRun, ModelError, type ModelErrorCode } from '../agent.ts';
import { requestHash } from '../model/request-hash.ts';
import type { HttpAgentSettings } from '../settings.ts';
import { claimId } from './claim-ids.ts';
import type { Judge, JudgeQuestion } from './judge.ts';
import { readVerdicts } from './read-verdicts.ts';

const MAX_ANSWER_BYTES = 5_000_000;
const FIRST_WAIT_MS = 500;
/** Whoever asks for more is left to the article, which waits without holding a worker. */
const MAX_WAIT_MS = 20_000;

export interface HttpJudgeOptions {
  readonly name: string;
  readonly settings: HttpAgentSettings;
  readonly apiKey?: string;
  readonly scrub: Scrub;
}

/**
 * Somebody's service that judges claims. It gets `{ topic, language, today, draft, claims: [{ id, text }] }` by `POST` and answers in JSON,
 * in which `response` says where things are. What it answered is in the journal before anything else is done with it.
 */
export function createHttpJudge(options: HttpJudgeOptions): Judge {
  const { name, settings } = options;
  return {
    model: name,
    async judge(question, run) {
      const content = toContent(question, run);
      const hash = requestHash({ address: settings.url, content });
      const kept = await run.journal.find(hash);
      if (kept !== undefined && kept !== 'discarded') return readVerdicts(kept.text, question.claims, options);
      await run.mayCall?.();
      const startedAt = performance.now();
      const { body } = await posted(content, options, run.signal);
      const answer = { text: toStorable(body), sources: [] };
      const durationMs = Math.round(performance.now() - startedAt);
      const call = { purpose: `external.${name}`, model: name, asked: name, cached: false, durationMs };
      await run.journal.store(hash, answer, call);
      try {
        return readVerdicts(answer.text, question.claims, options);
      } catch (error) {
        await run.journal.discard(hash);
        throw error;
      }
    },
  };
}

function toContent({ request, draft, claims }: JudgeQuestion, { today }: AgentRun): object {
  const { topic, language } = request;
  return { topic, language, today, draft, claims: claims.map((text, at) => ({ id: claimId(at), text })) };
}

/** @throws ModelError when there is no answer after every attempt, or the reason of the signal */
async function posted(content: object, options: HttpJudgeOptions, signal: AbortSignal): Promise<PostedAnswer> {
  const { retries } = options.settings;
  for (let tries = 0; ; tries += 1) {
    const answer = await postedOnce(content, options, signal);
    if (!(answer instanceof ModelError)) return answer;
    const waitMs = answer.retryAfterMs ?? FIRST_WAIT_MS * 2 ** tries;
    const isWorthIt = answer.code === 'model-unavailable' || answer.code === 'model-rate-limited';
    if (!isWorthIt || tries >= retries || waitMs > MAX_WAIT_MS) throw answer;
    await sleep(waitMs, undefined, { signal });
  }
}

async function postedOnce(
  content: object,
  { name, settings, apiKey, scrub }: HttpJudgeOptions,
  signal: AbortSignal,
): Promise<PostedAnswer | ModelError> {
  const failed = (code: ModelErrorCode, what: string, status?: number, retryAfterMs?: number): ModelError =>
    new ModelError(scrub(`The external agent ${name} ${what}`), {
      code,
      ...(status !== undefined && { status }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  let answer: PostedAnswer;
  try {
    answer = await postJson(settings.url, content, {
      headers: { ...settings.headers, ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }) },
      timeoutMs: settings.timeoutSeconds * 1000,
      maxBytes: MAX_ANSWER_BYTES,
      allowPrivateAddresses: settings.allowPrivateAddresses,
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof PrivateAddressError)
      return failed(
        'model-not-found',
        `is not asked: ${error.message}. Set allow_private_addresses in config/agents.yaml if it belongs there.`,
      );
    return failed('model-unavailable', `could not be reached or broke off: ${reasonOf(error)}`);
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  return failed(codeOf(status), `answered with status ${status}`, status, waitAskedMs(answer));
}

function codeOf(status: number): ModelErrorCode {
  if (status === 429) return 'model-rate-limited';
  if (status === 401 || status === 403) return 'model-unauthorized';
  if (status === 402) return 'model-budget-exceeded';
  if (status >= 500 || status === 408) return 'model-unavailable';
  // A redirect leads elsewhere than where the operator wanted drafts to go.
  return status < 400 || status === 404 || status === 405 || status === 410 ? 'model-not-found' : 'model-refused';
}

function waitAskedMs({ headers }: PostedAnswer): number | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return seconds >= 0 ? seconds * 1000 : undefined;
}
