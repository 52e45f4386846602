import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import type { AnswerJournal, ModelAnswer } from '../../src/agents/agent.ts';
import { ConfigError } from '../../src/config/config-error.ts';

const lineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begun'), today: z.iso.date() }),
  z.object({
    kind: z.literal('answer'),
    hash: z.string(),
    answer: z.object({
      text: z.string(),
      sources: z.array(
        z.object({
          title: z.string(),
          url: z.string(),
          date: z.string().exactOptional(),
          snippet: z.string().exactOptional(),
        }),
      ),
      cut: z.boolean().exactOptional(),
      suspicious: z.boolean().exactOptional(),
    }),
  }),
  z.object({ kind: z.literal('discarded'), hash: z.string() }),
]);
/** Every line that we write begins so. */
const LINE_START = '{"kind":"';
type Line = z.output<typeof lineSchema>;

export interface FileJournal extends AnswerJournal {
  /** The day on which the file was begun: prompts say it, and have to be the same when the command runs again. */
  readonly today: string;
}

/**
 * A journal in a file of its own, one JSON object a line, readable by its owner only. Each answer is on the disk before anything is done
 * with it. For one command at a time.
 * @param today of the one who asks, for a file that does not exist yet
 * @throws {ConfigError} when the file cannot be used, or is no journal
 */
export function openFileJournal(path: string, today: string): FileJournal {
  const { lines, isTorn } = readLines(path);
  const answers = new Map<string, ModelAnswer | 'discarded'>();
  let begun: string | undefined;
  for (const line of lines) {
    if (line.kind === 'begun') begun ??= line.today;
    else answers.set(line.hash, line.kind === 'answer' ? line.answer : 'discarded');
  }
  if (isTorn) withFile(path, () => appendFileSync(path, '\n'));
  if (begun === undefined) append(path, { kind: 'begun', today });
  return {
    today: begun ?? today,
    find: async (hash) => answers.get(hash),
    async store(hash, answer, call) {
      append(path, { kind: 'answer', hash, answer, call });
      answers.set(hash, answer);
    },
    async discard(hash) {
      append(path, { kind: 'discarded', hash });
      answers.set(hash, 'discarded');
    },
  };
}

/** @returns `isTorn`: the last line has no end, because a command was killed while it wrote */
function readLines(path: string): { readonly lines: readonly Line[]; readonly isTorn: boolean } {
  const content = withFile(path, () => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    }
  });
  const all = content.split('\n');
  const isTorn = all.at(-1) !== '';
  const lines = all.slice(0, -1).flatMap((line, at) => parseLine(line, `${path}:${at + 1}`));
  if (isTorn) parseLine(all.at(-1) ?? '', path);
  return { lines, isTorn };
}

/** A line that broke off became one of its own when the next command appended to it; any other has to be ours. */
function parseLine(line: string, where: string): readonly Line[] {
  try {
    return [lineSchema.parse(JSON.parse(line))];
  } catch (error) {
    if (error instanceof SyntaxError && (line.startsWith(LINE_START) || LINE_START.startsWith(line))) return [];
    throw new ConfigError([{ where, what: 'is no line of a journal; name a file that only --journal has written' }]);
  }
}

function append(path: string, line: object): void {
  withFile(path, () => {
    const file = openSync(path, 'a', 0o600);
    try {
      writeSync(file, `${JSON.stringify(line)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
}

function withFile<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigError([
      { where: `--journal ${path}`, what: `cannot be used: ${code}; name a file that this user may write` },
    ]);
  }
}
