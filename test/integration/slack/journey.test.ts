import { verifyReceipt } from '../../../src/receipt/verify-receipt.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../../../src/messages/messages.ts';
import { dangersOf, type RenderedMessage } from '../../emulators/slack/rendered.ts';
import { step } from '../../support/scripted-model.ts';
import { decisionsOn, openSlackDesk, type SlackDesk } from './slack-desk.ts';

const en = messages('en');
/** Whoever wrote it wants to reach the whole channel, somebody, and a page that is not what it seems. */
const TOPIC =
  'How <!channel> tides & <@U024BE7LH> *moons* [slack.com](https://example.com/phish) work <https://example.com|slack.com>';
const COMMENT = 'Say <!here> more about `the moon` & _why_ <!subteam^S0614TZR7>';

/** As people have it: at Slack's own pace. */
let desk: SlackDesk;
beforeAll(async () => {
  desk = await openSlackDesk({ delivery: {}, slack: { rateLimits: true } });
});
afterAll(() => desk.close());

const kindOf = (message: RenderedMessage): string =>
  message.files.length > 0
    ? `files ${message.files.map(({ name }) => name.replace(/^.*\./, '')).join(' ')}`
    : (/^(Article|Draft \d|Critique|The article is ready)/.exec(message.text)?.[0] ??
      (/Read \d of \d source/.test(message.shown) ? 'Sources' : 'text'));

describe('an article in Slack', () => {
  it('goes from the command to the finished text in one thread', { timeout: 120_000 }, async () => {
    const { people, slack } = desk;
    const channel = slack.channel('articles');
    desk.newsroom.model.on(
      'critique',
      ...[5, 9, 9.5].map((score) => step.practice({ score, factsQuestionable: false })),
    );

    const article = await desk.order(TOPIC);
    const { ts } = await article.root();
    expect((await slack.history(channel)).map((message) => message.ts)).toEqual([ts]);

    await article.until('waiting');
    await expect.poll(async () => (await article.root()).shown, { timeout: 30_000 }).toMatch(/Waiting for: .*Ann/s);
    // Only the current draft can be decided on, wherever it stands.
    const decidable = async (): Promise<readonly number[]> =>
      (await article.thread()).flatMap(decisionsOn).map(({ draft }) => draft);
    await expect.poll(decidable).not.toContain(1);
    expect(await decidable()).toContain(2);
    const second = await article.card(2);
    await article.decide(second, 'request-changes', 'ann', COMMENT);

    await expect.poll(async () => (await article.root()).shown, { timeout: 30_000 }).toMatch(/9\.5.*Waiting for/s);
    const third = await article.card(3);
    await expect.poll(decidable).not.toContain(2);
    const gate = (await article.thread()).find((message) => message.ts === second.ts);
    expect(gate?.buttons.map(({ text }) => text)).toEqual([en.slack.reading.read]);
    expect(gate?.shown).toMatch(/Changes requested by Ann/);
    await article.decide(third, 'approve', 'ben');
    await article.until('delivered');
    await expect.poll(async () => (await article.root()).text, { timeout: 30_000 }).toContain('Delivered');

    const thread = await article.thread();
    expect(thread.map(kindOf).filter((kind) => kind !== 'files md')).toEqual([
      'Article',
      // What came of the addresses in its topic.
      'Sources',
      'Draft 1',
      'Critique',
      'Draft 2',
      'Critique',
      'Draft 2',
      'Draft 3',
      'Critique',
      'Draft 3',
      'The article is ready',
      'text',
      'files md docx json html',
    ]);
    // Nothing is left to click but what the final edit had proposed, and other languages, below the finished article.
    expect(
      thread
        .flatMap(({ buttons }) => buttons)
        .filter(({ value, actionId }) => value !== '' && !actionId.startsWith('read:')),
    ).toMatchObject([
      { text: `${en.words.buttons['take-over']} 1`, value: `t:${article.articleId}:1` },
      ...['Russian', 'German', 'French'].map((language) => ({ text: `${en.words.buttons.translate}: ${language}` })),
    ]);
    expect(thread.find((message) => message.ts === third.ts)?.shown).toMatch(
      /Approved by Ben, \s*\d+ \w+ \d{4}, \d\d:\d\d UTC/,
    );

    // The card says it all, and led to nothing else in the channel but the announcement.
    const root = await article.root();
    expect(root.ts).toBe(ts);
    expect(root.shown).toMatch(/Delivered.*5\.0 → 9\.0 → 9\.5.*Approved by Ben.*Asked by Ann/s);
    // Without temporal.ui_url nobody is led to a Web UI that only this machine can open.
    expect(root.shown).not.toMatch(/Temporal|localhost|127\.0\.0\.1/);
    expect(thread.filter(({ raw }) => raw['reply_broadcast'] === true).map(kindOf)).toEqual(['The article is ready']);

    // The finished text is there whole, as text and as files.
    const { rows } = await desk.newsroom.pool.query<{ text: string; title: string; summary: string; file: string }>(
      `SELECT body->>'text' AS text, body->>'title' AS title, body->>'summary' AS summary, body->>'fileName' AS file
       FROM editions WHERE article_id = $1`,
      [article.articleId],
    );
    const [final] = rows;
    if (final === undefined) throw new Error('There is no finished article');
    const files = thread.at(-1)?.files ?? [];
    expect(files.map(({ name }) => name)).toEqual([
      final.file,
      final.file.replace(/md$/, 'docx'),
      final.file.replace(/md$/, 'receipt.json'),
      final.file.replace(/md$/, 'changes.html'),
    ]);
    const [markdown, , receipt] = files;
    expect(verifyReceipt(receipt?.bytes.toString('utf8') ?? '', markdown?.bytes ?? Buffer.of()).kind).toBe('verified');
    expect(files[0]?.bytes.toString('utf8').trim()).toBe(final.text.trim());
    const announcement = thread.find((message) => kindOf(message) === 'The article is ready');
    expect(announcement?.shown).toContain(final.summary.slice(0, 60));

    // Nothing of it does anything but stand there or lead to the files, and everything can be read aloud.
    const toFiles = /^<https:\/\/copydesk-test\.slack\.com\/files\//;
    expect(thread.flatMap(dangersOf).filter((danger) => !toFiles.test(danger))).toEqual([]);
    expect(thread.filter(({ text, files: attached }) => text === '' && attached.length === 0)).toEqual([]);
    expect(slack.calls().filter(({ status }) => status === 429)).toEqual([]);
    // Each of the two was told, and nobody else.
    expect(slack.privates(people.ben.id).map(({ shown }) => shown)).toEqual([en.answers.counted.approve]);
    expect(slack.privates(people.eve.id)).toEqual([]);
  });
});
