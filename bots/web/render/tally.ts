import type { z } from '@hono/zod-openapi';
import { laterNames, shownName } from '../../../src/cards/waiting-for.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import { saidBy, type Tally } from '../../../src/protocol/voting.ts';
import type { tallySchema } from '../listeners/schemas/tally-schema.ts';

type TallyJson = z.infer<typeof tallySchema>;

/** How far people are, in numbers and names. */
export function countsJson({
  approvals,
  rejections,
  done,
  approved,
  rejected,
  needsEach,
}: Tally): Omit<TallyJson, 'waitingFor' | 'later' | 'yours'> {
  const names = (voters: Tally['approved']): string[] => voters.map(({ name }) => shownName(name));
  return {
    approvals,
    rejections,
    done,
    approved: names(approved),
    rejected: names(rejected),
    ...(needsEach && { needsEach }),
  };
}

/** @param reader.by who reads it, and is told what they have said @param reader.called what those are called whom a rule names */
export function tallyJson(
  tally: Tally,
  { by, called }: { readonly by: Actor; readonly called: (rule: string) => string },
): TallyJson {
  const yours = saidBy(tally, by);
  return {
    ...countsJson(tally),
    waitingFor: tally.waitingFor.map(called),
    ...(tally.later !== undefined && { later: laterNames(tally.later, called).map((names) => [...names]) }),
    ...(yours !== undefined && { yours }),
  };
}
