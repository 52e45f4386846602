import { describe, expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { INTERFACE_LANGUAGES, MAX_TOPIC_CHARS } from '../../src/protocol/article.ts';

describe.each(INTERFACE_LANGUAGES)('what is said in Telegram in %s', (language) => {
  const { telegram } = messages(language);

  it('keeps within the limits of the Bot API', () => {
    for (const { command, description } of telegram.commands) {
      expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
      expect(description.length).toBeLessThanOrEqual(256);
    }
    for (const placeholder of [...Object.values(telegram.details.placeholders), telegram.topicPlaceholder])
      expect(placeholder.length).toBeLessThanOrEqual(64);
    const alerts = [
      telegram.kept,
      telegram.givenUp(24),
      telegram.broken,
      telegram.unknownButton,
      telegram.otherArticle,
      telegram.notYourProposal,
      telegram.anonymous,
    ];
    for (const alert of alerts) expect(alert.length).toBeLessThanOrEqual(200);
    expect(telegram.exampleTopic.length).toBeLessThanOrEqual(MAX_TOPIC_CHARS);
  });

  it('explains the bot in three lines', () => {
    expect(telegram.welcome).toHaveLength(3);
  });

  it('begins each question with the name of whom it asks, who is mentioned there', () => {
    for (const ask of Object.values(telegram.ask)) expect(ask('Ann', 3)).toMatch(/^Ann, .*3/);
  });
});
