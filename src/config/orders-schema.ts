import { z } from 'zod';
import type { ArticleRequest } from '../protocol/article.ts';
import { group, named, number, shown, text } from './fields.ts';

/** What an order leaves open, by the names that the request has for it. */
export type OrderDefaults = Omit<
  Partial<ArticleRequest>,
  'topic' | 'languageAssumed' | 'sources' | 'files' | 'adopted'
>;

export interface OrdersConfig {
  /** For every order. */
  readonly defaults: OrderDefaults;
  /** By platform and channel: `slack:C024BE91L`. */
  readonly channels: Readonly<Record<string, OrderDefaults>>;
}

const ONE_LINE = /^(?=.*\S)[^\n]{1,300}$/;
const ITEM = /^(?=.*\S)[^\n]{1,200}$/;
const MAX_ITEMS = 20;

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
      length_words: number({ from: 50, to: 10_000, whole: true, about: 'Words to aim for.' }).optional(),
      language: text({
        like: 'en',
        pattern: /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/,
        about: 'A language tag such as en, ru, pt-BR.',
      }).optional(),
      must_mention: items('What each has to name.'),
      must_avoid: items('What none may have in it.'),
    },
    about,
  );

/** `orders` of `config/copydesk.yaml`. */
export const orders = group(
  {
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

export function toOrdersConfig({ defaults: common, channels }: Yaml): OrdersConfig {
  return {
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
