import { pino } from 'pino';
import pretty from 'pino-pretty';
import { createScrub, type Scrub } from './scrub.ts';

/** What every part of the product logs through; pino fits it. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Where lines go. Default: standard error, so that standard output stays free for what was asked for. */
  readonly destination?: NodeJS.WritableStream;
  /** For people instead of JSON for machines. */
  readonly pretty?: boolean;
  /** Values that must never come out, in whatever field or message they hide. */
  readonly secrets?: readonly string[];
}

/** Names of fields whose value is never shown, in any case and with or without dashes and underscores. */
const SECRET_FIELD = /(?:authorization|apikey|secret|password|passwd|passphrase|cookie|credential|privatekey|token)$/;
const MASK = '[redacted]';

/** Every line is scrubbed whole, after serialising: whatever an error or a library put into it. */
export function createLogger(options: LoggerOptions): Logger {
  const scrub = createScrub(options.secrets ?? []);
  const output = options.destination ?? process.stderr;
  const format = options.pretty
    ? pretty.prettyFactory({ colorize: 'isTTY' in output && output.isTTY === true })
    : (line: string): string => `${line}\n`;
  return pino(
    { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => output.write(format(scrubLine(line, scrub))) },
  );
}

function scrubLine(line: string, scrub: Scrub): string {
  try {
    return JSON.stringify(scrubValue(JSON.parse(line), scrub));
  } catch {
    return scrub(line.trimEnd());
  }
}

function scrubValue(value: unknown, scrub: Scrub): unknown {
  if (typeof value === 'string') return scrub(value);
  if (Array.isArray(value)) return value.map((item) => scrubValue(item, scrub));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      scrub(name),
      isSecret(name, field) ? MASK : scrubValue(field, scrub),
    ]),
  );
}

function isSecret(name: string, value: unknown): boolean {
  // Numbers are counts (`outputToken`), not secrets.
  return (
    typeof value !== 'number' &&
    typeof value !== 'boolean' &&
    SECRET_FIELD.test(name.toLowerCase().replaceAll(/[-_]/g, ''))
  );
}
