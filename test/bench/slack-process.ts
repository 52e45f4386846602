import { openSlack } from '../../bots/slack/dependencies.ts';
import { requireSlackVariables } from '../../bots/slack/variables.ts';
import { loadSettings } from '../../src/config/load.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { installTemporalRuntime } from '../../src/process/temporal-runtime.ts';
import { UNPACED_SLACK } from '../support/unpaced-slack.ts';

// The Slack bot as `bots/slack/main.ts` starts it, but for this machine alone and, when told so, without the pace that it keeps.
// Says its port when it is at work, ends with SIGTERM.
const { config, environment } = loadSettings(process.env);
const logger = createLogger({ level: 'error' });
installTemporalRuntime(logger);
const open = await openSlack({
  config,
  environment,
  variables: process.env,
  slack: requireSlackVariables(process.env),
  logger,
  signal: new AbortController().signal,
  whenTokenIsLost: 'stop',
  host: '127.0.0.1',
  delivery: process.argv[2] === 'unpaced' ? { pace: UNPACED_SLACK } : {},
});
process.once('SIGTERM', () => void open.stop());
process.stdout.write(`${open.port()}\n`);
await open.done;
process.exit();
