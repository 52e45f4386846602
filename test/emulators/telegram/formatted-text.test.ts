import type { MessageEntity } from '@grammyjs/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixFormattedText, readEntities } from './formatted-text.ts';
import { executeTdlib, HAS_TDLIB } from '../../support/tdlib.ts';
import { withFoundEntities } from './found-entities.ts';

const TDLIB_TYPES = {
  bold: 'Bold',
  italic: 'Italic',
  underline: 'Underline',
  strikethrough: 'Strikethrough',
  spoiler: 'Spoiler',
  blockquote: 'BlockQuote',
  expandable_blockquote: 'ExpandableBlockQuote',
  code: 'Code',
  pre: 'Pre',
  text_link: 'TextUrl',
} as const;
type KnownType = keyof typeof TDLIB_TYPES;
const TYPES = Object.keys(TDLIB_TYPES) as KnownType[];

interface TdEntity {
  readonly offset: number;
  readonly length: number;
  readonly type: { readonly _: string };
}
type TdText =
  | { readonly _: 'formattedText'; readonly text: string; readonly entities: readonly TdEntity[] }
  | { readonly _: 'error'; readonly message: string };

/** Telegram's own library, which needs no account to look at a text. */
function askTdlib(text: string, entities: readonly MessageEntity[]): TdText {
  return executeTdlib({
    _: 'parseMarkdown',
    text: {
      _: 'formattedText',
      text,
      entities: entities.map(({ offset, length, type, ...rest }) => ({
        _: 'textEntity',
        offset,
        length,
        type: { _: `textEntityType${TDLIB_TYPES[type as KnownType]}`, ...('url' in rest && { url: rest.url }) },
      })),
    },
  }) as TdText;
}

function shown(entities: readonly MessageEntity[]): readonly string[] {
  return entities.map(({ type, offset, length }) => `${TDLIB_TYPES[type as KnownType]} ${offset}+${length}`);
}

function shownByTdlib(entities: readonly TdEntity[]): readonly string[] {
  return entities.map(({ type, offset, length }) => `${type._.replace('textEntityType', '')} ${offset}+${length}`);
}

function entity(type: KnownType, offset: number, length: number): MessageEntity {
  return { type, offset, length, ...(type === 'text_link' && { url: 'https://example.org/' }) } as MessageEntity;
}

const anyEntity = fc
  .tuple(fc.constantFrom(...TYPES), fc.nat(12), fc.integer({ min: 1, max: 8 }))
  .map(([type, offset, length]) => entity(type, offset, length));

describe('fixFormattedText', () => {
  it.skipIf(!HAS_TDLIB)('does with entities that overlap, nest and repeat what Telegram’s own library does', () => {
    fc.assert(
      fc.property(fc.array(anyEntity, { maxLength: 6 }), (entities) => {
        const text = 'abcdefghijklmnopqrstuvwxyz';
        const theirs = askTdlib(text, entities);
        if (theirs._ === 'error') throw new Error(theirs.message);
        expect(shown(fixFormattedText(text, entities).entities)).toEqual(shownByTdlib(theirs.entities));
      }),
      { numRuns: 500 },
    );
  });

  it.skipIf(!HAS_TDLIB)(
    'refuses entities outside the text or across half a character where Telegram’s own library does, in its words',
    () => {
      const anyText = fc.array(fc.constantFrom('a', '😀', '\n', 'я', '\r', '\u202e', '\u0007', '👨‍👩‍👧'), {
        maxLength: 8,
      });
      fc.assert(
        fc.property(anyText, fc.array(anyEntity, { maxLength: 3 }), (characters, entities) => {
          const text = `x${characters.join('')}x`;
          const theirs = askTdlib(text, entities);
          const ours = ((): string => {
            try {
              return fixFormattedText(text, entities).text;
            } catch (error) {
              return String(error);
            }
          })();
          const refusal = 'ApiError: Bad Request: ';
          if (theirs._ !== 'error') expect(ours).toBe(theirs.text);
          // Which of several is named first is a matter of chance.
          else if (entities.length > 1) expect(ours).toContain(refusal);
          else expect(ours.slice(0, 48)).toBe(`${refusal}e${theirs.message.slice(1)}`.slice(0, 48));
        }),
        { numRuns: 300 },
      );
    },
  );

  it
    .skipIf(!HAS_TDLIB)
    .each([
      'http://localhost',
      'http://127.0.0.1:8233/x',
      'https://[::1]/',
      'ftp://example.org',
      'example.org',
      'javascript:alert(1)',
      'https://exa mple.org/',
      'https://example.org/a b',
      'https://пример.рф/путь',
      'http://example.org:99999/',
      '//example.org',
      'tg://user?id=5',
    ])('takes %s for a link exactly when Telegram’s own library does', (url) => {
    const link: MessageEntity = { type: 'text_link', offset: 0, length: 4, url };
    const read = (): unknown => readEntities([link]);
    if (askTdlib('here', [link])._ === 'error') expect(read).toThrow('Wrong HTTP URL');
    else expect(read()).toEqual([link]);
  });

  it('takes white space from both ends, and moves the entities along', () => {
    expect(fixFormattedText(' \n a b \n', [entity('bold', 3, 4)])).toEqual({
      text: 'a b',
      entities: [entity('bold', 0, 3)],
    });
  });

  it('leaves white space at the beginning that somebody formatted', () => {
    expect(fixFormattedText('  x', [entity('code', 1, 2)])).toEqual({ text: ' x', entities: [entity('code', 0, 2)] });
  });

  it('keeps the first hundred entities', () => {
    const text = 'ab'.repeat(150);
    const many = Array.from({ length: 150 }, (_, index) => entity('bold', index * 2, 1));
    expect(fixFormattedText(text, many).entities).toEqual(many.slice(0, 100));
  });
});

describe('withFoundEntities', () => {
  it
    .skipIf(!HAS_TDLIB)
    .each([
      'hi @everyone and @ab @abcd me@example.com',
      '/start /start@copydesk_bot a/b /ста',
      '#tag #1 #tag1 #тег',
      'https://example.org example.com x.notatld localhost',
      '$USD $usd',
      'see README.md and copydesk.ts',
      '<!channel> <@U024BE7LH> @everyone',
    ])('makes links in «%s» as Telegram’s own library does', (text) => {
    const names: Readonly<Record<string, string>> = {
      mention: 'Mention',
      bot_command: 'BotCommand',
      hashtag: 'Hashtag',
      cashtag: 'Cashtag',
      url: 'Url',
      email: 'EmailAddress',
    };
    const theirs = executeTdlib({ _: 'getTextEntities', text }) as { readonly entities: readonly TdEntity[] };
    expect(
      withFoundEntities({ text, entities: [] }).entities.map(
        ({ type, offset, length }) => `${names[type]} ${offset}+${length}`,
      ),
    ).toEqual(shownByTdlib(theirs.entities));
  });

  it('looks for nothing in code and links', () => {
    const entities = [entity('code', 0, 9), entity('text_link', 10, 9)];
    expect(withFoundEntities({ text: '@everyone @everyone', entities }).entities).toEqual(entities);
  });
});
