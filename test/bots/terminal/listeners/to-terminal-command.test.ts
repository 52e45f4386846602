import { describe, expect, it } from 'vitest';
import { toTerminalCommand } from '../../../../bots/terminal/listeners/to-terminal-command.ts';

const ID = '7k3m9x2c4p0qrstv';
const EVERY_MONDAY = { kind: 'schedule', timing: { weekdays: [1], times: [{ hour: 9, minute: 0 }] }, topic: 'Tides' };

describe('toTerminalCommand', () => {
  it.each([
    ['How tides work', { kind: 'start', topic: 'How tides work' }],
    ['  How\ttides \u001b[31mwork\n', { kind: 'start', topic: 'How tides work' }],
    ['/new How tides work', { kind: 'start', topic: 'How tides work' }],
    ['/new', { kind: 'form' }],
    ['', { kind: 'form' }],
    ['   ', { kind: 'form' }],
    ['/new list', { kind: 'start', topic: 'list' }],
    ['/article cancel culture', { kind: 'start', topic: 'cancel culture' }],
    ['/every monday 9:00 Tides', EVERY_MONDAY],
    ['/article every monday 9:00 Tides', EVERY_MONDAY],
    ['/article каждый понедельник 9:00 Tides', EVERY_MONDAY],
    ['каждый понедельник 9:00 Tides', EVERY_MONDAY],
    ['/schedules', { kind: 'schedules', scope: 'mine' }],
    ['/article schedules', { kind: 'schedules', scope: 'mine' }],
    [`/schedules run ${ID}`, { kind: 'schedule-act', act: 'run', scheduleId: ID }],
    [`/anyway ${ID}`, { kind: 'start-held', orderId: ID }],
    ['/LIST', { kind: 'list', view: { scope: 'mine', page: 1 } }],
    ['/help', { kind: 'help' }],
    ['/exit', { kind: 'quit' }],
    ['/status', { kind: 'status' }],
    [`/open ${ID}`, { kind: 'open', articleId: ID }],
    ['/open  ARTICLE-7K3M-9X2C-4P0Q-RSTV ', { kind: 'open', articleId: ID }],
    ['/open 7k3m9x2c4poqrstv', { kind: 'open', articleId: '7k3m9x2c4p0qrstv' }],
    [`/cancel ${ID}`, { kind: 'control', control: 'cancel', articleId: ID }],
    ['/pause', { kind: 'control', control: 'pause' }],
    [`/move ${ID} here`, { kind: 'move', articleId: ID }],
    ['/language ru', { kind: 'language', language: 'ru' }],
    ['/lsit', { kind: 'unknown-command', typed: '/lsit', nearest: '/list' }],
    ['/ope 7k', { kind: 'unknown-command', typed: '/ope', nearest: '/open' }],
    ['/c', { kind: 'unknown-command', typed: '/c', nearest: '/cancel' }],
    ['/xyzzyplugh', { kind: 'unknown-command', typed: '/xyzzyplugh' }],
  ])('reads %j', (line, command) => {
    expect(toTerminalCommand(line)).toEqual(command);
  });

  it.each([
    ['x'.repeat(301), { code: 'topic-too-long', length: 301 }],
    [`/new ${'x'.repeat(301)}`, { code: 'topic-too-long', length: 301 }],
    ['/open tides', { code: 'not-an-id', verb: 'open', typed: 'tides' }],
    ['/cancel culture', { code: 'not-an-id', verb: 'cancel', typed: 'culture' }],
    ['/list of lakes in Peru', { code: 'takes-nothing', verb: 'list', typed: 'of lakes in Peru' }],
  ])('says what is wrong with %j', (line, fault) => {
    expect(toTerminalCommand(line)).toEqual({ kind: 'faulty', fault });
  });

  it('takes a topic of exactly 300 characters', () => {
    expect(toTerminalCommand('x'.repeat(300)).kind).toBe('start');
  });
});
