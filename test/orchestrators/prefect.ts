import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PracticeModel, startPracticeModel } from '../../src/practice-model/server.ts';
import { runNative } from '../compose/native-process.ts';
import { findPythonPackages } from '../support/python-packages.ts';
import { makeTestFolder } from '../support/test-folder.ts';

/** It starts some twenty processes, one after the other, on a machine that does other things. */
const TIMEOUT_MS = 600_000;

const commands = await findPythonPackages({ name: 'prefect-3.9.1', requirements: ['prefect==3.9.1'] });

describe.skipIf(commands === undefined)('examples/prefect_flow.py', () => {
  let model: PracticeModel;
  let folder: string;
  beforeAll(async () => {
    folder = await makeTestFolder();
    model = await startPracticeModel();
  });
  afterAll(async () => {
    await model?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('ends with a finished article', { timeout: TIMEOUT_MS }, async () => {
    const flow = ['examples/prefect_flow.py', 'How tides work', '--into', join(folder, 'tides'), '--approve'];
    const env = {
      LLM_BASE_URL: model.url,
      PREFECT_HOME: join(folder, 'prefect'),
      // Its server of its own takes longer than the 20 s it has, on a machine that does other things.
      PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: '120',
      PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
    };
    await runNative([join(commands ?? '', 'python'), ...flow], { env });
    const article = JSON.parse(await readFile(join(folder, 'tides/article.json'), 'utf8')) as { readonly text: string };
    expect(article.text).toMatch(/^# .*tides/i);
  });
});
