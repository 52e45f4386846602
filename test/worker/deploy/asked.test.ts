import { describe, expect, it } from 'vitest';
import { readDeployAsked } from '../../../worker/deploy/asked.ts';

const read = (line: string) => readDeployAsked(line.split(' ').filter((word) => word !== ''));

describe('readDeployAsked', () => {
  it.each([
    ['', { kind: 'status' }],
    ['status', { kind: 'status' }],
    ['promote', { kind: 'promote' }],
    ['promote 3f2c', { kind: 'promote', build: '3f2c' }],
    ['promote 3f2c --ramp 20%', { kind: 'promote', build: '3f2c', rampPercent: 20 }],
    ['promote --ramp 0.5', { kind: 'promote', rampPercent: 0.5 }],
    ['promote --unversioned', { kind: 'promote-unversioned' }],
    ['rollback', { kind: 'rollback' }],
    ['rollback 77aa', { kind: 'rollback', build: '77aa' }],
    ['renew', { kind: 'renew' }],
    ['renew 77aa', { kind: 'renew', build: '77aa' }],
    ['drop 77aa', { kind: 'drop', build: '77aa' }],
    ['drop --help', { kind: 'help' }],
  ])('takes “%s”', (line, asked) => {
    expect(read(line)).toEqual(asked);
  });

  it.each([
    ['demote', 'Say status, promote, rollback, renew, drop, not demote.'],
    ['status 3f2c', 'status is about all versions: leave the build out.'],
    ['promote a b', 'One build at a time, not a b.'],
    ['promote --ramp 0', '--ramp must be a share between 0% and 100%, such as 20%, is 0. All is promote alone.'],
    ['promote --ramp 33.333', 'is 33.333.'],
    ['promote 3f2c/9a', 'A build is a name such as 3f2c9a1b0d4e: up to 63 letters'],
    [`drop ${'a'.repeat(64)}`, 'A build is a name'],
    ['promote --ramp 100', 'is 100. All is promote alone.'],
    ['promote --ramp some', 'is some.'],
    ['promote 3f2c --unversioned', '--unversioned is about workers without a version'],
    ['rollback --ramp 20', '--ramp goes with promote.'],
    ['drop --unversioned 3f2c', '--unversioned goes with promote.'],
    ['drop', 'Say which build to drop.'],
    ['status --all', "Unknown option '--all'"],
  ])('refuses “%s” with what is wrong', (line, why) => {
    expect(() => read(line)).toThrow(why);
  });

  it.each(['promote', 'rollback', 'renew', 'drop'])('refuses %s of a variable that was empty', (verb) => {
    expect(() => readDeployAsked([verb, ''])).toThrow('A build is a name such as 3f2c9a1b0d4e');
  });
});
