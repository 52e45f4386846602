import { z } from 'zod';
import { type AdaptiveRule, type CheckPoint, FACT_CHECK } from '../protocol/adaptive.ts';
import { parseCondition } from './condition.ts';
import { choice, group, number, shown, text } from './fields.ts';

const conditionError = ({ input }: { readonly input?: unknown }): string =>
  `must be a condition such as critique.factsQuestionable, or a list of them, is ${shown(input)}`;

const condition = z.string({ error: conditionError });

const rule = group(
  {
    run: text({ like: FACT_CHECK, about: 'fact_check, or the name of an agent under agents.external in agents.yaml.' }),
    when: z
      .union([condition, z.array(condition).min(1)], { error: conditionError })
      .meta({
        description:
          'When it is run; of a list all have to hold. always · critique.factsQuestionable · edited (a person wrote it) · score < 6.5 · critique.weakness matches "words" · topic matches /pattern/ (RE2).',
      })
      .default('always'),
    after: choice(['draft', 'critique'], 'After which step it is run.').optional(),
    before: choice(
      ['critique', 'gate'],
      'Before which step it is run. gate: once the loop is over, on the draft that goes to people.',
    ).optional(),
    at_most: number({
      from: 1,
      to: 1000,
      whole: true,
      about: 'On how many drafts of an article it is run. Not set: on every one for which `when` holds.',
    }).optional(),
  },
  'A step that is only taken when something holds.',
).check(({ value, issues }) => {
  for (const fault of [...conditionFaults(value), ...placeFaults(value)])
    issues.push({ code: 'custom', input: value, ...fault });
});

interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
}

type RuleYaml = {
  readonly run: string;
  readonly when: string | readonly string[];
  readonly after?: 'draft' | 'critique' | undefined;
  readonly before?: 'critique' | 'gate' | undefined;
  readonly at_most?: number | undefined;
};

function conditionFaults({ when }: RuleYaml): readonly Fault[] {
  return (typeof when === 'string' ? [when] : when).flatMap((typed, at) => {
    const parsed = parseCondition(typed);
    return 'fault' in parsed
      ? [{ path: typeof when === 'string' ? ['when'] : ['when', at], message: parsed.fault }]
      : [];
  });
}

function placeFaults(yaml: RuleYaml): readonly Fault[] {
  const fault = placeFault(yaml) ?? tooEarly(yaml);
  return fault === undefined ? [] : [fault];
}

function placeFault({ after, before }: RuleYaml): Fault | undefined {
  if (after !== undefined && before !== undefined)
    return { path: ['before'], message: `is one too many: after: ${after} says it already` };
  if (after === undefined && before === undefined)
    return { path: [], message: 'says neither after nor before which step; write after: critique' };
  return undefined;
}

/** Before there is a critique nothing is known of it. */
function tooEarly(yaml: RuleYaml): Fault | undefined {
  if (pointOf(yaml) !== 'after-draft') return undefined;
  const about = conditionsOf(yaml).find(
    ({ kind, subject }) => kind !== 'edited' && (kind !== 'matches' || subject !== 'topic'),
  );
  return about === undefined
    ? undefined
    : { path: ['when'], message: 'asks for what only a critique tells, and there is none yet; write after: critique' };
}

function pointOf({ after, before }: RuleYaml): CheckPoint {
  if (before === 'gate') return 'before-gate';
  return after === 'critique' ? 'after-critique' : 'after-draft';
}

function conditionsOf({ when }: RuleYaml) {
  return (typeof when === 'string' ? [when] : when).flatMap((typed) => {
    const parsed = parseCondition(typed);
    if ('fault' in parsed || parsed.condition === undefined) return [];
    const { condition: found } = parsed;
    return [{ ...found, subject: found.kind === 'matches' ? found.subject : undefined }];
  });
}

const SHIPPED = [
  { run: FACT_CHECK, when: 'critique.factsQuestionable', after: 'critique' as const },
  { run: FACT_CHECK, when: 'edited', before: 'gate' as const },
];

/** `article_workflow.adaptive` of `config/workflows.yaml`. */
export const adaptive = z
  .array(rule, { error: ({ input }) => `must be a list of rules, each with run and when, is ${shown(input)}` })
  .meta({ description: 'Steps that are only taken when something holds, in this order. Empty: none.' })
  .prefault(SHIPPED);

export function toAdaptive(rules: z.output<typeof adaptive>): readonly AdaptiveRule[] {
  return rules.map((yaml) => ({
    run: yaml.run,
    when: (typeof yaml.when === 'string' ? [yaml.when] : yaml.when).flatMap((typed) => {
      const parsed = parseCondition(typed);
      return 'fault' in parsed || parsed.condition === undefined ? [] : [parsed.condition];
    }),
    at: pointOf(yaml),
    ...(yaml.at_most !== undefined && { atMost: yaml.at_most }),
  }));
}
