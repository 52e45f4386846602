import { createHash } from 'node:crypto';
import type { AnswerFormat, Reading } from './model/answer-format.ts';
import type { ChatModel } from './model/chat-model.ts';
import type { Turn } from './model/model-client.ts';
import { TAG_MARK, undefused } from './sections.ts';

/** 64 bits: nobody finds a text that holds its own digest. */
const SUFFIX_CHARS = 16;
/** A line of our own words of at least so many characters in an answer is no chance. */
const ECHO_CHARS = 60;

/**
 * A model that is asked with everything a prompt has to have, whoever wrote it: today's date, and section tags that nobody can imitate. Its
 * answers hold neither the tags nor our own instructions, and what it copied is as it was before it was defused.
 */
export function sealed(model: ChatModel): ChatModel {
  return {
    model: model.model,
    ask: (question, run) => {
      const turns = seal(dated(question.turns, run.today));
      return model.ask({ ...question, turns, format: withoutEcho(question.format, turns) }, run);
    },
  };
}

/**
 * Gives the tags of a call their suffix. It is drawn from the digest of the whole prompt: as good as random for whoever wrote a part of it,
 * another one for every other prompt, and the same when the call is repeated after a crash, which finds the answer that was paid for.
 */
export function seal(turns: readonly Turn[]): readonly Turn[] {
  const suffix = suffixOf(turns);
  return turns.map((turn) => ({ ...turn, text: turn.text.replaceAll(TAG_MARK, suffix) }));
}

function suffixOf(turns: readonly Turn[]): string {
  const whole = JSON.stringify(turns.map(({ role, text }) => [role, text]));
  return `-${createHash('sha256').update(whole).digest('hex').slice(0, SUFFIX_CHARS)}`;
}

/** @param today ISO 8601, UTC */
function dated([system, ...rest]: readonly Turn[], today: string): readonly Turn[] {
  if (system === undefined) return rest;
  return [{ ...system, text: `${system.text}\n\nToday is ${today}.` }, ...rest];
}

/** Turns down an answer that repeats the prompt's own words: what was asked is nothing for the thread. */
function withoutEcho<T>(format: AnswerFormat<T>, turns: readonly Turn[]): AnswerFormat<T> {
  const [system] = turns;
  const suffix = /<topic(-[0-9a-f]+)>/.exec(turns.map(({ text }) => text).join('\n'))?.[1];
  const lines = (system?.text ?? '')
    .split('\n')
    .map((line) => line.replace(/^[-\d. ]+/, ''))
    .filter((line) => line.length >= ECHO_CHARS);
  return {
    ...format,
    read(answer) {
      const isEcho = (text: string): boolean => (suffix !== undefined && text.includes(suffix)) || repeats(text, lines);
      if (!isEcho(answer.text)) return restoredReading(format.read(answer));
      const rest = suffix === undefined ? answer.text : withoutTags(answer.text, suffix);
      // Where nothing of it is ours to show, what can be done without an answer is.
      const left = isEcho(rest) ? { text: '', sources: answer.sources } : { ...answer, text: rest };
      const reading = restoredReading(format.read(left));
      const makeshift = reading.ok ? reading.value : reading.makeshift;
      return {
        ok: false,
        fault: 'The answer repeats the instructions. Answer with what was asked for alone.',
        ...(makeshift !== undefined && { makeshift }),
      };
    },
  };
}

function repeats(answer: string, lines: readonly string[]): boolean {
  // In JSON a quotation mark has a backslash.
  const said = answer.replaceAll('\\"', '"');
  return lines.some((line) => said.includes(line.slice(0, ECHO_CHARS)));
}

/** A model that takes the sections of its prompt for the form of its answer. */
function withoutTags(text: string, suffix: string): string {
  return text.replaceAll(new RegExp(`</?[a-z_]{1,20}${suffix}(?: [^<>\\n]{0,200})?>`, 'g'), '').trim();
}

function restoredReading<T>(reading: Reading<T>): Reading<T> {
  if (reading.ok) return { ok: true, value: restored(reading.value) };
  return reading.makeshift === undefined ? reading : { ...reading, makeshift: restored(reading.makeshift) };
}

function restored<T>(value: T): T {
  if (typeof value === 'string') return undefused(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => restored(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, restored(item)])) as T;
}
