import { describe, expect, it } from 'vitest';
import { translationRules } from '../../src/gateway/translation-order.ts';
import { TEST_SETTINGS } from '../support/settings.ts';

describe('translationRules', () => {
  it('outlines, reads and checks nothing anew, and leaves who decides as it is', () => {
    const approval = { gate: 'final', outline: true, approvers: ['telegram:1'] } as const;
    const rules = translationRules({ ...TEST_SETTINGS, approval }, undefined);
    expect(rules).toEqual({
      ...TEST_SETTINGS,
      approval: { gate: 'final', approvers: ['telegram:1'] },
      adaptive: [],
      research: { when: 'never', hasSearch: false },
    });
  });

  it('asks the people of translations, each alone, where the settings name some, also by the kind of text', () => {
    const voting = { approvals: 2, rejections: 1 };
    const approval = { gate: 'final', approvers: ['telegram:1', 'telegram:2'], voting } as const;
    const translations = {
      languages: ['de'],
      approvers: ['telegram:3'],
      templates: { news: { languages: [], approvers: ['telegram:4'] }, letter: { languages: ['fr'] } },
    };
    const approvalOf = (template?: string) =>
      translationRules({ ...TEST_SETTINGS, approval, translations }, template).approval;
    expect(approvalOf()).toEqual({ gate: 'final', approvers: ['telegram:3'] });
    expect(approvalOf('news')).toEqual({ gate: 'final', approvers: ['telegram:4'] });
    expect(approvalOf('letter')).toEqual(approval);
    expect(translationRules({ ...TEST_SETTINGS, translations }, undefined)).not.toHaveProperty('translations');
  });
});
