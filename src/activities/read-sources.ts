import type { AgentRun, ModelError, Researcher } from '../agents/agent.ts';
import type { ReadSourcesInput, ThinkingActivities } from '../protocol/activities.ts';
import type { ArticleRequest, SourceFile } from '../protocol/article.ts';
import {
  type FailedSource,
  type Note,
  type ReadSource,
  SOURCE_FAULTS,
  type SourceReport,
} from '../protocol/evidence.ts';
import { readFile } from '../research/read-file.ts';
import { toStorable } from '../lib/storable.ts';
import type { Research } from '../storage/evidence-store.ts';
import { sha256 } from '../storage/draft-store.ts';
import type { ActivityTools } from './create-activities.ts';
import { runStep } from './run-step.ts';

/** A source that somebody named, that a search found, or that was handed in. `unfound`: what a search would have found. */
type Source =
  | { readonly address: string; readonly isFound?: true }
  | { readonly text: string }
  | { readonly file: SourceFile }
  | { readonly unfound: true };

interface SourceText {
  readonly address?: string;
  readonly title: string;
  readonly text: string;
  readonly date?: string;
}

/** What became of one source. */
type Outcome =
  | { readonly kind: 'read'; readonly source: Source; readonly page: SourceText; readonly quotes: readonly string[] }
  | { readonly kind: 'failed'; readonly source: Source; readonly failed: FailedSource };

/** Pages that are fetched and read at once: each takes a thread and some memory while it is read. */
const AT_ONCE = 3;
/** Of a text that was handed in, the first line, or so much of it. */
const TITLE_CHARS = 80;
/** A model that gives nothing of use about one page, or one search that finds nothing, is no reason to do without the others. */
const ABOUT_ONE_PAGE: ReadonlySet<string> = new Set([
  'model-answer-unusable',
  'model-refused',
  'model-context-exceeded',
]);

/** Finds, fetches and reads the sources of an article, and stores what its writer may cite, under its step. */
export function createReadSources(tools: ActivityTools): ThinkingActivities['readSources'] {
  const { researcher, evidence, work } = tools;
  return (input) =>
    runStep(tools, input, async (run) => {
      const { articleId, step } = input;
      const researchId = `${articleId}.${step}`;
      const stored = await evidence.findResearch(researchId);
      if (stored !== undefined) return { researchId, ...counted(stored) };
      const { request } = await work.read({ articleId });
      const sources = await sourcesOf(input, request, researcher, run);
      const outcomes = await inTurns(sources, (source) => readSource(source, request, tools, run));
      const report = await evidence.saveResearch(researchId, articleId, toResearch(outcomes));
      return { researchId, ...counted(report) };
    });
}

async function sourcesOf(
  { files: added = [], again }: ReadSourcesInput,
  request: ArticleRequest,
  researcher: Researcher,
  run: AgentRun,
): Promise<readonly Source[]> {
  const late = added.map((file) => ({ file }));
  if (again === true) return late;
  const { sources: named = [], pasted, files = [] } = request;
  const found = await pagesFound(request, researcher, run);
  return [
    ...(pasted === undefined ? [] : [{ text: pasted }]),
    ...files.map((file) => ({ file })),
    ...late,
    ...named.map((address) => ({ address })),
    ...(found ?? [])
      .filter((address) => !named.includes(address))
      .map((address) => ({ address, isFound: true as const })),
    ...(found === undefined ? [{ unfound: true as const }] : []),
  ];
}

/** Undefined: whoever searches gave nothing of use. */
async function pagesFound(
  request: ArticleRequest,
  researcher: Researcher,
  run: AgentRun,
): Promise<readonly string[] | undefined> {
  try {
    return await researcher.search({ request }, run);
  } catch (error) {
    if (isModelError(error) && ABOUT_ONE_PAGE.has(error.code)) return undefined;
    throw error;
  }
}

async function readSource(
  source: Source,
  request: ArticleRequest,
  tools: ActivityTools,
  run: AgentRun,
): Promise<Outcome> {
  const failed = (fault: FailedSource['fault']): Outcome => ({
    kind: 'failed',
    source,
    failed: { ...('address' in source && { address: source.address }), ...fileIn(source), fault },
  });
  if ('unfound' in source) return failed('search-failed');
  let page: SourceText;
  try {
    page = await textOf(source, tools, run.signal);
  } catch (error) {
    const fault = SOURCE_FAULTS.find((code) => error instanceof Error && 'code' in error && error.code === code);
    if (fault === undefined || run.signal.aborted) throw error;
    return failed(fault);
  }
  const quotes = await notesOf(page, request, tools.researcher, run);
  return quotes.length === 0 ? failed('nothing-in-it') : { kind: 'read', source, page, quotes };
}

async function textOf(
  source: Exclude<Source, { readonly unfound: true }>,
  { readAddress, files }: ActivityTools,
  signal: AbortSignal,
): Promise<SourceText> {
  if ('text' in source) return handedIn(source.text);
  if ('address' in source) return await readAddress(source.address, signal);
  const { id, name } = source.file;
  const bytes = await files.find(id);
  if (bytes === undefined) throw new FileGoneError(name);
  const { title, ...read } = await readFile(bytes, signal);
  return { ...read, title: title || name };
}

class FileGoneError extends Error {
  readonly code = 'file-gone';

  constructor(name: string) {
    super(`There is no file ${name} any more`);
  }
}

function fileIn(source: Source): { readonly file?: string } {
  return 'file' in source ? { file: source.file.name } : {};
}

async function notesOf(
  page: SourceText,
  request: ArticleRequest,
  researcher: Researcher,
  run: AgentRun,
): Promise<readonly string[]> {
  try {
    return await researcher.takeNotes({ request, page }, run);
  } catch (error) {
    if (isModelError(error) && ABOUT_ONE_PAGE.has(error.code)) return [];
    throw error;
  }
}

/** By name: loading the agents' module here would load LangGraph with it. */
function isModelError(error: unknown): error is ModelError {
  return error instanceof Error && error.name === 'ModelError';
}

function handedIn(text: string): SourceText {
  const [line = ''] = text.trim().split('\n', 1);
  return { title: line.length > TITLE_CHARS ? `${line.slice(0, TITLE_CHARS).toWellFormed().trimEnd()}…` : line, text };
}

function toResearch(outcomes: readonly Outcome[]): Research {
  const read = outcomes.flatMap((one) => (one.kind === 'read' ? [one] : []));
  const pages = new Map(read.map(({ page: { text } }) => [sha256(toStorable(text)), text]));
  const report: SourceReport = {
    read: read.map(({ source, page, quotes }): ReadSource => {
      const isFound = 'address' in source && source.isFound === true;
      return {
        ...(page.address !== undefined && { address: page.address }),
        ...fileIn(source),
        title: page.title,
        notes: quotes.length,
        ...(isFound && { isFound }),
      };
    }),
    failed: outcomes.flatMap((one) => (one.kind === 'failed' ? [one.failed] : [])),
  };
  const notes = read.flatMap(({ page: { address, title, date, text }, quotes }) =>
    quotes.map(
      (quote): Omit<Note, 'id'> => ({
        quote: quote.replaceAll(/\s+/g, ' '),
        title,
        sha256: sha256(toStorable(text)),
        ...(address !== undefined && { address }),
        ...(date !== undefined && { date }),
      }),
    ),
  );
  return {
    report,
    notes,
    pages: [...pages].map(([hash, text]) => ({ sha256: hash, text })),
    files: outcomes.flatMap(({ source }) => ('file' in source ? [source.file.id] : [])),
  };
}

function counted({ read, failed }: SourceReport): { readonly read: number; readonly failed: number } {
  return { read: read.length, failed: failed.length };
}

/** A few at once, in their order. Whatever one of them throws ends the rest. */
async function inTurns<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(act))));
  return results;
}
