import type { Language } from '../brief.ts';
import type { Variants } from './material.ts';
import { PHRASES_EN } from './phrases-en.ts';
import { PHRASES_RU } from './phrases-ru.ts';

/** The parts of an article that the practice model knows how to write. */
export type PartId =
  | 'plain'
  | 'summary'
  | 'overview'
  | 'drivers'
  | 'example'
  | 'secondExample'
  | 'table'
  | 'mistakes'
  | 'steps'
  | 'audience'
  | 'limits'
  | 'checking'
  | 'questions'
  | 'sources'
  | 'closing';

/** Everything the practice model says in one language, whatever the topic. Slots as in {@link fill}. */
export interface Phrases {
  /** The closing line of every article, without its asterisks. */
  readonly selfNaming: string;
  /** As a writer puts them in a draft; the editor polishes them. */
  readonly headings: Readonly<Record<PartId, Variants>>;
  readonly vagueLeads: Variants;
  readonly vagueBodies: Variants;
  readonly vagueClosings: Variants;
  readonly cliches: Variants;
  readonly driversIntro: Variants;
  readonly tableIntro: Variants;
  readonly limits: Variants;
  readonly checking: Variants;
  readonly questions: readonly { readonly asked: string; readonly answer: string }[];
  readonly closings: Variants;
  /** `{audience}`. */
  readonly audience: Variants;
  readonly sourcesIntro: string;
  /** `{driver1}`, `{driver2}`, `{driver3}` in lower case. */
  readonly plain: Variants;
  /** `{item}`: what the article has to name. */
  readonly mustMention: Variants;
  /** A section that a comment asks for: `{about}` as the comment puts it. */
  readonly asked: Variants;
  /** `{about}`, to be named in passing. */
  readonly mention: Variants;
  /** A comment that is taken up as it stands: `{comment}`, `{driver1}`. */
  readonly remark: Variants;
  readonly formalOpening: string;
  readonly friendlyOpening: string;
  /** Other titles, from `{title}`, for when a better one is asked for. */
  readonly titles: Variants;
  /** Hard words of ours and plain ones. */
  readonly plainWords: readonly (readonly [string, string])[];
  readonly critic: CriticPhrases;
  readonly facts: FactPhrases;
  readonly editor: EditorPhrases;
  /** To whoever asks for something else than the newsroom's tasks. */
  readonly introduction: string;
}

interface CriticPhrases {
  readonly strengths: {
    readonly plainBeginning: string;
    readonly lead: string;
    readonly example: string;
    readonly table: string;
    readonly list: string;
    readonly mistakes: string;
    /** `{words}`. */
    readonly length: string;
    /** `{items}`. */
    readonly named: string;
    /** `{by}`, `{comment}`. */
    readonly heeded: string;
  };
  /** In pairs: what is wrong, and what to do about it. */
  readonly faults: {
    /** `{quote}`. */
    readonly vagueLead: Fault;
    /** `{figure}`, `{quote}`. */
    readonly doubtful: Fault;
    /** `{quote}`. */
    readonly cliche: Fault;
    readonly noExample: Fault;
    /** `{words}`, `{target}`. */
    readonly tooShort: Fault;
    readonly tooLong: Fault;
    /** `{items}`. */
    readonly missing: Fault;
    /** `{audience}`. */
    readonly audience: Fault;
    /** `{sections}`. */
    readonly thin: Fault;
    readonly noTable: Fault;
    readonly noList: Fault;
    readonly noLimits: Fault;
    /** `{by}`, `{comment}`. */
    readonly unheeded: Fault;
    /** `{words}`, `{quote}`. */
    readonly longParagraph: Fault;
    /** `{quote}`. */
    readonly longSentence: Fault;
    readonly noSource: Fault;
  };
}

export interface Fault {
  readonly weakness: string;
  readonly suggestion: string;
}

interface FactPhrases {
  /** `{correction}`. */
  readonly contradicted: string;
  readonly contradictedWithoutCorrection: string;
  readonly supported: Variants;
  readonly notFound: Variants;
  /** `{title}`. */
  readonly sourceTitles: Variants;
}

interface EditorPhrases {
  /** `{headings}`: a list in running text. */
  readonly covers: string;
  readonly and: string;
  /** Tails for a title that only repeats the topic: `{title}`. */
  readonly titles: Variants;
}

const PHRASES: Readonly<Record<Language, Phrases>> = { en: PHRASES_EN, ru: PHRASES_RU };

export function phrasesIn(language: Language): Phrases {
  return PHRASES[language];
}

const SELF_NAMINGS = /^\s*[*_]+[^\n]*(?:Copydesk[’']s practice model|учебная модель Copydesk)[^\n]*[*_]+\s*$/i;

/** Whether a block is the closing line in which the practice model names itself, in any language. */
export function isSelfNaming(block: string): boolean {
  return SELF_NAMINGS.test(block);
}
