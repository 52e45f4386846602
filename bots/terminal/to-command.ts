import { nearest } from '../../src/config/nearest.ts';
import type { ArticleOrder } from '../../src/gateway/article-gateway.ts';
import { parseArticleId } from '../../src/gateway/article-id.ts';
import { detectLanguage } from '../../src/messages/detect-language.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import { type InterfaceLanguage, MAX_TOPIC_CHARS } from '../../src/protocol/article.ts';
import type { PlainControlKind } from '../../src/protocol/decision.ts';
import { PLATFORM } from './messenger.ts';
import { cleanLine } from './render/text.ts';

/** What a typed line asks for. An article id that is left open means the article that was open last. */
export type Command =
  | { readonly kind: 'start'; readonly topic: string }
  | { readonly kind: 'list' | 'new' | 'help' | 'quit' }
  | { readonly kind: 'open' | 'status'; readonly articleId?: string }
  | { readonly kind: 'control'; readonly control: PlainControlKind; readonly articleId?: string }
  | { readonly kind: 'faulty'; readonly fault: Fault };

/** Why a line cannot be obeyed. */
export type Fault =
  | { readonly code: 'empty' }
  | { readonly code: 'topic-too-long'; readonly length: number }
  | { readonly code: 'unknown-command'; readonly typed: string; readonly nearest?: string }
  | { readonly code: 'not-an-id'; readonly typed: string };

type Verb = Exclude<Command['kind'], 'start' | 'control' | 'faulty'> | PlainControlKind;

const VERBS: Readonly<Record<string, Verb>> = {
  '/list': 'list',
  '/status': 'status',
  '/open': 'open',
  '/cancel': 'cancel',
  '/pause': 'pause',
  '/resume': 'resume',
  '/finish': 'finish',
  '/retry': 'retry',
  '/new': 'new',
  '/help': 'help',
  '/quit': 'quit',
  '/exit': 'quit',
};

export function toCommand(line: string): Command {
  const text = cleanLine(line);
  if (!text.startsWith('/')) return toStart(text);
  const [typed = '', ...rest] = text.split(' ');
  const verb = VERBS[typed.toLowerCase()];
  const argument = rest.join(' ');
  switch (verb) {
    case undefined:
      return faulty({ code: 'unknown-command', typed, ...nearestTo(typed.toLowerCase()) });
    case 'list':
    case 'help':
    case 'quit':
      return { kind: verb };
    case 'new':
      return argument === '' ? { kind: 'new' } : toStart(argument);
    case 'open':
    case 'status':
      return withId(argument, (id) => ({ kind: verb, ...id }));
    case 'cancel':
    case 'pause':
    case 'resume':
    case 'finish':
    case 'retry':
      return withId(argument, (id) => ({ kind: 'control', control: verb, ...id }));
    default:
      return verb satisfies never;
  }
}

export interface OrderContext {
  /** Names the person's wish: the same when it is handed over once more. */
  readonly eventKey: string;
  readonly requester: Actor;
  /** Of what the product says. */
  readonly language: InterfaceLanguage;
  /** BCP 47 tag of the language that articles are written in, or `auto`: that of the topic. */
  readonly articleLanguage: string;
}

export function toArticleOrder(
  topic: string,
  { eventKey, requester, language, articleLanguage }: OrderContext,
): ArticleOrder {
  return {
    eventKey,
    request: { topic, language: articleLanguage === 'auto' ? detectLanguage(topic) : articleLanguage },
    requester,
    thread: { platform: PLATFORM, channel: requester.userId },
    language,
  };
}

function toStart(topic: string): Command {
  if (topic === '') return faulty({ code: 'empty' });
  if (topic.length > MAX_TOPIC_CHARS) return faulty({ code: 'topic-too-long', length: topic.length });
  return { kind: 'start', topic };
}

function withId(typed: string, make: (id: { readonly articleId?: string }) => Command): Command {
  if (typed === '') return make({});
  const articleId = parseArticleId(typed);
  return articleId === undefined ? faulty({ code: 'not-an-id', typed }) : make({ articleId });
}

function faulty(fault: Fault): Command {
  return { kind: 'faulty', fault };
}

function nearestTo(typed: string): { readonly nearest?: string } {
  const verbs = Object.keys(VERBS);
  const found = verbs.find((verb) => typed.length > 1 && verb.startsWith(typed)) ?? nearest(typed, verbs);
  return found === undefined ? {} : { nearest: found };
}
