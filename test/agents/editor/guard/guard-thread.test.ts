import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../../../../src/agents/editor/guard/guard-thread.ts';
import { guarded } from '../../../../src/agents/editor/guard/guarded.ts';
import { memoryLogger } from '../../run.ts';

/** A thread that never answers what has `stop` in it, and ends on `die`. */
const STUCK = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ draft }) => {
    if (draft.includes('die')) process.exit(3);
    while (draft.includes('stop'));
    parentPort.postMessage({ title: 'Elsewhere', summary: 's', text: draft });
  });
  parentPort.postMessage('ready');
`;
const request = { language: 'en', topic: 'How tides work' };
const asked = (draft: string, text: string, keepText = false) => ({
  request,
  draft,
  edited: { title: 'Tides', summary: 'They rise.', text },
  keepText,
});

describe('an edit that is long', () => {
  it('is looked at in another thread, as it would be here, while this one goes on', async () => {
    const draft = `# Tides\n\n${'The sea rise twice a day, and nobody has asked why it does. '.repeat(400)}`;
    const one = asked(draft, draft.replaceAll('The sea rise', 'The sea rises'));
    const guard = createGuard({ logger: memoryLogger() });
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 5);
    const elsewhere = await guard(one);
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(5);
    expect(elsewhere).toEqual(await guarded(one));
    expect(elsewhere.edit?.changes.length).toBeGreaterThan(100);
  });

  it.each([
    ['that takes too long', 'stop'],
    ['that ends its thread', 'die'],
  ])('%s stands as approved, with what was wanted, and the next one is looked at', async (_, word) => {
    const logger = memoryLogger();
    let started = 0;
    const guard = createGuard({
      logger,
      deadlineMs: 300,
      shortChars: 0,
      startWorker: () => {
        started += 1;
        return new Worker(STUCK, { eval: true });
      },
    });
    const draft = `# Tides\n\nThey rise (${word}).\n`;
    const [stuck, next] = await Promise.all([guard(asked(draft, '# Tides\n\nThey fall.')), guard(asked('next', ''))]);
    expect(stuck).toEqual({
      title: 'Tides',
      summary: `They rise (${word}).`,
      text: draft,
      edit: { changes: [], proposals: [{ approved: '', wanted: '# Tides\n\nThey fall.', reason: 'whole' }] },
    });
    expect(next.title).toBe('Elsewhere');
    expect(started).toBe(2);
    expect(await guard(asked(draft, draft, true))).toEqual({
      title: 'Tides',
      summary: `They rise (${word}).`,
      text: draft,
    });
  });

  it('that is short is looked at where it is', async () => {
    const guard = createGuard({
      logger: memoryLogger(),
      startWorker: () => {
        throw new Error('There is no need for a thread');
      },
    });
    expect(await guard(asked('# Tides\n\nThey rise.', '# Tides\n\nThey  rise.'))).toMatchObject({ title: 'Tides' });
  });
});
