import type { WebClient } from '@slack/web-api';
import { DeliveryError } from '../../../src/delivery/messenger.ts';
import { inTime, LATE } from '../connect/in-time.ts';
import type { Part } from '../render/part.ts';
import { toDeliveryError } from './slack-failures.ts';
import type { Address } from './upload-files.ts';

/** All of it together: what is left of the time in which a message may arrive belongs to the edit that ends it. */
const BUDGET_MS = 1500;
/** Shorter texts are there at once. */
const LEAST_CHARS = 400;
const PIECES = 5;

/** The text of a message that is long enough for people to watch it come; undefined: it is not. */
export function streamedText(part: Part): string | undefined {
  if (part.kind !== 'message') return undefined;
  const text = part.blocks.find((block) => block.type === 'markdown')?.text ?? '';
  return text.length < LEAST_CHARS ? undefined : text;
}

/**
 * Lets a text come bit by bit: what Slack calls a stream. It holds nothing but what has been taken for good, and whoever began it replaces
 * it by the whole message, however far it came.
 * @returns `ts` of the message that has begun; undefined: there is none
 * @throws {DeliveryError} `ambiguous` when nobody knows whether it has begun
 */
export async function streamText(
  client: WebClient,
  { channel, threadTs }: Address,
  text: string,
): Promise<string | undefined> {
  const until = Date.now() + BUDGET_MS;
  const left = (): number => Math.max(1, until - Date.now());
  const [first = '', ...rest] = pieces(text);
  const ts = await begin(client, { channel, thread_ts: threadTs, markdown_text: first }, left());
  if (ts === undefined) return undefined;
  for (const piece of rest) {
    const appended = client.apiCall('chat.appendStream', { channel, ts, markdown_text: piece });
    // Somebody may have stopped it: then the whole message is there the sooner.
    if (!(await isDone(appended, left()))) break;
  }
  await isDone(client.apiCall('chat.stopStream', { channel, ts }), left());
  return ts;
}

async function begin(client: WebClient, args: Record<string, unknown>, ms: number): Promise<string | undefined> {
  const doing = `begin a message in Slack channel ${String(args['channel'])}`;
  const starting = client.apiCall('chat.startStream', args);
  starting.catch(() => undefined);
  try {
    const started = await inTime(starting, ms);
    if (started !== LATE) return 'ts' in started && typeof started.ts === 'string' ? started.ts : undefined;
  } catch (error) {
    const why = toDeliveryError(error, doing);
    // Where there are no streams, there are messages.
    if (why.failure !== 'ambiguous') return undefined;
    throw why;
  }
  throw new DeliveryError(`Could not ${doing}: Slack did not answer in time.`, {
    failure: 'ambiguous',
    code: 'timeout',
  });
}

async function isDone(call: Promise<unknown>, ms: number): Promise<boolean> {
  call.catch(() => undefined);
  try {
    return (await inTime(call, ms)) !== LATE;
  } catch {
    return false;
  }
}

/** At paragraphs, so that no mark is open between two. */
function pieces(text: string): readonly string[] {
  const size = Math.ceil(text.length / PIECES);
  const cut: string[] = [];
  let piece = '';
  for (const paragraph of text.split(/(?<=\n\n)/)) {
    piece += paragraph;
    if (piece.length < size) continue;
    cut.push(piece);
    piece = '';
  }
  return piece === '' ? cut : [...cut, piece];
}

/** Whether a message, as Slack's API gives it, is a stream of this text that broke off. It bears no mark yet. */
export function isBrokenStream(message: object, text: string): boolean {
  const {
    bot_id: bot,
    text: shown = '',
    metadata,
  } = message as {
    readonly bot_id?: unknown;
    readonly text?: string;
    readonly metadata?: unknown;
  };
  const squeezed = squeeze(shown);
  return bot !== undefined && metadata === undefined && squeezed !== '' && squeeze(text).startsWith(squeezed);
}

function squeeze(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '');
}
