import { executeTdlib } from '../../../support/tdlib.ts';
import type { Entity, FormattedText } from '../../../../bots/telegram/render/rich-text.ts';

/** What Telegram's own library makes of a text, without an account or the network. */
export interface Verdict {
  /** Why it refuses the text. */
  readonly error?: string;
  /** For each character that is not space, how it looks. */
  readonly looks: readonly string[];
  readonly text: string;
}

const TYPES: Readonly<Record<Entity['type'], string>> = {
  bold: 'Bold',
  italic: 'Italic',
  underline: 'Underline',
  strikethrough: 'Strikethrough',
  code: 'Code',
  pre: 'Pre',
  text_link: 'TextUrl',
  text_mention: 'MentionName',
  blockquote: 'BlockQuote',
  expandable_blockquote: 'ExpandableBlockQuote',
  date_time: 'DateTime',
};

/** As `Dt` says it; how it is shown makes no difference to where it may stand. */
const ABSOLUTE = {
  _: 'dateTimeFormattingTypeAbsolute',
  date_precision: { _: 'dateTimePartPrecisionLong' },
  time_precision: { _: 'dateTimePartPrecisionShort' },
};

interface LibraryEntity {
  readonly offset: number;
  readonly length: number;
  readonly type: {
    readonly _: string;
    readonly language?: string;
    readonly url?: string;
    readonly user_id?: number;
    readonly unix_time?: number;
    readonly formatting_type?: object;
  };
}

interface LibraryAnswer {
  readonly _: string;
  readonly message?: string;
  readonly text?: string;
  readonly entities?: readonly LibraryEntity[];
}

function execute(request: Parameters<typeof executeTdlib>[0]): LibraryAnswer {
  return executeTdlib(request) as LibraryAnswer;
}

/** Checks text and entities as every message is checked that is sent. Reads marks in the text as well, so that there should be none. */
export function judge({ text, entities }: FormattedText): Verdict {
  const answer = execute({
    _: 'parseMarkdown',
    text: {
      _: 'formattedText',
      text,
      entities: entities.map((entity) => ({ ...placeOf(entity), type: typeOf(entity) })),
    },
  });
  if (answer._ === 'error') return { error: answer.message ?? 'refused', looks: [], text: '' };
  const shown = answer.text ?? '';
  return {
    text: shown,
    looks: looksOf(
      shown,
      (answer.entities ?? []).map(({ offset, length, type: { _: type, language, url } }) => ({
        offset,
        length,
        look: [type.replace('textEntityType', ''), language, url].filter((part) => part !== undefined).join(' '),
      })),
    ),
  };
}

/** How the text looks if Telegram takes it as it is. */
export function looksOfText({ text, entities }: FormattedText): readonly string[] {
  return looksOf(
    text,
    entities.map((entity) => {
      const { _: type, language, url } = typeOf(entity);
      const look = [type.replace('textEntityType', ''), language, url].filter((part) => part !== undefined).join(' ');
      return { ...placeOf(entity), look };
    }),
  );
}

/** What Telegram brings to life in a text by itself, outside code: a mention, a command. Addresses are left out. */
export function livesIn({ text, entities }: FormattedText): readonly string[] {
  const code = entities.filter(({ type }) => type === 'code' || type === 'pre');
  return (execute({ _: 'getTextEntities', text }).entities ?? [])
    .filter(({ type }) => ['textEntityTypeMention', 'textEntityTypeBotCommand'].includes(type._))
    .filter(({ offset }) => !code.some((dead) => dead.offset <= offset && offset < dead.offset + dead.length))
    .map(({ offset, length }) => text.slice(offset, offset + length));
}

function placeOf({ offset, length }: Pick<Entity, 'offset' | 'length'>) {
  return { offset, length };
}

function typeOf(entity: Entity): LibraryEntity['type'] {
  const name = `textEntityType${TYPES[entity.type]}`;
  if (entity.type === 'text_link') return { _: name, url: entity.url };
  if (entity.type === 'text_mention') return { _: name, user_id: entity.user.id };
  if (entity.type === 'date_time') return { _: name, unix_time: entity.unix_time, formatting_type: ABSOLUTE };
  if (entity.type === 'pre' && entity.language !== undefined) return { _: `${name}Code`, language: entity.language };
  return { _: name };
}

function looksOf(
  text: string,
  entities: readonly { readonly offset: number; readonly length: number; readonly look: string }[],
): readonly string[] {
  const looks: string[] = [];
  let at = 0;
  for (const character of text) {
    const here = entities.filter(({ offset, length }) => offset <= at && at < offset + length);
    // Space looks the same in any style.
    if (!/\s/.test(character)) looks.push([...new Set(here.map(({ look }) => look))].sort().join(' + '));
    at += character.length;
  }
  return looks;
}
