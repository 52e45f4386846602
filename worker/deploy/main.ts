import { CONFIG_EXIT_CODE } from '../../src/config/config-error.ts';
import { dataConverterOf } from '../../src/config/data-converter.ts';
import { loadSettings } from '../../src/config/load.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { withRunningServers } from '../../src/config/running-servers.ts';
import { readTemporalConnection } from '../../src/config/temporal-connection.ts';
import { createScrub } from '../../src/lib/scrub.ts';
import { reasonOf } from '../../src/lib/reason-of.ts';
import { exitCodeOf } from '../../src/process/exit-code.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { localOperator } from '../../src/process/local-operator.ts';
import { explainTemporal, reachTemporal } from '../../src/process/open-temporal.ts';
import { findBuildId } from '../build-id.ts';
import { answerDeploy } from './answer.ts';
import { type DeployAsked, readDeployAsked } from './asked.ts';
import { createDeployment } from './deployment.ts';

// `npm run deploy`: which code new articles begin on, where workers of old and new code work side by side.
const USAGE = `npm run deploy                               which versions there are, what runs on each, and what may be dropped
npm run deploy -- promote                    new articles begin on the code of this checkout; others come to it at their next gate
npm run deploy -- promote 3f2c9a1b0d4e       … on this build
  --ramp 20%                                 … twenty of a hundred of them; again with another share, or without
  --unversioned                              … on workers without a version
npm run deploy -- rollback                   no more on what is ramping, or else on what was current before
npm run deploy -- rollback 77aa01b2c3d4      … on this build
npm run deploy -- renew                      what waits for people on an older version goes on with the current one, unseen
npm run deploy -- renew 77aa01b2c3d4         … on this version
npm run deploy -- drop 77aa01b2c3d4          forgets a version on which nothing runs

Ends with 0 when it was done, 1 when it was not or Temporal does not answer, 2 when something has to be put right first.`;

const asked = readArguments();
if (asked.kind === 'help') {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const { config, environment, temporal } = exitOnConfigError(() => {
  // Beside `npm start` it is about the servers that are running there.
  const { variables } = withRunningServers(process.env);
  const settings = loadSettings(variables);
  requireShared(settings.environment, ['TEMPORAL_ADDRESS']);
  return { ...settings, temporal: readTemporalConnection(variables) };
});

try {
  process.exitCode = await answerDeploy(asked, {
    deployment: createDeployment({
      client: await reachTemporal(temporal, dataConverterOf(environment)),
      name: config.worker.versioning.deployment,
      identity: `${localOperator().displayName}, npm run deploy`,
    }),
    ownBuild: () => findBuildId(environment.buildId),
    print: (line) => void process.stdout.write(`${line}\n`),
  });
} catch (error) {
  process.stderr.write(`${createScrub(environment.secrets)(reasonOf(explainTemporal(error, temporal)))}\n`);
  process.exitCode = exitCodeOf(error);
}
// A connection that hangs must not keep a command alive that has said all it has to say.
process.exit();

function readArguments(): DeployAsked {
  try {
    return readDeployAsked(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
