import { pino } from 'pino';
import pretty from 'pino-pretty';
import { articleOf, isArticleId } from '../protocol/names.ts';
import { currentArticle } from './article-context.ts';
import { createScrub, type Scrub } from './scrub.ts';
import { traceIdOf } from './trace-id.ts';

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

/**
 * Every line is scrubbed whole, after serialising: whatever an error or a library put into it. One that is about an article has its
 * `trace_id`, as OpenTelemetry calls it.
 */
export function createLogger(options: LoggerOptions): Logger {
  const scrub = createScrub(options.secrets ?? []);
  const output = options.destination ?? process.stderr;
  const format = options.pretty
    ? pretty.prettyFactory({ colorize: 'isTTY' in output && output.isTTY === true })
    : (line: string): string => `${line}\n`;
  return pino(
    { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { log: withTrace } },
    { write: (line: string) => output.write(format(scrubLine(line, scrub))) },
  );
}

/** The trace of the article that a line is about: as its fields name it, those of Temporal's SDK among them, or else whoever runs what writes it. */
function withTrace(fields: Record<string, unknown>): Record<string, unknown> {
  const named = articleNamedIn(fields);
  if (named !== undefined) return isArticleId(named) ? { ...fields, trace_id: traceIdOf(named) } : fields;
  const articleId = currentArticle();
  return articleId === undefined ? fields : { articleId, ...fields, trace_id: traceIdOf(articleId) };
}

function articleNamedIn(fields: Record<string, unknown>): string | undefined {
  const { articleId, article = articleId, workflowId } = fields;
  if (typeof article === 'string') return article;
  return typeof workflowId === 'string' ? articleOf(workflowId) : undefined;
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
