import { describe, expect, it } from 'vitest';
import { readDoctorArguments } from '../../src/doctor/doctor-arguments.ts';

describe('readDoctorArguments', () => {
  const read = (...args: string[]) =>
    readDoctorArguments(args, {
      name: '--chat',
      faultOfValue: (value) => (value === 'bad' ? 'must be good' : undefined),
    });

  it.each([
    [[], { kind: 'run' }],
    [['--chat', '42'], { kind: 'run', value: '42' }],
    [['--chat=42'], { kind: 'run', value: '42' }],
    [['--chat', '-100123'], { kind: 'run', value: '-100123' }],
    [['--chat', ' #general '], { kind: 'run', value: '#general' }],
    [['--help'], { kind: 'help' }],
    [['--chat', '42', '-h'], { kind: 'help' }],
    [['--chat'], { kind: 'wrong', what: '--chat needs a value' }],
    [['--chat='], { kind: 'wrong', what: '--chat needs a value' }],
    [['--chat', 'bad'], { kind: 'wrong', what: '--chat must be good' }],
    [['--chat', '1', '--chat=2'], { kind: 'wrong', what: '--chat is given more than once' }],
    [['--chats', '42'], { kind: 'wrong', what: '--chats is not known' }],
    [['42'], { kind: 'wrong', what: '42 is not known' }],
  ] as const)('takes %j for %j', (args, expected) => {
    expect(read(...args)).toEqual(expected);
  });

  it('knows nothing but help where there is no option', () => {
    expect(readDoctorArguments(['--chat'], undefined)).toEqual({ kind: 'wrong', what: '--chat is not known' });
    expect(readDoctorArguments(['undefined=1'], undefined)).toEqual({
      kind: 'wrong',
      what: 'undefined=1 is not known',
    });
    expect(readDoctorArguments([], undefined)).toEqual({ kind: 'run' });
  });
});
