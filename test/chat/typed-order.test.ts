import { describe, expect, it } from 'vitest';
import { readTypedOrder } from '../../src/chat/typed-order.ts';
import { cpuMs } from '../support/cpu-ms.ts';

describe('readTypedOrder', () => {
  it('takes a topic alone for what it is', () => {
    expect(readTypedOrder('How tides work')).toEqual({ topic: 'How tides work', rest: {} });
  });

  it('reads what is said behind it, in any order, quoted or not', () => {
    expect(
      readTypedOrder(
        'How tides work --length 600 --audience "CFOs of small firms" --tone=dry --mention Moon; the Sun --avoid hype --mention “neap tides” --template how-to --source https://example.org/a --language de',
      ),
    ).toEqual({
      topic: 'How tides work',
      rest: {
        lengthWords: 600,
        audience: 'CFOs of small firms',
        tone: 'dry',
        mustMention: ['Moon', 'the Sun', 'neap tides'],
        mustAvoid: ['hype'],
        template: 'how-to',
        sources: ['https://example.org/a'],
        language: 'de',
      },
    });
  });

  it('reads Russian words, and the dash that phones make of two', () => {
    expect(readTypedOrder('Как работают приливы —длина 600 слов --тон сухой --избегать «хайп»')).toEqual({
      topic: 'Как работают приливы',
      rest: { lengthWords: 600, tone: 'сухой', mustAvoid: ['хайп'] },
    });
  });

  it.each([
    'What git --verbose tells',
    'How git push --force works',
    'A dash — for example this one',
    'a--tone',
    'The --',
  ])('leaves %j to the topic', (topic) => {
    expect(readTypedOrder(topic)).toEqual({ topic, rest: {} });
  });

  it('finds a slip', () => {
    expect(readTypedOrder('Tides --lenght 600').slip).toEqual({ typed: '--lenght', meant: '--length' });
  });

  it('makes no number of what is none', () => {
    expect(readTypedOrder('Tides --approvals 3 --approver telegram:5; slack:T1:U2 --этапы outline').rest).toEqual({
      approvals: 3,
      approvers: ['telegram:5', 'slack:T1:U2'],
      gates: ['outline'],
    });
    expect(readTypedOrder('Tides --length long').rest.lengthWords).toBeNaN();
  });

  it('is soon done with whatever is typed', () => {
    const startedAt = cpuMs();
    readTypedOrder(`${'--tone '.repeat(400)}${' '.repeat(3000)}${'—x'.repeat(1000)}`);
    expect(cpuMs() - startedAt).toBeLessThan(1000);
  });
});
