import type { Turn } from '../model/model-client.ts';
import type { ArticleRequest } from '../../protocol/article.ts';
import { fillPrompt } from '../fill-prompt.ts';
import { type House, houseStyle, type Template, templateText, wordsIn } from '../house.ts';
import { commentSections, grouped, instructions, requestSections, type Task, tagged, taskTag } from '../sections.ts';
import type { Told } from '../settings.ts';
import { EVIDENCE_RULES, evidenceSections, OUTLINE_RULES } from './evidence.ts';
import type { WriterState } from './state.ts';

/** @param variant how many versions of the same order were written before */
export function outlineTurns(
  told: Told,
  { request, comments = [], evidence }: WriterState,
  variant = 0,
): readonly Turn[] {
  const sections = [
    ...requestSections('outline', request),
    ...versionSections(variant),
    ...templateSections(told, request),
    ...evidenceSections(evidence),
    ...commentSections(comments),
  ];
  return writerTurns(told, 'outline', request, sections, [
    ...(evidence === undefined ? [] : [OUTLINE_RULES]),
    ...(variant === 0 ? [] : [another(variant)]),
  ]);
}

export function another(variant: number): string {
  return `The people who ordered the article want to see another version of it: this is version ${variant + 1}. You do not see the earlier ones: assume that they took the angles that come to mind first, and take another. Let structure, opening and examples follow from it.`;
}

/** @param variant as above: without an outline the draft, too, has to differ */
export function draftTurns(
  told: Told,
  { request, comments = [], evidence, outline = '' }: WriterState,
  variant = 0,
): readonly Turn[] {
  const sections = [
    ...requestSections('draft', request),
    ...versionSections(variant),
    ...evidenceSections(evidence),
    ...(outline === '' ? [] : [tagged('outline', outline)]),
    ...commentSections(comments),
  ];
  return writerTurns(told, 'draft', request, sections, variant === 0 || outline !== '' ? [] : [another(variant)]);
}

function versionSections(variant: number): readonly string[] {
  return variant === 0 ? [] : [tagged('version', String(variant + 1))];
}

export function writerTurns(
  { prompts, house }: Told,
  task: Extract<Task, 'outline' | 'draft' | 'headings' | 'section' | 'lead'>,
  request: ArticleRequest,
  sections: readonly string[],
  more: readonly string[] = [],
): readonly Turn[] {
  const isToChoose = (task === 'outline' || task === 'headings') && choices(house, request).length > 0;
  const template = isToChoose ? CHOOSE : templateText(house, request);
  const who = fillPrompt(prompts.writer, { house_style: houseStyle(house, request) });
  const what = fillPrompt(prompts[`writer.${task}`], { task: taskTag(task), template });
  return [
    { role: 'system', text: instructions(who, EVIDENCE_RULES, what, ...more) },
    { role: 'user', text: sections.join('\n') },
  ];
}

const CHOOSE = `First of all choose: begin your answer with a line "Template: " and the id of the <item> of <templates> that fits the order best, or "Template: none". The plan follows below it, for a text of that kind.`;

/** Those that an order without one may find. */
function choices({ templates }: House, request: ArticleRequest): readonly Template[] {
  return templates.some(({ id }) => id === request.template) ? [] : templates;
}

export function templateSections({ house }: Pick<Told, 'house'>, request: ArticleRequest): readonly string[] {
  const items = choices(house, request).map((template) =>
    tagged('item', wordsIn(template, request.language)?.useWhen ?? '', { id: template.id }),
  );
  return items.length === 0 ? [] : [grouped('templates', items)];
}
