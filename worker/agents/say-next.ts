import { type NextStep, nextStep } from '../../src/protocol/next-step.ts';
import { parseLoopRecord } from '../../src/protocol/parse.ts';
import type { LoopRules } from '../../src/protocol/settings.ts';
import { understood } from './understood.ts';

/**
 * What the loop of drafts does next, by the same rules as the workflow. What goes with an article is not asked for: no command writes it.
 * @throws {ConfigError} about what came in
 */
export function sayNext(given: unknown, rules: LoopRules): NextStep {
  const { drafts, roundFrom = 1, decisions = [] } = understood(parseLoopRecord(given));
  const iteration = drafts.filter(({ version, author }) => author === 'agent' && version >= roundFrom).length;
  return nextStep({ drafts, roundFrom, decisions, iteration }, { ...rules, extras: [] });
}
