import { cpSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Variables } from '../../../src/config/environment.ts';
import type { Finding } from '../../../src/doctor/doctor.ts';
import { modelsSection } from '../../../src/doctor/models/dependencies.ts';
import { answer, chat, startModelServer, type ModelServer, type Reply } from '../../agents/model-server.ts';
import { makeTestFolder } from '../../support/test-folder.ts';

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

const OBJECT = '{"sum": 42, "words": ["blue", "grey"]}';
const says =
  (content: string, choice: object = {}, headers: Record<string, string> = {}): Reply =>
  (response, { body }) =>
    answer(response, 200, { ...chat(content, choice), model: `real-${body.model}` }, headers);
const CUT = { finish_reason: 'length' };

async function examine(variables: Variables = {}): Promise<Readonly<Record<string, Finding>>> {
  // A folder of its own: whatever runs on this machine is not asked.
  const section = modelsSection.open({
    LLM_BASE_URL: server.baseUrl,
    LLM_API_KEY: 'k',
    COPYDESK_DATA: await makeTestFolder(),
    ...variables,
  });
  const findings: Record<string, Finding> = {};
  for (const { name, examine: look } of section.examinations(undefined)) findings[name] = await look();
  await section.close?.();
  return findings;
}

describe('the doctor of the models', () => {
  it('asks each for a line, an object and a stop, and says what it can do', async () => {
    const cost = { 'x-litellm-response-cost': '0.00018' };
    for (let agent = 0; agent < 4; agent += 1)
      server.script(says('The Moon.', {}, cost), says(OBJECT), says('one, two', CUT));
    const findings = await examine();
    expect(findings['Writer']).toEqual({
      kind: 'ok',
      detail: expect.stringMatching(
        /^writer at 127\.0\.0\.1:\d+ · a line in \d+\.\d s, \d+ tokens a second · an object by json_schema · about \$0\.340 or more for an article/,
      ) as string,
    });
    expect(Object.values(findings).map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(server.requests.slice(0, 3).map(({ body }) => [body.model, body.max_tokens])).toEqual([
      ['writer', 4000],
      ['writer', 4000],
      ['writer', 60],
    ]);
  });

  it('asks the models of a list one by one, and says which of them fails', async () => {
    const folder = await makeTestFolder();
    await Promise.all([
      writeFile(join(folder, 'workflows.yaml'), 'article_workflow: {}\n'),
      writeFile(join(folder, 'agents.yaml'), 'agents: { writer: { models: [m-1, m-2] } }\n'),
    ]);
    server.script(says('The Moon.'), says(OBJECT), says('one, two', CUT));
    server.script((response) => answer(response, 404, { error: { message: 'The model `m-2` does not exist' } }));
    for (let agent = 0; agent < 3; agent += 1) server.script(says('The Moon.'), says(OBJECT), says('one, two', CUT));
    const findings = await examine({ COPYDESK_CONFIG: folder });
    expect(Object.entries(findings).map(([name, { kind }]) => [name, kind])).toEqual([
      ['Writer', 'ok'],
      ['Writer (2)', 'fault'],
      ['Critic', 'ok'],
      ['Fact-checker', 'ok'],
      ['Editor', 'ok'],
      ['Independence', 'ok'],
    ]);
    expect(JSON.stringify(findings['Writer (2)'])).toContain('m-2');
  });

  it('says what a server refuses, cannot do or keeps to itself', async () => {
    const refuses =
      (message: string): Reply =>
      (response) =>
        answer(response, 400, { error: { message } });
    server.script(
      refuses('temperature is not supported'),
      says('The Moon.'),
      refuses('response_format is not supported'),
      refuses('tools are not supported'),
      refuses('response_format is not supported'),
      says('Blue and grey, and 42.'),
      says('one, two, three'),
      (response) => answer(response, 401, { error: { message: 'Incorrect API key provided' } }),
    );
    const { Writer: writer, Critic: critic } = await examine();
    expect(JSON.stringify(writer)).toMatch(
      /an object by words · cost unknown.*not sent, as it was refused: temperature.*something else.*does not say when it is cut off.*in words only/,
    );
    expect(writer?.kind).toBe('warning');
    expect(critic).toMatchObject({
      kind: 'fault',
      troubles: [{ what: expect.stringContaining('Set LLM_API_KEY') as string }],
    });
  });

  it('warns of a model without a known price where there is a budget', async () => {
    const folder = await makeTestFolder();
    cpSync('config/workflows.yaml', join(folder, 'workflows.yaml'));
    writeFileSync(join(folder, 'copydesk.yaml'), 'budget: { per_day: { stop_usd: 10 } }');
    server.script(says('The Moon.'), says(OBJECT), says('one, two', CUT));
    server.script(says('The Moon.', {}, { 'x-litellm-response-cost': '0.00018' }), says(OBJECT), says('one, two', CUT));
    for (let agent = 2; agent < 4; agent += 1) server.script(says('The Moon.'), says(OBJECT), says('one, two', CUT));
    const { Writer: writer, Critic: critic } = await examine({ COPYDESK_CONFIG: folder });
    expect(writer).toMatchObject({
      kind: 'warning',
      troubles: [
        {},
        {
          what: expect.stringContaining('the budget does not count it') as string,
          wayOut: expect.stringContaining('real-writer') as string,
        },
      ],
    });
    expect(critic).toMatchObject({ kind: 'ok' });
  });

  it('warns when writer and critic are one model behind two names', async () => {
    const same: Reply = (response) =>
      answer(response, 200, chat('The Moon.'), { 'x-litellm-model-name': 'openai/gpt-5-mini' });
    for (let agent = 0; agent < 4; agent += 1) server.script(same, says(OBJECT), says('one, two', CUT));
    expect((await examine())['Independence']).toMatchObject({
      kind: 'warning',
      troubles: [{ what: 'writer and critic are the same model, openai/gpt-5-mini' }],
    });
  });
});
