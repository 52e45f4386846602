import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import type { TerminalMessage, TerminalStore } from './terminal-store.ts';

type Of<K extends ChatContent['kind']> = Extract<ChatContent, { readonly kind: K }>;

/** A message that is new or has changed, with what it said before. */
export interface Change {
  readonly message: TerminalMessage;
  readonly before: ChatContent | undefined;
}

/** One article's thread as the chat knows it at this moment. */
export interface Thread {
  /** What came since the last time, in order. The first time that {@link loaded} is true this is everything so far. */
  takeChanges(): readonly Change[];
  readonly loaded: boolean;
  readonly reachable: boolean;
  /** Whether there are changes that a reader would want to see: more than a moved status. */
  hasNews(): boolean;
  /** Resolves as soon as anything comes, and at the end. */
  changed(): Promise<void>;
  /** The status card. */
  status(): Of<'status'> | undefined;
  /** The draft that people may decide on now. */
  currentDraft(): Of<'draft'> | Of<'gate'> | undefined;
  /** The question that waits for a person. */
  question(): PendingChoice | undefined;
  final(): Of<'final'> | undefined;
  /** What edits suggest for the house style, and nobody has adopted yet. */
  styleRules(): readonly Of<'style-rule'>[];
  /** What becomes of the article where it is published. */
  publications(): readonly Of<'publication'>[];
  startedAt(): Date | undefined;
}

/** `id` changes when the question is another one. */
export type PendingChoice =
  | { readonly id: string; readonly content: Of<'gate'> }
  | { readonly id: string; readonly content: Of<'failure'> | Of<'budget'> }
  | { readonly id: string; readonly content: Of<'status'>; readonly languages: readonly string[] };

/** Follows a thread in the background until the signal. */
export function followThread(
  store: TerminalStore,
  articleId: string,
  signal: AbortSignal,
  pollMs: number | undefined,
): Thread {
  const messages = new Map<number, TerminalMessage>();
  let changes: Change[] = [];
  let loaded = false;
  let reachable = true;
  let next = Promise.withResolvers<void>();
  const wake = (): void => {
    next.resolve();
    next = Promise.withResolvers<void>();
  };
  signal.addEventListener('abort', wake, { once: true });

  const follow = async (): Promise<void> => {
    for await (const news of store.tail(articleId, { signal, ...(pollMs !== undefined && { pollMs }) })) {
      reachable = news.kind === 'messages';
      if (news.kind === 'messages') {
        loaded = true;
        for (const message of news.messages) {
          changes.push({ message, before: messages.get(message.seq)?.content });
          messages.set(message.seq, message);
        }
      }
      wake();
    }
  };
  // Does not reject: `tail` never throws.
  void follow();

  const inOrder = (): TerminalMessage[] => [...messages.values()].sort((a, b) => a.seq - b.seq);
  const last = (...kinds: readonly ChatContent['kind'][]): TerminalMessage | undefined =>
    inOrder().findLast(({ content }) => kinds.includes(content.kind));

  return {
    takeChanges() {
      const taken = changes;
      changes = [];
      return taken;
    },
    get loaded() {
      return loaded;
    },
    get reachable() {
      return reachable;
    },
    hasNews: () => changes.some(({ message }) => message.content.kind !== 'status'),
    changed: () => (signal.aborted ? Promise.resolve() : next.promise),
    status() {
      const content = last('status')?.content;
      return content?.kind === 'status' ? content : undefined;
    },
    currentDraft() {
      const content = last('draft', 'gate')?.content;
      return content?.kind === 'draft' || content?.kind === 'gate' ? content : undefined;
    },
    question() {
      return openQuestion(last('gate', 'failure', 'budget'), this.status()) ?? openLanguage(last('status'));
    },
    final() {
      const content = last('final')?.content;
      return content?.kind === 'final' ? content : undefined;
    },
    styleRules: () =>
      inOrder().flatMap(({ content }) => (content.kind === 'style-rule' && content.buttons ? [content] : [])),
    publications: () => inOrder().flatMap(({ content }) => (content.kind === 'publication' ? [content] : [])),
    startedAt: () => inOrder()[0]?.postedAt,
  };
}

function openQuestion(
  message: TerminalMessage | undefined,
  status: Of<'status'> | undefined,
): PendingChoice | undefined {
  if (message === undefined) return undefined;
  const { key, content } = message;
  if (content.kind === 'failure' && content.options.length > 0)
    return { id: `${key}/${content.failure.code}`, content };
  if (content.kind === 'budget' && content.options.length > 0) return { id: key, content };
  const isOpen = content.kind === 'gate' && content.buttons && content.decided === undefined;
  return isOpen && status?.stage === 'waiting' ? { id: key, content } : undefined;
}

function openLanguage(message: TerminalMessage | undefined): PendingChoice | undefined {
  if (message?.content.kind !== 'status' || message.content.languages === undefined) return undefined;
  const { key, content } = message;
  return { id: `${key}/language`, content, languages: message.content.languages };
}
