import { z } from 'zod';
import { shown } from './fields.ts';

/** Slack's ids are those of a workspace: the same number elsewhere is somebody else. */
const NAMED = 'slack:T[A-Z0-9]+:(group:)?[A-Z0-9]+|(?!slack:|role:)[a-z][a-z0-9-]*:(group:)?[^\\s:]+';

const EXAMPLES = 'slack:T024BE7LH:U024BE7LH, slack:T024BE7LH:group:S0614TZR7 or telegram:123456789';

function whatElse(input: unknown): string {
  if (typeof input !== 'string') return '; write no space after the colon';
  return /^slack:(group:)?[A-Z0-9]+$/.test(input)
    ? '; name the workspace, too: npm run doctor -- slack tells its id'
    : '';
}

/** @param examples how it is written */
export const keyField = (examples: string, pattern: RegExp) => {
  const error = ({ input }: { readonly input?: unknown }): string =>
    `must be ${examples}, is ${shown(input)}${whatElse(input)}`;
  return z.string({ error }).regex(pattern, { error });
};

/** A rule that names people: `requester`, `anyone`, a person or group of a platform, or people under a name of the house's. */
export const approverField = keyField(
  `requester, anyone, role:NAME, ${EXAMPLES}`,
  new RegExp(`^(requester|anyone|role:[a-z][a-z0-9-]*|${NAMED})$`),
).meta({
  description:
    'requester (who asked for the article), anyone (members of the channel where it lives), role:NAME (people under approval.roles), slack:WORKSPACE_ID:USER_ID, slack:WORKSPACE_ID:group:GROUP_ID, or PLATFORM:USER_ID.',
});

/** A person or group of a platform, by name. */
export const namedField = keyField(EXAMPLES, new RegExp(`^(${NAMED})$`));
