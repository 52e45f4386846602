import { type Actor, groupKeysOf, keysOf } from './actor.ts';
import type { Approver } from './settings.ts';
import type { Thread } from './thread.ts';

/** In {@link StartRules.places}: the conversation between a person and the bot. */
export const DIRECT = 'direct';

/** Who may have articles written on one platform, and where. */
export interface StartRules {
  /** Ids of workspaces. Absent: every one that the app is installed in. */
  readonly workspaces?: readonly string[];
  /** Ids of channels or chats, and {@link DIRECT}. Absent: anywhere. */
  readonly places?: readonly string[];
  /** Persons and groups, by name. Absent: everybody but guests and external people. */
  readonly people?: readonly Approver[];
  /** Also guests of the workspace, who see only channels that they were invited to. */
  readonly guests: boolean;
  /** Also people of other companies, who share a channel. */
  readonly external: boolean;
}

/** What somebody is in a workspace. `unknown`: the platform did not say. */
export type Belonging = 'member' | 'guest' | 'external' | 'unknown';

/** Who asks for an article, and where. */
export interface Applicant {
  readonly actor: Actor;
  readonly thread: Thread;
  /** Nobody else reads there. */
  readonly isDirect: boolean;
  readonly belonging: Belonging;
  /** Groups of the rules that they are in, beside those of the actor. */
  readonly groups?: readonly Approver[];
  /** An administrator, or somebody who was invited. */
  readonly isLetIn?: boolean;
}

/** What speaks against it: where they are, or who they are. */
export type StartObjection = 'workspace' | 'place' | 'person' | 'guest' | 'external' | 'unknown';

/** Why somebody may not start an article. Undefined: they may. Who is named, or was let in, may whatever they are; where it may be holds for all. */
export function whyNotStart(rules: StartRules, applicant: Applicant): StartObjection | undefined {
  const { actor, thread, isDirect, belonging, groups = [], isLetIn = false } = applicant;
  const { workspaces, places, people } = rules;
  if (workspaces !== undefined && !workspaces.includes(thread.workspace ?? '')) return 'workspace';
  if (places !== undefined && !places.includes(isDirect ? DIRECT : thread.channel)) return 'place';
  const names = [...keysOf(actor), ...groupKeysOf(actor), ...groups];
  if (isLetIn || people?.some((rule) => names.includes(rule)) === true) return undefined;
  if (people !== undefined) return 'person';
  switch (belonging) {
    case 'guest':
      return rules.guests ? undefined : 'guest';
    case 'external':
      return rules.external ? undefined : 'external';
    case 'unknown':
      return rules.guests && rules.external ? undefined : 'unknown';
    case 'member':
      return undefined;
    default:
      return belonging satisfies never;
  }
}
