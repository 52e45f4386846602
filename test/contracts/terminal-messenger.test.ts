import pg from 'pg';
import { inject } from 'vitest';
import { createTerminalMessenger } from '../../bots/terminal/messenger/messenger.ts';
import { drawCard, drawWhole } from '../../bots/terminal/render/draw-card.ts';
import { createLook } from '../../bots/terminal/render/look.ts';
import { cardOf } from '../../src/cards/card-of.ts';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { createTerminalStore } from '../../bots/terminal/connect/terminal-store.ts';
import { createMigratedDatabase } from '../support/use-database.ts';
import { messengerContract } from './messenger.ts';

messengerContract('terminal', async () => {
  const database = await createMigratedDatabase(inject('postgresUrl'));
  const pool = new pg.Pool({ connectionString: database.url });
  const store = createTerminalStore(pool);
  let answersToLose = 0;
  const messenger = createTerminalMessenger({
    ...store,
    async post(key, content) {
      const seq = await store.post(key, content);
      if (answersToLose === 0) return seq;
      answersToLose -= 1;
      throw new Error('Connection terminated unexpectedly');
    },
  });
  const look = createLook(80, false);
  const drawn = (content: ChatContent): readonly string[] => {
    const card = cardOf(content, '/');
    return [...drawCard(card, look), ...(drawWhole(card, look) ?? [])];
  };

  return {
    messenger,
    unknownRef: { message: 987_654_321 },
    loseNextAnswer: () => {
      answersToLose += 1;
    },

    openThread: async (articleId) => {
      const read = async (): Promise<readonly ChatContent[]> => {
        const tail = store.tail(articleId, { signal: new AbortController().signal });
        const { value: news } = await tail.next();
        await tail.return();
        if (news?.kind !== 'messages') throw new Error('The database is gone.');
        return news.messages.map(({ content }) => content);
      };
      return {
        thread: { platform: 'terminal', channel: 'ann' },
        shown: async () => (await read()).map((content) => drawn(content).join('\n')),
        // Without colour we put none there ourselves.
        dangers: async () =>
          (await read()).flatMap(drawn).filter((line) => /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(line)),
      };
    },

    async close() {
      await pool.end();
      await database.drop();
    },
  };
});
