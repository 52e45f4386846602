import { describe, expect, it } from 'vitest';
import { readHome } from '../../src/chat/home.ts';
import type { ArticleSummary, ListFilter } from '../../src/gateway/article-gateway.ts';
import { actorKey } from '../../src/protocol/actor.ts';
import { fakeGateway, summary } from './fake-gateway.ts';

const ANN = { platform: 'slack', userId: 'U1', displayName: 'Ann', groups: ['S1'] };
const NOW = new Date('2026-11-23T14:00:00Z');
const bens = { requester: 'slack:U2', requesterName: 'Ben' };

const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

/** Asks a gateway that keeps the rules of its filters. */
async function home(articles: readonly ArticleSummary[]) {
  const gateway = fakeGateway({
    list: async ({ requester, running, closedAfter, limit }: ListFilter) =>
      articles
        .filter((article) => requester === undefined || article.requester === actorKey(requester))
        .filter(({ closedAt }) => running !== true || closedAt === undefined)
        .filter(({ closedAt }) => closedAfter === undefined || (closedAt !== undefined && closedAt > closedAfter))
        .toSorted((one, other) => other.startedAt.getTime() - one.startedAt.getTime())
        .slice(0, limit),
  });
  const sections = await readHome({ actor: ANN, language: 'en' }, gateway, NOW);
  const ids = (found: readonly ArticleSummary[]): readonly string[] => found.map(({ articleId }) => articleId);
  return {
    waitingForMe: ids(sections.waitingForMe),
    askedByMe: ids(sections.askedByMe),
    running: ids(sections.running),
    finishedLastWeek: ids(sections.finishedLastWeek),
  };
}

describe('readHome', () => {
  it('is empty when there is nothing', async () => {
    expect(await home([])).toEqual({ waitingForMe: [], askedByMe: [], running: [], finishedLastWeek: [] });
  });

  it('puts every article into the first section that it fits, newest first', async () => {
    expect(
      await home([
        summary('mine-drafting', { startedAt: hoursAgo(3) }),
        summary('mine-paused', { stage: 'paused', startedAt: hoursAgo(2) }),
        summary('mine-waiting', { stage: 'waiting', startedAt: hoursAgo(5) }),
        summary('mine-for-others', { stage: 'waiting', approvers: ['slack:U2'], startedAt: hoursAgo(1) }),
        summary('bens-for-me', { ...bens, stage: 'stuck', approvers: ['slack:U1'], startedAt: hoursAgo(4) }),
        summary('bens-for-my-group', {
          ...bens,
          stage: 'waiting',
          approvers: ['slack:group:S1'],
          startedAt: hoursAgo(6),
        }),
        summary('bens-drafting', { ...bens, approvers: ['anyone'] }),
        summary('bens-waiting', { ...bens, stage: 'waiting', startedAt: hoursAgo(9) }),
      ]),
    ).toEqual({
      waitingForMe: ['bens-for-me', 'mine-waiting', 'bens-for-my-group'],
      askedByMe: ['mine-for-others', 'mine-paused', 'mine-drafting'],
      running: ['bens-drafting', 'bens-waiting'],
      finishedLastWeek: [],
    });
  });

  it('leaves out what is over and only has to be closed', async () => {
    expect((await home([summary('over', { stage: 'delivered' })])).askedByMe).toEqual([]);
  });

  it('shows what ended in the last seven days, delivered ones first', async () => {
    const closed = (id: string, stage: ArticleSummary['stage'], hours: number) =>
      summary(id, { ...bens, stage, startedAt: hoursAgo(500), closedAt: hoursAgo(hours) });
    const { finishedLastWeek } = await home([
      closed('rejected', 'rejected', 1),
      closed('long-ago', 'delivered', 24 * 7 + 1),
      closed('delivered-before', 'delivered', 24 * 6),
      closed('delivered', 'delivered', 2),
      closed('cancelled', 'cancelled', 3),
    ]);
    expect(finishedLastWeek).toEqual(['delivered', 'delivered-before', 'rejected', 'cancelled']);
  });

  it('shows nothing of other platforms but what waits for this very person', async () => {
    const telegram = { requester: 'telegram:7', requesterName: 'Eve' };
    expect(
      await home([
        summary('running', telegram),
        summary('for-anyone', { ...telegram, stage: 'waiting', approvers: ['anyone'] }),
        summary('for-ann', { ...telegram, stage: 'waiting', approvers: ['anyone', 'slack:U1'] }),
        summary('closed', { ...telegram, stage: 'delivered', closedAt: hoursAgo(1) }),
      ]),
    ).toEqual({ waitingForMe: ['for-ann'], askedByMe: [], running: [], finishedLastWeek: [] });
  });

  it('finds one’s own among hundreds of newer ones, and shows ten of each', async () => {
    const crowd = Array.from({ length: 300 }, (_, index) =>
      summary(`bens-${index}`, { ...bens, startedAt: hoursAgo(1) }),
    );
    const found = await home([...crowd, summary('mine', { startedAt: hoursAgo(99) })]);
    expect(found.askedByMe).toEqual(['mine']);
    expect(found.running).toHaveLength(10);
  });
});
