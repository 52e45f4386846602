import { CancellationScope, condition } from '@temporalio/workflow';
import type { ChatMessage, Post, StatusMessage } from '../protocol/chat-message.ts';

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
  #cardKey: string;
  #waiting: readonly Post[] = [];
  #underWay: readonly Post[] = [];
  #sending = false;
  #refused = false;
  #status: string | undefined;

  constructor(options: ThreadPosterOptions, cardKey: string, resumed: boolean) {
    this.#options = options;
    this.#cardKey = cardKey;
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
    if (!isFirst) {
      this.edit(this.#cardKey, message);
      return;
    }
    // A person may have been quicker than the card, and what was refused elsewhere goes below it, too.
    const card: Post = { key: this.#cardKey, message };
    if (this.#refused) this.#underWay = [card, ...this.#underWay];
    else this.#waiting = [card, ...this.#waiting];
    this.#startSending();
  }

  /** The thread goes on elsewhere: the next status is posted anew there, before all that still waits. */
  reopen(cardKey: string): void {
    this.#cardKey = cardKey;
    this.#status = undefined;
  }

  /** Resolves when everything said so far is in the thread, or given up. */
  async flush(): Promise<void> {
    await condition(() => this.idle);
  }

  #enqueue(post: Post): void {
    this.#waiting = [...this.#waiting, post];
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
      this.#underWay = this.#waiting;
      this.#waiting = [];
      await this.#send();
    }
    this.#sending = false;
  }

  async #send(): Promise<void> {
    for (;;) {
      const posts = this.#underWay;
      try {
        await this.#options.send(posts);
        this.#options.onSent(posts);
        return;
      } catch (error) {
        this.#refused = true;
        const again = await this.#options.onRefused(error);
        this.#refused = false;
        if (!again) return;
      }
    }
  }
}

/** Gathers all that is said in one breath: conditions are looked at again when everything else in an activation has run. */
async function endOfActivation(): Promise<void> {
  let looks = 0;
  await condition(() => looks++ > 0);
}
