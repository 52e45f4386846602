import { describe, expect, it } from 'vitest';
import { toMessageCommand, toPlainText, withoutMention } from '../../../../bots/slack/listeners/to-command.ts';

describe('toPlainText', () => {
  it.each([
    ['AT&amp;T &lt;3', 'AT&T <3'],
    ['ask <@U0ANN|ann> in <#C0ART|articles>', 'ask @ann in #articles'],
    ['<!here> and <!subteam^S1|@editors>', '@here and @editors'],
    [
      'see <https://example.org/a?b=1&amp;c=2> and <https://example.org|this>',
      'see https://example.org/a?b=1&c=2 and this',
    ],
    ['no markup at all', 'no markup at all'],
  ])('reads %s as a person saw it', (text, plain) => {
    expect(toPlainText(text)).toBe(plain);
  });
});

describe('withoutMention', () => {
  it('finds us wherever we are named, and nobody else', () => {
    expect(withoutMention('<@U0BOT> status', 'U0BOT')).toBe('status');
    expect(withoutMention('hey <@U0BOT|copydesk>, article Tides', 'U0BOT')).toBe('hey  , article Tides');
    expect(withoutMention('<@U0ANN> status', 'U0BOT')).toBeUndefined();
  });
});

describe('toMessageCommand', () => {
  it('takes a topic only where an article is asked for', () => {
    expect(toMessageCommand('article How tides work')).toEqual({ kind: 'start', topic: 'How tides work' });
    expect(toMessageCommand('статья: Как устроены приливы')).toEqual({ kind: 'start', topic: 'Как устроены приливы' });
    expect(toMessageCommand('thanks &amp; bye')).toEqual({ kind: 'unsure-start', topic: 'thanks & bye' });
  });

  it('reads commands as they are read everywhere', () => {
    expect(toMessageCommand('status')).toEqual({ kind: 'status' });
    expect(toMessageCommand('move here')).toEqual({ kind: 'move' });
    expect(toMessageCommand('')).toEqual({ kind: 'form' });
  });

  it('takes a long speech for no topic, and a long topic for a faulty one', () => {
    const long = 'word '.repeat(100).trim();
    expect(toMessageCommand(long)).toEqual({ kind: 'help' });
    expect(toMessageCommand(`article ${long}`)).toMatchObject({ kind: 'faulty', fault: { code: 'topic-too-long' } });
  });
});
