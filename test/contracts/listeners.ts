import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { actorKey } from '../../src/protocol/actor.ts';
import type { DecisionKind, Refusal } from '../../src/protocol/decision.ts';
import type { ArticleStatus } from '../../src/protocol/desk-state.ts';
import type { Newsroom } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';
import type { TcpGate } from '../support/tcp-gate.ts';

/** Ann asks for articles; she and Ben decide about them, Eve does not. */
export type Who = 'ann' | 'ben' | 'eve';

/** A chat platform, real up to its servers, in front of a whole Copydesk. */
export interface ListenersBench {
  readonly platform: string;
  readonly newsroom: Newsroom;
  /** The platform's only way to Temporal. */
  readonly temporal: TcpGate;
  /** What a platform says that keeps what it cannot hand over, and does it later. Absent: it says that it was not taken. */
  readonly keepsSaying?: string;
  /** Asks for an article as people do there, each in a thread of its own. Resolves when the platform has answered. */
  order(topic: string, who?: Who): Promise<Order>;
  /** The thread of an article, once its first message stands. */
  thread(articleId: string): Promise<ArticleOnPlatform>;
  /** What a person was told in private so far, oldest first. */
  told(who: Who): Promise<readonly string[]>;
  /** Sentences that tell somebody to try again, beside the one that all platforms have. */
  readonly tryAgain?: readonly string[];
  close(): Promise<void>;
}

/** Something a person did; the platform may deliver it again. */
export interface Act {
  /** From what the person did to an answer of the bot, in milliseconds. */
  readonly answeredAfterMs: number;
  /** The answer, where it can be told from answers to others. */
  readonly told?: string;
  /** Delivers the very same so many times more. */
  again(times: number): Promise<void>;
}

export interface Order extends Act {
  /** Absent: it was not taken. */
  readonly articleId?: string;
}

export interface ArticleOnPlatform {
  /** What people read in the thread, message by message, names of buttons and files included. */
  shown(): Promise<readonly string[]>;
  /** Files in the thread, in order. */
  files(): Promise<readonly { readonly name: string; readonly bytes: Uint8Array }[]>;
  /** Cards that can be decided on now, oldest first. */
  cards(): Promise<readonly Card[]>;
  /** Writes an ordinary reply. Resolves when the bot had the chance to answer. */
  reply(who: Who, words: string): Promise<void>;
}

/** A card as somebody has it on the screen: it stays there with its buttons whatever becomes of the message. */
export interface Card {
  readonly version: number;
  readonly decisions: readonly DecisionKind[];
  /** Goes as far as one can without deciding (opens the form, …); calling the result decides. `words`: comment, reason or text. */
  prepare(kind: DecisionKind, who: Who, words?: string): Promise<() => Promise<Act>>;
}

/** Everybody is answered within three seconds, 2.7 of which are the patience with Temporal; the rest is for a machine that has much to do at once. */
const ANSWER_WITHIN_MS = 5000;
const RACES = 100;
/** Articles that wait at the same time. */
const AT_ONCE = 5;
/** Long enough for what must not happen to have happened. */
const QUIET_MS = 300;

/** Looking costs as much as what is looked for. */
const PATIENCE = { timeout: 30_000, interval: 150 };

const en = messages('en');
/** Whose request was taken: that of somebody who was told otherwise is marked, and removed soon. */
const ARTICLES_ABOUT = `SELECT 1 FROM articles WHERE request->>'topic' = $1 AND abandoned_at IS NULL`;
const ARTICLE = '# Locks\n\nWater lifts boats, one chamber at a time.\n';

/** Those who decide, for the platform's configuration. */
export function approversOf(platform: string, benId: string): readonly string[] {
  return ['requester', actorKey({ platform, userId: benId })];
}

/** What the listeners of every chat platform have to do. */
export function listenersContract(name: string, open: () => Promise<ListenersBench>): void {
  describe(`${name} listeners`, () => {
    let bench: ListenersBench;
    let topics = 0;

    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.close());

    const statusOf = (articleId: string): Promise<ArticleStatus> => bench.newsroom.gateway.status(articleId);
    const topic = (): string => `How gate ${(topics += 1)} of ${name} opens`;

    /** Ordered by Ann, with a topic of its own and these scores for its drafts. */
    async function ordered(...scores: readonly number[]) {
      const about = topic();
      bench.newsroom.script(
        about,
        'critique',
        ...scores.map((score) => step.practice({ score, factsQuestionable: false })),
      );
      const order = await bench.order(about);
      const { articleId = '' } = order;
      return { order, articleId, about, thread: await bench.thread(articleId) };
    }

    /** At its gate after one draft, with the card that people decide on; the next drafts would be as good. */
    async function waiting() {
      const article = await ordered(9, 9.5, 9.7);
      await expect.poll(async () => (await statusOf(article.articleId)).stage, PATIENCE).toBe('waiting');
      return { ...article, card: await newestCard(article.thread, 1) };
    }

    /** Waits until nothing more is said. */
    async function quiet(thread: ArticleOnPlatform): Promise<number> {
      for (let before = -1; ; ) {
        const now = (await thread.shown()).length;
        if (now === before) return now;
        before = now;
        await sleep(QUIET_MS);
      }
    }

    /** Whether somebody was told what becomes of what could not be handed over. */
    const saysWhatBecomesOfIt = (told: string): boolean =>
      (bench.keepsSaying === undefined
        ? [en.answers.unavailable, ...(bench.tryAgain ?? [])]
        : [bench.keepsSaying]
      ).some((words) => told.includes(squeezed(words)));

    /** The newest card about a draft that has its buttons. */
    async function newestCard(thread: ArticleOnPlatform, version: number): Promise<Card> {
      let card: Card | undefined;
      await expect
        .poll(async () => {
          card = (await thread.cards()).findLast((one) => one.version === version);
          return card?.decisions.length;
        }, PATIENCE)
        .toBe(4);
      if (card === undefined) throw new Error(`There is no card about draft ${version}`);
      return card;
    }

    async function decide(card: Card, kind: DecisionKind, who: Who, words?: string): Promise<Act> {
      return await (await card.prepare(kind, who, words))();
    }

    const outcome = async (articleId: string): Promise<string> => {
      await expect
        .poll(async () => (await statusOf(articleId)).stage, PATIENCE)
        .toMatch(/delivered|rejected|cancelled/);
      return (await statusOf(articleId)).stage;
    };

    /** Runs it, and resolves with what the person was told meanwhile. */
    async function toldBy(who: Who, act: () => Promise<unknown>): Promise<string> {
      const before = (await bench.told(who)).length;
      await act();
      await expect.poll(async () => (await bench.told(who)).length).toBeGreaterThan(before);
      return squeezed((await bench.told(who)).slice(before).join('\n'));
    }

    it('take an article from its order through changes to the finished text and its files', async () => {
      const { articleId, about, thread, card } = await waiting();
      await decide(card, 'request-changes', 'ann', 'Please name the moon');
      const second = await newestCard(thread, 2);
      await expect.poll(async () => (await thread.cards()).map(({ version }) => version)).not.toContain(1);
      expect((await thread.shown()).join('\n')).toContain('Please name the moon');
      expect(JSON.stringify(bench.newsroom.asked(about, 'revise').at(-1)?.body)).toContain('Please name the moon');

      await decide(second, 'approve', 'ben');
      expect(await outcome(articleId)).toBe('delivered');
      await expect
        .poll(async () => (await thread.files()).map(({ name: file }) => file.replace(/^.*\./, '')).sort())
        .toEqual(expect.arrayContaining(['docx', 'md']));
      expect(await thread.cards()).toEqual([]);
      const shown = await thread.shown();
      expect(shown[0]).toContain(about);
      const { rows } = await bench.newsroom.pool.query<{ text: string }>(
        `SELECT body->>'text' AS text FROM editions WHERE article_id = $1`,
        [articleId],
      );
      const lines = readable(rows[0]?.text ?? '');
      expect(lines.length).toBeGreaterThan(3);
      const whole = squeezed(shown.join('\n'));
      for (const line of lines) expect(whole).toContain(squeezed(line));
      const files = await thread.files();
      const markdown = files.findLast(({ name: file }) => file.endsWith('.md'));
      expect(Buffer.from(markdown?.bytes ?? []).toString('utf8')).toContain(lines[1]);
      // A Word file is an archive.
      const word = files.find(({ name: file }) => file.endsWith('.docx'));
      expect(
        Buffer.from(word?.bytes ?? [])
          .subarray(0, 2)
          .toString(),
      ).toBe('PK');
    });

    it('make the text of a person the next draft', async () => {
      const { articleId, card } = await waiting();
      await decide(card, 'edit', 'ann', ARTICLE);
      await expect.poll(async () => (await statusOf(articleId)).current?.author).toBe('person');
      const { rows } = await bench.newsroom.pool.query<{ body: string }>(
        `SELECT body FROM drafts WHERE article_id = $1 AND author = 'person' AND version = 2`,
        [articleId],
      );
      expect(rows[0]?.body.trim()).toBe(ARTICLE.trim());
    });

    it('end an article that is rejected, with the reason in its thread and nothing delivered', async () => {
      const { articleId, thread, card } = await waiting();
      await decide(card, 'reject', 'ben', 'Somebody wrote that last week');
      expect(await outcome(articleId)).toBe('rejected');
      await expect.poll(async () => (await thread.shown()).join('\n')).toContain('Somebody wrote that last week');
      await expect.poll(() => thread.cards()).toEqual([]);
      expect((await thread.files()).filter(({ name: file }) => file.endsWith('.docx'))).toEqual([]);
    });

    describe('tell a person in private why a click does not count:', () => {
      /** What a refusal says, up to what changes from case to case. */
      const words = (refusal: Refusal): string => squeezed(en.answers.refusal(refusal)).slice(0, 40);

      it('they are no reviewer', async () => {
        const { articleId, card } = await waiting();
        expect(await toldBy('eve', () => decide(card, 'approve', 'eve'))).toContain(
          words({ code: 'not-a-reviewer', reviewers: [] }),
        );
        expect((await statusOf(articleId)).stage).toBe('waiting');
      });

      it('they are no reviewer, before they have written a word', async () => {
        const { articleId, card } = await waiting();
        expect(await toldBy('eve', () => card.prepare('reject', 'eve', 'I would rather not'))).toContain(
          words({ code: 'not-a-reviewer', reviewers: [] }),
        );
        expect((await statusOf(articleId)).stage).toBe('waiting');
      });

      it('the draft is not the current one any more', async () => {
        const about = topic();
        const critique = (score: number) => step.practice({ score, factsQuestionable: false });
        bench.newsroom.script(about, 'critique', critique(5), critique(9));
        bench.newsroom.script(about, 'revise', step.hang());
        const { articleId = '' } = await bench.order(about);
        const thread = await bench.thread(articleId);
        const first = await newestCard(thread, 1);
        await expect.poll(() => bench.newsroom.asked(about, 'revise').length).toBe(1);
        bench.newsroom.model.release();
        await newestCard(thread, 2);
        expect(await toldBy('ann', () => decide(first, 'approve', 'ann'))).toContain(
          words({ code: 'other-draft-is-current', asked: 1, current: 2 }),
        );
        expect((await statusOf(articleId)).stage).toBe('waiting');
      });

      it('somebody decided already', async () => {
        const { card, thread } = await waiting();
        await decide(card, 'request-changes', 'ben', 'Shorter, please');
        await newestCard(thread, 2);
        expect(await toldBy('ann', () => decide(card, 'approve', 'ann'))).toContain(
          squeezed(`Ben already asked for changes to this draft`),
        );
      });

      it('the article is over', async () => {
        const { articleId, card } = await waiting();
        await decide(card, 'reject', 'ann', 'Enough');
        await outcome(articleId);
        expect(await toldBy('ben', () => decide(card, 'approve', 'ben'))).toMatch(
          /Thisarticleisover|Annalreadyrejectedthisdraft/,
        );
      });
    });

    it('tell a person who decides the same twice the same twice', async () => {
      const { articleId, card } = await waiting();
      for (const moment of ['now', 'after the end']) {
        if (moment !== 'now') await outcome(articleId);
        expect(await toldBy('ann', () => decide(card, 'approve', 'ann'))).toContain(
          squeezed(en.answers.counted.approve),
        );
      }
    });

    it('heed an order that is delivered four times more once', async () => {
      const { order, about, articleId, thread } = await ordered(9);
      await order.again(4);
      await newestCard(thread, 1);
      const shown = await quiet(thread);
      await order.again(4);
      expect(await quiet(thread)).toBe(shown);
      const found = await bench.newsroom.pool.query(ARTICLES_ABOUT, [about]);
      expect(found.rows).toHaveLength(1);
      expect(bench.newsroom.asked(about, 'draft')).toHaveLength(1);
      expect(articleId).not.toBe('');
    });

    it.each([
      ['click', 'approve', undefined],
      ['form', 'request-changes', 'Once is enough'],
    ] as const)('heed a %s that is delivered four times more once', async (_, kind, words) => {
      const { articleId, about, thread, card } = await waiting();
      const act = await decide(card, kind, 'ann', words);
      await act.again(2);
      if (kind === 'approve') await outcome(articleId);
      else await newestCard(thread, 2);
      await act.again(2);
      await sleep(QUIET_MS);
      const { rows } = await bench.newsroom.pool.query('SELECT 1 FROM decisions WHERE article_id = $1', [articleId]);
      expect(rows).toHaveLength(1);
      expect(bench.newsroom.asked(about, kind === 'approve' ? 'edit' : 'revise')).toHaveLength(1);
    });

    it(`give ${RACES} pairs of people who decide at once one outcome each, and tell both`, {
      timeout: 120_000,
    }, async () => {
      /** What Ann and Ben do in the same moment: the same, the opposite, or one of them twice. */
      const duels = [
        ['approve', 'approve'],
        ['approve', 'reject'],
        ['request-changes', 'approve'],
        ['reject', 'request-changes'],
      ] as const satisfies readonly (readonly [DecisionKind, DecisionKind])[];

      const race = async (index: number): Promise<void> => {
        const { articleId, card } = await waiting();
        const [anns, bens] = duels[index % duels.length] ?? duels[0];
        const [ann, ben] = await Promise.all([
          card.prepare(anns, 'ann', `Ann of race ${index}`),
          card.prepare(bens, 'ben', `Ben of race ${index}`),
        ]);
        // Who is first is left to chance; every third person clicks twice.
        const clicks = index % 2 === 0 ? [ann, ben] : [ben, ann];
        const acts = await Promise.all(clicks.map((click) => click()));
        if (index % 3 === 0) await acts[0]?.again(1);

        // The desk keeps the first decision about a draft, and no other.
        const { lastDecision, drafts } = await statusOf(articleId);
        const { byName: winner, kind, version } = lastDecision ?? {};
        expect([winner, kind, version]).toEqual(winner === 'Ann' ? ['Ann', anns, 1] : ['Ben', bens, 1]);
        if (kind !== 'request-changes') expect(drafts).toHaveLength(1);
        // Written down with the desk's next step.
        const counted = async (): Promise<readonly unknown[]> => {
          const { rows } = await bench.newsroom.pool.query<{ by_name: string }>(
            `SELECT actor->>'displayName' AS by_name FROM decisions WHERE article_id = $1`,
            [articleId],
          );
          return rows;
        };
        await expect.poll(counted).toEqual([{ by_name: winner }]);
        for (const [at, act] of acts.entries()) {
          const isWinner = (index % 2 === 0) === (at === 0) ? winner === 'Ann' : winner === 'Ben';
          const answers = [en.answers.counted[isWinner && winner === 'Ann' ? anns : bens], en.answers.noted];
          if (act.told !== undefined && isWinner) expect(answers).toContain(act.told);
          // On a busy machine the desk may be too late for the second one, who is told so.
          if (act.told !== undefined && !isWinner)
            expect(act.told).toMatch(/already|is over|nothing left|recorded|not taken/);
          if (!isWinner && act.told?.includes('not taken') !== true) losers.push(winner === 'Ann' ? 'ben' : 'ann');
        }
        races += 1;
      };

      const losers: Who[] = [];
      let races = 0;
      const before = { ann: (await bench.told('ann')).length, ben: (await bench.told('ben')).length };
      for (let first = 0; first < RACES; first += AT_ONCE)
        await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => race(first + index)));
      // Whoever was second was told who had been first.
      for (const who of ['ann', 'ben'] as const) {
        const lost = losers.filter((loser) => loser === who).length;
        await expect
          .poll(
            async () =>
              (await bench.told(who))
                .slice(before[who])
                .filter((words) => /already|is over|nothing left to decide/.test(words)).length,
          )
          .toBeGreaterThanOrEqual(lost);
      }
      expect(races).toBe(RACES);
      // Nearly all.
      expect(losers.length).toBeGreaterThan(RACES / 2);
    });

    describe.each(['refuse', 'hang'] as const)('when the way to Temporal is cut (%s)', (how) => {
      it('say in private what becomes of an order, and take it, or the next one, afterwards', {
        timeout: 90_000,
      }, async () => {
        const about = topic();
        bench.temporal.cut(how);
        try {
          let act: Act | undefined;
          const told = await toldBy('ann', async () => {
            act = await bench.order(about);
          });
          expect(told).toSatisfy(saysWhatBecomesOfIt);
          expect(act?.answeredAfterMs).toBeLessThan(ANSWER_WITHIN_MS);
        } finally {
          bench.temporal.open();
        }
        if (bench.keepsSaying !== undefined) {
          await expect.poll(() => bench.newsroom.asked(about, 'draft').length, PATIENCE).toBe(1);
          expect((await bench.newsroom.pool.query(ARTICLES_ABOUT, [about])).rows).toHaveLength(1);
          return;
        }
        // Written down, and given up again.
        await expect.poll(async () => (await bench.newsroom.pool.query(ARTICLES_ABOUT, [about])).rows).toEqual([]);
        expect(bench.newsroom.asked(about, 'draft')).toEqual([]);
        // The way is open again, but a connection that was given up takes a moment to come back.
        await expect
          .poll(async () => (await bench.order(about)).articleId, { ...PATIENCE, interval: 500 })
          .toBeDefined();
      });

      it('say in private what becomes of a click, and take it, or the next one, afterwards', {
        timeout: 90_000,
      }, async () => {
        const { articleId, card } = await waiting();
        const [approve, edit] = await Promise.all([
          card.prepare('approve', 'ann'),
          card.prepare('edit', 'ann', ARTICLE),
        ]);
        bench.temporal.cut(how);
        try {
          for (const click of [approve, edit]) {
            let act: Act | undefined;
            const told = await toldBy('ann', async () => {
              act = await click();
            });
            expect(told).toSatisfy(saysWhatBecomesOfIt);
            expect(act?.answeredAfterMs).toBeLessThan(ANSWER_WITHIN_MS);
          }
        } finally {
          bench.temporal.open();
        }
        if (bench.keepsSaying !== undefined) {
          await expect
            .poll(async () => (await statusOf(articleId)).lastDecision?.kind, PATIENCE)
            .toMatch(/approve|edit/);
          return;
        }
        expect((await statusOf(articleId)).stage).toBe('waiting');
        // Again and again, as people do, until it is taken.
        await expect
          .poll(
            async () => {
              await decide(card, 'approve', 'ann');
              return (await statusOf(articleId)).lastDecision?.kind;
            },
            { ...PATIENCE, interval: 500 },
          )
          .toBe('approve');
        expect(await outcome(articleId)).toBe('delivered');
      });
    });

    it.each(['approve', 'changes: shorter, please', 'reject: no'])(
      'do not take the reply “%s” for a decision and say where the buttons are',
      async (words) => {
        const { articleId, thread } = await waiting();
        const inThread = (await thread.shown()).length;
        const before = (await bench.told('ann')).length;
        await thread.reply('ann', words);
        const answer = async (): Promise<string> =>
          squeezed([...(await bench.told('ann')).slice(before), ...(await thread.shown()).slice(inThread)].join('\n'));
        await expect.poll(answer).toContain(squeezed(en.chat.notADecision).slice(0, 40));
        expect((await statusOf(articleId)).stage).toBe('waiting');
      },
    );

    it('leave an ordinary reply alone', async () => {
      const { articleId, thread } = await waiting();
      const before = { shown: await quiet(thread), told: (await bench.told('ann')).length };
      await thread.reply('ann', 'I like the second paragraph');
      // The reply itself may be part of what is shown.
      expect(await quiet(thread)).toBeLessThanOrEqual(before.shown + 1);
      expect(await bench.told('ann')).toHaveLength(before.told);
      expect((await statusOf(articleId)).stage).toBe('waiting');
    });
  });
}

/** Headings and plain paragraphs: what no platform writes in another way. */
function readable(markdown: string): readonly string[] {
  return markdown
    .split('\n')
    .map((line) => line.replace(/^#+ /, ''))
    .filter((line) => /^[\p{L}]/u.test(line) && !/[*_`[\]|<>&]/.test(line));
}

/** Platforms break lines where they like. */
function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
