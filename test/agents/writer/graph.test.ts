import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startModelServer, type ModelServer } from '../model-server.ts';
import { agentsAt, promptOf } from '../agents.ts';
import { DRAFT, memoryRun, REQUEST } from '../run.ts';

const OUTLINE = '- Angle: the sea does not rise, the Earth turns beneath it\n- The pull\n- The second bulge';
let server: ModelServer;

beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

describe('the writer', () => {
  it('makes an outline and writes the draft along it', async () => {
    const { writer } = await agentsAt(server);
    const text = `# Как работают приливы\n\n${'Луна притягивает воду сильнее там, где она ближе. '.repeat(20).trim()}`;
    server.script(OUTLINE, text);
    const run = memoryRun();
    const request = {
      ...REQUEST,
      audience: 'sailors',
      lengthWords: 700,
      language: 'ru',
      mustMention: ['spring tide', 'neap tide'],
      sources: ['https://example.org/tides'],
    };
    expect(await writer.write({ request, comments: [] }, run)).toEqual({ text, model: 'writer' });
    expect(run.calls.map(({ purpose }) => purpose)).toEqual(['writer.outline', 'writer.draft']);
    const outline = promptOf(server, 0);
    expect(outline.system).toMatch(/^You are the writer of a newsroom\./);
    expect(outline.user).toBe(
      '<task>outline</task>\n<topic>How tides work</topic>\n<audience>sailors</audience>\n<language>ru</language>\n<length_words>700</length_words>\n' +
        '<must_mention><item>spring tide</item><item>neap tide</item></must_mention>\n<sources><item>https://example.org/tides</item></sources>',
    );
    const draft = promptOf(server, 1);
    expect(draft.tags).toEqual([
      'task',
      'topic',
      'audience',
      'language',
      'length_words',
      'must_mention',
      'sources',
      'outline',
    ]);
    expect(draft.user).toContain(`<outline>${OUTLINE}</outline>`);
  });

  it('pays nothing twice when it is asked again with the same journal', async () => {
    const { writer } = await agentsAt(server, {});
    server.script(OUTLINE, DRAFT);
    const run = memoryRun();
    await writer.write({ request: REQUEST, comments: [] }, run);
    const again = await agentsAt(server);
    expect(await again.writer.write({ request: REQUEST, comments: [] }, memoryRun({ from: run }))).toEqual({
      text: DRAFT,
      model: 'writer',
    });
    expect(server.requests).toHaveLength(2);
  });

  it('writes without an outline where the model makes none, and does not ask for it again', async () => {
    const { writer } = await agentsAt(server);
    server.script('No.', 'No.', 'No.');
    const run = memoryRun();
    await expect(writer.write({ request: REQUEST, comments: [] }, run)).rejects.toMatchObject({
      code: 'model-unavailable',
    });
    const again = await agentsAt(server);
    server.script(DRAFT);
    expect(await again.writer.write({ request: REQUEST, comments: [] }, memoryRun({ from: run }))).toEqual({
      text: DRAFT,
      model: 'writer',
    });
    // Three outlines, the draft that failed, the draft.
    expect(server.requests).toHaveLength(5);
    expect(promptOf(server, 4).tags).not.toContain('outline');
  });

  it('tells every prompt of another version its number, and asks for another angle even where there is no outline', async () => {
    const { writer } = await agentsAt(server);
    const another = { ...memoryRun(), variant: 1 };
    server.script(OUTLINE, DRAFT);
    await writer.write({ request: REQUEST, comments: [] }, another);
    server.script('No.', 'No.', 'No.', DRAFT);
    await (await agentsAt(server)).writer.write({ request: REQUEST, comments: [] }, { ...memoryRun(), variant: 2 });
    const prompts = server.requests.map((_, at) => promptOf(server, at));
    expect(prompts.map(({ user }) => /<version>(.*)<\/version>/.exec(user)?.[1])).toEqual([
      '2',
      '2',
      '3',
      '3',
      '3',
      '3',
    ]);
    const asks = prompts.map(({ system }) => /this is version (\d)/.exec(system)?.[1]);
    expect(asks).toEqual(['2', undefined, '3', '3', '3', '3']);
  });

  it('ends at once with the reason when it is cancelled', async () => {
    const { writer } = await agentsAt(server);
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const leaving = new AbortController();
    const reason = new Error('a person approved');
    server.script((response) => {
      response.on('close', () => resolve());
      leaving.abort(reason);
    });
    await expect(writer.write({ request: REQUEST, comments: [] }, memoryRun({ signal: leaving.signal }))).rejects.toBe(
      reason,
    );
    await closed;
  });

  it('passes on the error of the model as it is', async () => {
    const { writer } = await agentsAt(server);
    await expect(writer.write({ request: REQUEST, comments: [] }, memoryRun())).rejects.toMatchObject({
      name: 'ModelError',
      code: 'model-unavailable',
      status: 500,
    });
    expect(server.requests).toHaveLength(1);
  });
});
