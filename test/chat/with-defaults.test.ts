import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../src/chat/with-defaults.ts';

const thread = { platform: 'slack', workspace: 'T1', channel: 'C1' };
const orders = {
  defaults: { tone: 'sober', mustAvoid: ['hype'], language: 'en' },
  channels: {
    'slack:C1': { tone: 'lively', audience: 'subscribers', mustAvoid: ['jargon'] },
    'slack:C2': { tone: 'dry' },
  },
};

describe('withDefaults', () => {
  it('fills in what was left open, the channel’s before the general ones', () => {
    expect(withDefaults({ topic: 'Tides', audience: ' ', language: 'auto' }, orders, thread)).toEqual({
      topic: 'Tides',
      tone: 'lively',
      audience: 'subscribers',
      language: 'en',
      mustAvoid: ['hype', 'jargon'],
    });
  });

  it('lets what was said stand, and adds to what is to be left out', () => {
    const typed = { topic: 'Tides', tone: 'grave', language: 'de', mustAvoid: ['moon'] };
    expect(withDefaults(typed, orders, thread)).toEqual({
      ...typed,
      audience: 'subscribers',
      mustAvoid: ['hype', 'jargon', 'moon'],
    });
  });

  it('has nothing to say elsewhere but the general', () => {
    expect(withDefaults({ topic: 'Tides' }, orders, { ...thread, channel: 'C9' })).toMatchObject({ tone: 'sober' });
    expect(withDefaults({ topic: 'Tides' }, { defaults: {}, channels: {} }, thread)).toEqual({ topic: 'Tides' });
  });
});
