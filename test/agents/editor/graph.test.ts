import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startModelServer, type ModelServer } from '../model-server.ts';
import { agentsAt, promptOf } from '../agents.ts';
import { memoryLogger, memoryRun, REQUEST } from '../run.ts';

const DRAFT =
  '# Tides\n\nThe sea rise 2 times a day, by up to 16.3 m, says “the almanac of ports”: https://example.org/almanac.\n\nIt does not stop on 2024-05-01.';
const EDITED = '# How the sea breathes\n\nThe sea rises twice a day.\n\nIt does not stop on 1 May 2024.'.replace(
  'rises twice a day.',
  'rises 2 times a day, by up to 16.3 m, says “the almanac of ports”: https://example.org/almanac.',
);
const GOOD = { title: 'How the sea breathes', summary: 'Why the sea rises 2 times a day.', text: EDITED };
const CHANGES = [
  { before: 'Tides', after: 'How the sea breathes' },
  {
    before: 'The sea rise 2 times a day, by up to 16.3 m, says “the almanac of ports”: https://example.org/almanac.',
    after: 'The sea rises 2 times a day, by up to 16.3 m, says “the almanac of ports”: https://example.org/almanac.',
  },
  { before: 'It does not stop on 2024-05-01.', after: 'It does not stop on 1 May 2024.' },
];
const EDIT = { changes: CHANGES, proposals: [] };
let server: ModelServer;

beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

describe('the editor', () => {
  it('edits the language and leaves the facts', async () => {
    const { editor } = await agentsAt(server);
    server.script(GOOD);
    expect(await editor.edit({ request: REQUEST, draft: DRAFT, keepText: false }, memoryRun())).toEqual({
      ...GOOD,
      edit: EDIT,
    });
    expect(promptOf(server, 0).system).toMatch(/^You are the editor of a newsroom\./);
    expect(promptOf(server, 0).tags).toEqual(['task', 'topic', 'language', 'draft']);
  });

  it('puts the title above a text that comes without one', async () => {
    const { editor } = await agentsAt(server);
    server.script({ ...GOOD, title: '# How the sea\n breathes', text: EDITED.split('\n\n').slice(1).join('\n\n') });
    expect(await editor.edit({ request: REQUEST, draft: DRAFT, keepText: false }, memoryRun())).toEqual({
      ...GOOD,
      edit: EDIT,
    });
  });

  it('lets a sentence stand as approved that would say something else, keeps the rest of the edit, and says what was wanted', async () => {
    const logger = memoryLogger();
    const { editor } = await agentsAt(server, {}, logger);
    const wrong = EDITED.replace('does not stop', 'does stop');
    server.script({ ...GOOD, text: `${wrong} It is deep.` });
    const { text, edit } = await editor.edit({ request: REQUEST, draft: DRAFT, keepText: false }, memoryRun());
    expect(text).toBe(EDITED.replace('1 May 2024', '2024-05-01'));
    expect(edit).toEqual({
      changes: CHANGES.slice(0, 2),
      proposals: [
        { approved: 'It does not stop on 2024-05-01.', wanted: 'It does stop on 1 May 2024.', reason: 'negation' },
        { approved: '', wanted: 'It is deep.', reason: 'added' },
      ],
    });
    expect(server.requests).toHaveLength(1);
    expect(logger.lines.join()).toContain('negation');
  });

  it('keeps the title of the draft when the new one has an invented number', async () => {
    const { editor } = await agentsAt(server);
    server.script({ ...GOOD, title: '99 facts about tides', text: EDITED.replace('How the sea breathes', '99 facts') });
    expect(await editor.edit({ request: REQUEST, draft: DRAFT, keepText: false }, memoryRun())).toMatchObject({
      title: 'Tides',
      text: EDITED.replace('How the sea breathes', 'Tides'),
    });
  });

  it('puts no title above a text that says more than it, and takes its opening for a summary that does', async () => {
    const { editor } = await agentsAt(server);
    const draft = 'The sea rises. It falls. It rises again.';
    server.script({ title: '9 tides of Boston', summary: 'All 9 of them.', text: draft });
    expect(await editor.edit({ request: REQUEST, draft, keepText: false }, memoryRun())).toMatchObject({
      title: REQUEST.topic,
      summary: 'The sea rises. It falls.',
      text: `# ${REQUEST.topic}\n\n${draft}`,
    });
  });

  it('sends back an empty summary', async () => {
    const { editor } = await agentsAt(server);
    server.script({ ...GOOD, summary: ' ' }, GOOD);
    expect(await editor.edit({ request: REQUEST, draft: DRAFT, keepText: false }, memoryRun())).toEqual({
      ...GOOD,
      edit: EDIT,
    });
    expect(server.requests[1]?.body.messages?.[3]?.content).toContain('summary: must not be empty');
  });

  describe('with a text that stands', () => {
    const made = { title: 'Made title', summary: 'What it says.' };

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
