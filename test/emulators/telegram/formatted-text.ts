import type { MessageEntity } from '@grammyjs/types';
import { badRequest } from './api-error.ts';
import { isTelegramUrl } from './link.ts';
import { nestEntities } from './nest-entities.ts';

/** Text as it stands in a message. Offsets count UTF-16 units. */
export interface FormattedText {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

const ENTITY_TYPES = [
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'url',
  'email',
  'phone_number',
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
  'pre',
  'text_link',
  'text_mention',
  'custom_emoji',
  'date_time',
] as const satisfies readonly MessageEntity['type'][];

/** MessageEntity.h in TDLib. */
const MAX_ENTITY_OFFSET = 1_000_000;
/** Servers keep no more. */
const MAX_ENTITIES = 100;

/** What a request says about entities. @throws when that is not a list of entities. */
export function readEntities(value: unknown): readonly MessageEntity[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw badRequest("can't parse entities JSON object");
  return value.map((item: unknown) => {
    if (typeof item !== 'object' || item === null) throw badRequest("can't parse MessageEntity: Expected an Object");
    const { type, offset, length } = item as Readonly<Record<string, unknown>>;
    if (typeof offset !== 'number') throw badRequest('can\'t parse MessageEntity: Field "offset" must be a Number');
    if (typeof length !== 'number') throw badRequest('can\'t parse MessageEntity: Field "length" must be a Number');
    if (!ENTITY_TYPES.some((known) => known === type))
      throw badRequest("can't parse MessageEntity: Unsupported type specified");
    const entity = item as MessageEntity;
    if (entity.type === 'text_link' && !isTelegramUrl(entity.url))
      throw badRequest(`entity URL '${entity.url}' is invalid: Wrong HTTP URL`);
    if (entity.type === 'date_time' && !(Number.isInteger(entity.unix_time) && entity.unix_time > 0))
      throw badRequest('can\'t parse MessageEntity: Field "unix_time" must be a positive Number');
    return entity;
  });
}

/** What becomes of a text that a bot sends: TDLib's `fix_formatted_text`, without the search for links. @throws as Telegram does. */
export function fixFormattedText(text: string, entities: readonly MessageEntity[]): FormattedText {
  if (!text.isWellFormed()) throw badRequest('strings must be encoded in UTF-8');
  for (const { offset, length } of entities) {
    if (offset < 0 || offset > MAX_ENTITY_OFFSET) throw badRequest(`receive an entity with incorrect offset ${offset}`);
    if (length < 0 || length > MAX_ENTITY_OFFSET) throw badRequest(`receive an entity with incorrect length ${length}`);
  }
  const cleaned = clean(text, nestEntities(entities.filter(({ length }) => length > 0)));
  const trimmed = trim(cleaned);
  return { text: trimmed.text, entities: trimmed.entities.slice(0, MAX_ENTITIES) };
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** What turns text around, draws across the lines above it, or ends a line on some systems: TDLib's `clean_input_string`. */
function isLeftOut(code: number): boolean {
  return (
    code === CARRIAGE_RETURN ||
    (code >= 0x2028 && code <= 0x202e) ||
    code === 0x0333 ||
    code === 0x033f ||
    code === 0x030a
  );
}

/** Control characters become spaces, and what turns text around is left out. */
function clean(text: string, entities: readonly MessageEntity[]): FormattedText {
  const moved: number[] = [];
  let cleaned = '';
  for (const character of text) {
    moved.push(cleaned.length);
    if (character.length === 2) moved.push(-1);
    const code = character.charCodeAt(0);
    if (code < SPACE && code !== LINE_FEED && code !== CARRIAGE_RETURN) cleaned += ' ';
    else if (!isLeftOut(code)) cleaned += character;
  }
  moved.push(cleaned.length);
  return {
    text: cleaned,
    entities: entities
      .map((entity) => {
        const end = entity.offset + entity.length;
        const start = moved[entity.offset];
        const stop = moved[end];
        if (start === undefined)
          throw badRequest(`entity begins after the end of the text at UTF-16 offset ${entity.offset}`);
        if (start === -1)
          throw badRequest(`entity begins in a middle of a UTF-16 symbol at UTF-16 offset ${entity.offset}`);
        if (stop === -1)
          throw badRequest(
            `entity beginning at UTF-16 offset ${entity.offset} ends in a middle of a UTF-16 symbol at UTF-16 offset ${end}`,
          );
        if (stop === undefined)
          throw badRequest(
            `entity beginning at UTF-16 offset ${entity.offset} ends after the end of the text at UTF-16 offset ${end}`,
          );
        return { ...entity, offset: start, length: stop - start };
      })
      .filter(({ length }) => length > 0),
  };
}

function trim({ text, entities }: FormattedText): FormattedText {
  const end = text.replace(/[ \n]+$/, '').length;
  const kept = entities
    .filter(({ offset, length }) => offset < end && /[^ \n]/.test(text.slice(offset, offset + length)))
    .map((entity) => ({ ...entity, length: Math.min(entity.length, end - entity.offset) }));
  // White space that somebody formatted stays.
  const limit = kept[0]?.offset ?? end;
  const start = Math.min(limit, text.search(/[^ \n]|$/));
  return {
    text: text.slice(start, end),
    entities: kept.map((entity) => ({ ...entity, offset: entity.offset - start })),
  };
}

/** What nobody would see. */
export function isBlank(text: string): boolean {
  return /^[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u3164]*$/.test(text);
}
