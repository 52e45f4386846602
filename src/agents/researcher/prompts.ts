import type { ArticleRequest } from '../../protocol/article.ts';
import { claimId } from '../fact-checker/claim-ids.ts';
import { fillPrompt } from '../fill-prompt.ts';
import type { Turn } from '../model/model-client.ts';
import { grouped, instructions, requestSections, type Task, tagged, taskTag } from '../sections.ts';
import type { Prompts } from '../settings.ts';

export function searchTurns(prompts: Prompts, request: ArticleRequest): readonly Turn[] {
  return turns(prompts, 'search', request, []);
}

export function notesTurns(
  prompts: Prompts,
  request: ArticleRequest,
  page: { readonly title: string; readonly text: string },
  maxNotes: number,
): readonly Turn[] {
  const sections = [tagged('page', page.text, { title: page.title })];
  return turns(prompts, 'notes', request, sections, { max_notes: String(maxNotes) });
}

export function supportTurns(
  prompts: Prompts,
  request: ArticleRequest,
  citations: readonly { readonly sentence: string; readonly passages: readonly string[] }[],
): readonly Turn[] {
  const items = citations.map(({ sentence, passages }, at) =>
    grouped('citation', [tagged('claim', sentence), ...passages.map((passage) => tagged('passage', passage))], {
      id: claimId(at),
    }),
  );
  return turns(prompts, 'support', request, [grouped('citations', items)]);
}

function turns(
  prompts: Prompts,
  task: Extract<Task, 'search' | 'notes' | 'support'>,
  request: ArticleRequest,
  sections: readonly string[],
  values: Readonly<Record<string, string>> = {},
): readonly Turn[] {
  const filled = fillPrompt(prompts[`researcher.${task}`], { task: taskTag(task), ...values });
  return [
    { role: 'system', text: instructions(prompts.researcher, filled) },
    { role: 'user', text: [...requestSections(task, request), ...sections].join('\n') },
  ];
}
