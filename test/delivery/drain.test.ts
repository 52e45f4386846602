import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { createRecordingMessenger, type RecordingMessenger } from '../support/recording-messenger.ts';
import { type FeedBench, openFeedBench, type TestArticle } from '../support/feed-bench.ts';

let bench: FeedBench;
beforeAll(async () => {
  bench = await openFeedBench(inject('postgresUrl'));
});
afterAll(async () => {
  await bench.close();
});

const paused = { kind: 'notice', notice: { code: 'paused', byName: 'Ann' } } as const;
const quiet = (article: TestArticle) => expect.poll(() => article.isQuiet()).toBe(true);
const shown = ({ messages }: RecordingMessenger, { articleId }: TestArticle): readonly ChatContent[] =>
  messages.filter(({ key }) => key.startsWith(articleId)).map(({ content }) => content);
const kinds = (messenger: RecordingMessenger, article: TestArticle) =>
  shown(messenger, article).map(({ kind }) => kind);

describe.each([0, 50])('the drain of a platform that settles after %d ms', (settleMs) => {
  const open = async () => {
    const messenger = createRecordingMessenger({ platform: `m${Math.random()}`, settleMs });
    return { messenger, article: await bench.openArticle({ platform: messenger.platform }) };
  };

  it('shows the status card first, then what was said, in order and once', async () => {
    const { messenger, article } = await open();
    bench.startDrain({ messenger });
    const one = await article.draft(1);
    await article.say(
      { iteration: 1, open: { kind: 'draft', version: 1, hash: '' } },
      { kind: 'draft', ...one },
      paused,
    );
    await quiet(article);
    expect(kinds(messenger, article)).toEqual(['status', 'draft', 'notice']);
    expect(shown(messenger, article)[1]).toMatchObject({ buttons: true });
    await article.say(
      { iteration: 2, open: { kind: 'draft', version: 2, hash: '' } },
      { kind: 'draft', ...(await article.draft(2)) },
    );
    await quiet(article);
    expect(kinds(messenger, article)).toEqual(['status', 'draft', 'notice', 'draft']);
    expect(shown(messenger, article)[0]).toMatchObject({ iteration: 2 });
    expect(shown(messenger, article)[1]).toMatchObject({ buttons: false });
  });
});
