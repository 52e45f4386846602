import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTypesetter, type TypesetterOptions } from '../../../src/document/html/typesetter.ts';

/** A thread that answers `made`, and on what contains `stop` nothing ever again. */
const STUCK = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', (ask) => {
    while (JSON.stringify(ask).includes('stop'));
    parentPort.postMessage(['made']);
  });
  parentPort.postMessage('ready');
`;

/** A thread that answers with a file of a million bytes, whose first says how many it has made. */
const LARGE = `
  const { parentPort } = require('node:worker_threads');
  let made = 0;
  parentPort.on('message', () => {
    made += 1;
    parentPort.postMessage(new Uint8Array(1_000_000).fill(made));
  });
  parentPort.postMessage('ready');
`;

function open(options: TypesetterOptions = {}) {
  const failures: Error[] = [];
  let started = 0;
  const typesetter = createTypesetter({
    report: (failure) => void failures.push(failure),
    startWorker: () => {
      started += 1;
      return new Worker(STUCK, { eval: true });
    },
    ...options,
  });
  onTestFinished(() => typesetter.close());
  return { typesetter, failures, started: () => started };
}

describe('Typesetter', () => {
  it('sets texts and compares pairs in another thread', async () => {
    const typesetter = createTypesetter();
    onTestFinished(() => typesetter.close());
    expect(await typesetter.html([{ text: '*a*' }, { text: 'b' }])).toEqual([
      '<p dir="auto"><em>a</em></p>',
      '<p dir="auto">b</p>',
    ]);
    expect(await typesetter.diff([['The tide falls.', 'The tide rises.']])).toEqual([
      [
        { kind: 'same', text: 'The tide ' },
        { kind: 'removed', text: 'falls' },
        { kind: 'added', text: 'rises' },
        { kind: 'same', text: '.' },
      ],
    ]);
  });

  it('answers what hostile text holds up as it is written, soon, and goes on with the next one', async () => {
    const { typesetter, failures, started } = open({ deadlineMs: 100 });
    const asked = [{ text: 'stop <b>\nhere' }];
    const [stuck, next] = await Promise.all([typesetter.html(asked), typesetter.html([{ text: 'next' }])]);
    expect(stuck).toEqual(['<p dir="auto">stop &lt;b&gt;<br>here</p>']);
    expect(next).toEqual(['made']);
    expect(await typesetter.html(asked)).toEqual(stuck);
    expect(started()).toBe(2);
    expect(failures).toHaveLength(1);
  });

  it('says that all was replaced where pairs cannot be compared in time', async () => {
    const { typesetter } = open({ deadlineMs: 100 });
    const pairs = [
      ['stop', 'go'],
      ['same', 'same'],
      ['', 'new'],
    ] as const;
    expect(await typesetter.diff(pairs)).toEqual([
      [
        { kind: 'removed', text: 'stop' },
        { kind: 'added', text: 'go' },
      ],
      [{ kind: 'same', text: 'same' }],
      [{ kind: 'added', text: 'new' }],
    ]);
  });

  it('remembers as many files as it has room for, however short what they are made of', async () => {
    const { typesetter } = open({ startWorker: () => new Worker(LARGE, { eval: true }) });
    const fileOf = async (nth: number) => (await typesetter.pdf({ title: `${nth}`, text: '', madeAt: 0 }))?.[0];
    for (let nth = 1; nth <= 30; nth += 1) await fileOf(nth);
    expect(await fileOf(30)).toBe(30);
    expect(await fileOf(12)).toBe(12);
    // Twenty million bytes, with a little for each: it was made anew.
    expect(await fileOf(11)).toBe(31);
  });
});
