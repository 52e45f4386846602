import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import type { Actor } from '../protocol/actor.ts';
import { mayDecide } from '../protocol/approvers.ts';
import { type Applicant, type StartRules, whyNotStart } from '../protocol/may-start.ts';
import type { Approver } from '../protocol/settings.ts';
import type { Thread } from '../protocol/thread.ts';
import { type NotAccepted, refused } from './reply.ts';

/** What a platform knows of who asks for an article. Rejects when it has to know more, and cannot. */
export interface Newcomers {
  meet(actor: Actor, thread: Thread): Promise<Pick<Applicant, 'isDirect' | 'belonging' | 'groups' | 'isLetIn'>>;
  /** Whom to ask: names of these people, as far as they are known, and of others who may let somebody in. Rejects likewise. */
  hosts(administrators: readonly Approver[]): Promise<readonly string[]>;
  /** Whether somebody is an administrator whom no setting names. Rejects likewise. */
  isHost(actor: Actor): Promise<boolean>;
}

/** Who may have articles written here. */
export interface Door {
  /** Why somebody may not start an article in a place. Undefined: they may. Never rejects. */
  whyNot(actor: Actor, thread: Thread): Promise<NotAccepted | undefined>;
  /** Whether somebody may see and control what they neither asked for nor decide about. Never rejects. */
  isAdministrator(actor: Actor): Promise<boolean>;
}

export interface DoorOptions {
  readonly rules: StartRules;
  readonly administrators: readonly Approver[];
  readonly newcomers: Newcomers;
  readonly logger: Logger;
}

/** What is known of people stands in a cache or in PostgreSQL, or is asked of the platform. */
const BUDGET_MS = 1000;

export function createDoor({ rules, administrators, newcomers, logger }: DoorOptions): Door {
  // Who is one in another place, and has linked the two, is none here.
  const isNamed = (actor: Actor): boolean =>
    mayDecide(actor, { approvers: administrators.filter((rule) => isOf(rule, actor)), requester: '' });

  return {
    async whyNot(actor, thread) {
      try {
        const met = await within(BUDGET_MS, 'Who somebody is', newcomers.meet(actor, thread));
        const isLetIn = met.isLetIn === true || isNamed(actor);
        const why = whyNotStart(rules, { ...met, actor, thread, isLetIn });
        if (why === undefined) return undefined;
        const ask = await newcomers.hosts(administrators.filter((rule) => isOf(rule, thread)));
        return refused({ code: 'may-not-start', why, ask });
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'Could not find out who may start articles');
        return { kind: 'away', what: 'desk' };
      }
    },

    async isAdministrator(actor) {
      if (isNamed(actor)) return true;
      try {
        return await within(BUDGET_MS, 'Who somebody is', newcomers.isHost(actor));
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'Could not find out whether somebody is an administrator');
        return false;
      }
    },
  };
}

/** Whether a rule names people of that platform, and of that workspace. */
function isOf(rule: Approver, { platform, workspace }: Pick<Thread, 'platform' | 'workspace'>): boolean {
  return rule.startsWith(`${workspace === undefined ? platform : `${platform}:${workspace}`}:`);
}

/** For a chat in which there is nobody but who started it. */
export const OPEN_DOOR: Door = {
  whyNot: () => Promise.resolve(undefined),
  isAdministrator: () => Promise.resolve(false),
};
