import { z } from 'zod';
import type { ArticleRequest } from '../protocol/article.ts';
import { group, named, number, shown, text } from './fields.ts';

/** What an order leaves open, by the names that the request has for it. */
export type OrderDefaults = Omit<
  Partial<ArticleRequest>,
  'topic' | 'languageAssumed' | 'sources' | 'files' | 'adopted' | 'earlier'
>;

/** What people choose from where they order an article; anything else can be typed. */
export interface OrderChoices {
  /** BCP 47 tags, in this order. */
  readonly languages: readonly string[];
  /** Words, in this order. */
  readonly lengths: readonly number[];
}

/** What orders are taken to mean. */
export interface OrderRules {
  /** For every order. */
  readonly defaults: OrderDefaults;
  /** By platform and channel: `slack:C024BE91L`. */
  readonly channels: Readonly<Record<string, OrderDefaults>>;
}

export interface OrdersConfig extends OrderRules {
  readonly choices: OrderChoices;
}

const ONE_LINE = /^(?=.*\S)[^\n]{1,300}$/;
const ITEM = /^(?=.*\S)[^\n]{1,200}$/;
const MAX_ITEMS = 20;

const LANGUAGE_TAG = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
/** A form of Slack takes 100 options, one of them ours; nobody scrolls through a longer keyboard. */
const MAX_CHOICES = 50;
const LENGTH_CHOICES = [300, 600, 900, 1500, 2500];
/** Those that many models write well. */
const LANGUAGE_CHOICES = [
  'en',
  'ru',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'pl',
  'uk',
  'cs',
  'sv',
  'tr',
  'ar',
  'he',
  'hi',
  'zh',
  'ja',
  'ko',
];

function choicesOf<T>(item: z.ZodType<T, T>, like: string, about: string) {
  return z
    .array(item, { error: ({ input }) => `must be a list such as [${like}], is ${shown(input)}` })
    .min(1, { error: 'must have an item' })
    .max(MAX_CHOICES, { error: `must have at most ${MAX_CHOICES} items` })
    .refine((list) => new Set(list).size === list.length, { error: 'must not have an item twice' })
    .meta({ description: about });
}

const lengthWords = () => number({ from: 50, to: 10_000, whole: true, about: 'Words to aim for.' });
const languageTag = () => text({ like: 'en', pattern: LANGUAGE_TAG, about: 'A language tag such as en, ru, pt-BR.' });

const items = (about: string) =>
  z
    .array(text({ like: 'hype', pattern: ITEM, about: 'A word, a name, a phrase.' }), {
      error: ({ input }) => `must be a list such as [hype, jargon], is ${shown(input)}`,
    })
    .max(MAX_ITEMS, { error: `must have at most ${MAX_ITEMS} items` })
    .meta({ description: about })
    .optional();

const defaults = (about: string) =>
  group(
    {
      template: text({
        like: 'news',
        pattern: /^[a-z][a-z0-9-]{0,39}$/,
        about: 'A file of config/templates, without its .yaml.',
      }).optional(),
      purpose: text({
        like: 'to explain',
        pattern: ONE_LINE,
        about: 'What articles are for, or their genre.',
      }).optional(),
      audience: text({ like: 'CFOs of small firms', pattern: ONE_LINE, about: 'Who reads them.' }).optional(),
      tone: text({ like: 'dry, with a wink', pattern: ONE_LINE, about: 'How they sound.' }).optional(),
      length_words: lengthWords().optional(),
      language: languageTag().optional(),
      must_mention: items('What each has to name.'),
      must_avoid: items('What none may have in it.'),
    },
    about,
  );

/** `orders` of `config/copydesk.yaml`. */
export const orders = group(
  {
    choices: group(
      {
        languages: choicesOf(languageTag(), 'en, ru', 'Languages, in the order in which they are offered.').default(
          LANGUAGE_CHOICES,
        ),
        lengths: choicesOf(lengthWords(), '300, 900', 'Lengths in words, where they are chosen by a button.').default(
          LENGTH_CHOICES,
        ),
      },
      'What is offered where an article is ordered by a form or by buttons; anything else can be typed.',
    ).prefault({}),
    defaults: defaults('What holds for an order that does not say otherwise.').prefault({}),
    channels: named(
      defaults('What holds there, over the defaults.'),
      /^[a-z]+:\S+$/,
      'a platform and a channel such as slack:C024BE91L',
    )
      .meta({ description: 'By platform and channel or chat: slack:C024BE91L, telegram:-1001234567890, terminal:ann.' })
      .prefault({}),
  },
  'What orders are taken to mean where they say nothing.',
).prefault({});

type Yaml = z.output<typeof orders>;

export function toOrdersConfig({ choices, defaults: common, channels }: Yaml): OrdersConfig {
  return {
    choices,
    defaults: toDefaults(common),
    channels: Object.fromEntries(Object.entries(channels).map(([channel, yaml]) => [channel, toDefaults(yaml)])),
  };
}

function toDefaults({
  length_words,
  must_mention,
  must_avoid,
  template,
  purpose,
  audience,
  tone,
  language,
}: Yaml['defaults']): OrderDefaults {
  return {
    ...(template !== undefined && { template }),
    ...(purpose !== undefined && { purpose }),
    ...(audience !== undefined && { audience }),
    ...(tone !== undefined && { tone }),
    ...(language !== undefined && { language }),
    ...(length_words !== undefined && { lengthWords: length_words }),
    ...(must_mention !== undefined && { mustMention: must_mention }),
    ...(must_avoid !== undefined && { mustAvoid: must_avoid }),
  };
}
