import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startModelServer, type ModelServer } from '../model-server.ts';
import { agentsAt, promptOf } from '../agents.ts';
import { memoryLogger, memoryRun, REQUEST } from '../run.ts';

const DRAFT =
  '# Tides\n\nThe sea rises 2 times a day, by up to 16.3 m, says “the almanac of ports”: https://example.org/almanac.';
const EDITED =
  '# How the sea breathes\n\nTwice? The sea rises 2 times a day, by up to 16.3 m, says “the almanac of ports”: https://example.org/almanac.';
const GOOD = { title: 'How the sea breathes', summary: 'Why the sea rises 2 times a day.', text: EDITED };
let server: ModelServer;

beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

describe('the editor', () => {
  it('edits the language and leaves the facts', async () => {
    const { editor } = await agentsAt(server);
    server.script(GOOD);
    expect(await editor.edit({ request: REQUEST, draft: DRAFT, keepText: false }, memoryRun())).toEqual(GOOD);
    expect(promptOf(server, 0).system).toMatch(/^You are the editor of a newsroom\./);
    expect(promptOf(server, 0).tags).toEqual(['task', 'topic', 'language', 'draft']);
  });

  it('puts the title above a text that comes without one', async () => {
    const { editor } = await agentsAt(server);
    server.script({ ...GOOD, title: '# How the sea\n breathes', text: EDITED.split('\n\n')[1] });
    expect(await editor.edit({ request: REQUEST, draft: DRAFT, keepText: false }, memoryRun())).toEqual(GOOD);
  });

  it('sends back an edit that changed facts, and says which', async () => {
    const { editor } = await agentsAt(server);
    server.script({ ...GOOD, text: EDITED.replace('16.3', '18') }, GOOD);
    const run = memoryRun();
    expect(await editor.edit({ request: REQUEST, draft: DRAFT, keepText: false }, run)).toEqual(GOOD);
    const messages = server.requests[1]?.body.messages ?? [];
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(messages[2]?.content).toContain('18 m');
    expect(messages[3]?.content).toMatch(/^<fault>.*gone: 16\.3\. .*not in the draft: 18\..*<\/fault>$/);
    expect(run.calls.map(({ purpose }) => purpose)).toEqual(['editor.edit', 'editor.edit']);
  });

  it('lets the text of the draft stand when the second edit changes facts too', async () => {
    const logger = memoryLogger();
    const { editor } = await agentsAt(server, {}, logger);
    server.script(
      { ...GOOD, text: EDITED.replace('16.3', '18') },
      { ...GOOD, text: EDITED.replace('almanac of', 'book of') },
    );
    expect(await editor.edit({ request: REQUEST, draft: DRAFT, keepText: false }, memoryRun())).toEqual({
      title: GOOD.title,
      summary: GOOD.summary,
      text: DRAFT.replace('# Tides', '# How the sea breathes'),
    });
    expect(server.requests).toHaveLength(2);
    expect(logger.lines.join()).toContain('the text of the draft stands');
  });

  it('keeps even the heading of the draft when the new title has an invented number', async () => {
    const { editor } = await agentsAt(server);
    const wrong = { ...GOOD, title: '99 facts about tides', text: EDITED.replace('16.3', '18') };
    server.script(wrong, wrong);
    expect(await editor.edit({ request: REQUEST, draft: DRAFT, keepText: false }, memoryRun())).toMatchObject({
      title: 'Tides',
      text: DRAFT,
    });
  });

  it('sends back an empty summary', async () => {
    const { editor } = await agentsAt(server);
    server.script({ ...GOOD, summary: ' ' }, GOOD);
    expect(await editor.edit({ request: REQUEST, draft: DRAFT, keepText: false }, memoryRun())).toEqual(GOOD);
    expect(server.requests[1]?.body.messages?.[3]?.content).toContain('summary: must not be empty');
  });

  describe('with a text that stands', () => {
    const made = { title: 'Made title', summary: 'Made summary.' };

    it('only asks for title and summary, and takes the heading of the text for its title', async () => {
      const { editor } = await agentsAt(server);
      server.script(made);
      const draft = '# My own  heading\r\n\r\n  My text, odd   spaces\tand all. \n';
      const run = memoryRun();
      expect(await editor.edit({ request: REQUEST, draft, keepText: true }, run)).toEqual({
        title: 'My own heading',
        summary: made.summary,
        text: draft,
      });
      expect(run.calls.map(({ purpose }) => purpose)).toEqual(['editor.title']);
      expect(server.requests[0]?.body.response_format?.json_schema?.name).toBe('title');
    });

    it('adds a heading only where there is none', async () => {
      const { editor } = await agentsAt(server);
      server.script(made);
      const draft = '## A section\n\nText of a person. ';
      expect(await editor.edit({ request: REQUEST, draft, keepText: true }, memoryRun())).toEqual({
        ...made,
        text: `# Made title\n\n${draft}`,
      });
    });
  });
});
