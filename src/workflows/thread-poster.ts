import { CancellationScope, condition } from '@temporalio/workflow';
import { type ChatMessage, type Post, STATUS_CARD_KEY, type StatusMessage } from '../protocol/chat-message.ts';

export interface ThreadPosterOptions {
  /** Sends the posts; throws when the platform will not take them. */
  readonly send: (posts: readonly Post[]) => Promise<void>;
  readonly nextKey: () => string;
  /** The posts are in the thread. */
  readonly onSent: (posts: readonly Post[]) => void;
  /** The platform will not take them; resolves to true when they should be sent again, to false when they should be given up. */
  readonly onRefused: (error: unknown) => Promise<boolean>;
}

/**
 * What the article says in its thread, in order and beside the model calls: while one `deliver` call is out, what is said
 * next gathers, and leaves together in the next call; of several edits of one card only the last.
 */
export class ThreadPoster {
  readonly #options: ThreadPosterOptions;
  #waiting: Post[] = [];
  #sending = false;
  #status: string | undefined;

  constructor(options: ThreadPosterOptions, resumed: boolean) {
    this.#options = options;
    // After continue-as-new the card is in the thread already.
    if (resumed) this.#status = '';
  }

  get idle(): boolean {
    return !this.#sending && this.#waiting.length === 0;
  }

  /** A new message; returns its key. */
  say(message: ChatMessage): string {
    const key = this.#options.nextKey();
    this.#enqueue({ key, message });
    return key;
  }

  /** Replaces an earlier message. */
  edit(edits: string, message: ChatMessage): void {
    if (this.#waiting.some((post) => post.key === edits)) {
      this.#waiting = this.#waiting.map((post) => (post.key === edits ? { ...post, message } : post));
      return;
    }
    this.#waiting = this.#waiting.filter((post) => post.edits !== edits);
    this.#enqueue({ key: this.#options.nextKey(), edits, message });
  }

  /** The status card, posted the first time and edited from then on; nothing is sent when nothing changed. */
  status(message: StatusMessage): void {
    const text = JSON.stringify(message);
    if (text === this.#status) return;
    const isFirst = this.#status === undefined;
    this.#status = text;
    if (isFirst) {
      // A person may have been quicker than the card; below it their word still belongs.
      this.#waiting.unshift({ key: STATUS_CARD_KEY, message });
      this.#startSending();
    } else this.edit(STATUS_CARD_KEY, message);
  }

  /** Resolves when everything said so far is in the thread, or given up. */
  async flush(): Promise<void> {
    await condition(() => this.idle);
  }

  #enqueue(post: Post): void {
    this.#waiting.push(post);
    this.#startSending();
  }

  /** Nothing goes out before the status card: it opens the thread that all the rest is in. */
  #startSending(): void {
    if (this.#sending || this.#status === undefined) return;
    this.#sending = true;
    // What was said stays said, whatever is cancelled meanwhile.
    void CancellationScope.nonCancellable(() => this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await endOfActivation();
      const posts = this.#waiting;
      this.#waiting = [];
      await this.#send(posts);
    }
    this.#sending = false;
  }

  async #send(posts: readonly Post[]): Promise<void> {
    for (;;) {
      try {
        await this.#options.send(posts);
        this.#options.onSent(posts);
        return;
      } catch (error) {
        if (!(await this.#options.onRefused(error))) return;
      }
    }
  }
}

/** Gathers all that is said in one breath: conditions are looked at again when everything else in an activation has run. */
async function endOfActivation(): Promise<void> {
  let looks = 0;
  await condition(() => looks++ > 0);
}
