import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { followPublishing } from '../../../../bots/terminal/listeners/follow-publishing.ts';
import type { Prompts } from '../../../../bots/terminal/ui/prompts.ts';
import { createScreen } from '../../../../bots/terminal/ui/screen.ts';
import type { ChatDesk } from '../../../../src/chat/chat-desk.ts';
import { replyWords } from '../../../../src/chat/reply-words.ts';
import { messages } from '../../../../src/messages/messages.ts';
import type { PublishAgainButton } from '../../../../src/protocol/button-codec.ts';
import type { PublicationState } from '../../../../src/protocol/publication.ts';
import { chatContents } from '../../../fixtures/chat-contents.ts';

const ARTICLE_ID = '7k3m9x2c4p0qrstv';
const ACTOR = { platform: 'terminal', userId: 'ann', displayName: 'Ann', groups: [] };
const t = messages('en');
const all = chatContents('en', ARTICLE_ID);
const TROUBLE = { code: 'unavailable', since: '2026-11-23T14:00:00.000Z', next: '2026-11-23T14:07:00.000Z' } as const;
const PUBLISHING: PublicationState = { status: 'publishing' };
const PUBLISHED: PublicationState = { status: 'published', made: 'draft', at: '2026-11-23T14:07:00.000Z' };
const failed = (minute: number): PublicationState => ({
  status: 'failed',
  code: 'unauthorized',
  at: `2026-11-23T14:0${minute}:00.000Z`,
});

type Answer = Awaited<ReturnType<ChatDesk['publishAgain']>>;

/** An article that goes to these places, and somebody who sits before its thread. */
function open(...targets: readonly string[]) {
  const stands = new Map<string, PublicationState>();
  const shut = new Set<string>();
  const asked: string[] = [];
  const answers: ('again' | 'no' | 'back' | undefined)[] = [];
  const replies: Answer[] = [];
  const tried: PublishAgainButton[] = [];
  const output = new PassThrough();
  const publishing = followPublishing({
    final: () => ({ ...all.final, targets }),
    publications: () =>
      [...stands].map(([target, state]) => ({
        frame: all.final.frame,
        kind: 'publication' as const,
        target,
        title: `The ${target}`,
        state,
        buttons: state.status === 'failed' && !shut.has(target),
        waitingFor: [],
      })),
  });
  const prompts: Prompts = {
    ask: () => Promise.reject(new Error('Nobody has to type anything')),
    async choose(question, choices) {
      asked.push(question);
      if (answers.length === 0) throw new Error(`Nobody knows an answer to: ${question}`);
      const answer = answers.shift();
      const chosen = choices.find(({ value }) => value === answer);
      if (answer !== undefined && chosen === undefined) throw new Error(`There is no ${answer}`);
      return chosen?.value;
    },
  };
  const desk = {
    publishAgain: async (_: unknown, button: PublishAgainButton): Promise<Answer> => {
      tried.push(button);
      return replies.shift() ?? { kind: 'publishing-again', title: `The ${button.target}` };
    },
  };
  return {
    asked,
    tried,
    set: (target: string, state: PublicationState) => void stands.set(target, state),
    /** It shows no button: somebody else decides. */
    shut: (target: string) => void shut.add(target),
    isUnderWay: () => publishing.isUnderWay(),
    offer: async (...given: typeof answers) => {
      answers.push(...given);
      const isTried = await publishing.offerAgain({ t, prompts, desk, actor: ACTOR, screen: createScreen(output) });
      expect(answers).toEqual([]);
      return isTried;
    },
    reply: (...given: readonly Answer[]) => void replies.push(...given),
    said: () => String(output.read() ?? '').replaceAll('\n', ' '),
  };
}

describe('what becomes of an article where it is published', () => {
  it('is waited for until each place has said something that lasts', () => {
    const { isUnderWay, set } = open('blog', 'wiki');
    expect(isUnderWay()).toBe(true);
    set('blog', PUBLISHED);
    // Of the other, nothing has been said yet.
    expect(isUnderWay()).toBe(true);
    set('wiki', PUBLISHING);
    expect(isUnderWay()).toBe(true);
    set('wiki', failed(1));
    expect(isUnderWay()).toBe(false);
  });

  it('is not waited for where it goes nowhere, nor while a place is away', () => {
    expect(open().isUnderWay()).toBe(false);
    const { isUnderWay, set } = open('blog');
    set('blog', { status: 'publishing', trouble: TROUBLE });
    expect(isUnderWay()).toBe(false);
  });

  it('is asked about where it failed, once for each failure, and tried again by who says so', async () => {
    const { asked, isUnderWay, offer, said, set, tried } = open('blog', 'wiki');
    set('blog', failed(1));
    set('wiki', PUBLISHED);
    expect(await offer('again')).toBe(true);
    expect(asked).toEqual([t.publication.failed('The blog')]);
    expect(tried).toEqual([{ kind: 'publish-again', articleId: ARTICLE_ID, target: 'blog' }]);
    expect(said()).toContain(replyWords({ kind: 'publishing-again', title: 'The blog' }, t, '/'));
    // The card still says what it said before.
    expect(isUnderWay()).toBe(true);
    expect(await offer()).toBe(false);
    set('blog', PUBLISHING);
    expect(isUnderWay()).toBe(true);
    set('blog', failed(2));
    expect(isUnderWay()).toBe(false);
    expect(await offer('again')).toBe(true);
    set('blog', failed(3));
    expect(await offer('no')).toBe(false);
    expect([isUnderWay(), await offer(), tried.length]).toEqual([false, false, 2]);
  });

  it('is left as it is by who says so, or goes, and by a refusal', async () => {
    const { isUnderWay, offer, reply, said, set, tried } = open('blog', 'wiki', 'site');
    const nothing = { kind: 'refused', refusal: { code: 'nothing-to-publish' } } as const;
    for (const target of ['blog', 'wiki', 'site']) set(target, failed(1));
    reply(nothing);
    expect(await offer('no', undefined, 'again')).toBe(false);
    expect(tried.map(({ target }) => target)).toEqual(['site']);
    expect(said()).toContain(t.publication.nothingToRepeat.slice(0, 40));
    expect([isUnderWay(), await offer()]).toEqual([false, false]);
  });

  it('is handed over once more while the desk is away, until it is there or the person gives up', async () => {
    const { asked, isUnderWay, offer, reply, set, tried } = open('blog', 'wiki');
    set('blog', failed(1));
    set('wiki', failed(1));
    reply(
      { kind: 'away', what: 'desk' },
      { kind: 'publishing-again', title: 'The blog' },
      { kind: 'away', what: 'desk' },
    );
    expect(await offer('again', 'again', 'again', 'back')).toBe(true);
    expect(tried.map(({ target }) => target)).toEqual(['blog', 'blog', 'wiki']);
    expect(asked).toHaveLength(4);
    set('blog', PUBLISHED);
    expect(isUnderWay()).toBe(false);
  });

  it('is asked of nobody who has no button for it', async () => {
    const { asked, offer, set, shut } = open('blog');
    set('blog', failed(1));
    shut('blog');
    expect([await offer(), asked]).toEqual([false, []]);
  });
});
