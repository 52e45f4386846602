import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScriptedModel, startScriptedModel, step } from '../../support/scripted-model.ts';
import { makeTestFolder } from '../../support/test-folder.ts';

/** Each run loads LangChain, on a machine that has other things to do. */
const TIMEOUT_MS = 60_000;
const REQUEST = { topic: 'How tides work', language: 'en' };

let model: ScriptedModel;
let journal: string;
beforeEach(async () => {
  model = await startScriptedModel();
  journal = join(await makeTestFolder(), 'journal.jsonl');
});
afterEach(() => model.stop());

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** As a shell would. @param input JSON, or text as it is */
async function agents(args: readonly string[], input: object | string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['worker/agents/main.ts', ...args], {
    env: { LLM_BASE_URL: model.url, LLM_API_KEY: 'sk-secret-of-the-test', ...env },
  });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (out.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (out.stderr += String(chunk)));
  // A command that refuses its arguments reads nothing.
  child.stdin.on('error', () => undefined);
  child.stdin.end(typeof input === 'string' ? input : JSON.stringify(input));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...out };
}

async function answered(args: readonly string[], input: object): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await agents(args, input);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('npm run agents', { timeout: TIMEOUT_MS }, () => {
  it('hands a text from one agent to the next', async () => {
    const draft = await answered(['write'], { request: REQUEST });
    expect(draft).toEqual({ text: expect.stringMatching(/^# .*tides/i), hash: expect.stringMatching(/^[0-9a-f]{8}$/) });
    const critique = await answered(['critique'], { request: REQUEST, draft: draft['text'] });
    expect(critique).toMatchObject({
      score: expect.any(Number),
      weaknesses: expect.arrayContaining([expect.any(String)]),
    });
    const { score, strengths, weaknesses, suggestions, factsQuestionable } = critique;
    const said = { score, strengths, weaknesses, suggestions, factsQuestionable };
    const revised = await answered(['write'], { request: REQUEST, draft: draft['text'], critique: said });
    expect(revised['hash']).not.toBe(draft['hash']);
    const again = await answered(['critique'], { request: REQUEST, draft: draft['text'], earlierCritique: said });
    expect(again['repeats']).toBe(true);
    const report = await answered(['fact-check'], { request: REQUEST, draft: revised['text'] });
    expect(report).toMatchObject({ provider: 'model', verified: false, contradicted: 0 });
    const edited = await answered(['edit'], { request: REQUEST, draft: revised['text'] });
    expect(edited).toMatchObject({ title: expect.stringMatching(/tides/i), text: expect.stringMatching(/^# /) });
  });

  it('takes up a journal where a kill left it, and pays for nothing twice', async () => {
    const write = ['write', '--journal', journal];
    model.on('draft', step.status(503));
    const broken = await agents(write, { request: REQUEST });
    expect(broken).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^model-unavailable: /) });
    const outlines = model.requests.filter(({ task }) => task === 'outline').length;
    expect(outlines).toBe(1);
    // As a kill in the middle of a line would.
    await appendFile(journal, '{"kind":"answer","hash":"12');
    const draft = await answered(write, { request: REQUEST });
    const paid = model.requests.length;
    expect(model.requests.filter(({ task }) => task === 'outline')).toHaveLength(1);
    expect(await answered(write, { request: REQUEST })).toEqual(draft);
    expect(model.requests).toHaveLength(paid);
    expect((await stat(journal)).mode & 0o777).toBe(0o600);
    expect(await readFile(journal, 'utf8')).not.toContain('sk-secret');
  });

  it('says the day on which its journal was begun, whenever it runs', async () => {
    await writeFile(journal, '{"kind":"begun","today":"2025-02-03"}\n');
    await answered(['write', '--journal', journal], { request: REQUEST });
    expect(JSON.stringify(model.requests[0]?.body)).toContain('2025-02-03');
  });

  it('ends with 2 when only a person can help: a key, and it shows none', async () => {
    model.on('any', step.status(401, { message: 'Incorrect key sk-secret-of-the-test' }));
    const { code, stderr } = await agents(['write'], { request: REQUEST });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^model-unauthorized: /) });
    expect(stderr).not.toContain('sk-secret');
  });

  it.each([
    ['no JSON', ['write'], 'How tides work', 'standard input: must be one JSON object'],
    ['a slip', ['edit'], { request: REQUEST, draft: '# T', keep_text: true }, 'it has "keep_text"'],
    ['no topic', ['write'], { request: { language: 'en' } }, 'request.topic: must be a string'],
    ['no draft', ['critique'], { request: REQUEST }, 'draft: must be a string'],
    ['a critique of nothing', ['write'], { request: REQUEST, setbacks: [] }, 'draft: must be there when'],
    ['a stranger', ['fact-check'], { request: REQUEST, draft: '# T', agent: 'x' }, 'agent: must be fact_check, is "x"'],
    ['too much', ['write'], 'x'.repeat(8_000_001), 'must be at most 8 MB'],
    ['no such agent', ['publish'], {}, 'Say what is to be done: outline, write, critique'],
    ['a folder', ['write', '--journal', '/'], { request: REQUEST }, '--journal /: cannot be used: EISDIR'],
    ['a strange file', ['write', '--journal', 'README.md'], { request: REQUEST }, 'README.md:1: is no line'],
  ])('ends with 2 and asks no model: %s', async (_, args, input, told) => {
    const { code, stdout, stderr } = await agents(args, input);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(told) });
    expect(model.requests).toEqual([]);
  });

  it('says what comes next by the rules of the config folder, and needs no model for it', async () => {
    const next = (drafts: readonly object[]) =>
      agents(['next'], { drafts }, { LLM_BASE_URL: '', LLM_API_KEY: '', COPYDESK_DATA: journal });
    const record = { version: 1, hash: '00000001', draftId: 'draft-1.json', author: 'agent' };
    expect(JSON.parse((await next([])).stdout)).toEqual({ kind: 'write', version: 1, commentIds: [] });
    expect(JSON.parse((await next([{ ...record, critiqueId: 'critique-1.json', score: 9.5 }])).stdout)).toEqual({
      kind: 'ask-people',
      version: 1,
      draftId: 'draft-1.json',
      reason: 'threshold',
    });
    const slip = await next([{ ...record, doubtfull: true }]);
    expect(slip).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('it has "doubtfull"') });
  });

  it('ends with 2 when nobody said which model', async () => {
    const { code, stderr } = await agents(
      ['write'],
      { request: REQUEST },
      { LLM_BASE_URL: '', COPYDESK_DATA: journal },
    );
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('environment LLM_BASE_URL') });
  });
});
