import type { Brief, Language } from '../brief.ts';
import { domainOf, fill } from './material.ts';
import type { Material } from './material.ts';
import { MATERIAL_EN } from './material-en.ts';
import { MATERIAL_RU } from './material-ru.ts';
import { normalised, sentencesOf } from './markdown-document.ts';
import type { Section } from './markdown-document.ts';
import { phrasesIn } from './phrases.ts';
import type { PartId, Phrases } from './phrases.ts';
import { pick, seedOf, shuffled } from './seeded.ts';
import { topicOf } from './topic.ts';
import type { Topic } from './topic.ts';

/** All that could be written for one request: chosen once by the topic, so that every draft of it draws on the same. */
export interface ArticlePlan {
  readonly language: Language;
  readonly phrases: Phrases;
  readonly topic: Topic;
  readonly seed: number;
  /** For {@link fill}. */
  readonly slots: Readonly<Record<string, string>>;
  /** What a first draft says, and a better one no longer. */
  readonly vague: { readonly lead: string; readonly body: string; readonly cliche: string; readonly closing: string };
  readonly lead: string;
  readonly overview: string;
  readonly doubtful: { readonly claim: string; readonly correction: string };
  /** Every figure the practice model may have invented on this topic. */
  readonly allDoubtful: readonly { readonly claim: string; readonly correction: string }[];
  /** For whoever wants a better title. */
  readonly otherTitles: readonly [string, ...string[]];
  part(id: PartId, form: 'full' | 'brief'): Section;
  /** Which part a heading stands for; undefined for one that a person or a comment brought in. */
  partOf(heading: string): PartId | undefined;
}

/** The order of an article. What is not ours stands before `limits`. */
export const PART_ORDER: readonly PartId[] = [
  'plain',
  'summary',
  'overview',
  'drivers',
  'example',
  'table',
  'secondExample',
  'mistakes',
  'steps',
  'audience',
  'limits',
  'checking',
  'questions',
  'sources',
  'closing',
];

/** What a better draft gains, in this order. */
export const GROWTH: readonly PartId[] = [
  'drivers',
  'example',
  'closing',
  'table',
  'mistakes',
  'limits',
  'steps',
  'checking',
  'questions',
  'secondExample',
];
/** Parts gained by one revision. */
export const GROWTH_PER_DRAFT = 3;

type ArticleBrief = Pick<Brief, 'topic' | 'language' | 'audience' | 'sources'>;

export function planArticle(brief: ArticleBrief): ArticlePlan {
  const { language } = brief;
  const phrases = phrasesIn(language);
  const topic = topicOf(brief.topic, language);
  const seed = seedOf(normalised(topic.title));
  const material = (language === 'ru' ? MATERIAL_RU : MATERIAL_EN)[domainOf(topic.title)];
  const inline = material.drivers.map(
    ({ name, inline: within }) => within ?? name.charAt(0).toLowerCase() + name.slice(1),
  );
  const slots = {
    ...topic.slots,
    audience: brief.audience ?? '',
    driver1: inline[0] ?? '',
    driver2: inline[1] ?? '',
    driver3: inline[2] ?? '',
  };
  const say = (purpose: string, variants: readonly [string, ...string[]]): string =>
    fill(pick(variants, seed, purpose), slots);
  const headings = Object.fromEntries(PART_ORDER.map((id) => [id, say(`heading/${id}`, phrases.headings[id])]));
  const known = new Map(
    PART_ORDER.flatMap((id) => phrases.headings[id].map((heading) => [normalised(fill(heading, slots)), id] as const)),
  );
  const doubtful = pick(material.doubtful, seed, 'doubtful');
  return {
    language,
    phrases,
    topic,
    seed,
    slots,
    vague: {
      lead: say('vague lead', phrases.vagueLeads),
      body: say('vague body', phrases.vagueBodies),
      cliche: say('cliche', phrases.cliches),
      closing: say('vague closing', phrases.vagueClosings),
    },
    lead: say('lead', material.leads),
    overview: say('overview', material.overviews),
    doubtful: { claim: fill(doubtful.claim, slots), correction: fill(doubtful.correction, slots) },
    allDoubtful: material.doubtful.map(({ claim, correction }) => ({
      claim: fill(claim, slots),
      correction: fill(correction, slots),
    })),
    otherTitles: [say('titles', phrases.titles), ...phrases.titles.map((title) => fill(title, slots))],
    part: (id, form) => ({
      heading: headings[id],
      level: 2,
      blocks: blocksOf(id, form, { brief, material, phrases, seed, slots, say }),
    }),
    partOf: (heading) => known.get(normalised(heading)),
  };
}

interface Desk {
  readonly brief: ArticleBrief;
  readonly material: Material;
  readonly phrases: Phrases;
  readonly seed: number;
  readonly slots: Readonly<Record<string, string>>;
  readonly say: (purpose: string, variants: readonly [string, ...string[]]) => string;
}

function blocksOf(
  id: PartId,
  form: 'full' | 'brief',
  { brief, material, phrases, seed, slots, say }: Desk,
): readonly string[] {
  const full = form === 'full';
  const short = (text: string, sentences: number): string =>
    full ? text : sentencesOf(text).slice(0, sentences).join(' ');
  const [example, secondExample] = shuffled(material.examples, seed, 'examples').map((text) => fill(text, slots));
  switch (id) {
    case 'overview':
      return [short(say('overview', material.overviews), 2)];
    case 'drivers':
      return [
        ...(full ? [say('drivers intro', phrases.driversIntro)] : []),
        material.drivers.map(({ name, text }) => `- **${name}.** ${short(text, 1)}`).join('\n'),
      ];
    case 'example':
      return [short(example ?? '', 2)];
    case 'secondExample':
      return [short(secondExample ?? '', 2)];
    case 'table': {
      const rows = [material.table.head, ['---', '---', '---'], ...material.table.rows.slice(0, full ? undefined : 3)];
      return [
        ...(full ? [say('table intro', phrases.tableIntro)] : []),
        rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
      ];
    }
    case 'mistakes':
      return [
        shuffled(material.mistakes, seed, 'mistakes')
          .slice(0, full ? undefined : 2)
          .map(({ said, so }) => `- *${said}* ${so}`)
          .join('\n'),
      ];
    case 'steps':
      return [
        material.steps
          .slice(0, full ? undefined : 3)
          .map((step, index) => `${index + 1}. ${step}`)
          .join('\n'),
      ];
    case 'audience':
      return [short(say('audience', phrases.audience), 2)];
    case 'limits':
      return [short(say('limits', phrases.limits), 2)];
    case 'checking':
      return [short(say('checking', phrases.checking), 2)];
    case 'questions':
      return shuffled(phrases.questions, seed, 'questions')
        .slice(0, full ? 3 : 2)
        .map(({ asked, answer }) => `**${asked}** ${answer}`);
    case 'sources':
      return [phrases.sourcesIntro, brief.sources.map((source) => `- ${source}`).join('\n')];
    case 'closing':
      return [short(say('closing', phrases.closings), 1)];
    case 'plain':
      return [say('plain', phrases.plain)];
    case 'summary':
      return [material.drivers.map(({ name, text }) => `- ${name}: ${sentencesOf(text)[0] ?? text}`).join('\n')];
    default:
      return id satisfies never;
  }
}
