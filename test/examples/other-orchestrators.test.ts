import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startPracticeModel } from '../../src/practice-model/server.ts';
import { makeTestFolder } from '../support/test-folder.ts';

// A virtual environment with the real thing takes a minute and hundreds of MB to make: name its Python to have it tried.
//     PREFECT_PYTHON=…/bin/python AIRFLOW_PYTHON=…/bin/python npm run test:examples
const { PREFECT_PYTHON, AIRFLOW_PYTHON } = process.env;
const TIMEOUT_MS = 180_000;

const python = (program: string, args: readonly string[], env: NodeJS.ProcessEnv) =>
  promisify(execFile)(program, args, { env: { PATH: process.env['PATH'], ...env }, timeout: TIMEOUT_MS });

describe('examples/prefect_flow.py', () => {
  it.skipIf(PREFECT_PYTHON === undefined)('ends with a finished article', { timeout: TIMEOUT_MS }, async () => {
    const folder = await makeTestFolder();
    const model = await startPracticeModel();
    const flow = ['examples/prefect_flow.py', 'How tides work', '--into', join(folder, 'tides'), '--approve'];
    await python(PREFECT_PYTHON ?? '', flow, { LLM_BASE_URL: model.url, PREFECT_HOME: join(folder, 'prefect') });
    await model.stop();
    const article = JSON.parse(await readFile(join(folder, 'tides/article.json'), 'utf8')) as { readonly text: string };
    expect(article.text).toMatch(/^# .*tides/i);
  });
});

describe('examples/airflow_dag.py', () => {
  it.skipIf(AIRFLOW_PYTHON === undefined)('is a DAG of three tasks', { timeout: TIMEOUT_MS }, async () => {
    const print = 'import airflow_dag; print(",".join(sorted(airflow_dag.copydesk_article().task_ids)))';
    const env = { PYTHONPATH: 'examples', AIRFLOW_HOME: await makeTestFolder() };
    const { stdout } = await python(AIRFLOW_PYTHON ?? '', ['-c', print], env);
    expect(stdout.trim().split('\n').at(-1)).toBe('draft_until_good,edit,may_be_finished');
  });
});
