import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/cards/card.ts';
import { decidedSpans } from '../../src/cards/draft-card.ts';
import { placeSpan } from '../../src/cards/place-span.ts';
import { messages } from '../../src/messages/messages.ts';

const t = messages('en');
const NEWSROOM = { platform: 'slack', workspace: 'T1', channel: 'C042' };

describe('a place that is told in another one', () => {
  it('is named to its own workspace by its platform, which knows who may know it', () => {
    expect(placeSpan(NEWSROOM, 'T1', t)).toEqual({ text: 'in Slack', place: NEWSROOM });
  });

  it('is no more than a platform, or another workspace, to everybody else', () => {
    expect(placeSpan(NEWSROOM, 'T2', t)).toBe('in another Slack workspace');
    expect(placeSpan({ platform: 'web' }, 'T1', t)).toBe('on the page');
    // Where it is not known which workspace it is, an id would be drawn as it stands.
    expect(placeSpan(NEWSROOM, undefined, t)).toBe('in Slack');
  });
});

describe('what was decided', () => {
  const decision = { kind: 'approve', byName: 'Ann', at: '2026-11-23T14:07:00.000Z' } as const;

  it.each([
    ['en', /^Approved by Ann \(in Slack\), /],
    ['ru', /^Одобрено: Ann \(в Slack\), /],
  ] as const)('says in %s where, when that was elsewhere', (language, said) => {
    const told = messages(language);
    expect(wordsOf(decidedSpans({ ...decision, elsewhere: NEWSROOM }, undefined, told))).toMatch(said);
    expect(wordsOf(decidedSpans(decision, undefined, told))).not.toContain('(');
  });
});
