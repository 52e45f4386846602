import { findTemporalCli } from '../../src/local/temporal-cli.ts';

/* What takes minutes the first time, and what tests that run side by side would each do for themselves. */
await findTemporalCli({ env: process.env, progress: (line) => console.log(line) });
