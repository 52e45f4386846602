import './require-glibc.ts';
import { writeFile } from 'node:fs/promises';
import { buildWorkflowBundle } from './workflow-bundle.ts';

// For images: a worker that is given the bundle (WORKFLOW_BUNDLE) starts a second sooner and needs no bundler in memory.
const [out] = process.argv.slice(2);
if (out === undefined) {
  process.stderr.write('Say where to: npm run bundle -- dist/workflow-bundle.js\n');
  process.exit(2);
}
const { code } = await buildWorkflowBundle();
await writeFile(out, code);
