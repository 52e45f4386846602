import { cleanLine } from '../lib/clean-text.ts';
import type { Format } from '../messages/format.ts';
import type { Actor } from '../protocol/actor.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';
import type { Button } from '../protocol/button-codec.ts';
import type { DraftRef } from '../protocol/draft.ts';
import type { Thread } from '../protocol/thread.ts';
import type { Mark } from './symbols.ts';

/**
 * What a message says, before any platform draws it. Plain data. Words that people and models wrote are in it as they wrote them, without
 * control characters: whoever draws them sees to it that they mention, link and format nothing.
 */
export interface Card {
  readonly language: InterfaceLanguage;
  /** Stands before the title; without a title its rows have their own. */
  readonly mark?: Mark;
  /** On one line. */
  readonly title?: string;
  /** The title begins a thread, an article or a list: it is larger, where there are sizes. */
  readonly isLarge?: true;
  /** Behind the title: `7.4/10`, `165 words`. */
  readonly aside?: readonly string[];
  /** One below the other, at some distance. */
  readonly parts: readonly Part[];
  /** Below all parts. */
  readonly text?: CardText;
  /** Who is waited for, above the buttons: the one place where a platform addresses people, and only a message of its own does. */
  readonly asks?: readonly (Span | Addressee)[];
  /** People look at a newer card: this is all that stays of it beside its title, where a thread should be short. The text is read with {@link CardText.draft}. */
  readonly folded?: { readonly decided?: Decided };
  /** In place of the buttons. */
  readonly decided?: Decided;
  /** For all to see. The first is what most people want. */
  readonly buttons?: readonly Button[];
  /** What may be done, but need not: out of the way, where a platform has such a place, else nowhere. */
  readonly menu?: readonly Button[];
  /** For a notification, on one line. Default: the title. */
  readonly notification?: readonly string[];
}

export type Part =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  /** Where there is small print. */
  | { readonly kind: 'small'; readonly words: readonly Span[] }
  /** Begins a section, with what is said when nothing is in it. */
  | { readonly kind: 'section'; readonly title: string; readonly empty?: string }
  /** One of several articles. */
  | ArticlePart;

export interface ArticlePart {
  readonly kind: 'article';
  readonly articleId: string;
  readonly topic: string;
  /** `Being written · 3 hours ago` */
  readonly detail: string;
  /** How its text begins, plain and on one line. */
  readonly opening?: string;
  readonly buttons: readonly Button[];
}

/** A paragraph, the heading of what follows, a point of a list, or a quotation. */
export interface Row {
  readonly kind: 'line' | 'heading' | 'point' | 'quote';
  readonly mark?: Mark;
  readonly spans: readonly Span[];
}

/** A string is plain text. */
export type Span =
  | string
  /** `struck` and `added`: what went and what came, in a text that changed. */
  | { readonly text: string; readonly look: 'bold' | 'italic' | 'code' | 'struck' | 'added' }
  /** Words that lead somewhere; a platform where they could lie shows the address. */
  | { readonly text: string; readonly address: string }
  | { readonly text: string; readonly place: Thread }
  | Moment;

/** A point in time. Whoever shows it says it by the reader's own clock, where the platform knows that; `text` says it by ours, whose zone it names. */
export interface Moment {
  readonly text: string;
  /** ISO 8601. */
  readonly at: string;
  readonly show: 'date-time' | 'time';
}

/** Somebody whom the operator or the request names, of the workspace in which the card is shown. */
export type Addressee =
  | { readonly text: string; readonly person: Pick<Actor, 'platform' | 'userId'> }
  | { readonly text: string; readonly group: { readonly platform: string; readonly id: string } };

/** The text that a card is about. `whole`: people came to read it · `opening`: its beginning will do where it is long, if the rest is at hand. */
export interface CardText {
  readonly markdown: string;
  readonly show: 'whole' | 'opening';
  /** Another message of the thread, above, has all of it. */
  readonly isAbove?: true;
  /** What a platform asks for to show all of it. Absent: it is no draft. */
  readonly draft?: DraftRef & { readonly articleId: string };
}

/** What became of a draft, and the comment or reason that went with it. */
export interface Decided {
  readonly mark: Mark;
  readonly said: readonly Span[];
  readonly words?: string;
}

export const bold = (text: string): Span => ({ text: cleanLine(text), look: 'bold' });
export const italic = (text: string): Span => ({ text: cleanLine(text), look: 'italic' });
export const code = (text: string): Span => ({ text: cleanLine(text), look: 'code' });

export const line = (...spans: readonly Span[]): Row => ({ kind: 'line', spans });
export const marked = (mark: Mark, ...spans: readonly Span[]): Row => ({ kind: 'line', mark, spans });
export const point = (mark: Mark, ...spans: readonly Span[]): Row => ({ kind: 'point', mark, spans });
export const rows = (...all: readonly Row[]): Part => ({ kind: 'rows', rows: all });

export const moment = (at: string, { dateTime }: Format): Moment => ({ text: dateTime(at), at, show: 'date-time' });
export const clock = (at: string, { time }: Format): Moment => ({ text: time(at), at, show: 'time' });

/** What spans say, without what they look like and lead to. */
export function wordsOf(spans: readonly Span[]): string {
  return spans.map((span) => (typeof span === 'string' ? span : span.text)).join('');
}

/** Our own words, in which what stands between backticks is to be typed or looked up as it is. */
export function withCode(text: string): readonly Span[] {
  return text
    .split('`')
    .flatMap((piece, index) =>
      piece === '' ? [] : [index % 2 === 0 ? piece : { text: piece, look: 'code' as const }],
    );
}

/** A sentence that a template makes around spans: `Waiting for: @Ann or @editors`. */
export function around<S>(
  spans: readonly S[],
  template: (places: readonly string[]) => string,
): readonly (S | string)[] {
  const sentence = template(spans.map((_, index) => `${PLACE}${index}${PLACE}`));
  return sentence
    .split(PLACE)
    .flatMap((piece, index) => (index % 2 === 0 ? piece : (spans[Number(piece)] ?? '')))
    .filter((span) => span !== '');
}

/** Unicode keeps it for private use: no template has it, and no word gets as far as here with it. */
const PLACE = '\ue000';
