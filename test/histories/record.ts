import { readdir, rm, writeFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { openDataFolder } from '../../src/local/data-folder.ts';
import { startPostgres } from '../../src/local/postgres-server.ts';
import { findTemporalCli } from '../../src/local/temporal-cli.ts';
import { startTemporalServer } from '../../src/local/temporal-server.ts';
import { workflowIdOf } from '../../src/protocol/names.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { makeTestFolder } from '../support/test-folder.ts';
import { HISTORY_BUDGET, type Scenario, SCENARIOS } from './scenarios.ts';

// `npm run record-histories`: lets articles run on a real server and keeps their histories here, for test/workflows/replay.test.ts.
// Ways that have a history already are left alone, unless it is told `--all`.

const SCENARIO_TIMEOUT_MS = 60_000;
const HERE = fileURLToPath(new URL('.', import.meta.url));
/** What tells where it was recorded, and has no part in a replay. */
const SCRUBBED: Readonly<Record<string, string>> = { identity: 'recorded', stackTrace: '' };

const kept = process.argv.includes('--all') ? [] : (await readdir(HERE)).filter((name) => name.endsWith('.json'));
const isMissing = (name: string): boolean => !kept.some((file) => file === `${name}.json` || file === `${name}-1.json`);

const folder = await openDataFolder(await makeTestFolder());
const log = (line: string): void => void process.stderr.write(`${line}\n`);
const shared = { dataFolder: folder.path, port: 0, durable: false, log };
const cli = (await findTemporalCli({ env: process.env, progress: log })).path;
const postgres = await startPostgres(shared);
const temporal = await startTemporalServer({ ...shared, cli, uiPort: 0 });
const recorded = new Map<string, string>();
try {
  await within(temporal.address, async (newsroom) => {
    for (const [name, scenario] of Object.entries(SCENARIOS))
      if (isMissing(name)) await record(newsroom, name, scenario);
  });
  for (const name of await readdir(HERE))
    if (name.endsWith('.json') && !kept.includes(name)) await rm(join(HERE, name));
  for (const [name, content] of recorded) await writeFile(join(HERE, name), content);
} finally {
  await Promise.all([temporal.stop(), postgres.stop()]);
  await folder.release();
  await rm(folder.path, { recursive: true, force: true });
}

async function within(temporalAddress: string, act: (newsroom: Newsroom) => Promise<void>): Promise<void> {
  const newsroom = await openNewsroom({
    temporalAddress,
    postgresUrl: postgres.url,
    budget: { settings: HISTORY_BUDGET },
  });
  try {
    await act(newsroom);
  } finally {
    await newsroom.close();
  }
}

/** A file for each run of the article. */
async function record(newsroom: Newsroom, name: string, scenario: Scenario): Promise<void> {
  const { articleId, workflowId = workflowIdOf(articleId) } = await Promise.race([scenario(newsroom), tooLate(name)]);
  const { workflow } = newsroom.client;
  const chain: string[] = [];
  const last = await workflow.getHandle(workflowId).fetchHistory();
  for (let history = last; ; ) {
    chain.unshift(toFile(historyToJSON(history)));
    const before = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    if (before === undefined || before === null || before === '') break;
    history = await workflow.getHandle(workflowId, before).fetchHistory();
  }
  for (const [run, content] of chain.entries()) {
    const file = chain.length === 1 ? `${name}.json` : `${name}-${run + 1}.json`;
    recorded.set(file, content);
    log(`${file}: ${(content.length / 1024).toFixed(0)} KB`);
  }
}

async function tooLate(name: string): Promise<never> {
  await sleep(SCENARIO_TIMEOUT_MS, undefined, { ref: false });
  throw new Error(`${name} did not come to its end within ${SCENARIO_TIMEOUT_MS / 1000} s`);
}

/** One event a line. @throws when something of this machine is left in it. */
function toFile(json: string): string {
  const { events } = JSON.parse(json, (key, value: unknown) => SCRUBBED[key] ?? value) as {
    readonly events: unknown[];
  };
  const content = `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
  // A shorter name tells nothing, and stands in encoded payloads by chance.
  const words = [hostname(), homedir(), process.cwd()].filter(({ length }) => length > 3);
  const revealing = words.find((word) => content.includes(word));
  if (revealing !== undefined) throw new Error(`The history names this machine: ${revealing}`);
  return content;
}
