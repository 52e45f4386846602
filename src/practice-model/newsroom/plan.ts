import type { Brief } from '../brief.ts';
import { normalised, type Section, sentencesOf, wordCount } from '../markdown.ts';
import {
  fill,
  materialOn,
  type Part,
  PARTS,
  phrasesIn,
  seedOf,
  shuffled,
  type Slots,
  type Variants,
} from './material.ts';
import { topicOf } from './topic.ts';
import { versionOf } from './version.ts';
import { wishesOf } from './wishes.ts';

/** All that could be written for one request: chosen once by topic and version, so that every draft of it draws on the same. */
export type Plan = ReturnType<typeof planArticle>;

/** What a better draft gains, by one revision each. */
const GROWTH_STEPS = [
  ['drivers', 'example', 'closing'],
  ['table', 'mistakes', 'limits'],
  ['steps', 'checking', 'questions', 'secondExample'],
] as const;
export const GROWTH = GROWTH_STEPS.flat();
/** Quotes in its section about sources. */
const MAX_CITED = 3;
export const GROWTH_PER_DRAFT = 3;
const MIN_WORDS = 40;
/** How far an article may go over the length that was asked for. */
const TOLERANCE = 1.1;

/** What a first draft says. */
const VAGUE = ['vagueLead', 'vagueBody', 'cliche', 'vagueClosing'] as const;

export function planArticle(brief: Brief) {
  const phrases = phrasesIn(brief.language);
  const topic = topicOf(brief.topic, brief.language);
  const seed = seedOf(normalised(topic.title));
  const material = materialOn(topic.title, brief.language);
  const [driver1 = '', driver2 = '', driver3 = ''] = material.drivers.map(
    ({ name, inline }) => inline ?? name.charAt(0).toLowerCase() + name.slice(1),
  );
  const slots: Slots = { ...topic, audience: brief.audience ?? '', driver1, driver2, driver3 };
  const chooseFor = (by: number, purpose: string, variants: Variants, more: Slots = {}): string =>
    fill(variants[(seedOf(`${seed}/${purpose}`) + by) % variants.length] ?? variants[0], { ...slots, ...more });
  const turn = versionOf(brief, (one) => [
    ...PARTS.map((id) => chooseFor(one, `heading/${id}`, phrases.headings[id])),
    ...VAGUE.map((id) => chooseFor(one, id, phrases.texts[id] ?? [''])),
    chooseFor(one, 'lead', material.leads),
    chooseFor(one, 'overview', material.overviews),
  ]);
  const choose = (purpose: string, variants: Variants, more: Slots): string => chooseFor(turn, purpose, variants, more);
  /** In the version's own order. */
  const ordered = <T>(options: readonly T[], purpose: string): readonly T[] =>
    turned(shuffled(options, seed, purpose), turn);
  /** One of the texts of `phrases.texts`. */
  const say = (id: string, more: Slots = {}, purpose = id): string =>
    choose(purpose, phrases.texts[id] ?? [`{${id}}`], more);
  const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
  const lead = choose('lead', material.leads, {});
  const overview = choose('overview', material.overviews, {});
  const [example = '', secondExample = ''] = ordered(material.examples, 'examples').map((one) => fill(one, slots));
  const rows = [material.table.head, ['---', '---', '---'], ...material.table.rows];
  const doubtful = ordered(material.doubtful, 'doubtful').map(({ claim, correction }) => ({
    claim: fill(claim, slots),
    correction: fill(correction, slots),
  }));
  const blocks: Readonly<Record<Part, () => readonly string[]>> = {
    plain: () => [say('plain')],
    summary: () => [list(material.drivers.map(({ name, text }) => `${name}: ${sentencesOf(text)[0] ?? text}`))],
    overview: () => [overview],
    drivers: () => [say('driversIntro'), list(material.drivers.map(({ name, text }) => `**${name}.** ${text}`))],
    example: () => [example],
    secondExample: () => [secondExample],
    table: () => [say('tableIntro'), rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')],
    mistakes: () => [list(ordered(material.mistakes, 'mistakes').map(({ said, so }) => `*${said}* ${so}`))],
    steps: () => [material.steps.map((step, index) => `${index + 1}. ${step}`).join('\n')],
    audience: () => [say('audience')],
    limits: () => [say('limits')],
    checking: () => [say('checking')],
    questions: () => ordered(phrases.questions, 'questions').map(({ asked, answer }) => `**${asked}** ${answer}`),
    sources: () => [
      say('sourcesIntro'),
      list(brief.evidence.slice(0, MAX_CITED).map(({ id, quote }) => `“${quote}” [${id}]`)),
    ],
    closing: () => [say('closing')],
  };
  const part = (id: Part): Section => ({
    heading: choose(`heading/${id}`, phrases.headings[id], {}),
    level: 2,
    blocks: blocks[id](),
  });
  const headings = new Map(
    PARTS.flatMap((id) => phrases.headings[id].map((text) => [normalised(fill(text, slots)), id] as const)),
  );
  const vague = { lead: say('vagueLead'), body: say('vagueBody'), cliche: say('cliche'), closing: say('vagueClosing') };
  /** About how long draft `version` is when nobody asks for a length: the request tells its number, not its text. */
  const wordsByNature = (version: number): number => {
    const parts = GROWTH_STEPS.slice(0, version - 1)
      .flat()
      .flatMap((id) => part(id).blocks);
    return wordCount((version === 1 ? Object.values(vague) : [lead, overview, ...parts]).join('\n'));
  };
  const wishes = wishesOf(brief.comments);
  let target = brief.lengthWords;
  for (const { kind, about, factor, comment } of wishes) {
    if (kind !== 'length') continue;
    const seen = wordsByNature(comment.on);
    const known = factor !== undefined && factor < 1 ? Math.min(target ?? seen, seen) : Math.max(target ?? seen, seen);
    target = Math.max(MIN_WORDS, Math.round(factor === undefined ? Number(about) : known * factor));
  }
  const chosen = { brief, phrases, title: topic.title, seed, wishes, lead, overview, say, part };
  return {
    ...chosen,
    /** All that `say` chooses from. */
    variants: (id: string) => (phrases.texts[id] ?? []).map((text) => fill(text, slots)),
    /** What a first draft says, and a better one no longer. */
    vague,
    /** The figures that it may invent on this topic; the first one stands in the first draft. */
    doubtful,
    /** Words that were asked for, changed by every comment about length in turn; undefined when nobody did. */
    targetWords: target,
    ceilingWords: Math.round((target ?? Number.POSITIVE_INFINITY) * TOLERANCE),
    /** Which part a heading stands for; undefined for one that a person or a comment brought in. */
    partOf: (heading = ''): Part | undefined => headings.get(normalised(heading)),
  };
}

/** The same options, another one first. */
function turned<T>(options: readonly T[], by: number): readonly T[] {
  const first = options.length === 0 ? 0 : by % options.length;
  return [...options.slice(first), ...options.slice(0, first)];
}
