import '../require-glibc.ts';
import { dataConverterOf } from '../../src/config/data-converter.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { withRunningServers } from '../../src/config/running-servers.ts';
import { readTemporalConnection } from '../../src/config/temporal-connection.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { createScrub } from '../../src/lib/scrub.ts';
import { endCommand, readCommand } from '../../src/process/command.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { explainTemporal, reachTemporal } from '../../src/process/open-temporal.ts';
import { installTemporalRuntime } from '../../src/process/temporal-runtime.ts';
import { loadWorkflowBundle } from '../workflow-bundle.ts';
import { readReplayAsked } from './asked.ts';
import { replayRuns } from './replay-runs.ts';

// `npm run replay`: before a deploy, whether this code would do with the articles of production what was done with them.
const USAGE = `npm run replay -- --since 7d                 replays what is not over, or ended since then, with the code of this checkout
  --since 2026-11-29                         also a date, or a moment such as 2026-11-29T09:00Z
  --limit 500                                at most so many runs, the newest first; default: 10000
  --unpinned                                 leaves out what stays on a version of its own (npm run deploy)

Changes nothing, neither at Temporal nor in an article. Ends with 0 when all come out as they did, 1 when some do not or Temporal does not answer, 2 when something has to be put right first.`;

const asked = readCommand(USAGE, () => readReplayAsked(process.argv.slice(2), new Date()));
const { environment, temporal } = exitOnConfigError(() => {
  // Beside `npm start` it is about the servers that are running there.
  const { variables } = withRunningServers(process.env);
  const read = readEnvironment(variables);
  requireShared(read, ['TEMPORAL_ADDRESS']);
  return { environment: read, temporal: readTemporalConnection(variables) };
});
const scrub = createScrub(environment.secrets);
// What fails is said in a sentence each.
installTemporalRuntime(createLogger({ level: 'silent' }));

await endCommand(
  { environment },
  async () => {
    const converter = dataConverterOf(environment);
    const [client, bundle] = await Promise.all([
      reachTemporal(temporal, converter),
      loadWorkflowBundle(environment.workflowBundle),
    ]);
    const failed = await replayRuns({
      ...asked,
      client,
      ...converter,
      bundle,
      print(line) {
        tell('');
        process.stdout.write(`${scrub(line)}\n`);
      },
      progress: (replayed) => tell(`${replayed} replayed …`),
    });
    return failed > 0 ? 1 : 0;
  },
  (error) => explainTemporal(error, temporal),
);

/** One line that is written over again and again, where there is a screen. */
function tell(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${line}`);
}
