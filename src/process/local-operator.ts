import { type Actor, OPERATOR } from '../protocol/actor.ts';
import { localPerson } from './local-person.ts';

/** Who typed a command at this machine, for the audit: an operator, called as the system calls them. */
export function localOperator(): Actor {
  return { ...OPERATOR, displayName: localPerson().displayName };
}
