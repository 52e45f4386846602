import { z } from 'zod';
import type { ApprovalPolicy, ApprovalSettings, Approver, VotingRules } from '../protocol/settings.ts';
import { isOfMany, stepsWithoutOwn } from '../protocol/voting.ts';
import { approverField } from './approver.ts';
import { choice, flag, group, named, shown } from './fields.ts';
import { type Fault, faultsOfPlaces, over, policiesOf } from './policies.ts';

const GATES = ['outline', 'final', 'every_draft', 'none'] as const;
const MAX_PEOPLE = 100;
const ROLE = 'role:';

const people = (about: string) =>
  z
    .array(approverField, { error: ({ input }) => `must be a list such as [requester], is ${shown(input)}` })
    .meta({ description: about });

const noOne =
  'is empty, and an empty list means nobody: no article could ever be approved. Name at least one, such as requester';

const gates = z
  .array(
    choice(
      GATES,
      'outline: people decide on the plan of the article before it is written; its headings are the article’s. final: on the best draft, once the loop is done. every_draft: after each critique. none: the best draft is delivered without asking, unless something in it is contradicted.',
    ),
    { error: ({ input }) => `must be a list such as [outline, final], is ${shown(input)}` },
  )
  .refine((list) => list.filter((gate) => gate !== 'outline').length === 1 && new Set(list).size === list.length, {
    error: `has to say once, and only once, when people decide on the article: final, every_draft or none (nobody is asked). outline may stand beside it`,
  })
  .meta({ description: 'When people decide.' });

const atLeast = z
  .union([z.enum(['all', 'majority']), z.int().min(1).max(MAX_PEOPLE)], {
    error: ({ input }) => `must be a number of people from 1 to ${MAX_PEOPLE}, all or majority, is ${shown(input)}`,
  })
  .meta({
    description:
      'How many different people have to approve: a number, or all or the majority of those whom approvers names one by one.',
  });

const deciding = {
  gates: gates.optional(),
  approvers: people(
    'Who may decide: requester, anyone, a person or group of a platform, or role:NAME, which approval.roles defines. Each one of them alone is enough, unless quorum or order says otherwise.',
  )
    .min(1, { error: noOne })
    .optional(),
  quorum: group({ at_least: atLeast }, 'How many have to agree. Not set: one.').optional(),
  reject: choice(
    ['any', 'quorum'],
    'any: one rejection is enough. quorum: it takes as many people as an approval.',
  ).optional(),
  order: choice(
    ['together', 'one_after_another'],
    'together: in any order. one_after_another: one of each item of approvers has to approve, as they are named, and each waits for the one before.',
  ).optional(),
  veto: people('Whose rejection alone is enough, whatever reject says; they need not be approvers.')
    .min(1, { error: 'is empty: a veto of nobody. Name somebody, or leave it out' })
    .optional(),
  exclude_requester: flag('Who asked for the article may not approve it.').optional(),
  exclude_editors: flag('Who changed the text may not approve it.').optional(),
};

type Deciding = z.output<z.ZodObject<typeof deciding>>;

export const approval = group(
  {
    ...deciding,
    roles: named(people('Who is in it.').min(1, { error: 'is empty' }), /^[a-z][a-z0-9-]*$/, 'a name such as legal')
      .meta({ description: 'People under a name of yours, for approvers and veto: role:legal.' })
      .prefault({}),
    policies: policiesOf(deciding),
    may_raise_budget: people(
      'Who may have more spent on an article whose budget is spent (budget in copydesk.yaml), beside operators. Not set: the approvers.',
    )
      .min(1, { error: 'is empty: leave it out, and the approvers may' })
      .optional(),
  },
  'Where people decide, and who.',
)
  .check(({ value, issues }) => {
    const { roles, policies, may_raise_budget: raisers = [], ...top } = value;
    const report = (faults: readonly Fault[], ...path: readonly PropertyKey[]): void => {
      for (const { at, what } of faults)
        issues.push({ code: 'custom', input: value, path: [...path, ...at], message: what });
    };
    report(faultsOf(top, roles));
    report(unknownRoles('may_raise_budget', raisers, roles));
    report(faultsOfPlaces(policies));
    for (const [index, one] of policies.entries()) report(faultsOf(over(top, one), roles), 'policies', index);
    for (const [name, members] of Object.entries(roles))
      if (members.some((member) => roleIn(member) !== undefined))
        report([{ at: ['roles', name], what: 'names another role; name people' }]);
  })
  .prefault({});

type Roles = Readonly<Record<string, readonly Approver[]>>;

/** Roles that nobody has defined. */
function unknownRoles(key: string, rules: readonly Approver[], roles: Roles): readonly Fault[] {
  return rules.flatMap((rule, index) => {
    const name = roleIn(rule);
    return name === undefined || roles[name] !== undefined
      ? []
      : [{ at: [key, index], what: `names a role that approval.roles does not define: ${name}` }];
  });
}

/** What nobody could ever fulfil. */
function faultsOf(rules: Deciding, roles: Roles): readonly Fault[] {
  const { approvers = ['requester'], veto = [], quorum, order, reject } = rules;
  const faults = [...unknownRoles('approvers', approvers, roles), ...unknownRoles('veto', veto, roles)];
  // An empty list has been reported.
  if (faults.length > 0 || approvers.length === 0) return faults;
  const isKept = (rule: Approver): boolean => rules.exclude_requester !== true || rule !== 'requester';
  const wanted = quorum?.at_least;
  if (order === 'one_after_another') {
    if (wanted !== undefined && wanted !== 'all')
      return [
        { at: ['quorum'], what: 'cannot stand beside order: one_after_another, which asks one of each; remove it' },
      ];
    if (reject === 'quorum') return [{ at: ['reject'], what: 'has no meaning in order: one_after_another; write any' }];
    return faultsOfSteps(approvers.map((rule) => membersOf(rule, roles).filter(isKept)));
  }
  const everyone = [...new Set(approvers.flatMap((rule) => membersOf(rule, roles)))].filter(isKept);
  const many = everyone.find(isOfMany);
  if (many !== undefined)
    return typeof wanted === 'string'
      ? [{ at: ['quorum', 'at_least'], what: `is ${wanted}, and nobody knows how many are in ${many}; write a number` }]
      : [];
  const count = everyone.length;
  if (count === 0)
    return [{ at: ['exclude_requester'], what: 'keeps away the only one who could approve; name somebody else, too' }];
  if (typeof wanted === 'number' && wanted > count)
    return [
      {
        at: ['quorum', 'at_least'],
        what: `is ${wanted} of ${count} ${count === 1 ? 'person' : 'people'}: that can never be; name more approvers, or ask for fewer`,
      },
    ];
  return [];
}

/** Each step needs a person of its own. @param steps who may approve each */
function faultsOfSteps(steps: readonly (readonly Approver[])[]): readonly Fault[] {
  const empty = steps.flatMap((members, step) => (members.length === 0 ? [step] : []));
  return [
    ...empty.map((step) => ({
      at: ['approvers', step],
      what: 'is only the requester, whom exclude_requester keeps away: nobody could approve this step; name somebody else, too',
    })),
    ...stepsWithoutOwn(steps)
      .filter((step) => !empty.includes(step))
      .map((step) => ({
        at: ['approvers', step],
        what: 'has nobody of its own: whoever could approve it is needed for a step before, and nobody approves two; name somebody else, too',
      })),
  ];
}

function roleIn(rule: Approver): string | undefined {
  return rule.startsWith(ROLE) ? rule.slice(ROLE.length) : undefined;
}

function membersOf(rule: Approver, roles: Roles): readonly Approver[] {
  const name = roleIn(rule);
  return name === undefined ? [rule] : (roles[name] ?? []);
}

/** As the articles have it. */
export function toApproval(yaml: z.output<typeof approval>): {
  readonly approval: ApprovalSettings;
  readonly policies: readonly ApprovalPolicy[];
} {
  const { roles, policies, may_raise_budget: raisers, ...top } = yaml;
  return {
    approval: {
      ...toRules(top, roles),
      ...(raisers !== undefined && { raisers: raisers.flatMap((rule) => membersOf(rule, roles)) }),
    },
    policies: policies.map(({ template, channel, language, ...one }) => ({
      ...(template !== undefined && { template }),
      ...(channel !== undefined && { channel }),
      ...(language !== undefined && { language }),
      approval: toRules(over(top, one), roles),
    })),
  };
}

function toRules(rules: Deciding, roles: Roles): Omit<ApprovalSettings, 'raisers'> {
  const { gates: when = ['final'], approvers = ['requester'], veto = [], quorum, order, reject } = rules;
  const everyone = [...new Set(approvers.flatMap((rule) => membersOf(rule, roles)))];
  const steps = order === 'one_after_another' ? approvers.map((rule) => membersOf(rule, roles)) : undefined;
  const count = everyone.length - (rules.exclude_requester === true && everyone.includes('requester') ? 1 : 0);
  const approvals = steps?.length ?? numberOf(quorum?.at_least ?? 1, count);
  const voting: VotingRules = {
    approvals,
    rejections: reject === 'quorum' ? approvals : 1,
    ...(steps !== undefined && { steps }),
    ...(rules.exclude_requester === true && { excludeRequester: true }),
    ...(rules.exclude_editors === true && { excludeEditors: true }),
    ...(veto.length > 0 && { veto: veto.flatMap((rule) => membersOf(rule, roles)) }),
  };
  const isPlain = Object.keys(voting).length === 2 && approvals === 1;
  return {
    gate: when.find((gate) => gate !== 'outline') ?? 'final',
    ...(when.includes('outline') && { outline: true }),
    approvers: everyone,
    ...(!isPlain && { voting }),
  };
}

function numberOf(wanted: number | 'all' | 'majority', count: number): number {
  if (wanted === 'all') return count;
  return wanted === 'majority' ? Math.floor(count / 2) + 1 : wanted;
}
