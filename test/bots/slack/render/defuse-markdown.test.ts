import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defuseMarkdown } from '../../../../bots/slack/render/defuse-markdown.ts';
import { toPlainText } from '../../../../src/document/markdown/plain-text.ts';
import { chatContents } from '../../../fixtures/chat-contents.ts';
import { nastyText } from './arbitrary-content.ts';

/** Invisible; it keeps Slack from seeing a mention in code. */
const ZERO_WIDTH = '\u200b';

describe('defuseMarkdown', () => {
  it('leaves an honest text as it is written', () => {
    for (const language of ['en', 'ru'] as const) {
      const { text } = chatContents(language).draftLong.text;
      expect(defuseMarkdown(text)).toBe(text);
    }
    const odd =
      '1. one\n2) two\n\n* a\n+ b\n\nSetext\n===\n\n~~~js\nif (a < b) {}\n~~~\n\n|a|b|\n|-|-|\n|`x`|\\||\n\nA\\\nB & C > D, „和*斜体*“, [^1]\n\n[^1]: note\n';
    expect(defuseMarkdown(odd)).toBe(odd);
  });

  it.each([
    ['a mention of everybody', 'Hi <!channel>!', 'Hi &lt;!channel>!'],
    ['a mention behind a backslash', '\\<!here> \\\\<@U1>', '&lt;!here> \\\\&lt;@U1>'],
    ['a mention spelt as an entity', '&#60;!channel> &#x3C;@U1> &LT;!here>', '&lt;!channel> &lt;@U1> &lt;!here>'],
    ['a mention in code', '`<!channel>`', `\`<${ZERO_WIDTH}!channel>\``],
    ['a mention in a fence', '```\n<@U024BE7LH>\n```', `\`\`\`\n<${ZERO_WIDTH}@U024BE7LH>\n\`\`\``],
    ['a mention as the title of a link', '[a](https://b.org "<!here>")', '[a](https://b.org)'],
    ['a mention as an address', '[a](<!channel>)', 'a (\\!channel)'],
    [
      'a link in Slack’s own writing',
      '<https://evil.example|https://good.example>',
      'https://evil.example\\|https://good.example',
    ],
    [
      'a label that is another address',
      '[https://good.example](https://evil.example)',
      'https://good.example (https://evil.example)',
    ],
    [
      'a label with an invisible letter in it',
      '[go\u200dod.example](https://evil.example)',
      'go\u200dod.example (https://evil.example)',
    ],
    ['a reference that lies', '[good.example][e]\n\n[e]: https://evil.example', 'good.example (https://evil.example)'],
    [
      'an address with a name before the host',
      '[x](https://good.example@evil.example)',
      'x (https://good.example@evil.example)',
    ],
    ['a script', '[x](javascript:alert%281%29)', 'x (javascript:alert%281%29)'],
    ['a picture', '![a cat](https://evil.example/cat.png)', '[a cat](https://evil.example/cat.png)'],
    ['a picture that lies', '![good.example](https://evil.example/x)', 'good.example (https://evil.example/x)'],
    ['a picture in a link', '[![cat](https://a.org/x.png)](https://b.org)', '[cat](https://b.org)'],
    ['HTML', 'a <b>bold</b> <!-- hidden -->', 'a &lt;b>bold&lt;/b> &lt;!-- hidden -->'],
    [
      'a lie hidden in HTML',
      '<div>\n[good.example](https://evil.example)\n</div>',
      '&lt;div>\ngood.example (https://evil.example)\n&lt;/div>',
    ],
    ['what turns text around', 'a\u202egnp.exe\u202c', 'agnp.exe'],
    ['a control character as an entity', 'a&#27;[31m', 'a[31m'],
  ])('makes harmless: %s', (_what, source, expected) => {
    expect(defuseMarkdown(source).trim()).toBe(expected);
  });

  it('keeps what links say and where they lead', () => {
    expect(
      defuseMarkdown(
        '[NOAA *explains*](https://noaa.gov/a_(b)) and [www.noaa.gov][1]\n\n[1]: https://noaa.gov\n',
      ).trim(),
    ).toBe('[NOAA *explains*](https://noaa.gov/a_%28b%29) and [www.noaa.gov](https://noaa.gov)');
  });

  it('leaves nothing that Slack would take for a mention, and changes nothing the second time', () => {
    fc.assert(
      fc.property(nastyText(2000), (source) => {
        const text = defuseMarkdown(source);
        expect(text).not.toMatch(/<[!@#]/);
        expect(text).not.toMatch(/<[a-z]+:[^<>\s]*\|/i);
        expect(defuseMarkdown(text)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('loses no word of a text without links', () => {
    const words = fc.array(
      fc.constantFrom('word', '*bold*', '`code`', '<!here>', '\n\n', '\n- point', '> quote', '# Title\n', '| a |'),
      {
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(words, (pieces) => {
        const source = pieces.join(' ');
        const lettersOf = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '');
        // HTML is shown, and its parts with it.
        if (/^\s*<|\n\s*<|<!here>\n/.test(source)) return;
        expect(lettersOf(toPlainText(defuseMarkdown(source)))).toBe(lettersOf(toPlainText(source)));
      }),
      { numRuns: 300 },
    );
  });
});
