import type { Approver } from '../protocol/settings.ts';

/** An {@link Approver} taken apart. `name`: not a rule but already a person's name. */
export type ApproverRule =
  | { readonly kind: 'requester' }
  | { readonly kind: 'anyone' }
  | {
      readonly kind: 'user' | 'group';
      readonly platform: string;
      readonly workspace?: string;
      readonly id: string;
    }
  | { readonly kind: 'name'; readonly name: string };

/** What those are called whom rules mean. */
export interface RuleNames {
  readonly requesterName?: string;
  /** Of people whom they name, by the rules. */
  readonly names?: Readonly<Record<string, string>>;
}

const RULE = /^([a-z][a-z0-9-]*):(?:([^\s:]+):)??(group:)?([^\s:]+)$/;

export function parseApproverRule(text: Approver): ApproverRule {
  if (text === 'requester' || text === 'anyone') return { kind: text };
  const [, platform, workspace, group, id] = RULE.exec(text) ?? [];
  if (platform === undefined || id === undefined) return { kind: 'name', name: text };
  return {
    kind: group === undefined ? 'user' : 'group',
    platform,
    ...(workspace !== undefined && { workspace }),
    id,
  };
}
