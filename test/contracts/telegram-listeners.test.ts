import { messages } from '../../src/messages/messages.ts';
import { decodeButton } from '../../src/protocol/button-codec.ts';
import type { DecisionKind } from '../../src/protocol/decision.ts';
import type { ChatHandle, Person, SeenMessage } from '../emulators/telegram/telegram-emulator.ts';
import { draftToDecide, eventually, openTelegramNewsroom } from '../support/telegram-newsroom.ts';
import { asksForWords, asksToConfirm, CONFIRM } from '../support/telegram-question.ts';
import type { Act, ArticleOnPlatform, Card, Who } from './listeners/bench.ts';
import { listenersContract } from './listeners/contract.ts';

listenersContract('Telegram', async () => {
  const desk = await openTelegramNewsroom();
  const { newsroom, emulator, temporal, ann, ben, eve } = desk;
  const people: Readonly<Record<Who, Person>> = { ann, ben, eve };
  /** Where each article was asked for: a group of its own, so that its messages are not among those of others. */
  const chats = new Map<string, ChatHandle>();
  const groups: ChatHandle[] = [];

  const newGroup = (): ChatHandle => {
    const group = emulator.supergroup({ title: 'Desk', members: [ann, ben, eve] });
    groups.push(group);
    return group;
  };

  /** Does something that makes an update, and waits for an answer to it. */
  async function act(doIt: () => unknown, isAnswered: () => boolean): Promise<Act> {
    const startedAt = performance.now();
    const before = emulator.updates.length;
    doIt();
    const made = emulator.updates.slice(before);
    await eventually(isAnswered, 'answer');
    return {
      answeredAfterMs: performance.now() - startedAt,
      async again(times) {
        for (let time = 0; time < times; time += 1) for (const update of made) emulator.redeliver(update);
        await eventually(() => emulator.pending.length === 0, 'end of updates');
      },
    };
  }

  const cardsIn = (chat: ChatHandle): readonly SeenMessage[] =>
    emulator.messages(chat).filter((message) => message.isFromBot && draftToDecide(message) !== undefined);

  const toCard = (chat: ChatHandle, message: SeenMessage): Card => ({
    version: draftToDecide(message)?.version ?? 0,
    decisions: message.buttons.flatMap(({ data = '' }) => {
      const button = decodeButton(data);
      return button?.kind === 'decision' ? [button.decision] : [];
    }),
    async prepare(kind, who, words = '') {
      const person = people[who];
      const tap = (): string => emulator.forgeTap(chat, message.id, dataOf(message, kind), person);
      const answered = (tapId: string): boolean => emulator.toasts(person).some((toast) => toast.tapId === tapId);
      if (kind === 'approve') {
        return async () => {
          let tapId = '';
          return await act(
            () => {
              tapId = tap();
            },
            () => answered(tapId),
          );
        };
      }
      const last = emulator.messages(chat).at(-1)?.id ?? 0;
      const questionTo = (): SeenMessage | undefined =>
        emulator
          .messages(chat)
          .find(
            (seen) =>
              seen.id > last &&
              asksForWords(seen) &&
              seen.entities.some((entity) => entity.type === 'text_mention' && entity.user.id === person.id),
          );
      const tapId = tap();
      await eventually(() => answered(tapId), 'answer to a tap');
      // Refused at once: there is nothing to answer.
      if (emulator.toasts(person).some((toast) => toast.tapId === tapId && toast.isAlert))
        return async () => ({ answeredAfterMs: 0, again: async () => undefined });
      await eventually(() => questionTo() !== undefined, 'question for words');
      const question = questionTo()?.id ?? 0;
      // What rejects or replaces a draft is shown once more: the press on its button is the act.
      if (kind === 'reject' || kind === 'edit') {
        const told = emulator.say(chat, person, words, { replyTo: question });
        await eventually(() => answersTo(chat, told).length > 0, 'answer to words');
        const [shown] = answersTo(chat, told).filter(asksToConfirm);
        if (shown === undefined) return async () => ({ answeredAfterMs: 0, again: async () => undefined });
        return async () => {
          let pressed = '';
          return await act(
            () => {
              pressed = emulator.tap(shown, CONFIRM, person);
            },
            () => answered(pressed),
          );
        };
      }
      return async () => {
        let said = 0;
        return await act(
          () => {
            said = emulator.say(chat, person, words, { replyTo: question });
          },
          () => answersTo(chat, said).length > 0,
        );
      };
    },
  });

  const answersTo = (chat: ChatHandle, id: number): readonly SeenMessage[] =>
    emulator.messages(chat).filter(({ replyTo, isFromBot }) => isFromBot && replyTo === id);

  const thread = (chat: ChatHandle): ArticleOnPlatform => ({
    shown: async () =>
      emulator
        .messages(chat)
        .filter(({ service }) => service === undefined)
        .map(({ text, buttons, document }) =>
          [text, ...buttons.map((button) => button.text), document?.name ?? '', textOf(document)].join('\n'),
        ),
    files: async () => emulator.messages(chat).flatMap(({ document }) => document ?? []),
    cards: async () => cardsIn(chat).map((message) => toCard(chat, message)),
    async reply(who, words) {
      const card = cardsIn(chat).at(-1);
      emulator.say(chat, people[who], words, card === undefined ? {} : { replyTo: card.id });
      await eventually(() => emulator.pending.length === 0, 'end of updates');
    },
  });

  return {
    platform: 'telegram',
    newsroom,
    temporal,
    keepsSaying: messages('en').telegram.kept,
    async order(topic, who = 'ann') {
      const group = newGroup();
      let asked = 0;
      const answered = (): boolean => answersTo(group, asked).length > 0;
      const order = await act(() => {
        asked = emulator.say(group, people[who], `/article ${topic}`);
      }, answered);
      const { rows } = await newsroom.pool.query<{ id: string }>(
        `select article_id as id from articles where request ->> 'topic' = $1`,
        [topic],
      );
      const articleId = rows[0]?.id ?? idIn(answersTo(group, asked));
      if (articleId !== undefined) chats.set(articleId, group);
      return { ...order, ...(articleId !== undefined && { articleId }) };
    },
    async thread(articleId) {
      const chat = chats.get(articleId);
      if (chat === undefined) throw new Error(`Nobody asked for article ${articleId}`);
      await eventually(() => emulator.messages(chat).filter(({ isFromBot }) => isFromBot).length > 1, 'status card');
      return thread(chat);
    },
    told: async (who) => {
      const person = people[who];
      const said = groups.flatMap((chat) => {
        const all = emulator.messages(chat);
        const theirs = new Set(all.flatMap(({ id, fromId }) => (fromId === person.id ? [id] : [])));
        return all.filter(({ isFromBot, replyTo = 0 }) => isFromBot && theirs.has(replyTo));
      });
      return [...emulator.toasts(person), ...said]
        .filter(({ text }) => text !== '')
        .toSorted((one, other) => one.at - other.at)
        .map(({ text }) => text);
    },
    close: () => desk.close(),
  };
});

function dataOf({ buttons }: SeenMessage, decision: DecisionKind): string {
  for (const { data = '' } of buttons) {
    const button = decodeButton(data);
    if (button?.kind === 'decision' && button.decision === decision) return data;
  }
  throw new Error(`There is no button for ${decision}`);
}

function idIn(answers: readonly SeenMessage[]): string | undefined {
  return answers.map(({ text }) => /\(article ([0-9a-z]{16})\)/.exec(text)?.[1]).find((id) => id !== undefined);
}

function textOf(document: SeenMessage['document']): string {
  return document?.mediaType === 'text/markdown' ? document.bytes.toString('utf8') : '';
}
