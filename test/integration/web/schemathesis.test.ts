import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPythonPackages } from '../../support/python-packages.ts';
import { makeTestFolder } from '../../support/test-folder.ts';
import { openWebDesk, WEB_ANN, type WebDesk } from '../../support/web-desk.ts';

const VERSION = '4.32.5';
const commands = await findPythonPackages({
  name: `schemathesis-${VERSION}`,
  requirements: [`schemathesis==${VERSION}`],
});
/** A machine that does other things takes its time. */
const TIMEOUT_MS = 600_000;
/** What is asked of models: each answer would be waited for. */
const EXCLUDED = '^/agents/(?!runs/)';
/** On a machine that does other things it may be too late for an answer, and it is said so. */
const SETTINGS = '[checks.not_a_server_error]\nexpected-statuses = ["2xx", "3xx", "4xx", "503"]\n';

describe.skipIf(commands === undefined)('the API, asked whatever its description allows and forbids', () => {
  let desk: WebDesk;
  beforeAll(async () => {
    desk = await openWebDesk({
      config: (config) => ({ ...config, web: { ...config.web, rate: { perMinute: 100_000, burst: 10_000 } } }),
    });
  });
  afterAll(() => desk.close());

  it('never breaks, and answers as it says', { timeout: TIMEOUT_MS }, async () => {
    const { token } = await desk.as(WEB_ANN);
    const article = await desk.newsroom.start('How tides work', {
      requester: WEB_ANN,
      thread: { platform: 'web', channel: 'web:ann' },
    });
    await article.until('waiting');
    const settings = join(await makeTestFolder(), 'schemathesis.toml');
    await writeFile(settings, SETTINGS);
    const { code, output } = await new Promise<{ readonly code: number; readonly output: string }>((resolve) => {
      execFile(
        join(commands ?? '', 'schemathesis'),
        [
          `--config-file=${settings}`,
          'run',
          new URL('/openapi.json', desk.url).href,
          `--header=Authorization: Bearer ${token}`,
          '--checks=not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance',
          `--exclude-path-regex=${EXCLUDED}`,
          '--phases=examples,coverage,fuzzing',
          '--max-examples=5',
          '--request-timeout=20',
          '--seed=1',
          '--max-time=150',
          '--no-color',
        ],
        { timeout: TIMEOUT_MS, maxBuffer: 50_000_000 },
        (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` }),
      );
    });
    expect(output.slice(-20_000)).not.toContain('Server error');
    expect(code, output.slice(-20_000)).toBe(0);
  });
});
