/**
 * Validated answers of models by the hash of their request. A cache may forget anything at any time; it never fails and
 * never costs more than 50 ms.
 */
export interface LlmCache {
  get(key: string): Promise<string | undefined>;
  /** `ttlSeconds`: at least 1. */
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  close(): Promise<void>;
}
