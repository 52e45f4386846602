import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toSections } from '../../../../src/document/sections/draft-sections.ts';
import { AGENTS, agentsAt, promptOf } from '../../agents.ts';
import { answer, chat, type ModelServer, startModelServer } from '../../model-server.ts';
import { memoryRun, REQUEST } from '../../run.ts';

const OUTLINE =
  '# How tides turn\n\nThe Earth turns beneath the water.\n\n## The Moon\n\nIt pulls.\n\n## The Sun\n\nIt helps.\n';
const MOON = 'The Moon pulls the near side more than the far side, and so the water rises twice.';
const SUN = 'The Sun helps with half of the strength of the Moon, when the two stand in a line.';
const LEAD = { lead: 'Twice a day the sea comes back, and the Moon is why.', transitions: [] };
let server: ModelServer;

beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

/** Sections come in any order: each is answered by what it is asked for. */
const bySection = (moon: string, sun: string) =>
  [0, 1].map(
    () => (response: Parameters<typeof answer>[0], request: ModelServer['requests'][number]) =>
      answer(
        response,
        200,
        chat(
          /<section_summary[^>]*id="p1"[^>]*yours/.test(JSON.stringify(request.body).replaceAll('\\', '')) ? moon : sun,
        ),
      ),
  );
const tasks = () => server.requests.map((_, at) => /<task>(\w+)<\/task>/.exec(promptOf(server, at).user)?.[1]);

describe('a draft that is written by its sections', () => {
  it('has title and headings of the outline to the letter, whatever its writers call them', async () => {
    const { writer } = await agentsAt(server);
    server.script(
      ...bySection(`# My own title\n\n${MOON}\n\n## Another\n\nNot asked for.`, `## Sunshine\n\n${SUN}`),
      LEAD,
    );
    const { text } = await writer.write({ request: REQUEST, comments: [], outline: OUTLINE }, memoryRun());
    expect(text).toBe(`# How tides turn\n\n${LEAD.lead}\n\n## The Moon\n\n${MOON}\n\n## The Sun\n\n${SUN}\n`);
    expect(tasks()).toEqual(['section', 'section', 'lead']);
  });

  it('is asked for at once, each section with its notes and what its neighbours are about', async () => {
    const { writer } = await agentsAt(server);
    let waiting = 0;
    const { promise: bothCame, resolve } = Promise.withResolvers<void>();
    const together = (text: string) => async (response: Parameters<typeof answer>[0]) => {
      waiting += 1;
      if (waiting === 2) resolve();
      await bothCame;
      answer(response, 200, chat(text));
    };
    server.script(together(MOON), together(MOON), LEAD);
    const notes = ['It is near', 'It is far'].map((quote, at) => ({
      id: `e${at + 1}`,
      quote,
      title: 'T',
      sha256: `h${at}`,
    }));
    const outline = OUTLINE.replace('It pulls.', 'It pulls [e2].');
    const evidence = { notes, pages: { h0: 'It is near', h1: 'It is far' } };
    await writer.write({ request: { ...REQUEST, lengthWords: 400 }, comments: [], outline, evidence }, memoryRun());
    const prompts = [promptOf(server, 0).user, promptOf(server, 1).user];
    const moon = prompts.find((user) => user.includes('id="p1" heading="The Moon" yours="yes" words="200"')) ?? '';
    expect(moon).toContain('<section_summary id="p2" heading="The Sun">It helps.</section_summary>');
    expect(moon).toContain('<note id="e2"');
    expect(moon).not.toContain('<note id="e1"');
  });

  it('pays for no section twice when one of them fails', async () => {
    const { writer } = await agentsAt(server);
    const away = (response: Parameters<typeof answer>[0]) => answer(response, 500, { error: { message: 'away' } });
    server.script(MOON, away);
    const run = memoryRun();
    const input = { request: REQUEST, comments: [], outline: OUTLINE };
    await expect(writer.write(input, run)).rejects.toMatchObject({ code: 'model-unavailable' });
    server.script(SUN, LEAD);
    const { text } = await writer.write(input, memoryRun({ from: run }));
    expect(text).toContain(MOON);
    expect(text).toContain(SUN);
    expect(tasks()).toEqual(['section', 'section', 'section', 'lead']);
  });

  it('gets its transitions where a paragraph begins, and none that cites or links', async () => {
    const { writer } = await agentsAt(server);
    const transitions = [
      { section: 'p1', sentence: 'Nothing came before this.' },
      { section: 'p2', sentence: 'The Moon is not alone.' },
      { section: 'p2', sentence: 'See https://example.org.' },
    ];
    server.script(...bySection(MOON, SUN), { ...LEAD, transitions });
    const { text } = await writer.write({ request: REQUEST, comments: [], outline: OUTLINE }, memoryRun());
    expect(text).toContain(`## The Moon\n\n${MOON}`);
    expect(text).toContain(`## The Sun\n\nThe Moon is not alone. ${SUN}`);
    expect(text).not.toContain('example.org');
  });

  it('does without lead and transitions where a weak model makes none', async () => {
    const { writer } = await agentsAt(server);
    server.script(...bySection(MOON, SUN), 'No JSON.', 'No JSON.', 'No JSON.');
    const { text } = await writer.write({ request: REQUEST, comments: [], outline: OUTLINE }, memoryRun());
    expect(text).toContain('# How tides turn\n\nThe Earth turns beneath the water.\n\n## The Moon');
  });

  it('makes its own outline where the settings say so and nobody approved one', async () => {
    const { writer } = await agentsAt(server, { writer: { ...AGENTS.writer, drafts: 'sections' } });
    server.script(OUTLINE, ...bySection(MOON, SUN), LEAD);
    await writer.write({ request: REQUEST, comments: [] }, memoryRun());
    expect(tasks()).toEqual(['headings', 'section', 'section', 'lead']);
  });

  it('is written in one piece along an outline without headings', async () => {
    const { writer } = await agentsAt(server);
    const text = `# Tides\n\n${MOON} ${SUN}`;
    server.script(text);
    const input = { request: REQUEST, comments: [], outline: 'Write about the Moon first, then the Sun.' };
    expect(await writer.write(input, memoryRun())).toMatchObject({ text });
    expect(promptOf(server, 0).user).toContain('<outline>Write about the Moon first, then the Sun.</outline>');
  });
});

describe('an outline for people', () => {
  it('is a title and headings; one that was a list gets them, and one that was sent back is shown with what people said', async () => {
    const { writer } = await agentsAt(server);
    server.script('- The Moon: it pulls the near side more\n- The Sun: it helps with half of the strength');
    const comments = [{ byName: 'Ann', onVersion: 1, text: 'Less physics' }];
    const { text } = await writer.outline({ request: REQUEST, comments, earlier: OUTLINE }, memoryRun());
    expect(text).toContain(`# ${REQUEST.topic}\n\n## The Moon\n\nit pulls`);
    expect(promptOf(server, 0).tags).toEqual(['task', 'topic', 'language', 'outline', 'comments']);
  });

  it('is sent back when it has no headings, or two that are alike', async () => {
    const { writer } = await agentsAt(server);
    server.script(
      'An article about tides and the Moon, in some sections.',
      '# Tides\n\n## Moon\n\nIt pulls the water.\n\n## Moon\n\nIt pulls it again.',
      OUTLINE,
    );
    expect(await writer.outline({ request: REQUEST, comments: [] }, memoryRun())).toMatchObject({ text: OUTLINE });
    expect(JSON.stringify(server.requests[1]?.body.messages?.at(-1))).toContain('[no-headings]');
    expect(JSON.stringify(server.requests[2]?.body.messages?.at(-1))).toContain('[twice]');
  });
});

describe('a revision along an outline that people approved', () => {
  const draft = toSections(`# How tides turn\n\n${LEAD.lead}\n\n## The Moon\n\n${MOON}\n`, 'agent');
  const rewritten = { sections: [{ id: 's2', text: `## A better heading\n\n${SUN}` }], answers: [], superseded: [] };
  const critique = {
    score: 6,
    strengths: [],
    weaknesses: ['thin'],
    suggestions: [],
    places: { weaknesses: ['s2'], suggestions: [] },
    factsQuestionable: false,
  };

  it('keeps its headings', async () => {
    const { writer } = await agentsAt(server);
    server.script(rewritten);
    const input = { request: REQUEST, draft, critique, open: [], kept: [], keepHeadings: true };
    const { draft: next } = await writer.revise(input, memoryRun());
    expect(next[1]?.text).toBe(`## The Moon\n\n${SUN}\n`);
  });

  it('changes one where a comment names its section', async () => {
    const { writer } = await agentsAt(server);
    const done = { order: 'c1', done: true, section: 's2', quote: 'A better heading', why: null };
    server.script({ ...rewritten, answers: [done] });
    const comment = {
      id: 'd1',
      kind: 'comment' as const,
      byName: 'Ann',
      onVersion: 2,
      text: 'Rename the first section',
    };
    const input = { request: REQUEST, draft, open: [{ ...comment, sections: ['s2'] }], kept: [], keepHeadings: true };
    const { draft: next } = await writer.revise(input, memoryRun());
    expect(next[1]?.text).toContain('## A better heading');
  });
});
