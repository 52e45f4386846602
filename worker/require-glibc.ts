import { faultOfLibc } from '../src/lib/glibc.js';

// To be loaded before anything of Temporal's SDK, whose native part ends a process on musl with a stack trace.
const fault = faultOfLibc();
if (fault !== undefined) {
  process.stderr.write(`${fault}\n`);
  process.exit(1);
}
