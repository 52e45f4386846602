import { globSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PracticeModel, startPracticeModel } from '../../src/practice-model/server.ts';
import { ROOT } from '../compose/compose-file.ts';
import { runNative } from '../compose/native-process.ts';
import { findPythonPackages } from '../support/python-packages.ts';
import { makeTestFolder } from '../support/test-folder.ts';

/** It starts some twenty processes, one after the other, on a machine that does other things. */
const TIMEOUT_MS = 600_000;

const commands = await findPythonPackages({ name: 'airflow-3.3.2', requirements: ['apache-airflow==3.3.2'] });

describe.skipIf(commands === undefined)('examples/airflow_dag.py', () => {
  let model: PracticeModel;
  let folder: string;
  beforeAll(async () => {
    folder = await makeTestFolder();
    model = await startPracticeModel();
    await airflow('db', 'migrate');
  }, TIMEOUT_MS);
  afterAll(async () => {
    await model?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function airflow(...args: readonly string[]): Promise<string> {
    return runNative([join(commands ?? '', 'airflow'), ...args], {
      env: {
        AIRFLOW_HOME: join(folder, 'airflow'),
        AIRFLOW__CORE__DAGS_FOLDER: join(ROOT, 'examples'),
        AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
        ARTICLES_FOLDER: join(folder, 'articles'),
        LLM_BASE_URL: model.url,
      },
    });
  }

  it('is a DAG whose tasks end with a finished article', { timeout: TIMEOUT_MS }, async () => {
    await airflow('dags', 'test', 'copydesk_article', '--conf', '{"topic": "How tides work", "approve": true}');
    const [file = 'none'] = globSync(join(folder, 'articles/*/article.json'));
    const article = JSON.parse(await readFile(file, 'utf8')) as { readonly text: string };
    expect(article.text).toMatch(/^# .*tides/i);
  });
});
