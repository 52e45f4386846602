import { ensureOrExit } from './ensure.js';
import { handOver } from './hand-over.js';

// Named, since workflows and YAML files are read and not imported: --watch alone would not see them change.
const WATCHED = ['src', 'bots', 'worker', 'config'].map((folder) => `--watch-path=${folder}`);

await ensureOrExit();
// The restart is by SIGTERM, as any other end: articles go on where they were.
handOver('src/local/main.ts', process.argv.slice(2), [...WATCHED, '--watch-preserve-output']);
