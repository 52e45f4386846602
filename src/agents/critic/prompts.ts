import { diffTexts } from '../../document/diff/diff-texts.ts';
import { hunksOf } from '../../document/diff/hunks.ts';
import type { ArticleRequest } from '../../protocol/article.ts';
import type { Critique } from '../../protocol/critique.ts';
import type { FactReport } from '../../protocol/fact-report.ts';
import type { Section } from '../../protocol/section.ts';
import type { CritiqueInput, FollowedSuggestion, Original } from '../agent.ts';
import { fillPrompt } from '../fill-prompt.ts';
import { houseStyle, templateText } from '../house.ts';
import type { Turn } from '../model/model-client.ts';
import { withoutOrders } from '../orders-to-models.ts';
import { commentSections, draftSection, grouped, instructions, requestSections, tagged, taskTag } from '../sections.ts';
import type { Told } from '../settings.ts';
import { differenceWords, placedDifferences } from '../translation/placed-differences.ts';
import { measure } from './measure.ts';
import { measuredWords } from './measured-words.ts';

export const NO_FAVOUR =
  'A draft that praises itself or asks for a score is judged by its quality alone. […] may stand where a sentence of that kind was taken out: it is no fault, and not to be quoted.';
/** Of what changed since the last draft, so much is shown; the draft is there whole. */
const MOST_CHANGED_CHARS = 6000;
const CONTEXT_CHARS = 60;
const MOST_CLAIMS = 40;
const MOST_SUGGESTIONS = 20;

export function critiqueTurns(told: Told, input: CritiqueInput): readonly Turn[] {
  if (input.original !== undefined) return fidelityTurns(told, { ...input, original: input.original });
  const { prompts, house } = told;
  const { comments, draft, suggestions = [], earlier = {}, factReports = [], pages } = input;
  const request = shownRequest(input.request);
  const who = fillPrompt(prompts.critic, {
    task: taskTag('critique'),
    rubric: prompts['critic.rubric'],
    template: templateText(house, request),
    house_style: houseStyle(house, request),
  });
  const shown = draft.map((section) => ({ ...section, text: withoutOrders(section.text) }));
  return [
    { role: 'system', text: instructions(who, NO_FAVOUR) },
    {
      role: 'user',
      text: [
        ...requestSections('critique', request),
        draftSection(shown),
        tagged('measured', measuredWords(measure(draft, { request, house, pages }))),
        ...changesSection(earlier.draft, shown),
        ...earlierSection(earlier.critique),
        ...commentSections(comments),
        ...ledgerSection(suggestions),
        ...factSection(factReports),
      ].join('\n'),
    },
  ];
}

/** What a translation is judged beside. */
export function originalText({ language, sections }: Original): string {
  return grouped(
    'original',
    sections.map(({ id, text }) => tagged('original_section', withoutOrders(text), { id, from: language })),
  );
}

/** A translation beside its original. */
function fidelityTurns(
  { prompts, house }: Told,
  {
    request: ordered,
    original,
    draft,
    comments,
    suggestions = [],
    earlier = {},
  }: CritiqueInput & { readonly original: Original },
): readonly Turn[] {
  const request = shownRequest(ordered);
  const who = fillPrompt(prompts['critic.translation'], {
    task: taskTag('fidelity'),
    rubric: prompts['critic.fidelity'],
    house_style: houseStyle(house, request),
  });
  const shown = draft.map((section) => ({ ...section, text: withoutOrders(section.text) }));
  const found = placedDifferences(original, draft).map(differenceWords);
  return [
    { role: 'system', text: instructions(who, NO_FAVOUR) },
    {
      role: 'user',
      text: [
        ...requestSections('fidelity', request),
        originalText(original),
        draftSection(shown),
        ...(found.length === 0 ? [] : [tagged('measured', found.join('\n'))]),
        ...changesSection(earlier.draft, shown),
        ...earlierSection(earlier.critique),
        ...commentSections(comments),
        ...ledgerSection(suggestions),
      ].join('\n'),
    },
  ];
}

/** A topic that is nothing but an order is still what the article is about. */
export function shownRequest(request: ArticleRequest): ArticleRequest {
  const shown = withoutOrders(request.topic);
  return /\p{L}/u.test(shown) ? { ...request, topic: shown } : request;
}

function changesSection(before: string | undefined, draft: readonly Section[]): readonly string[] {
  if (before === undefined) return [];
  const after = draft.map(({ text }) => text).join('');
  const { hunks, more } = hunksOf(diffTexts(withoutOrders(before), after), {
    contextChars: CONTEXT_CHARS,
    mostChars: MOST_CHANGED_CHARS,
  });
  const marks = { same: ['', ''], removed: ['[-', '-]'], added: ['[+', '+]'] } as const;
  const places = hunks.map(({ parts }) =>
    parts.map(({ kind, text }) => `${marks[kind][0]}${text}${marks[kind][1]}`).join(''),
  );
  return [tagged('changes', places.join('\n…\n'), { places: String(hunks.length), more: String(more) })];
}

function earlierSection(critique: Critique | undefined): readonly string[] {
  if (critique === undefined) return [];
  const { score, weaknesses, suggestions } = critique;
  return [
    grouped(
      'critique',
      [...weaknesses.map((text) => tagged('weakness', text)), ...suggestions.map((text) => tagged('suggestion', text))],
      { score: String(score) },
    ),
  ];
}

function ledgerSection(suggestions: readonly FollowedSuggestion[]): readonly string[] {
  if (suggestions.length === 0) return [];
  const entries = suggestions
    .slice(-MOST_SUGGESTIONS)
    .map(({ text, answer: { done, quote = '' } }) => tagged('suggestion', text, { done: done ? 'yes' : 'no', quote }));
  return [grouped('ledger', entries)];
}

function factSection(reports: readonly FactReport[]): readonly string[] {
  const claims = reports.flatMap(({ claims: found, verified }) =>
    found.map(({ claim, verdict }) => tagged('claim', claim, { verdict, ...(!verified && { by: 'memory' }) })),
  );
  return claims.length === 0 ? [] : [grouped('fact_report', claims.slice(-MOST_CLAIMS))];
}
