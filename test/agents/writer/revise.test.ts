import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RevisionInput } from '../../../src/agents/agent.ts';
import { toSections } from '../../../src/document/sections/draft-sections.ts';
import { joinSections } from '../../../src/document/sections/split-sections.ts';
import type { LedgerItem } from '../../../src/protocol/ledger.ts';
import { agentsAt, promptOf } from '../agents.ts';
import { startModelServer, type ModelServer } from '../model-server.ts';
import { memoryRun, REQUEST } from '../run.ts';

const MOON = '## Moon\n\nThe Moon pulls harder on the near side.\n\n';
const SUN = '## Sun\n\nThe Sun pulls, too, with less than half the force.\n';
const TEXT = `# How tides work\n\nTwice a day the sea comes back.\n\n${MOON}${SUN}`;
const DRAFT = toSections(TEXT, 'agent');
const CRITIQUE = {
  score: 6.1,
  strengths: ['clear'],
  weaknesses: ['thin'],
  suggestions: [],
  places: { weaknesses: ['s2'], suggestions: [] },
  factsQuestionable: false,
};
const comment = (text: string, more: Partial<LedgerItem> = {}): LedgerItem => ({
  id: 'd1',
  kind: 'comment',
  byName: 'Ann',
  onVersion: 1,
  text,
  ...more,
});
const input = (more: Partial<RevisionInput>): RevisionInput => ({
  request: REQUEST,
  draft: DRAFT,
  open: [],
  kept: [],
  ...more,
});
const written = (sections: Readonly<Record<string, string>>, answers: readonly object[] = []): object => ({
  sections: Object.entries(sections).map(([id, text]) => ({ id, text })),
  answers,
  superseded: [],
});
const done = (order: string, quote: string) => ({ order, done: true, section: 's2', quote, why: null });
const BETTER = '## Moon\n\nThe Moon pulls harder on the near side: twice a day the water rises.';

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

describe('a revision', () => {
  it('sends the named sections alone and carries all others to the byte', async () => {
    const { writer } = await agentsAt(server);
    server.script(written({ s2: BETTER }));
    const { draft } = await writer.revise(input({ critique: CRITIQUE }), memoryRun());
    expect(joinSections(draft)).toBe(TEXT.replace(MOON, `${BETTER}\n\n`));
    expect(server.requests).toHaveLength(1);
    const { user, tags } = promptOf(server, 0);
    expect(tags).toEqual(['task', 'topic', 'language', 'overview', 'draft', 'orders', 'critique']);
    expect(user).toContain(`<draft><draft_section id="s2">${MOON}</draft_section></draft>`);
    expect(user).toContain('<orders><order id="w1" kind="weakness" where="s2">thin</order></orders>');
    expect(user).not.toContain('less than half the force.\n');
  });

  it('plans what names no section, with the overview alone, and writes what was planned', async () => {
    const { writer } = await agentsAt(server);
    const plan = {
      changes: [
        { order: 'c1', action: 'rewrite', section: 's1', heading: null, what: 'A warm first sentence.' },
        { order: 'c1', action: 'add', section: 's2', heading: 'Wind', what: 'Say what it does.' },
        { order: 'c1', action: 'remove', section: 's3', heading: null, what: '' },
      ],
      superseded: [],
    };
    const opening = '# How tides work\n\nDear reader, twice a day the sea comes back.';
    const wind = '## Wind\n\nThe wind piles the water up.';
    server.script(plan, written({ s1: opening, s4: wind }, [done('c1', 'Dear reader')]));
    const { draft, answers } = await writer.revise(
      input({ open: [comment('Warmer, and the wind instead of the Sun')] }),
      memoryRun(),
    );
    expect(joinSections(draft)).toBe(`${opening}\n\n${MOON}${wind}\n`);
    expect(answers).toEqual([{ item: 'd1', done: true, section: 's1', quote: 'Dear reader' }]);
    expect(promptOf(server, 0).tags).toEqual(['task', 'topic', 'language', 'overview', 'orders']);
    expect(promptOf(server, 0).user).toContain('<section_summary id="s2" heading="Moon" words="10">The Moon pulls');
    expect(promptOf(server, 1).user).toContain(
      '>Warmer, and the wind instead of the Sun\n— A warm first sentence. Say what it does.</order>',
    );
    expect(promptOf(server, 1).user).toContain('<draft_section id="s4" new="yes">## Wind\n\n</draft_section>');
  });

  it('keeps what a person wrote, whatever the critic says, unless a comment names it', async () => {
    const { writer } = await agentsAt(server);
    const draft = DRAFT.map((section) => (section.id === 's2' ? { ...section, author: 'person' as const } : section));
    const untouched = await writer.revise(input({ draft, critique: CRITIQUE }), memoryRun());
    expect(untouched.draft).toEqual(draft);
    expect(server.requests).toHaveLength(0);
    server.script(written({ s2: BETTER }, [done('c1', 'twice a day')]));
    const named = await writer.revise(input({ draft, open: [comment('The first section is thin')] }), memoryRun());
    expect(named.draft[1]).toMatchObject({ id: 's2', text: `${BETTER}\n\n`, author: 'agent' });
  });

  it('changes of what was delivered nothing that no comment names, and plans nothing more', async () => {
    const { writer } = await agentsAt(server);
    const draft = DRAFT.map((section) => ({ ...section, approved: true as const }));
    const missing = { ...CRITIQUE, unmet: [{ kind: 'missing' as const, item: 'Newton' }] };
    server.script(written({ s3: SUN.replace('The Sun', 'Our Sun') }, [done('c1', 'Our Sun')]));
    const revised = await writer.revise(
      input({ draft, critique: missing, open: [{ ...comment('Warmer'), sections: ['s3'] }] }),
      memoryRun(),
    );
    // No plan was asked for, though something is missing and the critic names another section.
    expect(server.requests).toHaveLength(1);
    expect(revised.draft.slice(0, 2)).toEqual(draft.slice(0, 2));
    expect(revised.draft[2]).toMatchObject({ id: 's3', text: expect.stringContaining('Our Sun') });
    expect(revised.draft[2]).not.toHaveProperty('approved');
  });

  it('plans nothing in a section that a person wrote, and invents none', async () => {
    const { writer } = await agentsAt(server);
    const draft = DRAFT.map((section) => (section.id === 's2' ? { ...section, author: 'person' as const } : section));
    const change = (section: string) => ({ order: 'c1', action: 'rewrite', section, heading: null, what: 'Warmer.' });
    const wrong = { changes: [change('s2'), change('s99'), change('s3')], superseded: [] };
    server.script(wrong, wrong, wrong, written({ s3: SUN }, [done('c1', 'The Sun')]));
    await writer.revise(input({ draft, open: [comment('Warmer')] }), memoryRun());
    expect(promptOf(server, 0).user).toContain('id="s2" heading="Moon" words="10" fixed="yes"');
    expect(JSON.stringify(server.requests[1]?.body.messages?.at(-1))).toContain('[unknown-section]');
    expect(promptOf(server, 3).user).toContain(`<draft><draft_section id="s3">${SUN}</draft_section></draft>`);
  });

  it.each([
    ['touches others', written({ s1: '# Other\n\nNot asked for.', s2: BETTER }), 'touches-others', BETTER],
    ['loses its heading', written({ s2: BETTER.replace('## Moon\n\n', '') }), 'heading-lost', BETTER],
    ['has a heading of another level', written({ s2: `#${BETTER}` }), 'heading-lost', BETTER],
    ['goes on with the next section', written({ s2: `${BETTER}\n\n## Sun\n\nMine now.` }), 'several-headings', BETTER],
    ['answers nothing', written({}), 'section-missing', undefined],
    ['is a placeholder', written({ s2: '## Moon\n\n[The rest is unchanged]' }), 'placeholder', undefined],
  ])(
    'that %s is sent back, and never touches another section when that helps nothing',
    async (_, answer, code, kept) => {
      const { writer } = await agentsAt(server);
      server.script(answer, answer, answer);
      const revising = writer.revise(input({ critique: CRITIQUE }), memoryRun());
      if (kept === undefined) await expect(revising).rejects.toMatchObject({ code: 'model-answer-unusable' });
      else expect(joinSections((await revising).draft)).toBe(TEXT.replace(MOON, `${kept}\n\n`));
      expect(server.requests).toHaveLength(3);
      expect(JSON.stringify(server.requests[1]?.body.messages?.at(-1))).toContain(`[${code}]`);
    },
  );

  it('counts a comment as done only by words that are in the draft', async () => {
    const { writer } = await agentsAt(server);
    const open = [comment('The first section is thin'), comment('Section 1: name a place', { id: 'd2' })];
    const refused = { order: 'c2', done: false, section: null, quote: null, why: 'No place fits.' };
    server.script(written({ s2: BETTER }, [done('c1', 'words that nobody wrote'), refused]));
    const { answers } = await writer.revise(input({ open }), memoryRun());
    expect(answers).toEqual([
      { item: 'd1', done: false },
      { item: 'd2', done: false, why: 'No place fits.' },
    ]);
  });

  it('says which comment a later one contradicts, and does not do that one', async () => {
    const { writer } = await agentsAt(server);
    const kept = [comment('Call the first section Moon', { id: 'd0' })];
    const open = [comment('In the first section, no Moon', { id: 'd1', onVersion: 2 })];
    const superseded = [
      { item: 'k1', by: 'c1', why: 'It is not to be named.' },
      { item: 'c1', by: 'k1', why: 'The wrong way round.' },
    ];
    server.script({ ...written({ s2: BETTER }, [done('c1', 'twice a day')]), superseded });
    const result = await writer.revise(input({ open, kept }), memoryRun());
    expect(result.superseded).toEqual([{ item: 'd0', by: 'd1', why: 'It is not to be named.' }]);
  });

  it('hears of a contradiction while it is planned, too, and tells the writer nothing more of the earlier one', async () => {
    const { writer } = await agentsAt(server);
    const kept = [comment('Cold, please', { id: 'd0' })];
    const open = [comment('Warm, please', { id: 'd1', onVersion: 2 })];
    const changes = [{ order: 'c1', action: 'rewrite', section: 's2', heading: null, what: '' }];
    const superseded = [{ item: 'k1', by: 'c1', why: 'Warm is not cold.' }];
    server.script({ changes, superseded }, written({ s2: BETTER }, [done('c1', 'twice a day')]));
    const result = await writer.revise(input({ open, kept }), memoryRun());
    expect(result.superseded).toEqual([{ item: 'd0', by: 'd1', why: 'Warm is not cold.' }]);
    expect(promptOf(server, 1).user).not.toContain('Cold, please');
  });

  it('places a claim where its words stand, and does not tell what somebody only remembers', async () => {
    const { writer } = await agentsAt(server);
    const report = (verified: boolean, claim: string) => ({
      provider: 'p',
      verified,
      claims: [
        {
          claim,
          verdict: 'contradicted' as const,
          note: 'Less.',
          sources: [{ title: 'T', url: 'https://example.org/t' }],
        },
      ],
    });
    server.script(written({ s3: '## Sun\n\nThe Sun pulls with 46 percent of the force.' }));
    const factReports = [report(true, 'The Sun pulls with less than half the force'), report(false, 'The Moon pulls')];
    const { draft } = await writer.revise(input({ factReports }), memoryRun());
    expect(draft[2]?.text).toBe('## Sun\n\nThe Sun pulls with 46 percent of the force.\n');
    expect(promptOf(server, 0).user).toContain('kind="claim" verdict="contradicted" where="s3"');
    expect(promptOf(server, 0).user).not.toContain('id="f2"');
  });

  it('costs nothing when there is nothing to do', async () => {
    const { writer } = await agentsAt(server);
    expect((await writer.revise(input({}), memoryRun())).draft).toEqual(DRAFT);
    expect(server.requests).toHaveLength(0);
  });

  it('pays nothing twice when it is asked again with the same journal', async () => {
    const { writer } = await agentsAt(server);
    const plan = {
      changes: [{ order: 'c1', action: 'rewrite', section: 's2', heading: null, what: '' }],
      superseded: [],
    };
    server.script(plan, written({ s2: BETTER }, [done('c1', 'twice a day')]));
    const run = memoryRun();
    const first = await writer.revise(input({ open: [comment('Longer')] }), run);
    const again = await agentsAt(server);
    expect(await again.writer.revise(input({ open: [comment('Longer')] }), memoryRun({ from: run }))).toEqual(first);
    expect(server.requests).toHaveLength(2);
  });
});
