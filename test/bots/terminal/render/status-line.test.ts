import { describe, expect, it } from 'vitest';
import { createLook } from '../../../../bots/terminal/render/look.ts';
import { renderStatusLine } from '../../../../bots/terminal/render/status-line.ts';
import { messages } from '../../../../src/messages/messages.ts';

const progress = {
  stage: 'drafting',
  step: 'critiquing',
  iteration: 2,
  maxIterations: 10,
  scores: [6.1, 7.4],
  elapsedMs: 65_000,
} as const;

describe('renderStatusLine', () => {
  it('says who is at work, the iteration, the scores and the time', () => {
    expect(renderStatusLine('*', progress, messages('en'), createLook(60, false))).toBe(
      '* The critic is reading · 2/10 · 6.1 → 7.4 · 1:05',
    );
    expect(renderStatusLine('*', progress, messages('ru'), createLook(60, false))).toBe(
      '* Рецензент читает черновик · 2/10 · 6,1 → 7,4 · 1:05',
    );
  });

  it('says how many words are written', () => {
    const writing = { ...progress, step: 'writing', wordsSoFar: 1021, scores: [] } as const;
    expect(renderStatusLine('*', writing, messages('en'), createLook(60, false))).toBe(
      '* The writer is at work, 1,021 words · 2/10 · 1:05',
    );
    expect(renderStatusLine('*', writing, messages('ru'), createLook(60, false))).toBe(
      '* Пишется черновик, уже 1 021 слово · 2/10 · 1:05'.replace('1 0', '1\u00a00'),
    );
  });

  it('leaves out what does not fit, the time first and the stage last', () => {
    expect(renderStatusLine('*', progress, messages('en'), createLook(46, false))).toBe(
      '* The critic is reading · 2/10 · 6.1 → 7.4',
    );
    expect(renderStatusLine('*', progress, messages('en'), createLook(30, false))).toBe('* The critic is reading');
    expect(renderStatusLine('*', progress, messages('en'), createLook(22, false))).toBe('* The critic is read…');
  });

  it('names the stage when nobody is at work', () => {
    expect(renderStatusLine('●', { ...progress, stage: 'waiting' }, messages('en'), createLook(80, false))).toContain(
      'Waiting for a decision',
    );
  });
});
