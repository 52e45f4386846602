import { z } from 'zod';
import { ALT_TEXTS, MAX_EXTRA_NAME_CHARS, MOST_ALT_TEXTS, type WantedExtra } from '../protocol/extras.ts';
import { number, shown } from './fields.ts';

/** What people read in lists and previews. */
const SUMMARY_CHARS = 300;
/** Search engines show no more: about 600 and 960 pixels. */
const SEO_TITLE_CHARS = 60;
const SEO_DESCRIPTION_CHARS = 160;
/** Screen readers read it in one breath. */
const ALT_TEXT_CHARS = 120;
/** They stand whole on the card on which people decide, of which Telegram takes 4,096 characters in all. */
const MOST_CHARS = 3000;

const KINDS = ['summary', 'seo', ALT_TEXTS] as const;
const CHANNEL = /^[a-z][a-z0-9_]*$/;
/** What other extras are called. */
const TAKEN = /^(?:summary|seo.*|alt_.*)$/;

const channels = z
  .record(
    z.string().regex(CHANNEL).max(MAX_EXTRA_NAME_CHARS),
    number({ from: 20, to: MOST_CHARS, whole: true, about: 'The most characters that a post there may have.' }),
    {
      error: ({ code, input }) =>
        code === 'invalid_key'
          ? `must be the name of a channel in lower case, such as x, with letters, digits and _, is ${shown(input)}`
          : `must have channels as its keys and their largest lengths, such as x: 280, is ${shown(input)}`,
    },
  )
  .refine((lengths) => !Object.keys(lengths).some((channel) => TAKEN.test(channel)), {
    error: 'has a channel that is called like another extra; give it another name',
  });

const extra = z.union([z.enum(KINDS), z.strictObject({ social: channels })], {
  error: ({ input }) => `must be one of ${KINDS.join(', ')}, or social: with its channels, is ${shown(input)}`,
});

type Yaml = readonly z.output<typeof extra>[];

const nameOf = (one: Yaml[number]): string => (typeof one === 'string' ? one : 'social');

export const extrasSchema = z
  .array(extra, { error: ({ input }) => `must be a list such as [summary, seo], is ${shown(input)}` })
  .refine((list) => new Set(list.map(nameOf)).size === list.length, { error: 'names something twice; once is enough' })
  .refine((list) => charsIn(list) <= MOST_CHARS, {
    error: ({ input }) =>
      `may have ${charsIn(input as Yaml)} characters in all, and ${MOST_CHARS} are the most, as people see all of it on one card (each image counts ${ALT_TEXT_CHARS}, up to ${MOST_ALT_TEXTS}); take something out, or make a channel shorter`,
  })
  .meta({
    description:
      'What is written beside the article before people decide on it, and is approved and delivered with it: summary · seo (title and description) · alt_texts (of images in the text) · social, with the largest length of each channel. Empty: nothing.',
  })
  .default([]);

function charsIn(list: Yaml): number {
  return toExtras(list).reduce(
    (sum, { name, maxChars }) => sum + maxChars * (name === ALT_TEXTS ? MOST_ALT_TEXTS : 1),
    0,
  );
}

/** Each text that is wanted, with its name and its length. */
export function toExtras(list: Yaml): readonly WantedExtra[] {
  return list.flatMap((one): readonly WantedExtra[] => {
    if (typeof one !== 'string') return Object.entries(one.social).map(([name, maxChars]) => ({ name, maxChars }));
    switch (one) {
      case 'summary':
        return [{ name: 'summary', maxChars: SUMMARY_CHARS }];
      case 'seo':
        return [
          { name: 'seo_title', maxChars: SEO_TITLE_CHARS },
          { name: 'seo_description', maxChars: SEO_DESCRIPTION_CHARS },
        ];
      case 'alt_texts':
        return [{ name: ALT_TEXTS, maxChars: ALT_TEXT_CHARS }];
      default:
        return one satisfies never;
    }
  });
}
