import { newKey, type Problem } from './api.ts';
import { type Kept, kept } from './kept.ts';
import { inWords } from './repeat.ts';

const TEXTS = [
  'topic',
  'template',
  'purpose',
  'audience',
  'tone',
  'lengthWords',
  'language',
  'mustMention',
  'mustAvoid',
  'addresses',
  'pasted',
  'approvals',
  'approvers',
  // When it is wanted again and again.
  'days',
  'at',
  'when',
  'zone',
] as const;
type TextName = (typeof TEXTS)[number];
export type FieldName = TextName | 'files';
export type Faults = Readonly<Partial<Record<FieldName, string>>>;

/** A file that is to be a source. */
export interface SourceFile {
  readonly fileId: string;
  readonly name: string;
}

/** What somebody has typed of an order. It outlives a reload, until the article has begun. */
export interface Order {
  readonly texts: Readonly<Record<TextName, Kept<string>>>;
  readonly files: Kept<readonly SourceFile[]>;
  /** By which it counts once, however often it is sent, and the body that was sent with it. */
  readonly sent: Kept<{ readonly key: string; readonly body: string }>;
}

const NOT_SENT = { key: '', body: '' };

const NO_FILES: readonly SourceFile[] = [];

/** What stands in a field that nobody has touched. Default: nothing. */
const INITIAL: Readonly<Partial<Record<TextName, string>>> = {
  days: 'weekday',
  at: '09:00',
  zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
};

export function openOrder(): Order {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, kept(`order:${name}`, INITIAL[name] ?? '')]));
  return {
    // One for each name.
    texts: texts as Record<TextName, Kept<string>>,
    files: kept('order:files', NO_FILES),
    sent: kept('order:sent', NOT_SENT),
  };
}

export function isEmpty({ texts, files }: Order): boolean {
  return files.value.length === 0 && TEXTS.every((name) => texts[name].value === (INITIAL[name] ?? ''));
}

export function forget({ texts, files, sent }: Order): void {
  for (const one of [...Object.values(texts), files, sent]) one.forget();
}

/** No longer written down; what is kept stays. */
export function release({ texts, files, sent }: Order): void {
  for (const one of [...Object.values(texts), files, sent]) one.release();
}

/** As `POST /articles` takes it. */
export function toRequest({ texts, files }: Pick<Order, 'texts'> & { readonly files: Pick<Order['files'], 'value'> }) {
  const text = (name: TextName): string => texts[name].value.trim();
  const lines = (name: TextName): readonly string[] =>
    text(name)
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  const stated = (name: 'template' | 'purpose' | 'audience' | 'tone' | 'language') =>
    text(name) === '' ? {} : { [name]: text(name) };
  const listed = (name: 'mustMention' | 'mustAvoid') => (lines(name).length === 0 ? {} : { [name]: lines(name) });
  const sources = [
    ...lines('addresses').map((address) => ({ address })),
    ...(text('pasted') === '' ? [] : [{ text: text('pasted') }]),
    ...files.value.map(({ fileId }) => ({ fileId })),
  ];
  const approval = {
    ...(text('approvals') !== '' && { atLeast: Number(text('approvals')) }),
    ...(lines('approvers').length > 0 && { approvers: lines('approvers') }),
  };
  return {
    topic: text('topic'),
    ...stated('template'),
    ...stated('purpose'),
    ...stated('audience'),
    ...stated('tone'),
    ...stated('language'),
    ...(text('lengthWords') !== '' && { lengthWords: Number(text('lengthWords')) }),
    ...listed('mustMention'),
    ...listed('mustAvoid'),
    ...(sources.length > 0 && { sources }),
    ...(Object.keys(approval).length > 0 && { approval }),
  };
}

/** As `POST /schedules` takes it: a file is read once, so that none is in it. */
export function toSchedule({ texts }: Pick<Order, 'texts'>) {
  const { days, at, when, zone } = texts;
  const repeat = { days: days.value, at: at.value, words: when.value, zone: zone.value };
  return { ...inWords(repeat), ...toRequest({ texts, files: { value: NO_FILES } }) };
}

/** The key of an order: sent again in the same words, it is the same order. @param request what is sent. Default: as it stands */
export function keyOf(order: Order, request: object = toRequest(order)): string {
  const body = JSON.stringify(request);
  if (order.sent.value.body !== body) order.sent.value = { key: newKey(), body };
  return order.sent.value.key;
}

/** Of a problem `like-another`: the path id of the article that there is. Undefined: it is none. */
export function otherIn({ code, more }: Problem): string | undefined {
  const { other } = more as { readonly other?: { readonly articleId?: unknown } };
  return code === 'like-another' && typeof other?.articleId === 'string' ? other.articleId : undefined;
}

const FIELD_OF: Readonly<Record<string, FieldName>> = {
  'empty-topic': 'topic',
  'topic-too-long': 'topic',
  'unknown-flag': 'topic',
  'unknown-template': 'template',
  'bad-length': 'lengthWords',
  'bad-language': 'language',
  'too-many-mentions': 'mustMention',
  'mention-and-avoid': 'mustAvoid',
  'bad-source': 'addresses',
  'too-many-sources': 'addresses',
  'pasted-too-long': 'pasted',
  'too-many-files': 'files',
  'unknown-file': 'files',
  'several-called': 'approvers',
};

const SOURCE_FIELDS: Readonly<Record<string, FieldName>> = { address: 'addresses', text: 'pasted', fileId: 'files' };
const APPROVAL_FIELDS: Readonly<Record<string, FieldName>> = { atLeast: 'approvals', approvers: 'approvers' };

/**
 * What the server found wrong, by field. Empty: it is about none of them.
 * @param otherwise said where it names a field and has words for programs alone
 */
export function faultsIn({ code, detail, more }: Problem, otherwise: string): Faults {
  const field = code === 'description-too-long' ? String(more['of']) : fieldOf(code, more);
  if (field !== undefined) return { [field]: detail };
  const { errors } = more;
  if (!Array.isArray(errors)) return {};
  return Object.fromEntries(
    (errors as readonly { readonly path: string }[]).flatMap(({ path }) => {
      const [name = '', next = '', of = ''] = path.split('.');
      const known =
        name === 'sources'
          ? SOURCE_FIELDS[of]
          : name === 'approval'
            ? APPROVAL_FIELDS[next]
            : TEXTS.find((one) => one === name);
      return known === undefined ? [] : [[known, otherwise]];
    }),
  );
}

function fieldOf(code: string, { what, of }: Problem['more']): FieldName | undefined {
  // What else it may be about was typed behind the topic.
  if (code === 'bad-approval') return of === 'approvals' || of === 'approvers' ? of : 'topic';
  if (code === 'schedule-when') return what === 'zone' ? 'zone' : 'when';
  return FIELD_OF[code];
}
