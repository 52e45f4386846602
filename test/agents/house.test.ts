import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { House } from '../../src/agents/house.ts';
import { readOutline } from '../../src/agents/writer/read-outline.ts';
import { agentsAt, promptOf } from './agents.ts';
import { judged } from './judged.ts';
import { type ModelServer, startModelServer } from './model-server.ts';
import { DRAFT, memoryRun, REQUEST, SECTIONS } from './run.ts';

const words = (name: string, text: string) => ({ name, useWhen: `Use ${name}.`, text });
const HOUSE: House = {
  templates: [
    { id: 'how-to', words: { en: words('How-to', '- Steps.'), ru: words('Инструкция', '- Шаги.') } },
    { id: 'news', words: { en: words('News', '- Lead first.') } },
  ],
  styles: {
    all: { voice: 'Plain.', spelling: {}, banned: [], examples: [] },
    en: { spelling: { 'e-mail': ['email'] }, banned: ['delve'], examples: [{ insteadOf: 'A.', write: 'B.' }] },
  },
};
const OUTLINE = '- Angle: the sea does not rise, the Earth turns beneath it\n- The pull\n- The second bulge';

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

describe('the house', () => {
  it('is told to writer, critic and editor, in the language of the article', async () => {
    const { writer, critic, editor } = await agentsAt(server, { house: HOUSE });
    const critique = {
      score: 7,
      criteria: judged('Twice a day', 7),
      strengths: [],
      weaknesses: ['a'],
      suggestions: ['b'],
      factsQuestionable: false,
    };
    const edited = { title: 'How tides work', summary: 'They turn.', text: DRAFT };
    server.script(OUTLINE, DRAFT, JSON.stringify(critique), JSON.stringify(edited));
    const input = { request: { ...REQUEST, template: 'how-to' }, draft: DRAFT, comments: [] };
    await writer.write({ request: input.request, comments: [] }, memoryRun());
    await critic.critique({ ...input, draft: SECTIONS }, memoryRun());
    await editor.edit({ ...input, keepText: false }, memoryRun());
    for (const at of [0, 1, 2, 3]) {
      const { system } = promptOf(server, at);
      expect(system).toContain(
        'The house, in every text\n- Voice: Plain.\n- It is spelled “e-mail”, not “email”.\n- Never, in any form: “delve”.\n- Instead of “A.” it says “B.”',
      );
      expect(system).not.toMatch(/\{\{|\n{3}/);
      if (at < 3) expect(system).toContain('The kind of text that was ordered: How-to\n- Steps.');
    }
    expect(promptOf(server, 0).user).not.toContain('<templates>');
  });

  it('has its template found by the outline where the order names none', async () => {
    const { writer } = await agentsAt(server, { house: HOUSE });
    server.script(`**Template:** how-to\n\n${OUTLINE}`, DRAFT);
    expect(await writer.write({ request: REQUEST, comments: [] }, memoryRun())).toEqual({
      text: DRAFT,
      model: 'writer',
      template: 'how-to',
    });
    const outline = promptOf(server, 0);
    expect(outline.system).toContain('First of all choose');
    expect(outline.user).toContain(
      '<templates><item id="how-to">Use How-to.</item><item id="news">Use News.</item></templates>',
    );
    const draft = promptOf(server, 1);
    expect(draft.system).toContain('- Steps.');
    expect(draft.user).toContain(`<outline>${OUTLINE}</outline>`);
  });

  it('says nothing in a language that it does not know, and its template then in English', async () => {
    const { critic } = await agentsAt(server, {
      house: { ...HOUSE, styles: { ru: { spelling: {}, banned: ['данный'], examples: [] } } },
    });
    server.script(
      JSON.stringify({
        score: 7,
        criteria: judged('Twice a day', 7),
        strengths: [],
        weaknesses: ['a'],
        suggestions: ['b'],
        factsQuestionable: false,
      }),
    );
    await critic.critique(
      { request: { topic: 'Ebbe', language: 'de-AT', template: 'news' }, draft: SECTIONS, comments: [] },
      memoryRun(),
    );
    const { system } = promptOf(server, 0);
    expect(system).not.toContain('The house, in every text');
    expect(system).toContain('The kind of text that was ordered: News\n- Lead first.');
  });
});

describe('readOutline', () => {
  it.each([
    ['Template: how-to\n- a', { outline: '- a', template: 'how-to' }],
    ['- **Template**: `News`\n\n- a', { outline: '- a', template: 'news' }],
    ['# Template: none (nothing fits)\n- a', { outline: '- a' }],
    ['Template: sonnet\n- a', { outline: '- a' }],
    ['- a\n- Template: news', { outline: '- a\n- Template: news' }],
    ['Template: news', { outline: 'Template: news', template: 'news' }],
  ])('reads %j', (answer, read) => {
    expect(readOutline(answer, HOUSE)).toEqual(read);
  });
});
