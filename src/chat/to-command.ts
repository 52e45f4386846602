import type { DelegationAsk } from './absences.ts';
import { parseArticleId } from '../gateway/article-id.ts';
import { languageName } from '../messages/language-name.ts';
import { interfaceLanguages, messages } from '../messages/messages.ts';
import { type InterfaceLanguage, MAX_LANGUAGE_TAG_CHARS, MAX_TOPIC_CHARS } from '../protocol/article.ts';
import type { PlainControlKind } from '../protocol/decision.ts';
import type { Following } from '../protocol/following.ts';
import type { ScheduleAct } from '../protocol/schedule.ts';
import { FIRST_LIST, type ListView } from '../protocol/list-view.ts';
import { knownZone } from '../protocol/timing.ts';
import { typedLine } from '../lib/clean-text.ts';
import { readExtra } from './edit-extra.ts';
import { readLinkCode } from './identities.ts';
import { readSchedule, type ScheduleFault, type TypedTiming } from './read-schedule.ts';
import { languageCalled as tongueCalled } from './language-called.ts';
import type { ScheduleScope } from './schedules.ts';
import { canonicalTag } from './to-article-request.ts';
import { withoutAddresses } from './topic-addresses.ts';
import { MAX_ORDER_CHARS, readTypedOrder } from './typed-order.ts';

/** What a person asks for. An article id that is left open means the one the thread is about, or the only one that is under way. */
export type Command =
  /** `topic`: as typed, with what is said of the article behind it: `readTypedOrder`. */
  | { readonly kind: 'start'; readonly topic: string }
  /** Nothing was typed: the person wants to be asked. */
  | { readonly kind: 'form' }
  | { readonly kind: 'help' | 'costs' }
  | { readonly kind: 'list'; readonly view: ListView }
  | { readonly kind: 'status'; readonly articleId?: string }
  | { readonly kind: 'control'; readonly control: PlainControlKind; readonly articleId?: string }
  /** An earlier draft, by its number, is to be decided on again. */
  | { readonly kind: 'bring-back'; readonly version: number; readonly articleId?: string }
  /** A new edition of a delivered article. `said`: `The pull of the Moon: shorter`; empty: only the article is named. */
  | { readonly kind: 'revise'; readonly said: string; readonly articleId?: string }
  /** A delivered article in another language. `into`: `German`, `de`; empty: nobody has said. */
  | { readonly kind: 'translate'; readonly into: string; readonly articleId?: string }
  /** What goes with a draft is to say something else. `said`: `seo_title: How tides work`. */
  | { readonly kind: 'edit-extra'; readonly said: string; readonly articleId?: string }
  /** Who decides for the person while they are away. */
  | { readonly kind: 'away'; readonly ask: DelegationAsk }
  /** An administrator decides alone. `reason`: why, as it was typed; empty: nobody has said. */
  | { readonly kind: 'step-in'; readonly reason: string; readonly articleId?: string }
  /** Somebody is asked to decide. `whom`: `@Ben`; empty: they are named some other way, or not at all. */
  | { readonly kind: 'assign'; readonly whom: string; readonly articleId?: string }
  /** To where it was typed. */
  | { readonly kind: 'move'; readonly articleId?: string }
  /** Also where it was typed. */
  | ({ readonly kind: 'follow'; readonly articleId?: string } & Pick<Following, 'role' | 'anyone' | 'whole'>)
  | { readonly kind: 'unfollow'; readonly articleId?: string }
  /** Of what the product says to this person. Absent: which one is it? */
  | { readonly kind: 'language'; readonly language?: InterfaceLanguage }
  /** Of an article: `language: de`. As RFC 5646 writes it. */
  | { readonly kind: 'article-language'; readonly language: string; readonly articleId?: string }
  /** Who types the code that another chat told is one person in both. Absent: a code is wanted. */
  | { readonly kind: 'link'; readonly code?: string }
  | { readonly kind: 'unlink' }
  /** Where the person is, by the clock. As IANA writes it; absent: where are they taken to be? */
  | { readonly kind: 'zone'; readonly zone?: string }
  /** An article on the page, or the page as a whole. */
  | { readonly kind: 'web'; readonly articleId?: string }
  /** Articles again and again. `topic`: as of an article. */
  | { readonly kind: 'schedule'; readonly timing: TypedTiming; readonly topic: string }
  /** `scheduleId`: only this one. */
  | { readonly kind: 'schedules'; readonly scope: ScheduleScope; readonly scheduleId?: string }
  | { readonly kind: 'schedule-act'; readonly act: ScheduleAct; readonly scheduleId?: string }
  /** An order that was like another one is meant all the same. */
  | { readonly kind: 'start-held'; readonly orderId: string }
  | { readonly kind: 'faulty'; readonly fault: CommandFault };

/** Why a command cannot be carried out. */
export type CommandFault =
  | ScheduleFault
  | { readonly code: 'topic-too-long'; readonly length: number }
  /** `typed` stands where `verb` takes the id of an article. */
  | { readonly code: 'not-an-id'; readonly verb: string; readonly typed: string }
  /** `verb` takes nothing, and `typed` follows it. */
  | { readonly code: 'takes-nothing'; readonly verb: string; readonly typed: string }
  /** `verb` shows lists, and `typed` names none of them. */
  | { readonly code: 'unknown-list'; readonly verb: string; readonly typed: string }
  | { readonly code: 'unknown-language'; readonly verb: string; readonly typed: string }
  | { readonly code: 'bad-language'; readonly typed: string }
  | { readonly code: 'unknown-zone'; readonly verb: string; readonly typed: string }
  /** `verb` takes the number of a draft, and none follows. */
  | { readonly code: 'no-draft-number'; readonly verb: string }
  /** `verb` takes an article and a section, and neither can be told from `typed`. */
  | { readonly code: 'revise-what'; readonly verb: string; readonly typed: string }
  /** `verb` takes an article and a language, and one of them is missing. */
  | { readonly code: 'translate-what'; readonly verb: string; readonly typed: string }
  /** `verb` takes the name of a text that goes with an article, and what it should say. */
  | { readonly code: 'extra-what'; readonly verb: string; readonly typed: string };

type Verb =
  | 'help'
  | 'list'
  | 'inbox'
  | 'costs'
  | 'status'
  | 'bring-back'
  | 'revise'
  | 'translate'
  | 'edit-extra'
  | 'assign'
  | 'step-in'
  | 'away'
  | 'move'
  | 'follow'
  | 'unfollow'
  | 'language'
  | 'link'
  | 'unlink'
  | 'zone'
  | 'web'
  | 'schedules'
  | 'start-held'
  | PlainControlKind;

const VERBS: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['help', 'help'],
  ['?', 'help'],
  ['помощь', 'help'],
  ['справка', 'help'],
  ['list', 'list'],
  ['список', 'list'],
  ['inbox', 'inbox'],
  ['входящие', 'inbox'],
  ['costs', 'costs'],
  ['cost', 'costs'],
  ['расходы', 'costs'],
  ['затраты', 'costs'],
  ['status', 'status'],
  ['статус', 'status'],
  ['cancel', 'cancel'],
  ['отмена', 'cancel'],
  ['отменить', 'cancel'],
  ['pause', 'pause'],
  ['пауза', 'pause'],
  ['resume', 'resume'],
  ['продолжить', 'resume'],
  ['finish', 'finish'],
  ['завершить', 'finish'],
  ['another', 'another'],
  ['заново', 'another'],
  ['revise', 'revise'],
  ['переделать', 'revise'],
  ['переработать', 'revise'],
  ['translate', 'translate'],
  ['перевести', 'translate'],
  ['переведи', 'translate'],
  ['перевод', 'translate'],
  ['extras', 'edit-extra'],
  ['тексты', 'edit-extra'],
  ['back', 'bring-back'],
  ['вернуть', 'bring-back'],
  ['retry', 'retry'],
  ['повторить', 'retry'],
  ['claim', 'claim'],
  ['взять', 'claim'],
  ['беру', 'claim'],
  ['release', 'release'],
  ['отпустить', 'release'],
  ['raise', 'raise'],
  ['добавить', 'raise'],
  ['assign', 'assign'],
  ['назначить', 'assign'],
  ['поручить', 'assign'],
  ['takeover', 'step-in'],
  ['перехватить', 'step-in'],
  ['away', 'away'],
  ['замена', 'away'],
  ['move', 'move'],
  ['перенести', 'move'],
  ['follow', 'follow'],
  ['показать', 'follow'],
  ['unfollow', 'unfollow'],
  ['убрать', 'unfollow'],
  ['language', 'language'],
  ['язык', 'language'],
  ['link', 'link'],
  ['связать', 'link'],
  ['unlink', 'unlink'],
  ['отвязать', 'unlink'],
  ['zone', 'zone'],
  ['пояс', 'zone'],
  ['web', 'web'],
  ['веб', 'web'],
  ['schedules', 'schedules'],
  ['schedule', 'schedules'],
  ['расписания', 'schedules'],
  ['расписание', 'schedules'],
  ['anyway', 'start-held'],
  ['всё-таки', 'start-held'],
  ['все-таки', 'start-held'],
]);

/** What may be said before the number of a draft. “Back to the future” is a topic. */
const DRAFT_WORDS: ReadonlySet<string> = new Set(['to', 'draft', 'к', 'черновик', 'черновику']);
const DRAFT_NUMBER = /^[1-9]\d{0,5}$/;

/** What may follow `list`, in each language. */
const LISTS: ReadonlyMap<string, Partial<ListView>> = new Map<string, Partial<ListView>>([
  ['mine', { scope: 'mine' }],
  ['my', { scope: 'mine' }],
  ['мои', { scope: 'mine' }],
  ['waiting', { scope: 'waiting' }],
  ['ждут', { scope: 'waiting' }],
  ['here', { scope: 'here' }],
  ['all', { scope: 'here' }],
  ['здесь', { scope: 'here' }],
  ['everywhere', { scope: 'everywhere' }],
  ['везде', { scope: 'everywhere' }],
  ['все', { scope: 'here' }],
  ['running', { state: 'running' }],
  ['идут', { state: 'running' }],
  ['done', { state: 'done' }],
  ['finished', { state: 'done' }],
  ['готовые', { state: 'done' }],
]);
/** “waiting for me”, “running, page 2”. */
const LIST_FILLERS: ReadonlySet<string> = new Set(['for', 'me', 'page', 'меня', 'страница']);
/** “assign it to Ben”. */
const AWAY_OFF: ReadonlySet<string> = new Set(['off', 'end', 'back', 'нет', 'стоп']);
const AWAY_FILLERS: ReadonlySet<string> = new Set(['from', 'until', 'to', 'till', 'с', 'до', 'по']);
const ASSIGN_FILLERS: ReadonlySet<string> = new Set(['to', 'на']);
const PAGE_NUMBER = /^[1-9]\d{0,3}$/;

/** What may be done with a schedule, in each language. */
const SCHEDULE_VERBS: ReadonlyMap<string, ScheduleAct> = new Map<string, ScheduleAct>([
  ['pause', 'pause'],
  ['пауза', 'pause'],
  ['resume', 'resume'],
  ['продолжить', 'resume'],
  ['skip', 'skip'],
  ['пропустить', 'skip'],
  ['run', 'run'],
  ['запустить', 'run'],
  ['delete', 'delete'],
  ['remove', 'delete'],
  ['удалить', 'delete'],
]);
/** “skip the next”, “run now”. */
const SCHEDULE_FILLERS: ReadonlySet<string> = new Set(['the', 'next', 'now', 'one', 'сейчас', 'следующий']);

/** What may be said after `move`, which goes nowhere else. */
const HERE: ReadonlySet<string> = new Set(['here', 'сюда', 'здесь', 'отсюда']);

/** How an article is to be shown in another place. */
type Shown = Pick<Following, 'role' | 'anyone' | 'whole'>;
const FOLLOW_WORDS: ReadonlyMap<string, Partial<Shown>> = new Map<string, Partial<Shown>>([
  ['reads', { role: 'reads' }],
  ['читать', { role: 'reads' }],
  ['decides', { role: 'decides' }],
  ['решать', { role: 'decides' }],
  // Whose members are to decide can be decided on there.
  ['anyone', { role: 'decides', anyone: true }],
  ['всем', { role: 'decides', anyone: true }],
  ['whole', { whole: true }],
  ['целиком', { whole: true }],
]);

/** One in which the product speaks: by its tag, or by its name in any of them. */
function languageCalled(typed: string): InterfaceLanguage | undefined {
  const said = typed.toLowerCase();
  const languages = interfaceLanguages();
  return languages.find(
    (language) =>
      language.toLowerCase() === said ||
      languageName(language).toLowerCase() === said ||
      languages.some((other) => messages(other).words.format.languageName(language).toLowerCase() === said),
  );
}

/**
 * What says that all the rest is the topic. Without a colon only where no topic begins so: “Article 5 of the treaty”, “Write better
 * tests”, «Статья 5 конституции» are topics.
 */
const TOPIC_PREFIX =
  /^(?:(?:article|write|статья|напиши|написать)(?: ?:|$)|(?:article|write(?: an article)?) (?:about|on) |article (?!\d)) ?/iu;

/** As the above, beyond doubt. */
const SAYS_TOPIC = /^(?:article|статья) ?:/iu;

/** With its colon it is the article's language; without one, that in which the product speaks. */
const ARTICLE_LANGUAGE = /^(?:language|язык) ?:(?: |$)?(.*)$/iu;

/** Commands of other bots are written with a slash; so some write ours. */
const SLASH = /^\/(?=\S)/;

/** What people put around an id: it is shown as code, and as `<id>` in manuals. */
const BEFORE_AN_ID = /^[`'"“«<(#]+/u;
const AFTER_AN_ID = '`\'"”»>).,;!';

/**
 * Reads the text after `/article`, after a mention of the bot, or a command of the platform joined with its argument (`cancel 7k3m9x2c4p0qrstv`).
 * A verb is a command only alone or before exactly what it takes: “list of lakes in Peru” is a topic.
 */
export function toCommand(text: string): Command {
  const line = typedLine(text);
  const unslashed = line.replace(SLASH, '');
  const topic = unslashed.replace(TOPIC_PREFIX, '');
  if (topic !== unslashed) return toStart(topic);
  const named = ARTICLE_LANGUAGE.exec(unslashed)?.[1];
  if (named !== undefined) return toArticleLanguage(unslashed, named.split(' '));
  const schedule = readSchedule(unslashed);
  if (schedule !== undefined) return schedule;
  const [typedVerb = '', ...words] = unslashed.split(' ');
  const verb = VERBS.get(typedVerb.toLowerCase()) ?? (words.length === 0 ? VERBS.get(plainWord(typedVerb)) : undefined);
  return (verb === undefined ? undefined : read(verb, typedVerb, words)) ?? toStart(line);
}

/** “Help!” and “status?” are not what an article is wanted about. */
function plainWord(word: string): string {
  return withoutEnd(word.toLowerCase(), '.!?…');
}

/** Without the characters at its end. A regular expression looks for the end from every one of them: minutes for a message of dots. */
function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Undefined when the words after the verb make a topic of it. */
function read(verb: Verb, typedVerb: string, words: readonly string[]): Command | undefined {
  const typed = words.join(' ');
  const said = { verb: typedVerb.toLowerCase(), typed };
  switch (verb) {
    case 'list':
      return toList(said, words);
    case 'inbox':
      return toInbox(said, words);
    case 'help':
    case 'costs':
      if (words.length === 0) return { kind: verb };
      return words.length === 1 ? faulty({ code: 'takes-nothing', ...said }) : undefined;
    case 'language':
      if (words.length === 0) return { kind: 'language' };
      return words.length === 1 ? toLanguage(said) : undefined;
    case 'link': {
      if (words.length === 0) return { kind: 'link' };
      const code = words.length === 1 ? readLinkCode(typed) : undefined;
      // “Link rot” is a topic.
      return code === undefined ? undefined : { kind: 'link', code };
    }
    case 'unlink':
      return words.length === 0 ? { kind: 'unlink' } : undefined;
    case 'zone':
      return toZone(said, words);
    case 'web': {
      if (words.length === 0) return { kind: 'web' };
      const articleId = words.length === 1 ? idIn(typed) : undefined;
      // “Web design” is a topic.
      return articleId === undefined ? undefined : { kind: 'web', articleId };
    }
    case 'schedules':
      return toSchedules(said, words);
    case 'start-held':
      return withId(said, words, ({ articleId: orderId }) =>
        orderId === undefined ? faulty({ code: 'not-an-id', ...said }) : { kind: 'start-held', orderId },
      );
    case 'status':
      return withId(said, words, (id) => ({ kind: 'status', ...id }));
    case 'bring-back':
      return toBringBack(said, words);
    case 'revise':
      return toRevise(said, words);
    case 'translate':
      return toTranslate(said, words);
    case 'edit-extra':
      return toEditExtra(said, words);
    case 'assign':
      return toAssign(words);
    case 'step-in':
      return toStepIn(words);
    case 'away':
      return toAway(words);
    case 'move':
      return withId(said, withoutHere(words), (id) => ({ kind: 'move', ...id }));
    case 'follow':
      return toFollow(said, words);
    case 'unfollow':
      return withId(said, withoutHere(words), (id) => ({ kind: 'unfollow', ...id }));
    case 'cancel':
    case 'pause':
    case 'resume':
    case 'finish':
    case 'another':
    case 'retry':
    case 'raise':
    case 'claim':
    case 'release':
      return withId(said, words, (id) => ({ kind: 'control', control: verb, ...id }));
    default:
      return verb satisfies never;
  }
}

/**
 * After a command that starts articles, all that follows is a topic, but for a schedule and what asks for schedules.
 * @param rest what followed
 */
export function toArticleCommand(rest: string): Command {
  const line = typedLine(rest);
  const schedule = readSchedule(line);
  if (schedule !== undefined) return schedule;
  if (SAYS_TOPIC.test(line)) return toCommand(line);
  const isAbout = VERBS.get(line.split(' ', 1)[0]?.toLowerCase() ?? '') === 'schedules';
  const command = isAbout ? toCommand(line) : undefined;
  return command?.kind === 'schedules' || command?.kind === 'schedule-act' ? command : toCommand(`article: ${rest}`);
}

/** `every`, with what follows it: nothing but a schedule is meant. */
export function toScheduleCommand(text: string): Command {
  // Whatever is wrong with it is said.
  return readSchedule(typedLine(text), true) ?? { kind: 'schedules', scope: 'mine' };
}

/** “schedules everywhere”, “schedules skip 7k3m9x2c4p0qrstv”. “schedule management” is a topic. */
function toSchedules(said: Said, words: readonly string[]): Command | undefined {
  const [first = '', ...rest] = words.map((word) => word.toLowerCase());
  if (first === '' || ((LISTS.get(first)?.scope ?? 'here') === 'mine' && rest.length === 0))
    return { kind: 'schedules', scope: 'mine' };
  if (LISTS.get(first)?.scope === 'everywhere' && rest.length === 0) return { kind: 'schedules', scope: 'everywhere' };
  const act = SCHEDULE_VERBS.get(first);
  if (act === undefined) {
    const scheduleId = words.length === 1 ? parseArticleId(first) : undefined;
    return scheduleId === undefined ? undefined : { kind: 'schedules', scope: 'mine', scheduleId };
  }
  const typed = words.slice(1).filter((word) => !SCHEDULE_FILLERS.has(word.toLowerCase()));
  return withId(said, typed, ({ articleId: scheduleId }) => ({
    kind: 'schedule-act',
    act,
    ...(scheduleId !== undefined && { scheduleId }),
  }));
}

/** “zone Europe/Berlin”. “zone defence” is a topic. */
function toZone(said: Said, words: readonly string[]): Command | undefined {
  if (words.length === 0) return { kind: 'zone' };
  const [typed = '', ...more] = words;
  if (more.length > 0) return undefined;
  const zone = knownZone(typed);
  if (zone !== undefined) return { kind: 'zone', zone };
  return typed.includes('/') ? faulty({ code: 'unknown-zone', ...said }) : undefined;
}

/** “list here running 2”. “list of lakes in Peru” is a topic. */
function toList(said: Said, words: readonly string[]): Command | undefined {
  let view: ListView = FIRST_LIST;
  for (const word of words.map((one) => one.toLowerCase())) {
    const named = LISTS.get(word);
    if (named !== undefined) view = { ...view, ...named };
    else if (PAGE_NUMBER.test(word)) view = { ...view, page: Number(word) };
    else if (!LIST_FILLERS.has(word)) return words.length === 1 ? faulty({ code: 'unknown-list', ...said }) : undefined;
  }
  return { kind: 'list', view };
}

/** “inbox 2”. “inbox zero” is a topic. */
function toInbox({ verb }: Said, words: readonly string[]): Command | undefined {
  const command = toList({ verb, typed: words.join(' ') }, ['waiting', ...words]);
  const isPage = words.every((word) => PAGE_NUMBER.test(word) || LIST_FILLERS.has(word.toLowerCase()));
  return isPage ? command : undefined;
}

interface Said {
  /** In lower case. */
  readonly verb: string;
  /** All that followed it. */
  readonly typed: string;
}

function withId(
  said: Said,
  words: readonly string[],
  make: (id: { readonly articleId?: string }) => Command,
): Command | undefined {
  const [first, ...more] = words;
  if (first === undefined) return make({});
  const articleId = parseArticleId(withoutEnd(first.replace(BEFORE_AN_ID, ''), AFTER_AN_ID));
  if (more.length === 0) return articleId === undefined ? faulty({ code: 'not-an-id', ...said }) : make({ articleId });
  // “status management for beginners” is a topic though “management” could be an id; no word of a language has digits.
  return articleId !== undefined && /\d/.test(first) ? faulty({ code: 'not-an-id', ...said }) : undefined;
}

/** As people write it who copied it; undefined for a word of a language, which has no digits. */
function idIn(typed: string): string | undefined {
  return /\d/.test(typed) ? parseArticleId(withoutEnd(typed.replace(BEFORE_AN_ID, ''), AFTER_AN_ID)) : undefined;
}

function withoutHere(words: readonly string[]): readonly string[] {
  return HERE.has(words.at(-1)?.toLowerCase() ?? '') ? words.slice(0, -1) : words;
}

/** “follow 7k3m9x2c4p0qrstv decides”, “follow 7k3m9x2c4p0qrstv here whole”. “Follow the money” is a topic. */
function toFollow(said: Said, words: readonly string[]): Command | undefined {
  const meant = words.map((word) => FOLLOW_WORDS.get(word.toLowerCase()));
  const rest = words.filter((word, at) => meant[at] === undefined && !HERE.has(word.toLowerCase()));
  const shown = meant.reduce<Shown>((so, more) => ({ ...so, ...more }), { role: 'reads' });
  // In whatever order they are said.
  const role = shown.anyone === true ? 'decides' : shown.role;
  return withId(said, rest, (id) => ({ kind: 'follow', ...shown, role, ...id }));
}

/** “back 2”, “back to draft 2”, “back 7k3m9x2c4p0qrstv 2”. */
function toBringBack({ verb }: Said, words: readonly string[]): Command | undefined {
  if (words.length === 0) return faulty({ code: 'no-draft-number', verb });
  const [id, ...rest] = words.filter((word) => !DRAFT_WORDS.has(word.toLowerCase()));
  const number = rest[0] ?? id;
  if (number === undefined || rest.length > 1 || !DRAFT_NUMBER.test(number)) return undefined;
  const version = Number(number);
  if (rest.length === 0) return { kind: 'bring-back', version };
  const articleId = parseArticleId(withoutEnd((id ?? '').replace(BEFORE_AN_ID, ''), AFTER_AN_ID));
  return articleId === undefined ? undefined : { kind: 'bring-back', version, articleId };
}

/** “takeover 7k3m9x2c4p0qrstv Ann is ill”, “takeover: Ann is ill” in its thread. “Takeover bids of the 1980s” is a topic. */
function toStepIn(words: readonly string[]): Command | undefined {
  const articleId = idIn(words[0] ?? '');
  if (articleId !== undefined) return { kind: 'step-in', reason: words.slice(1).join(' '), articleId };
  return words.length === 0 ? { kind: 'step-in', reason: '' } : undefined;
}

/** “away 2026-12-24 2027-01-06 @Ben”, “away until 2026-12-24 @Ben”, “away off”. “Away from home: a history” is a topic. */
function toAway(words: readonly string[]): Command | undefined {
  const [first = '', ...more] = words.map((word) => word.toLowerCase());
  if (first === '') return { kind: 'away', ask: { kind: 'show' } };
  if (more.length === 0 && AWAY_OFF.has(first)) return { kind: 'away', ask: { kind: 'end' } };
  const days = words.flatMap((word) => word.match(/\d{4}-\d{2}-\d{2}/g) ?? []);
  const [one, other] = days;
  if (one === undefined || days.length > 2) return undefined;
  const isPart = (word: string): boolean => AWAY_FILLERS.has(word.toLowerCase()) || /^[\d.–—-]+$/.test(word);
  const whom = words.filter((word) => !isPart(word)).join(' ');
  const when = other === undefined ? { until: one } : { from: one, until: other };
  return { kind: 'away', ask: { kind: 'set', ...when, whom } };
}

/** “assign 7k3m9x2c4p0qrstv @Ben Lee”, “assign to @Ben”. “assign blame fairly” is a topic. */
function toAssign(words: readonly string[]): Command | undefined {
  const articleId = idIn(words[0] ?? '') ?? (words.length > 1 ? idIn(words.at(-1) ?? '') : undefined);
  const rest =
    articleId === undefined ? words : idIn(words[0] ?? '') === undefined ? words.slice(0, -1) : words.slice(1);
  const named = ASSIGN_FILLERS.has(rest[0]?.toLowerCase() ?? '') ? rest.slice(1) : rest;
  const whom = named.join(' ');
  const isSomebody = /^[@<]|^[a-z]+:\S+$/.test(whom);
  if (articleId === undefined && whom !== '' && !isSomebody) return undefined;
  return { kind: 'assign', whom, ...(articleId !== undefined && { articleId }) };
}

/** “revise 7k3m9x2c4p0qrstv The pull of the Moon: shorter”; in the thread of an article without its id. */
function toRevise({ verb, typed }: Said, words: readonly string[]): Command | undefined {
  const [first, ...rest] = words;
  if (first === undefined) return faulty({ code: 'revise-what', verb, typed });
  const articleId = parseArticleId(withoutEnd(first.replace(BEFORE_AN_ID, ''), AFTER_AN_ID));
  if (articleId !== undefined && /\d/.test(first)) return { kind: 'revise', said: rest.join(' '), articleId };
  // “revise for an exam” is a topic.
  return /[:：]/u.test(typed) ? { kind: 'revise', said: typed } : undefined;
}

/** “translate 7k3m9x2c4p0qrstv into German”; in the thread of an article without its id. “Translate poetry: a craft” is a topic. */
function toTranslate({ verb, typed }: Said, words: readonly string[]): Command | undefined {
  if (words.length === 0) return faulty({ code: 'translate-what', verb, typed });
  const [first, last] = [idIn(words[0] ?? ''), words.length > 1 ? idIn(words.at(-1) ?? '') : undefined];
  if (first !== undefined) return { kind: 'translate', into: words.slice(1).join(' '), articleId: first };
  if (last !== undefined) return { kind: 'translate', into: words.slice(0, -1).join(' '), articleId: last };
  return tongueCalled(typed) === undefined ? undefined : { kind: 'translate', into: typed };
}

/** “extras 7k3m9x2c4p0qrstv seo_title: How tides work”; in the thread of an article without its id. */
function toEditExtra({ verb, typed }: Said, words: readonly string[]): Command | undefined {
  const [first, ...rest] = words;
  if (first === undefined) return faulty({ code: 'extra-what', verb, typed });
  const articleId = parseArticleId(withoutEnd(first.replace(BEFORE_AN_ID, ''), AFTER_AN_ID));
  if (articleId !== undefined && /\d/.test(first)) return { kind: 'edit-extra', said: rest.join(' '), articleId };
  // “extras in old films: a history” is a topic.
  return readExtra(typed) === undefined ? undefined : { kind: 'edit-extra', said: typed };
}

function toLanguage(said: Said): Command {
  const language = languageCalled(said.typed);
  return language === undefined ? faulty({ code: 'unknown-language', ...said }) : { kind: 'language', language };
}

/** `de`, `de 7k3m9x2c4p0qrstv`. More words make a topic of it: “Language: a history”. */
function toArticleLanguage(line: string, [tag = '', ...rest]: readonly string[]): Command {
  const language = canonicalTag(tag);
  const bad = faulty({ code: 'bad-language', typed: tag.slice(0, MAX_LANGUAGE_TAG_CHARS) });
  const command = withId({ verb: 'language', typed: rest.join(' ') }, rest, (id) =>
    language === undefined ? bad : { kind: 'article-language', language, ...id },
  );
  return command ?? toStart(line);
}

function toStart(topic: string): Command {
  if (topic === '') return { kind: 'form' };
  // Addresses are its sources, and count for nothing; nor do flags.
  const { length } = withoutAddresses(readTypedOrder(topic).topic).topic;
  return length > MAX_TOPIC_CHARS || topic.length > MAX_ORDER_CHARS
    ? faulty({ code: 'topic-too-long', length: Math.max(length, MAX_TOPIC_CHARS + 1) })
    : { kind: 'start', topic };
}

function faulty(fault: CommandFault): Command {
  return { kind: 'faulty', fault };
}
