import { ensureOrExit } from './ensure.js';
import { handOver } from './hand-over.js';

await ensureOrExit();
handOver('src/local/main.ts', process.argv.slice(2));
