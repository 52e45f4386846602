import { expect } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { object } from '../../src/practice-model/json.ts';
import { messages } from '../../src/messages/messages.ts';
import { createThreadIndex } from '../../src/storage/thread-index.ts';
import { onlyWords, type Told } from '../emulators/slack/person.ts';
import type { RenderedMessage } from '../emulators/slack/rendered.ts';
import { articleIdIn, decisionsOn, openSlackDesk } from '../integration/slack/slack-desk.ts';
import type { Act, Card, Who } from './listeners/bench.ts';
import { listenersContract } from './listeners/contract.ts';

/** Slack sends an answer that comes after the acknowledgement within moments. */
const ANSWER_WAIT_MS = 3500;
const LOOK_EVERY_MS = 20;
const CLICKS = 3;

listenersContract('slack', async () => {
  const desk = await openSlackDesk();
  const { newsroom, people, sender, slack } = desk;
  if (sender === undefined) throw new Error('The desk is not in HTTP mode');

  /** Does something, and looks when its author could read an answer, and which: in the form, in a thread, or where they are. */
  const timed = async (
    who: Who,
    act: () => Promise<Told>,
    threadTs?: string,
  ): Promise<Act & { readonly delivered: Told }> => {
    const seen = () =>
      slack.privates(people[who].id).filter(({ via, ...one }) => via !== 'modal' && one.threadTs === threadTs);
    const before = seen().length;
    const since = Date.now();
    const delivered = await act();
    const { ack } = delivered;
    const afterMs = Date.now() - since;
    const again = async (times: number): Promise<void> => void (await sender.redeliver(delivered.delivery, times));
    const [inForm] = Object.values(object(ack.body?.['errors']));
    if (typeof inForm === 'string') return { delivered, told: inForm, answeredAfterMs: afterMs, again };
    while (seen().length === before && Date.now() < since + ANSWER_WAIT_MS) await sleep(LOOK_EVERY_MS);
    const answer = seen()[before];
    return {
      delivered,
      ...(answer !== undefined && { told: answer.text }),
      // An acknowledgement in time is for Slack, an answer in time for people.
      answeredAfterMs: Math.max(ack.taken ? afterMs : Infinity, (answer?.at ?? Infinity) - since),
      again,
    };
  };

  const toCard = (message: RenderedMessage): Card => ({
    version: decisionsOn(message)[0]?.draft ?? 0,
    decisions: decisionsOn(message).map(({ kind }) => kind),
    async prepare(kind, who, words = '') {
      const button = decisionsOn(message).find((one) => one.kind === kind)?.button;
      if (button === undefined) throw new Error(`The card has no button for ${kind}: ${message.shown}`);
      if (kind === 'approve') return () => timed(who, () => people[who].click(message, button), message.threadTs);
      // On a machine that is busy the form may come too late for Slack: then people click again.
      const answers = (): number => slack.privates(people[who].id).filter(({ via }) => via !== 'modal').length;
      const before = answers();
      for (let click = 1; click <= CLICKS; click += 1) {
        const { modal } = await people[who].click(message, button);
        if (modal !== undefined)
          return () => timed(who, () => people[who].submit(onlyWords(words), modal.id), message.threadTs);
        // Refused at once: there is no form to send.
        await expect.poll(answers).toBeGreaterThan(before);
        const { chat, answers: said } = messages('en');
        if (![chat.failed, said.unavailable].includes(slack.privates(people[who].id).at(-1)?.shown ?? ''))
          return async () => ({ answeredAfterMs: 0, again: async () => undefined });
      }
      throw new Error(`Nothing opened for ${kind}: ${desk.log.slice(-5).join('')}`);
    },
  });

  return {
    platform: 'slack',
    newsroom,
    temporal: desk.temporal,
    async order(topic, who = 'ann') {
      const act = await timed(who, () => people[who].command(topic));
      const articleId = articleIdIn(JSON.stringify(act.delivered.ack.body ?? {}));
      return { ...act, ...(articleId !== undefined && { articleId }) };
    },
    async thread(articleId) {
      const article = desk.article(articleId);
      const root = await article.root();
      const { thread } = (await createThreadIndex(newsroom.pool).cardsOf([articleId])).get(articleId) ?? {};
      return {
        shown: async () => (await article.thread()).map(({ shown }) => shown),
        files: async () => (await article.thread()).flatMap(({ files }) => files),
        cards: async () => (await article.thread()).filter((message) => decisionsOn(message).length > 0).map(toCard),
        async reply(who, words) {
          await people[who].write(words, { channel: root.channel, threadTs: thread?.thread ?? root.ts });
        },
      };
    },
    told: async (who) =>
      slack
        .privates(people[who].id)
        // A form is a question; what has nothing to send is an answer.
        .filter(({ via, shown }) => via !== 'modal' || !/^(Request changes|Reject|Edit)/.test(shown))
        .map(({ shown }) => shown),
    tryAgain: [messages('en').slack.pressAgain],
    close: () => desk.close(),
  };
});
