import { describe, expect, it } from 'vitest';
import { makeEdition, makeTakeOver } from '../../src/chat/make-edition.ts';
import type { Editions } from '../../src/storage/edition-store.ts';
import { memoryLogger } from '../agents/run.ts';

const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const ID = '7k3m9x2c4p01q2w3';
const EDITIONS: Editions = {
  count: 3,
  newest: { articleId: ID, edition: 2, stage: 'rejected' },
  proposals: [],
  editor: 'editor',
  delivered: {
    articleId: ID,
    first: 'q2w3e4r5t60y7h8j',
    edition: 1,
    request: { topic: 'Tides', language: 'nl', languageAssumed: true, languageChoices: ['nl', 'de'] },
    requester: ANN,
    language: 'en',
    thread: { platform: 'slack', workspace: 'T1', channel: 'C1' },
    text: '## Moon\n\nIt pulls.\n',
    sha256: 'a'.repeat(64),
    author: 'agent',
    sections: [{ id: 's1', heading: 'Moon', hash: 'b', author: 'agent', chars: 19 }],
  },
};
const options = (find: () => Promise<Editions | undefined>) => ({
  editions: { find },
  logger: memoryLogger(),
  storeBudgetMs: 50,
});
const ask = { articleId: ID, eventKey: 'e1', said: 'Moon: shorter' };

describe('the order for a new edition', () => {
  it('is the same for the same event, is counted among all that were begun, and asks for no language again', async () => {
    const made = await makeEdition(
      ANN,
      ask,
      options(async () => EDITIONS),
    );
    if (made.kind !== 'made') throw new Error('It was not taken');
    expect(made.order).toMatchObject({
      edition: 2,
      count: 3,
      request: { topic: 'Tides', language: 'nl' },
      asked: { kind: 'comment', section: { id: 's1', heading: 'Moon' }, decision: { comment: 'shorter', by: ANN } },
    });
    expect(made.order.request).not.toHaveProperty('languageAssumed');
    expect(made.order.request).not.toHaveProperty('languageChoices');
    const again = await makeEdition(
      ANN,
      ask,
      options(async () => EDITIONS),
    );
    const idOf = (one: typeof made | typeof again): unknown =>
      one.kind === 'made' && one.order.asked.kind === 'comment' && one.order.asked.decision.id;
    expect(idOf(again)).toBe(idOf(made));
  });

  it('is none when the texts are deleted, and says since when', async () => {
    const { delivered: _, ...editions } = EDITIONS;
    const gone = { ...editions, goneAt: new Date('2026-11-30T12:00:00Z') };
    expect(
      await makeEdition(
        ANN,
        ask,
        options(async () => gone),
      ),
    ).toEqual({
      kind: 'refused',
      refusal: { code: 'texts-gone', at: '2026-11-30T12:00:00.000Z' },
    });
  });

  it('says which sections there are, and no more of them than a message takes', async () => {
    const { delivered } = EDITIONS;
    const [section] = delivered?.sections ?? [];
    if (delivered === undefined || section === undefined) throw new Error('Nothing was delivered');
    const many = Array.from({ length: 500 }, (_, at) => ({ ...section, id: `s${at}`, heading: 'x'.repeat(500) }));
    const said = `${'y'.repeat(3000)}: shorter`;
    const refused = await makeEdition(
      ANN,
      { ...ask, said },
      options(async () => ({ ...EDITIONS, delivered: { ...delivered, sections: many } })),
    );
    expect(refused).toMatchObject({ refusal: { code: 'unknown-section' } });
    expect(JSON.stringify(refused).length).toBeLessThan(4000);
  });

  it('is not made while the database is away, or nobody keeps editions', async () => {
    const late = options(() => new Promise(() => undefined));
    expect(await makeEdition(ANN, ask, late)).toEqual({ kind: 'away', what: 'desk' });
    expect(await makeEdition(ANN, ask, { ...late, editions: undefined })).toEqual({ kind: 'away', what: 'store' });
  });

  it('of a proposal that there is not is refused', async () => {
    const proposal = { articleId: ID, eventKey: 'e1', proposal: 1 };
    expect(
      await makeTakeOver(
        ANN,
        proposal,
        options(async () => EDITIONS),
      ),
    ).toMatchObject({ refusal: { code: 'proposal-gone' } });
  });
});
