import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startPracticeModel } from '../../src/practice-model/server.ts';

/** It loads LangChain, on a machine that has other things to do. */
const TIMEOUT_MS = 60_000;

const run = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  promisify(execFile)(process.execPath, ['examples/agents-in-a-script.ts', ...args], { env, timeout: TIMEOUT_MS });

describe('examples/agents-in-a-script.ts', () => {
  it('prints a draft and its critique, without a key', { timeout: TIMEOUT_MS }, async () => {
    const { stdout, stderr } = await run({}, 'How tides work');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^# .*tides.*\n[^]+\n---\n\nScore: \d+\.\d\n- .+\n/i);
  });

  it('asks the model that the environment names', { timeout: TIMEOUT_MS }, async () => {
    const asked: string[] = [];
    const model = await startPracticeModel({
      respond: ({ model: name }) => {
        asked.push(name);
        return { kind: 'error', status: 401, message: 'no', type: 'invalid_request_error', code: null };
      },
    });
    const failed = await run({ LLM_BASE_URL: model.url, LLM_API_KEY: 'k', LLM_MODEL: 'one-of-mine' }).catch(String);
    await model.stop();
    expect(failed).toContain('Set LLM_API_KEY to a key that this address accepts');
    expect(asked).toEqual(['one-of-mine']);
  });
});
