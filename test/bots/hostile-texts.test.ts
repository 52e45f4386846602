import { describe, expect, it } from 'vitest';
import { renderContent as renderSlack } from '../../bots/slack/render/content.ts';
import { renderMessages } from '../../bots/telegram/render/content.ts';
import { drawCard, drawWhole } from '../../bots/terminal/render/draw-card.ts';
import { createLook } from '../../bots/terminal/render/look.ts';
import { cardOf } from '../../src/cards/card-of.ts';
import { HOSTILE_SHAPES, hostileText } from '../document/hostile-texts.ts';
import { chatContents } from '../fixtures/chat-contents.ts';

const CHARS = 40_000;
/** Of the processor, for a draft and a finished article: others are at work on the machine. */
const BUDGET_MS = 8000;

const texts: [string, string][] = [
  ...['stars', 'headings underlined', 'comments', 'lists line by line', 'tables', 'pictures begun', 'hard breaks'].map(
    (name): [string, string] => [name, hostileText(name, CHARS)],
  ),
  ...Object.entries(HOSTILE_SHAPES).map(([name, make]): [string, string] => [name, make(CHARS)]),
];

describe.each(texts)('40,000 characters of %s', (_name, text) => {
  const contents = chatContents('en');
  const draft = { ...contents.draftLong, text: { ...contents.draftLong.text, text } };
  const final = { ...contents.final, article: { ...contents.final.article, text } };
  const platforms: Readonly<Record<string, () => unknown>> = {
    Telegram: async () => {
      for (const content of [draft, final]) {
        for (const message of renderMessages(content, { richMessages: true }).filter(({ name }) => name !== 'docx'))
          await message.body.render();
      }
    },
    Slack: () => [renderSlack(draft), renderSlack(final)],
    'the terminal': () => [
      drawCard(cardOf(draft, '/'), createLook(80, true)),
      drawWhole(cardOf(final, '/'), createLook(80, true)),
    ],
  };

  it.each(Object.keys(platforms))('are drawn for %s in time', { timeout: 60_000 }, async (platform) => {
    const start = process.cpuUsage();
    await platforms[platform]?.();
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(BUDGET_MS);
  });
});
