import { describe, expect, it } from 'vitest';
import { findSection, nameIn } from '../../src/chat/find-section.ts';
import type { SectionRecord } from '../../src/protocol/section.ts';
import { cpuMs } from '../support/cpu-ms.ts';

const section = (id: string, heading: string): SectionRecord => ({ id, heading, hash: '', author: 'agent', chars: 1 });
const SECTIONS = [
  section('s1', 'How tides turn'),
  section('s4', 'The pull of the Moon'),
  section('s2', 'Spring: two tides in one'),
  section('s3', 'Что делает Солнце'),
  section('s5', 'The Sun'),
  section('s6', 'The Sun and the Moon'),
];
const found = (said: string) => {
  const named = findSection(said, SECTIONS);
  return named && [named.section.id, named.comment];
};

describe('a section that somebody names', () => {
  it.each([
    ['The pull of the Moon: shorter', 's4', 'shorter'],
    ['the PULL of the moon :  shorter: by half ', 's4', 'shorter: by half'],
    ['pull: shorter', 's4', 'shorter'],
    ['Spring: two tides in one: warmer', 's2', 'warmer'],
    ['Spring: warmer', 's2', 'warmer'],
    ['2: shorter', 's4', 'shorter'],
    ['intro: shorter', 's1', 'shorter'],
    ['Вступление: короче', 's1', 'короче'],
    ['«Что делает солнце»: короче', 's3', 'короче'],
    ['The Sun: exact before a part of another', 's5', 'exact before a part of another'],
  ])('is found in %j', (said, id, comment) => {
    expect(found(said)).toEqual([id, comment]);
  });

  it.each([
    '',
    ':',
    'shorter',
    'Stars: shorter',
    'the: several have it',
    '0: none',
    '7: none',
    'The Sun:',
    'The Sun: ',
  ])('is not found in %j', (said) => {
    expect(found(said)).toBeUndefined();
  });

  it('is looked for in time in proportion to what was said', () => {
    const since = cpuMs();
    expect(found(`${':'.repeat(100_000)} x`)).toBeUndefined();
    expect(cpuMs() - since).toBeLessThan(500);
  });

  it('is called by what stands before the first colon', () => {
    expect(nameIn(' Stars : a: b')).toBe('Stars');
    expect(nameIn('')).toBe('');
  });
});
