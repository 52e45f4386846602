import { ensureOrExit } from './ensure.js';
import { handOver } from './hand-over.js';

// `npm run doctor`, `npm run doctor -- slack`
await ensureOrExit();
handOver('src/doctor/main.ts', process.argv.slice(2));
