import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toSections } from '../../../../src/document/sections/draft-sections.ts';
import { joinSections } from '../../../../src/document/sections/split-sections.ts';
import { agentsAt, promptOf } from '../../agents.ts';
import { type ModelServer, startModelServer } from '../../model-server.ts';
import { memoryRun, REQUEST } from '../../run.ts';

let server: ModelServer;

beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

const ORIGINAL = `# How tides work

The Moon pulls [e1].

## When

Twice a day since 1867.


## Where

On [every coast](https://tides.example).
`;
const original = { language: 'en', sections: toSections(ORIGINAL, 'agent') };
const request = { ...REQUEST, language: 'ru' };
const [TITLE, WHEN, WHERE] = [
  '# Как работают приливы\n\nЛуна притягивает [e1].',
  '## Когда\n\nДважды в день с 1867 года.',
  '## Где\n\nНа [каждом берегу](https://tides.example).',
];

describe('translate', () => {
  it('translates each section under its id, within the empty lines that it had', async () => {
    const { writer } = await agentsAt(server, { maxConcurrency: 1 });
    server.script(TITLE, WHEN, WHERE);
    const run = memoryRun();
    const { draft, model } = await writer.translate({ request, original, comments: [] }, run);
    expect(model).toBe('writer');
    expect(joinSections(draft)).toBe(`${TITLE}\n\n${WHEN}\n\n\n${WHERE}\n`);
    expect(draft.map(({ id, heading, author }) => [id, heading, author])).toEqual([
      ['s1', 'Как работают приливы', 'agent'],
      ['s2', 'Когда', 'agent'],
      ['s3', 'Где', 'agent'],
    ]);
    expect(run.calls.map(({ purpose }) => purpose)).toEqual(Array.from({ length: 3 }, () => 'writer.translate'));
    const { system, user } = promptOf(server, 1);
    expect(system).toContain('На русский');
    expect(user).toContain('<original_section id="s2" from="en">## When\n\nTwice a day since 1867.</original_section>');
    expect(user).toContain('<section_summary id="s2" heading="When" yours="yes">');
  });

  it('keeps to the byte what is translated already, and shows how', async () => {
    const { writer } = await agentsAt(server, { maxConcurrency: 1 });
    server.script(WHEN);
    const translated = toSections(`${TITLE}\n\n## Где\n\nНа каждом  берегу, по-нашему.\n`, 'person').map(
      (section, at) => ({
        ...section,
        id: at === 0 ? 's1' : 's3',
      }),
    );
    const { draft } = await writer.translate({ request, original, translated, comments: [] }, memoryRun());
    expect([draft[0], draft[2]]).toEqual(translated);
    expect(server.requests).toHaveLength(1);
    expect(promptOf(server, 0).user).toContain('На каждом  берегу, по-нашему.');
  });

  it('sends back what has another number, and takes what still differs in the end', async () => {
    const { writer } = await agentsAt(server, { maxConcurrency: 1 });
    const wrong = WHEN.replace('1867', '1876');
    server.script(TITLE, wrong, WHEN, WHERE);
    const { draft } = await writer.translate({ request, original, comments: [] }, memoryRun());
    expect(draft[1]?.text.trim()).toBe(WHEN);
    const asked = server.requests[2]?.body.messages?.at(-1)?.content ?? '';
    expect(asked).toContain('differs-in-numbers');
    expect(asked).toContain('missing 1867, added 1876');
  });

  it('takes no section in another language', async () => {
    const { writer } = await agentsAt(server, { maxConcurrency: 1 });
    const long = `## When\n\n${'The water rises and falls again on every coast there is. '.repeat(5)}\n`;
    server.script(long, long, long);
    await expect(
      writer.translate(
        { request, original: { language: 'en', sections: toSections(long, 'agent') }, comments: [] },
        memoryRun(),
      ),
    ).rejects.toMatchObject({ code: 'model-answer-unusable' });
  });
});
