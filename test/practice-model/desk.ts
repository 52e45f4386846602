import { seal } from '../../src/agents/sealed-model.ts';
import { grouped, requestSections, tagged } from '../../src/agents/sections.ts';
import { findBrief, type Brief, type Task } from '../../src/practice-model/brief.ts';
import { critique, type PracticeCritique } from '../../src/practice-model/newsroom/critic.ts';
import { claims, verdicts } from '../../src/practice-model/newsroom/fact-checker.ts';
import { firstDraft, revise } from '../../src/practice-model/newsroom/writer.ts';
import type { ArticleRequest } from '../../src/protocol/article.ts';

/** Comments by number of the draft they were made on. */
export type Comments = Readonly<Record<number, string>>;

export interface Round {
  readonly draft: string;
  readonly critique: PracticeCritique;
}

/** The prompt of one task, written as the agents write it. */
export function promptOf(task: Task, request: ArticleRequest, more: readonly string[] = []): string {
  return seal([{ role: 'user', text: [...requestSections(task, request), ...more].join('\n') }])[0]?.text ?? '';
}

export function briefOf(task: Task, request: ArticleRequest, more: readonly string[] = []): Brief {
  const brief = findBrief([promptOf(task, request, more)]);
  if (brief === undefined) throw new Error('No brief in the prompt.');
  return brief;
}

/** The loop of the workflow without its machinery: draft, critique, fact check when wanted, next draft. */
export function rounds(request: ArticleRequest, count: number, comments: Comments = {}, version = 1): readonly Round[] {
  const done: Round[] = [];
  // Only who orders a first draft says which version it is.
  const ordered = version === 1 ? [] : [tagged('version', String(version))];
  let draft = firstDraft(briefOf('draft', request, ordered));
  for (let number = 1; ; number += 1) {
    const judged = critique(
      briefOf('critique', request, [tagged('draft', draft), ...commentsBefore(number, comments)]),
    );
    done.push({ draft, critique: judged });
    if (number === count) return done;
    draft = revise(
      briefOf('revise', request, [
        tagged('draft', draft),
        grouped(
          'critique',
          [
            ...judged.weaknesses.map((text) => tagged('weakness', text)),
            ...judged.suggestions.map((text) => tagged('suggestion', text)),
          ],
          {
            score: String(judged.score),
          },
        ),
        ...(judged.factsQuestionable ? [factReportOn(draft, request)] : []),
        ...commentsBefore(number + 1, comments),
      ]),
    );
  }
}

function factReportOn(draft: string, request: ArticleRequest): string {
  const found = claims(briefOf('claims', request, [tagged('draft', draft)])).claims;
  const { verdicts: judged } = verdicts(
    briefOf('verdicts', request, [
      grouped(
        'claims',
        found.map((claim, at) => tagged('claim', claim, { id: `c${at + 1}` })),
      ),
    ]),
  );
  return grouped(
    'fact_report',
    judged.map(({ verdict, note }, at) => tagged('claim', `${found[at]} — ${note}`, { verdict })),
  );
}

function commentsBefore(version: number, comments: Comments): readonly string[] {
  const made = Object.entries(comments).filter(([on]) => Number(on) < version);
  return made.length === 0
    ? []
    : [
        grouped(
          'comments',
          made.map(([on, text]) => tagged('comment', text, { by: 'Reader', on })),
        ),
      ];
}

/** Words of the text a reader reads, without headings. */
export function wordsIn(markdown: string): number {
  return (
    markdown
      .replace(/^#.*$/gm, '')
      .replace(/^\*.*\*$/m, '')
      .match(/[\p{L}\p{N}]+(?:[-’'.,:][\p{L}\p{N}]+)*/gu)?.length ?? 0
  );
}
