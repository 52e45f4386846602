import { describe, expect, it } from 'vitest';
import { parseStartOptions, USAGE } from '../../src/local/options.ts';

describe('parseStartOptions', () => {
  it('reads a demo with its decisions in order', () => {
    expect(
      parseStartOptions(['--demo', ' How tides work ', '--decide', 'changes:Shorter', '--decide=approve']),
    ).toEqual({
      demo: 'How tides work',
      decide: [{ kind: 'request-changes', comment: 'Shorter' }, { kind: 'approve' }],
      terminal: true,
      observe: false,
      help: false,
    });
  });

  it('reads nothing as the chat, and --no-terminal as a service', () => {
    expect(parseStartOptions([])).toEqual({ decide: [], terminal: true, observe: false, help: false });
    expect(parseStartOptions(['--no-terminal'])).toMatchObject({ terminal: false });
    expect(parseStartOptions(['--observe', '--demo', 'Tides'])).toMatchObject({ observe: true, demo: 'Tides' });
    expect(USAGE).toContain('.copydesk/traces/');
  });

  it.each([
    [['--demo', 'Tides', '--decide', 'perhaps'], 'not “perhaps”'],
    [['--demo', 'Tides', '--decide', 'changes:'], 'not “changes:”'],
    [['--decide', 'approve'], '--demo "A topic"'],
    [['--demo', '  '], '1 to 300 characters, not 0'],
    [['--demo', 'x'.repeat(301)], '1 to 300 characters, not 301'],
    [['--demo'], '--demo'],
    [['--demos', 'Tides'], '--demos'],
    [['How tides work'], 'How tides work'],
  ])('refuses %j', (args, named) => {
    expect(() => parseStartOptions(args)).toThrow(named);
    expect(() => parseStartOptions(args)).toThrow(TypeError);
  });

  it.each([
    ['changes:"Say: more"', { kind: 'request-changes', comment: 'Say: more' }],
    ['reject:"Not now"', { kind: 'reject', reason: 'Not now' }],
  ])('reads the decision %j', (flag, decision) => {
    expect(parseStartOptions(['--demo', 'Tides', '--decide', flag]).decide).toEqual([decision]);
  });

  it.each(['changes', 'changes:', 'reject: ', 'approve:yes', 'perhaps'])(
    'refuses the decision %j and says what it takes',
    (flag) => {
      expect(() => parseStartOptions(['--demo', 'Tides', '--decide', flag])).toThrow(
        `--decide takes approve, changes:WHAT or reject:WHY, not “${flag}”.`,
      );
    },
  );
});
