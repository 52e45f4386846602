import { CRITERION_NAMES } from '../../src/protocol/critique.ts';

/** What a critic says of every criterion, shown by the same words of the draft. */
export function judged(quote: string, score: number) {
  return CRITERION_NAMES.map((criterion) => ({
    criterion,
    quote,
    judgement: 'Concrete.',
    score,
    fix: null,
    section: 's1',
  }));
}
