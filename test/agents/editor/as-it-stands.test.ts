import { describe, expect, it } from 'vitest';
import { asItStands } from '../../../src/agents/editor/as-it-stands.ts';
import { cpuMs } from '../../support/cpu-ms.ts';

describe('a draft that is delivered as it stands', () => {
  it('keeps its text to the letter, under its own title', () => {
    const draft =
      '# How tides work\n\nTwice a day the **sea** comes [back](https://a.org/tides).\n\n## Why\n\nThe Moon.';
    expect(asItStands(draft, 'Tides')).toEqual({
      title: 'How tides work',
      summary: 'Twice a day the sea comes back.',
      text: draft,
    });
  });

  it('gets the topic for a title where it has none', () => {
    const made = asItStands('The sea comes back.', 'How tides work');
    expect(made).toEqual({
      title: 'How tides work',
      summary: 'The sea comes back.',
      text: '# How tides work\n\nThe sea comes back.',
    });
  });

  it.each(['## Contents', '- one\n- two', '> said somebody', '| a | b |', '![a](b)'])(
    'takes no %j for its summary',
    (block) => {
      expect(asItStands(`# Tides\n\n${block}\n\nThe sea comes back.`, 'Tides').summary).toBe('The sea comes back.');
    },
  );

  it('has a summary whatever it is, and not a long one', () => {
    expect(asItStands('', 'Tides').summary).toBe('Tides');
    expect(asItStands(`# Tides\n\n${'The sea comes back. '.repeat(1000)}`, 'Tides').summary.length).toBeLessThanOrEqual(
      300,
    );
    const started = cpuMs();
    asItStands(`${'[('.repeat(200_000)}${'\n \t'.repeat(200_000)}`, 'Tides');
    expect(cpuMs() - started).toBeLessThan(1000);
  });
});
