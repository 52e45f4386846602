import { webPlatform } from '../../bots/web/platform.ts';
import { loadSettings } from '../../src/config/load.ts';
import { createLogger } from '../../src/lib/logger.ts';

// The web server as `bots/web/main.ts` starts it. Says its address when it is at work, ends with SIGTERM.
const { config, environment } = loadSettings(process.env);
const open = await webPlatform.open({
  config,
  environment,
  variables: process.env,
  logger: createLogger({ level: 'error' }),
  signal: new AbortController().signal,
});
process.once('SIGTERM', () => void open.stop());
process.stdout.write(`${open.url}\n`);
await open.done;
process.exit();
