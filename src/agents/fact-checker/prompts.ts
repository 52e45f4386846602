import type { Turn } from '../model/model-client.ts';
import { fillPrompt } from '../fill-prompt.ts';
import { grouped, instructions, requestSections, type Task, tagged, taskTag } from '../sections.ts';
import type { Prompts } from '../settings.ts';
import { claimId } from './claim-ids.ts';
import type { JudgeQuestion } from './judge.ts';
import type { FactCheckerState } from './state.ts';

export function recheckTurns(prompts: Prompts, { request, draft, wrong }: FactCheckerState): readonly Turn[] {
  return turns(prompts, 'recheck', [
    ...requestSections('recheck', request),
    tagged('draft', draft),
    claimsSection(wrong.map(({ claim }) => claim)),
  ]);
}

export function claimsTurns(
  prompts: Prompts,
  { request, fresh }: FactCheckerState,
  maxClaims: number,
): readonly Turn[] {
  const sections = [...requestSections('claims', request), tagged('draft', fresh)];
  return turns(prompts, 'claims', sections, { max_claims: String(maxClaims) });
}

export function verdictsTurns(
  prompts: Prompts,
  { request, claims }: Pick<JudgeQuestion, 'request' | 'claims'>,
  searches: boolean,
): readonly Turn[] {
  const sections = [...requestSections('verdicts', request), claimsSection(claims)];
  const how = prompts[searches ? 'fact-checker.searching' : 'fact-checker.remembering'];
  return turns(prompts, 'verdicts', sections, {}, how);
}

function claimsSection(claims: readonly string[]): string {
  return grouped(
    'claims',
    claims.map((claim, at) => tagged('claim', claim, { id: claimId(at) })),
  );
}

function turns(
  prompts: Prompts,
  task: Extract<Task, 'claims' | 'recheck' | 'verdicts'>,
  sections: readonly string[],
  values: Readonly<Record<string, string>> = {},
  ...more: readonly string[]
): readonly Turn[] {
  const filled = fillPrompt(prompts[`fact-checker.${task}`], { task: taskTag(task), ...values });
  return [
    { role: 'system', text: instructions(prompts['fact-checker'], [filled, ...more].join('\n')) },
    { role: 'user', text: sections.join('\n') },
  ];
}
