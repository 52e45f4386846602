import { dataConverterOf } from '../../src/config/data-converter.ts';
import { readTemporalConnection } from '../../src/config/temporal-connection.ts';
import { endCommand, loadCommandSettings, readCommand } from '../../src/process/command.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { localOperator } from '../../src/process/local-operator.ts';
import { explainTemporal, reachTemporal } from '../../src/process/open-temporal.ts';
import { findBuildId } from '../build-id.ts';
import { answerDeploy } from './answer.ts';
import { readDeployAsked } from './asked.ts';
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

const asked = readCommand(USAGE, () => readDeployAsked(process.argv.slice(2)));
const settings = loadCommandSettings(process.env, ['TEMPORAL_ADDRESS']);
const temporal = exitOnConfigError(() => readTemporalConnection(settings.variables));

await endCommand(
  settings,
  async () =>
    await answerDeploy(asked, {
      deployment: createDeployment({
        client: await reachTemporal(temporal, dataConverterOf(settings.environment)),
        name: settings.config.worker.versioning.deployment,
        identity: `${localOperator().displayName}, npm run deploy`,
      }),
      ownBuild: () => findBuildId(settings.environment.buildId),
      print: (line) => void process.stdout.write(`${line}\n`),
    }),
  (error) => explainTemporal(error, temporal),
);
