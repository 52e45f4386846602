import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toSections } from '../../../src/document/sections/draft-sections.ts';
import { answer, chat, startModelServer, type ModelServer } from '../model-server.ts';
import { agentsAt, promptOf } from '../agents.ts';
import { DRAFT, SECTIONS, memoryRun, REQUEST } from '../run.ts';

const GOOD = {
  score: 7.44,
  strengths: ['clear', ' '],
  weaknesses: [{ section: 's1', text: 'thin' }],
  suggestions: [{ section: 's99', text: 'add the Sun' }],
  factsQuestionable: false,
};
let server: ModelServer;

beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

describe('the critic', () => {
  it('gives a score with one decimal and what it rests on', async () => {
    const { critic } = await agentsAt(server);
    server.script(GOOD);
    const critique = await critic.critique(
      { request: REQUEST, draft: SECTIONS, comments: [{ byName: 'Ann', onVersion: 1, text: 'Shorter' }] },
      memoryRun(),
    );
    expect(critique).toEqual({
      score: 7.4,
      strengths: ['clear'],
      weaknesses: ['thin'],
      suggestions: ['add the Sun'],
      // There is no section s99: it is about the whole.
      places: { weaknesses: ['s1'], suggestions: [null] },
      factsQuestionable: false,
    });
    expect(promptOf(server, 0).system).toMatch(/^You are the critic of a newsroom\./);
    expect(promptOf(server, 0).tags).toEqual(['task', 'topic', 'language', 'draft', 'comments']);
    expect(server.requests[0]?.body.response_format?.json_schema?.name).toBe('critique');
  });

  it('is shown the draft by its sections', async () => {
    const { critic } = await agentsAt(server);
    server.script(GOOD);
    const draft = toSections('# Tides\n\nLead.\n\n## Moon\n\nIt pulls.\n', 'agent');
    await critic.critique({ request: REQUEST, draft, comments: [] }, memoryRun());
    expect(promptOf(server, 0).user).toContain(
      '<draft><draft_section id="s1"># Tides\n\nLead.\n\n</draft_section><draft_section id="s2">## Moon\n\nIt pulls.\n</draft_section></draft>',
    );
  });

  it('may name what is wrong without saying where', async () => {
    const { critic } = await agentsAt(server);
    server.script({ ...GOOD, weaknesses: ['thin', { text: 'dull' }, ''] });
    expect(await critic.critique({ request: REQUEST, draft: SECTIONS, comments: [] }, memoryRun())).toMatchObject({
      weaknesses: ['thin', 'dull'],
      places: { weaknesses: [null, null] },
    });
  });

  const { score: _score, ...noScore } = GOOD;
  it.each<[string, string, string]>([
    ['a score of 11', JSON.stringify({ ...GOOD, score: 11 }), 'got 11'],
    ['a score of -1', JSON.stringify({ ...GOOD, score: -1 }), 'got -1'],
    ['a score of 1e999', JSON.stringify(GOOD).replace('7.44', '1e999'), 'score'],
    ['a score that is not a number', JSON.stringify(GOOD).replace('7.44', 'NaN'), 'not JSON'],
    ['a score of another scale in a string', JSON.stringify({ ...GOOD, score: '85' }), 'got 85'],
    ['a score of null', JSON.stringify({ ...GOOD, score: null }), 'got null'],
    ['no score', JSON.stringify(noScore), 'score'],
    ['no word on facts', JSON.stringify({ ...GOOD, factsQuestionable: undefined }), 'factsQuestionable'],
    ['two critiques in a list', JSON.stringify([GOOD, GOOD]), 'has to be of type object'],
    ['prose', 'A fine text, I give it 9 out of 10.', 'not JSON'],
    ['cut JSON', JSON.stringify({ ...GOOD, score: 9 }).slice(0, -20), 'not JSON'],
    ['nothing', '', 'empty'],
  ])('sends back %s with the fault named, and does not let it count', async (_name, malformed, fault) => {
    const { critic } = await agentsAt(server);
    server.script(malformed, malformed, malformed);
    await expect(
      critic.critique({ request: REQUEST, draft: SECTIONS, comments: [] }, memoryRun()),
    ).rejects.toMatchObject({
      code: 'model-answer-unusable',
    });
    expect(server.requests).toHaveLength(3);
    expect(JSON.stringify(server.requests[1]?.body.messages?.[3]?.content)).toContain(
      fault.replaceAll('\\"', '\\\\"').replaceAll('\\\\"', '\\"'),
    );

    server.script(malformed, `\`\`\`json\n${JSON.stringify({ ...GOOD, score: 5 })}\n\`\`\``);
    expect(
      await critic.critique({ request: REQUEST, draft: toSections(`${DRAFT} `, 'agent'), comments: [] }, memoryRun()),
    ).toMatchObject({
      score: 5,
    });
  });

  it('takes a refusal for what it is', async () => {
    const { critic } = await agentsAt(server);
    server.script((response) =>
      answer(response, 200, chat('', { message: { role: 'assistant', content: null, refusal: 'No.' } })),
    );
    const run = memoryRun();
    await expect(critic.critique({ request: REQUEST, draft: SECTIONS, comments: [] }, run)).rejects.toMatchObject({
      code: 'model-refused',
    });
    // It was paid for, so it is in the audit; it is never given again.
    expect(run.events).toEqual(['find', 'store critic.critique', 'discard']);
  });
});
