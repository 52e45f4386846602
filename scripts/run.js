import { ensureOrExit } from './ensure.js';
import { handOver } from './hand-over.js';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: node scripts/run.js <file.ts> [arguments]\n');
  process.exit(2);
}
await ensureOrExit();
handOver(file, args);
