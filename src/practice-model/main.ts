import { parseArgs } from 'node:util';

import { isMood, MOODS } from './mood.ts';
import { newsroomLatencyMs } from './practice-reply.ts';
import { PracticeModelError, startPracticeModel } from './server.ts';

const DEFAULT_PORT = 4010;
const USAGE = `Usage: npm run practice-model -- [--port ${DEFAULT_PORT}] [--latency-ms N] [--mood NAME]
  --port        where to listen on 127.0.0.1; 0 takes a free port
  --latency-ms  wait before each answer; without it, as long as suits the task
  --mood        how it behaves: ${MOODS.join(', ')}; without it PRACTICE_MODEL_MOOD, or improving`;

const { values } = parseArguments();
const port = values.port === undefined ? DEFAULT_PORT : Number(values.port);
const latency = values['latency-ms'] === undefined ? undefined : Number(values['latency-ms']);
if (!Number.isInteger(port) || port < 0 || port > 65_535 || (latency !== undefined && !(latency >= 0))) {
  fail(`--port takes a number from 0 to 65535, --latency-ms one from 0.\n${USAGE}`);
}
const mood = values.mood ?? (process.env['PRACTICE_MODEL_MOOD']?.trim().toLowerCase() || 'improving');
if (!isMood(mood)) fail(`${mood} is no mood of the practice model.\n${USAGE}`);
const model = await startPracticeModel({ port, mood, latencyMs: latency ?? newsroomLatencyMs }).catch(
  (error: unknown) => {
    if (error instanceof PracticeModelError) return fail(error.message);
    throw error;
  },
);
process.stdout.write(
  `The practice model answers at ${model.url} (model name: practice; any API key), ${mood}. Ctrl-C ends it.\n`,
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void model.stop());

function parseArguments() {
  try {
    return parseArgs({
      options: { port: { type: 'string' }, 'latency-ms': { type: 'string' }, mood: { type: 'string' } },
    });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
