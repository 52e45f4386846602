import type { Pool } from 'pg';
import { readArticleTroubles } from '../../storage/article-troubles.ts';
import { type Finding, ok, type Trouble } from '../doctor.ts';

/** The bots start what they find without a workflow, every half minute; what is older has found nobody to do so. */
const FORGOTTEN_AFTER_MINUTES = 5;

/** Whether articles wait for somebody to put something right. */
export async function lookAtArticles(pool: Pick<Pool, 'query'>): Promise<Finding> {
  const found = await readArticleTroubles(pool, { forgottenAfterMinutes: FORGOTTEN_AFTER_MINUTES });
  const { underWay, stuck, stuckSince, overBudget, inTrouble, threadTrouble, forgotten } = found;
  const troubles: readonly Trouble[] = [
    ...(stuck > 0
      ? [
          {
            what: `${counted(stuck, 'is', 'are')} stuck: a step failed${stuckSince === undefined ? '' : `, the first at ${minuteOf(stuckSince)}`}`,
            wayOut: 'When the reason is gone: npm run retry -- --stage stuck (with --dry-run it says which they are).',
          },
        ]
      : []),
    ...(overBudget > 0
      ? [
          {
            what: `${counted(overBudget, 'stands', 'stand')} still: a budget is spent, and people are asked in the thread`,
            wayOut:
              'A limit that is too low: raise it under budget in config/copydesk.yaml, start the worker again, then npm run retry -- --stage stuck.',
          },
        ]
      : []),
    ...(inTrouble > 0
      ? [
          {
            what: `${counted(inTrouble, 'has', 'have')} a thread that takes no messages${threadTrouble === undefined ? '' : `: ${threadTrouble}`}`,
            wayOut:
              'Put that right, then: npm run retry -- --stage stuck. Or type /article move <id> here in another place.',
          },
        ]
      : []),
    ...(forgotten > 0
      ? [
          {
            what: `${counted(forgotten, 'was', 'were')} asked for more than ${FORGOTTEN_AFTER_MINUTES} minutes ago and not begun`,
            wayOut: 'Start a bot (npm start, npm run slack …): it begins them as soon as it reaches Temporal.',
          },
        ]
      : []),
  ];
  if (troubles.length > 0) return { kind: 'warning', troubles };
  return ok(underWay === 0 ? 'none is under way' : `${underWay} under way, none of them stuck`);
}

/** `2026-11-29 10:48 UTC` */
function minuteOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function counted(articles: number, one: string, many: string): string {
  return articles === 1 ? `1 article ${one}` : `${articles} articles ${many}`;
}
