import { type ActivityTools, createActivities } from '../../../src/activities/create-activities.ts';
import type { WebhookActivities } from '../../../src/protocol/webhook.ts';
import * as names from '../../../src/protocol/names.ts';
import { PLACES } from '../../../bots/web/page/routes.ts';

/** What workers, clients, operators and histories call one another, and the addresses that people keep. */
export type Names = Readonly<Record<string, unknown>>;

/** Of functions, the name that they make of these. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  workflowIdOf: ['7k3m9x2c4p0qrstv'],
  scheduleIdOf: ['9kx7m9q2bd8f3g5h'],
  webhooksWorkflowIdOf: ['newsroom', '7k3m9x2c4p0qrstv'],
  agentRunIdOf: ['run-1'],
  publishWorkflowIdOf: ['7k3m9x2c4p0qrstv', 'blog'],
  isArticleId: ['7k3m9x2c4p0qrstv'],
  articleOf: ['webhooks-newsroom-7k3m9x2c4p0qrstv'],
};

/** @throws when a function is new here, and nobody has said with what to ask it */
export function namesOfToday(): Names {
  const said = Object.entries(names).map(([name, value]) => {
    if (typeof value !== 'function') return [name, value] as const;
    const given = ARGUMENTS[name];
    if (given === undefined) throw new Error(`Say in ARGUMENTS with what ${name} is asked`);
    return [name, (value as (...args: readonly string[]) => unknown)(...given)] as const;
  });
  return { ...Object.fromEntries(said), activities: activitiesOfToday(), places: PLACES };
}

/** They run under these names in histories, by the name of their method. */
function activitiesOfToday(): readonly string[] {
  // What they work with is only handed on here.
  const anything: unknown = new Proxy(() => anything, { get: () => anything });
  const ofWebhooks = { sendWebhooks: true } satisfies Record<keyof WebhookActivities, true>;
  return [...Object.keys(createActivities(anything as ActivityTools)), ...Object.keys(ofWebhooks)].toSorted();
}

/** What is gone or means something else, a sentence each. New names are never a break. */
export function nameBreaks(before: Names, after: Names): readonly string[] {
  return Object.entries(before).flatMap(([name, value]) => valueBreaks(name, value, after[name]));
}

function valueBreaks(name: string, before: unknown, after: unknown): readonly string[] {
  if (after === undefined) return [`${name} is gone`];
  if (Array.isArray(before) && Array.isArray(after))
    return before.filter((value) => !after.includes(value)).map((value) => `${name} has no ${String(value)} any more`);
  if (typeof before === 'object' && before !== null && typeof after === 'object' && after !== null)
    return Object.entries(before).flatMap(([key, value]) =>
      valueBreaks(`${name}.${key}`, value, (after as Names)[key]),
    );
  return before === after ? [] : [`${name} was ${JSON.stringify(before)} and is ${JSON.stringify(after)}`];
}
