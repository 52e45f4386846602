import { ConfigError } from '../../src/config/config-error.ts';
import type { Parsed } from '../../src/protocol/parse.ts';

/** @throws {ConfigError} about what came in */
export function understood<T>(parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw new ConfigError([{ where: 'standard input', what: parsed.fault }]);
}
