import { describe, expect, it } from 'vitest';
import { translationRules } from '../../src/gateway/translation-order.ts';
import { TEST_SETTINGS } from '../support/settings.ts';

describe('translationRules', () => {
  it('outlines, reads and checks nothing anew, and leaves who decides as it is', () => {
    const approval = { gate: 'final', outline: true, approvers: ['telegram:1'] } as const;
    const rules = translationRules({ ...TEST_SETTINGS, approval });
    expect(rules).toEqual({
      ...TEST_SETTINGS,
      approval: { gate: 'final', approvers: ['telegram:1'] },
      adaptive: [],
      research: { when: 'never', hasSearch: false },
    });
  });
});
