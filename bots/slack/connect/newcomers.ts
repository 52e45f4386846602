import type { Newcomers } from '../../../src/chat/door.ts';
import { isDirect } from '../listeners/tell.ts';
import { PLATFORM } from '../platform.ts';
import type { SlackPeople } from './people.ts';

const PERSON = new RegExp(`^${PLATFORM}:([^:]+):([^:]+)$`);

/** Who asks for an article in Slack. A channel may be shared with other companies. */
export function createSlackNewcomers({ belongingOf, nameOf }: Pick<SlackPeople, 'belongingOf' | 'nameOf'>): Newcomers {
  return {
    async meet({ workspace, userId }, { workspace: here = '', channel }) {
      // Who acts as somebody of another workspace belongs to that one.
      const belonging = workspace === here ? await belongingOf(here, userId) : 'external';
      return { isDirect: isDirect(channel), belonging };
    },
    isHost: async () => false,
    hosts: (administrators) =>
      Promise.all(
        administrators.map(async (rule) => {
          const [, workspaceId, userId] = PERSON.exec(rule) ?? [];
          const name =
            workspaceId === undefined || userId === undefined ? undefined : await nameOf({ workspaceId, userId });
          return name ?? rule;
        }),
      ),
  };
}
