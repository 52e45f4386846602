import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { COMPILE_CACHE, ensureOrExit, ROOT } from './ensure.js';

const NODE = join(ROOT, 'node_modules', '.bin', 'node');
const STEP_NAMES = { tsc: 'types', oxlint: 'lint', biome: 'format', knip: 'dead code' };

/** Everything: each step of `npm run check` counts as a check, and every test as one more. */
async function testAll() {
  const counts = { passed: 0, failed: 0 };
  for (const step of checkSteps()) {
    const passed = await check(step);
    counts[passed ? 'passed' : 'failed'] += 1;
  }
  await run(NODE, [join('test', 'support', 'prepare.ts')], 'inherit');
  // Tests of `npm start` come one after the other, and mostly wait: beside the others they take no time of their own.
  const [others, start] = await Promise.all([
    test(['--project=unit', '--project=integration', '--project=browser'], 'inherit'),
    test(['--project=start'], 'pipe'),
  ]);
  process.stdout.write(start.output);
  return sum([counts, others, start]);
}

function sum(all) {
  const of = (key) => all.reduce((total, counts) => total + counts[key], 0);
  return { passed: of('passed'), failed: of('failed') };
}

/** Runs the tests that the arguments choose. */
async function test(args, stdio) {
  const folder = mkdtempSync(join(tmpdir(), 'copydesk-report-'));
  const report = join(folder, 'report.json');
  try {
    const vitest = join('node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { code, output } = await run(NODE, [vitest, 'run', ...reporters, ...args], stdio);
    const { passed, failed } = readCounts(report);
    return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that failed before its first test counts as one failure. */
function readCounts(report) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const broken = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
    );
    return { passed: numPassedTests, failed: numFailedTests + broken.length };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function checkSteps() {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return scripts.check.split(' && ');
}

async function check(step) {
  const started = Date.now();
  const { code, output } = await run('/bin/sh', ['-c', step], 'pipe');
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const name = STEP_NAMES[step.split(' ')[0]] ?? step;
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${step}, ${seconds} s)\n`);
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`);
  return code === 0;
}

function run(file, args, stdio) {
  const path = [join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: ROOT,
      env: { ...COMPILE_CACHE, ...process.env, PATH: path },
      stdio: ['inherit', stdio, stdio],
    });
    let output = '';
    const hear = (chunk) => {
      output += chunk;
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

await ensureOrExit();
// With arguments they choose the tests (`npm test -- test/local`), and the checks are left to `npm run check`.
const chosen = process.argv.slice(2);
const { passed, failed } = chosen.length === 0 ? await testAll() : await test(chosen, 'inherit');
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
