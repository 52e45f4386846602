import { describe, expect, it } from 'vitest';
import { openPage } from '../../src/chat/open-page.ts';
import type { Door } from '../../src/chat/door.ts';
import { refused } from '../../src/chat/reply.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { Vouched } from '../../src/storage/vouch-store.ts';
import type { WebLink } from '../../src/storage/web-link-store.ts';

const HERE = { platform: 'slack', workspace: 'T1', channel: 'C9' };
const HOME = 'slack:T1:C1';
const ANN: Actor = {
  platform: 'slack',
  workspace: 'T1',
  userId: 'U1',
  displayName: 'Ann',
  groups: ['S1'],
  channels: ['slack:T1:C9'],
};
const RULES = { approvers: ['anyone'] as const, requester: 'slack:T1:U2', home: HOME };
const GUEST_STAYS_OUT: Door = {
  whyNot: async () => refused({ code: 'may-not-start', why: 'guest', ask: [] }),
  isAdministrator: async () => false,
};
const OPEN: Door = { whyNot: async () => undefined, isAdministrator: async () => true };

async function ask(door: Door, rest: Partial<Parameters<typeof openPage>[1]> = {}, isAway = false) {
  const said: Vouched[] = [];
  const links: WebLink[] = [];
  const page = {
    url: 'https://copydesk.example.com',
    factsMinutes: 60,
    vouches: { vouch: async (_: unknown, facts: Vouched) => void said.push(facts) },
    links: {
      offer: async (link: WebLink) => {
        if (isAway) throw new Error('gone');
        links.push(link);
        return 'c'.repeat(32);
      },
    },
  };
  const options = { page, door, logger: createLogger({ level: 'silent' }), storeBudgetMs: 500 };
  return { reply: await openPage(ANN, { thread: HERE, ...rest }, options), said: said[0], link: links[0] };
}

describe('a link to the page', () => {
  it('is for whoever asks, for ten minutes, with its code where no server is told it', async () => {
    const { reply, link } = await ask(OPEN, { articleId: 'a1' });
    expect(reply).toEqual({
      kind: 'page-link',
      address: `https://copydesk.example.com/sign-in#${'c'.repeat(32)}`,
      minutes: 10,
    });
    expect(link).toMatchObject({ person: { userId: 'U1' }, cameBy: 'chat', articleId: 'a1' });
  });

  it('carries what the chat knows of them: where they are, in which groups, what they look after', async () => {
    const admission = { actor: { ...ANN, channels: [HOME] }, rules: RULES, isSeen: true };
    const { said } = await ask(OPEN, { admission });
    expect(said).toEqual({
      channels: ['slack:T1:C9', HOME],
      readable: [],
      groups: ['S1'],
      isAdministrator: true,
      mayStart: true,
    });
  });

  it('gets no guest past the door of the chat', async () => {
    expect((await ask(GUEST_STAYS_OUT)).said).toMatchObject({ mayStart: false, isAdministrator: false });
  });

  it('shows who only reads there nothing more than that', async () => {
    const admission = { actor: ANN, rules: RULES, isSeen: true, readsAt: HOME };
    expect((await ask(OPEN, { admission })).said).toMatchObject({ channels: ['slack:T1:C9'], readable: [HOME] });
    // The requester sees their article, and not what else is in its channel.
    const own = { actor: ANN, rules: { ...RULES, requester: 'slack:T1:U1' }, isSeen: true };
    expect((await ask(OPEN, { admission: own })).said).toMatchObject({ readable: [] });
  });

  it('is not to be had while the database is away', async () => {
    expect((await ask(OPEN, {}, true)).reply).toEqual({ kind: 'away', what: 'desk' });
  });
});
