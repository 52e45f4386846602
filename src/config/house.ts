import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { House, HouseStyle, Template } from '../agents/house.ts';
import type { ConfigFault } from './config-error.ts';
import { group, named, shown, text } from './fields.ts';
import { readYamlFile } from './read-yaml-file.ts';

const FOLDER = 'templates';
const STYLE = 'style.yaml';
const SHIPPED = fileURLToPath(new URL('../../config', import.meta.url));
const TEMPLATE_ID = /^[a-z][a-z0-9-]{0,39}$/;
/** More would be a list that nobody reads, in chat and in every outline's prompt. */
const MAX_TEMPLATES = 50;
const MAX_BANNED = 500;
const MAX_EXAMPLES = 20;

const line = (like: string, about: string) => text({ like, pattern: /^(?=.*\S)[^\n]{1,300}$/, about });
const prose = (like: string, about: string) => text({ like, pattern: /^(?=[^]*\S)[^]{1,5000}$/, about });
const words = (like: string, most: number, about: string) =>
  z
    .array(line(like, 'A word or a phrase.'), {
      error: ({ input }) => `must be a list such as [${like}], is ${shown(input)}`,
    })
    .max(most, { error: `must have at most ${most} items` })
    .meta({ description: about });

/** A file of `config/templates`. */
export const templateSchema = named(
  group(
    {
      name: line('How-to', 'For people who choose one.'),
      use_when: line('Readers want to do something.', 'By this an order that names no template finds one.'),
      text: prose('Steps as a numbered list.', 'How such a text is built; told to writer and critic.'),
    },
    'The template for articles in this language.',
  ),
  /^[a-z]{2,3}$/,
  'a language tag such as en',
).meta({ description: 'A kind of text. Articles in a language that it has not use en.' });

/** `config/style.yaml`. */
export const styleSchema = named(
  group(
    {
      voice: prose('Plain and exact.', 'How texts sound.').optional(),
      spelling: z
        .record(line('e-mail', 'As the house spells it.'), words('email', MAX_EXAMPLES, 'Spellings that it replaces.'))
        .meta({ description: 'Spellings of the house, each with those that it replaces.' })
        .prefault({}),
      banned: words('delve', MAX_BANNED, 'Words and phrases that are never used.').prefault([]),
      examples: z
        .array(
          group(
            {
              instead_of: prose('In today’s world …', 'A sentence as it should not be.'),
              write: prose('Since May …', 'The same as it should.'),
            },
            'What the house would write instead of what.',
          ),
        )
        .max(MAX_EXAMPLES, { error: `must have at most ${MAX_EXAMPLES} items` })
        .prefault([]),
    },
    'How texts in this language sound.',
  ),
  /^(?:all|[a-z]{2,3})$/,
  'a language tag such as en, or all',
).meta({ description: 'The house: how its texts sound, by language; all: in every one.' });

/** What the config folder says of every text, and what is wrong with it. Without a folder of templates, or a style, the shipped ones hold. */
export function loadHouse(
  folder: string,
  called: (file: string) => string,
): { readonly house: House; readonly faults: readonly ConfigFault[] } {
  const ownStyle = readYamlFile(join(folder, STYLE), called(STYLE), styleSchema);
  const style = ownStyle.kind === 'missing' ? readYamlFile(join(SHIPPED, STYLE), called(STYLE), styleSchema) : ownStyle;
  const own = filesIn(join(folder, FOLDER));
  const from = join(own === undefined ? SHIPPED : folder, FOLDER);
  const read = (own ?? filesIn(from) ?? []).map((file) => ({
    file,
    id: basename(file, '.yaml'),
    reading: readYamlFile(join(from, file), called(join(FOLDER, file)), templateSchema),
  }));
  return {
    house: {
      templates: read.flatMap(({ id, reading }) => (reading.kind === 'valid' ? [toTemplate(id, reading.value)] : [])),
      styles: style.kind === 'valid' ? toStyles(style.value) : {},
    },
    faults: [
      ...(style.kind === 'faulty' ? style.faults : []),
      ...read.flatMap(({ reading }) => (reading.kind === 'faulty' ? reading.faults : [])),
      ...read
        .filter(({ id }) => !TEMPLATE_ID.test(id))
        .map(({ file }) => ({
          where: called(join(FOLDER, file)),
          what: 'is no name that people can type; use small letters, digits and dashes, such as how-to.yaml',
        })),
      ...(read.length > MAX_TEMPLATES
        ? [{ where: called(FOLDER), what: `has ${read.length} templates; ${MAX_TEMPLATES} are the most` }]
        : []),
    ],
  };
}

/** Undefined: there is no such folder. */
function filesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .toSorted();
  } catch {
    return undefined;
  }
}

function toTemplate(id: string, yaml: z.output<typeof templateSchema>): Template {
  return {
    id,
    words: Object.fromEntries(
      Object.entries(yaml).map(([tag, { name, use_when: useWhen, text: how }]) => [tag, { name, useWhen, text: how }]),
    ),
  };
}

function toStyles(yaml: z.output<typeof styleSchema>): Readonly<Record<string, HouseStyle>> {
  return Object.fromEntries(
    Object.entries(yaml).map(([tag, { voice, spelling, banned, examples }]) => [
      tag,
      {
        ...(voice !== undefined && { voice }),
        spelling,
        banned,
        examples: examples.map(({ instead_of: insteadOf, write }) => ({ insteadOf, write })),
      },
    ]),
  );
}
