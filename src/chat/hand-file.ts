import { draftNamed } from '../cards/draft-file.ts';
import type { Actor } from '../protocol/actor.ts';
import type { SourceFile } from '../protocol/article.ts';
import type { ArticleStatus, DecidableSubject } from '../protocol/desk-state.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import type { SourceFileStore } from '../storage/source-file-store.ts';
import type { ChatDesk } from './chat-desk.ts';
import { decisionIdOf } from './decision-id.ts';
import type { DecisionButton } from './make-decision.ts';
import { type NotAccepted, refused, type Reply } from './reply.ts';
import { fetchFile, type GivenFile, isSourceFile, keepFile, nameOf, type TakeFileOptions } from './take-file.ts';

/** What a file in the thread of an article may be for. */
export type FileUse = 'draft' | 'source';

/** Nobody knows what a file is for: whoever sent it says so with a button. It is kept, and has changed nothing. */
export interface FileQuestion {
  readonly kind: 'which-use';
  readonly articleId: string;
  readonly file: SourceFile;
  /** What it can be used for; at least one. */
  readonly uses: readonly FileUse[];
  /** What it would replace. Absent: it cannot. */
  readonly subject?: DecidableSubject;
  /** The number that it would get as a draft. */
  readonly next: number;
  /** Draft that it is called, which is not the one that is up for decision. */
  readonly named?: number;
}

/** What a file is for, by its name and where the article stands. */
type FileMeaning =
  | { readonly kind: 'source' }
  | { readonly kind: 'draft'; readonly subject: DecidableSubject }
  | ({ readonly kind: 'ask' } & Pick<FileQuestion, 'uses' | 'subject' | 'next' | 'named'>)
  /** Nothing can be done with it any more. */
  | { readonly kind: 'useless' };

/** In which a draft can be written. */
const DRAFT_FILE = /\.(?:md|markdown|txt|docx)$/i;
const FIND_BUDGET_MS = 2000;

/**
 * Before there is a draft a file is a source. Then it edits when its name is that of the draft which is up for decision, and nothing else
 * is done without asking.
 * @param status as it was told to whoever sent the file
 */
function meaningOf(name: string, status: ArticleStatus): FileMeaning {
  const { current, decidable, controls, drafts, stage } = status;
  if (current === undefined) return { kind: 'source' };
  const open = decidable.map((one) => ({ ...one, ...(one.kind === 'outline' && { outline: true as const }) }));
  const named = draftNamed(name, status, [...open, ...drafts]);
  const meant = decidable.find(({ version }) => version === named?.version);
  if (meant !== undefined) return { kind: 'draft', subject: meant };
  const [subject] = DRAFT_FILE.test(name) ? decidable : [];
  // Whoever may steer an article may add to its sources.
  const isSource = controls.length > 0 && stage !== 'finishing';
  const uses: readonly FileUse[] = [
    ...(subject ? (['draft'] as const) : []),
    ...(isSource ? (['source'] as const) : []),
  ];
  if (uses.length === 0) return { kind: 'useless' };
  const next = Math.max(current.version, ...drafts.map(({ version }) => version)) + 1;
  return { kind: 'ask', uses, next, ...(subject && { subject }), ...(named !== undefined && { named: named.version }) };
}

export interface HandFileOptions extends Omit<TakeFileOptions, 'files'> {
  readonly desk: Pick<ChatDesk, 'status' | 'decide' | 'addSource'>;
  /** Whoever may add to an article, or why they may not. */
  readonly reviser: (actor: Actor, articleId: string) => Promise<Actor | NotAccepted>;
  readonly files: Pick<SourceFileStore, 'keep' | 'find'> | undefined;
  /** False: no sources are read. */
  readonly readsSources: boolean;
  /** Undefined: it is no text. */
  readonly textOfFile: (bytes: Uint8Array) => Promise<string | undefined>;
}

/** Does with a file in an article's thread what it is for, or asks whoever sent it. */
export async function handFile(
  actor: Actor,
  { articleId, file: given }: { readonly articleId: string; readonly file: GivenFile },
  options: HandFileOptions,
): Promise<Reply | FileQuestion> {
  const { desk, readsSources, reviser } = options;
  // Of who may add nothing to it, nothing is kept.
  const by = await reviser(actor, articleId);
  if ('kind' in by) return by;
  const asked = await desk.status(actor, articleId);
  if (asked.kind !== 'status') return asked;
  const { status } = asked;
  const name = nameOf(given);
  if (!isSourceFile(name)) return refused({ code: 'file-kind', name: name || '?' });
  const meaning = meaningOf(name, status);
  switch (meaning.kind) {
    case 'useless':
      return refused({ code: 'article-over', stage: status.stage });
    case 'draft': {
      const fetched = await fetchFile({ ...given, name }, options);
      if (fetched.kind !== 'fetched') return fetched;
      return await editWith(actor, { articleId, name, subject: meaning.subject, bytes: fetched.bytes }, options);
    }
    case 'source':
    case 'ask': {
      const { kind, ...question } =
        meaning.kind === 'ask' ? meaning : { ...meaning, uses: ['source'] as const, next: 1 };
      const uses = question.uses.filter((use) => use === 'draft' || readsSources);
      if (uses.length === 0) return refused({ code: 'sources-not-read' });
      const kept = await keepFile({ ...given, name }, options);
      if (kept.kind !== 'kept') return kept;
      return kind === 'source'
        ? await addSource(actor, articleId, kept.file, desk)
        : { ...question, kind: 'which-use', articleId, file: kept.file, uses };
    }
    default:
      return meaning satisfies never;
  }
}

/** What whoever sent a file has said that it is for. @param ask.subject what it is to replace */
export interface UseFileAsk {
  readonly articleId: string;
  readonly file: SourceFile;
  readonly use: FileUse;
  readonly subject?: DecidableSubject;
}

export async function useFile(
  actor: Actor,
  { articleId, file, use, subject }: UseFileAsk,
  options: HandFileOptions,
): Promise<Reply> {
  const { desk, files, logger } = options;
  if (use === 'source') return await addSource(actor, articleId, file, desk);
  const { name } = file;
  if (subject === undefined) return refused({ code: 'no-draft-yet' });
  if (files === undefined) return { kind: 'away', what: 'store' };
  try {
    const bytes = await within(FIND_BUDGET_MS, 'PostgreSQL', files.find(file.id));
    if (bytes === undefined) return refused({ code: 'file-unreachable', name });
    return await editWith(actor, { articleId, name, subject, bytes }, options);
  } catch (error) {
    logger.warn({ articleId, reason: reasonOf(error) }, 'Could not read a file that was handed in');
    return { kind: 'away', what: 'store' };
  }
}

/** The same file is one source, however often its sender says so. */
function addSource(
  actor: Actor,
  articleId: string,
  file: SourceFile,
  desk: Pick<ChatDesk, 'addSource'>,
): Promise<Reply> {
  return desk.addSource(actor, { id: decisionIdOf(`add:${file.id}`), articleId, file });
}

async function editWith(
  actor: Actor,
  edit: {
    readonly articleId: string;
    readonly name: string;
    readonly subject: DecidableSubject;
    readonly bytes: Uint8Array;
  },
  { desk, textOfFile }: Pick<HandFileOptions, 'desk' | 'textOfFile'>,
): Promise<Reply> {
  const { articleId, name, subject, bytes } = edit;
  const text = await textOfFile(bytes);
  if (text === undefined) return refused({ code: 'file-not-text', name });
  const { version, hash, gate } = subject;
  const button: DecisionButton = {
    kind: 'decision',
    articleId,
    decision: 'edit',
    draft: { version, hash },
    ...(gate !== undefined && { gate }),
  };
  return await desk.decide(actor, { button, kind: 'edit', text });
}
