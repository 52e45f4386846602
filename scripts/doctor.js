import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureOrExit, ROOT } from './ensure.js';
import { handOver } from './hand-over.js';

// `npm run doctor -- slack`: every platform that can be examined has a folder `doctor`.
const doctorOf = (platform) => `bots/${platform}/doctor/main.ts`;
const platforms = readdirSync(join(ROOT, 'bots')).filter((name) => existsSync(join(ROOT, doctorOf(name))));
const [platform, ...args] = process.argv.slice(2);
if (!platforms.includes(platform)) {
  process.stderr.write(`Usage: npm run doctor -- <${platforms.join(' | ')}>\n`);
  process.exit(2);
}
await ensureOrExit();
handOver(doctorOf(platform), args);
