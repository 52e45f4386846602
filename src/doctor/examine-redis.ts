import { reasonOf } from '../lib/reason-of.ts';
import { type Finding, ok, skipped, warning } from './doctor.ts';

/** Connects, and answers what Redis says about itself (`INFO server`); rejects when it cannot be had. */
export type AskRedis = () => Promise<string>;

/**
 * Whether the cache of model answers can be had. Never a fault: without it models are asked again, which costs money and nothing else.
 * @param url `REDIS_URL`
 */
export async function examineRedis(url: string | undefined, ask: AskRedis): Promise<Finding> {
  if (url === undefined) return skipped('REDIS_URL is not set; every worker keeps model answers in its own memory.');
  const host = URL.parse(url)?.host ?? 'REDIS_URL';
  try {
    const info = await ask();
    const version = /^redis_version:(\S+)/m.exec(info)?.[1];
    return ok(`${version === undefined ? 'answers' : `version ${version}`} at ${host}`);
  } catch (error) {
    const reason = reasonOf(error);
    const isRefused = /WRONGPASS|NOAUTH|NOPERM|invalid password/i.test(reason);
    return warning(
      `${isRefused ? `Redis at ${host} refuses us` : `Redis at ${host} cannot be had`} (${reason}): models are asked again for what they have answered before`,
      isRefused
        ? 'Check user and password in REDIS_URL: redis://USER:PASSWORD@host:6379.'
        : 'Check REDIS_URL and that Redis is up; or take REDIS_URL out for a cache in the process.',
    );
  }
}
