import { condition, patched, upsertSearchAttributes } from '@temporalio/workflow';
import type { DeliveringActivities } from '../protocol/activities.ts';
import type { ArticleInput, Stage } from '../protocol/article.ts';
import type { ChatMessage, DraftMessage, GateMessage, Post } from '../protocol/chat-message.ts';
import type { FailureRecord, LiveCard } from '../protocol/desk-state.ts';
import type { DraftRecord } from '../protocol/draft.ts';
import { SEARCH_ATTRIBUTES } from '../protocol/names.ts';
import type { Desk } from './desk.ts';
import { toFailure } from './failures.ts';
import { ThreadPoster } from './thread-poster.ts';

type Card = Omit<DraftMessage, 'draftId' | 'version'> | Omit<GateMessage, 'draftId' | 'version'>;

/** The article as people and operators see it: messages and cards in the thread, the stage among the search attributes. */
export class ArticleThread {
  readonly #desk: Desk;
  readonly #input: ArticleInput;
  readonly #platform: DeliveringActivities;
  readonly #poster: ThreadPoster;
  #publishedStage: Stage;

  constructor(desk: Desk, input: ArticleInput, platform: DeliveringActivities) {
    const { articleId, desk: carried } = input;
    this.#desk = desk;
    this.#input = input;
    this.#platform = platform;
    this.#publishedStage = carried === undefined ? 'drafting' : desk.stage;
    this.#poster = new ThreadPoster(
      {
        nextKey: () => desk.nextPostKey(),
        send: (posts) =>
          platform.deliver({
            articleId,
            thread: desk.thread,
            ...(desk.state.home !== undefined && { rootKey: desk.cardKey }),
            posts,
          }),
        onSent: (posts) => this.#noteShown(posts),
        onRefused: (error) => this.#waitUntilTriedAgain(error),
      },
      desk.cardKey,
      carried !== undefined,
    );
  }

  get idle(): boolean {
    return this.#poster.idle;
  }

  say(message: ChatMessage): void {
    this.#poster.say(message);
  }

  sayDraft({ draftId, version }: DraftRecord, card: Card): void {
    const key = this.#poster.say({ ...card, draftId, version });
    if (!card.buttons) return;
    this.#desk.addCard(
      card.kind === 'gate'
        ? { key, kind: 'gate', version, stopReason: card.stopReason }
        : { key, kind: 'draft', version },
    );
  }

  /** What waits at the gate, if anything does. */
  sayGate(): void {
    const { chosen, phase, state } = this.#desk;
    if (phase === 'gate' && chosen !== undefined && state.stopReason !== undefined)
      this.sayDraft(chosen, { kind: 'gate', stopReason: state.stopReason, buttons: true });
  }

  sayFailure(failure: FailureRecord): void {
    const options = this.#desk.controls.filter(
      (control) => control === 'retry' || control === 'finish' || control === 'cancel',
    );
    const key = this.#poster.say({ kind: 'failure', failure, options });
    this.#desk.addCard({ key, kind: 'failure', failure });
  }

  /** Goes on where the article lives now: with a status card, and with what people can act upon. */
  move(): void {
    const { current, phase, state, cardKey } = this.#desk;
    this.#poster.reopen(cardKey);
    if (state.failure !== undefined) this.sayFailure(state.failure);
    else if (phase === 'gate') this.sayGate();
    else if (phase === 'drafting' && current !== undefined) this.sayDraft(current, { kind: 'draft', buttons: true });
  }

  /** Brings cards and search attributes up to date; says nothing when nothing changed. */
  show(): void {
    for (const card of this.#desk.takeStaleCards()) this.#takeButtonsAway(card);
    const { stage, step, iteration, scores, stopReason, lastDecision } = this.#desk.status();
    this.#poster.status({
      kind: 'status',
      stage,
      iteration,
      scores,
      ...(step !== undefined && { step }),
      ...(stopReason !== undefined && { stopReason }),
      ...(lastDecision !== undefined && { decidedBy: lastDecision.id }),
    });
    // That it is delivered is true only once it has arrived: `flush` says so.
    if (stage !== 'delivered') this.#publishStage();
  }

  /** Resolves when the last words are in the thread, or given up. */
  async flush(): Promise<void> {
    await this.#poster.flush();
    this.#publishStage();
  }

  #noteShown(posts: readonly Post[]): void {
    for (const { message } of posts)
      if (message.kind === 'draft' || message.kind === 'gate') this.#desk.show(message.version);
  }

  #takeButtonsAway(card: LiveCard): void {
    if (card.kind === 'failure') {
      this.#poster.edit(card.key, { kind: 'failure', failure: card.failure, options: [] });
      return;
    }
    const draft = this.#desk.draft(card.version);
    if (draft === undefined) return;
    const decision = this.#desk.decisionOn(card.version);
    const rest = {
      draftId: draft.draftId,
      version: card.version,
      buttons: false,
      ...(decision !== undefined && { decidedBy: decision.id }),
    };
    this.#poster.edit(
      card.key,
      card.kind === 'draft' ? { kind: 'draft', ...rest } : { kind: 'gate', stopReason: card.stopReason, ...rest },
    );
  }

  /** The platform refuses a message. There is no telling the thread, so the operator is told; a retry sends it again, an end gives it up. */
  async #waitUntilTriedAgain(error: unknown): Promise<boolean> {
    const desk = this.#desk;
    const isGivenUp = (): boolean => desk.phase === 'cancelled' || desk.phase === 'rejected';
    if (isGivenUp()) return false;
    const failure = toFailure('delivering', error);
    desk.failDelivery(failure);
    this.#publishStage();
    if (patched('tell-requester')) void this.#tellRequester(failure);
    await condition(() => desk.state.undeliverable === undefined || isGivenUp());
    return desk.state.undeliverable === undefined;
  }

  /** In person, since the thread cannot be used. Whoever cannot be reached there either finds the article in their list. */
  async #tellRequester({ code, reason }: FailureRecord): Promise<void> {
    const { articleId, requester } = this.#input;
    const { platform, workspace, channel } = this.#desk.thread;
    if (requester.platform !== platform || channel === requester.userId) return;
    const key = this.#desk.nextPostKey();
    try {
      await this.#platform.deliver({
        articleId,
        thread: { platform, ...(workspace !== undefined && { workspace }), channel: requester.userId },
        rootKey: key,
        posts: [
          {
            key,
            message: { kind: 'notice', notice: { code: 'undeliverable', where: channel, failure: reason ?? code } },
          },
        ],
      });
    } catch {}
  }

  #publishStage(): void {
    const { stage } = this.#desk;
    if (stage === this.#publishedStage) return;
    this.#publishedStage = stage;
    upsertSearchAttributes([{ key: { name: SEARCH_ATTRIBUTES.stage, type: 'KEYWORD' }, value: stage }]);
  }
}
