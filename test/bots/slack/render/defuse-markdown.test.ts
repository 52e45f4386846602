import fc from 'fast-check';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { defuseMarkdown } from '../../../../bots/slack/render/defuse-markdown.ts';
import { toPlainText } from '../../../../src/document/markdown/plain-text.ts';
import { show } from '../../../document/markdown/show.ts';
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
    ['HTML', 'a <b>bold</b> <!-- hidden --> <T> List<b>', 'a **bold**  &lt;T> List&lt;b>'],
    [
      'a mention in HTML',
      '<div><b><!channel></b> <@U1> &lt;!here&gt;</div>',
      '**&lt;\\!channel\\>** &lt;@U1\\> &lt;\\!here\\>',
    ],
    [
      'a lie hidden in HTML',
      '<div>\n[good.example](https://evil.example)\n</div>',
      '\\[good.example\\]\\(https://evil.example\\)',
    ],
    ['what turns text around', 'a\u202egnp.exe\u202c', 'agnp.exe'],
    ['a control character as an entity', 'a&#27;[31m', 'a[31m'],
  ])('makes harmless: %s', (_what, source, expected) => {
    expect(defuseMarkdown(source).trim()).toBe(expected);
  });

  it.each([
    ['**结论：**月球', 'B<结论：>\u200a月球'],
    ['这是**“引用”**的，~~删除。~~后续', '这是\u200aB<“引用”>\u200a的，D<删除。>\u200a后续'],
    ['**English:**next *x*', 'B<English:>\u200anext I<x>'],
    ['***a：**b* 字', 'I<B<a：>\u200ab> 字'],
    ['2*3*4, 10~20~30, 2**3**4', '2*3*4, 10~20~30, 2**3**4'],
    ['Roses\nare\n\n- red\n  too', 'Roses⏎are ¶ list<listItem<red⏎too>>'],
    ['H<sub>2</sub>O, x<sup>2</sup>, <u>un</u>, <kbd>Tab</kbd>, <i>it</i>', 'H₂O, x², un, `Tab`, I<it>'],
    ['<a href="https://x.example/a b">w</a> a<br>b', 'L<w> a⏎b'],
    ['<details>\n<summary>More</summary>\n\nBody\n\n</details>', 'B<More> ¶ Body'],
    ['| a | b |\n|--|--|\n| `x|y` | 2 | 3 |', '[a|b|][`x|y`|2|3]'],
    ['```markdown\n# T\n\n```js\na\n```\n```', '# T ¶ `a`'],
    ['---\ntitle: T\n---\nText', '# T ¶ Text'],
  ])('shows %j to a reader of plain CommonMark as it was meant', (source, tree) => {
    const text = defuseMarkdown(source);
    expect(show(unified().use(remarkParse).use(remarkGfm).parse(text))).toBe(tree);
    expect(defuseMarkdown(text)).toBe(text);
  });

  it('formats nothing in what cannot be read in time, and loses no letter of it', () => {
    const source = 'a*b\n=\n'.repeat(6000);
    const text = defuseMarkdown(source);
    const letters = (of: string): string => of.replaceAll(/\s/g, '');
    // A difference of thousands of characters is nothing to print.
    expect(letters(toPlainText(text)) === letters(source)).toBe(true);
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
