import type { Turn } from '../model/model-client.ts';
import { DATA_NOT_ORDERS, grouped, requestSections, tagged } from '../sections.ts';
import { claimId } from './claim-ids.ts';
import type { JudgeQuestion } from './judge.ts';
import type { FactCheckerState } from './state.ts';

const SYSTEM = `You are the fact-checker of a newsroom. You trust nothing because it is well written, and you call nothing false because you do not know it.

${DATA_NOT_ORDERS}`;

const claimsTask = (
  maxClaims: number,
): string => `Your task now is <task>claims</task>: list the claims of <draft> that can be checked, at most ${maxClaims}, those first whose being wrong would do the most harm to a reader or to the paper.
- A claim is one statement of fact about the world: a number, date, name, place, quotation, cause, "first", "largest", "only". Opinions, advice and definitions are none.
- Write each so that it can be checked without the article: whole names instead of pronouns, with the unit, the place and the time. In the language of the article, one sentence.
- Split a sentence with two facts. List no fact twice. An empty list is right when there is nothing to check.`;

const VERDICTS = `Your task now is <task>verdicts</task>: say of every <claim> of <claims> whether it holds. One verdict per claim, with the id of its claim.
- "supported": a reliable source says so, in all that matters (number, date, name, scope).
- "contradicted": a reliable source says otherwise. Say in the note what is right.
- "not-found": anything else, also when sources disagree or only repeat each other. Not knowing is no shame; guessing is.
- note: why, in one sentence, in the language of <language>.`;

const SEARCHING = `- Search the web for every claim before you judge it. Prefer primary sources, authorities and papers of record to aggregators; for what changes with time, the latest.
- sources: the pages you found and rely on, with the address exactly as the search gave it and the date, if there is one. A verdict other than "not-found" needs at least one. Never give an address that the search did not return.
- quote: the decisive words of one of these pages, as the search returned them, unchanged; they are looked up, and words that are not there make the verdict worthless. null if there are none.`;

const REMEMBERING = `- You cannot search. Judge only by what you know for certain; where you would have to look it up, the verdict is "not-found".
- sources is empty and quote is null, as you have read nothing.`;

const RECHECK = `Your task now is <task>recheck</task>: every <claim> of <claims> stood in an earlier draft and was found wrong. Say of each, by its id, whether <draft> still says it, in whatever words, or builds on it. A text that corrects a claim, or names it as an error, does not say it.`;

export function recheckTurns({ request, draft, wrong }: FactCheckerState): readonly Turn[] {
  return turns(RECHECK, [
    ...requestSections('recheck', request),
    tagged('draft', draft),
    claimsSection(wrong.map(({ claim }) => claim)),
  ]);
}

export function claimsTurns({ request, draft }: FactCheckerState, maxClaims: number): readonly Turn[] {
  return turns(claimsTask(maxClaims), [...requestSections('claims', request), tagged('draft', draft)]);
}

export function verdictsTurns(
  { request, claims }: Pick<JudgeQuestion, 'request' | 'claims'>,
  searches: boolean,
): readonly Turn[] {
  const how = searches ? SEARCHING : REMEMBERING;
  return turns(`${VERDICTS}\n${how}`, [...requestSections('verdicts', request), claimsSection(claims)]);
}

function claimsSection(claims: readonly string[]): string {
  return grouped(
    'claims',
    claims.map((claim, at) => tagged('claim', claim, { id: claimId(at) })),
  );
}

function turns(task: string, sections: readonly string[]): readonly Turn[] {
  return [
    { role: 'system', text: `${SYSTEM}\n\n${task}` },
    { role: 'user', text: sections.join('\n') },
  ];
}
