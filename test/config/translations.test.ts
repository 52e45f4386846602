import { describe, expect, it } from 'vitest';
import { toTranslations, translations } from '../../src/config/translations-schema.ts';

const faultOf = (given: unknown): string | undefined => translations.safeParse(given).error?.issues[0]?.message;

describe('article_workflow.translations', () => {
  it('is nothing unless something is said', () => {
    expect(toTranslations(translations.parse(undefined))).toBeUndefined();
    expect(toTranslations(translations.parse({ languages: [] }))).toBeUndefined();
  });

  it('names languages and people, and others for kinds of text', () => {
    const given = {
      languages: ['de', 'pt-BR'],
      approvers: ['telegram:5', 'requester'],
      templates: { news: { languages: ['fr'] }, letter: { approvers: ['slack:T1:group:S1'] } },
    };
    expect(toTranslations(translations.parse(given))).toEqual({
      languages: ['de', 'pt-BR'],
      approvers: ['telegram:5', 'requester'],
      templates: { news: { languages: ['fr'] }, letter: { languages: [], approvers: ['slack:T1:group:S1'] } },
    });
  });

  it.each<[string, unknown, string]>([
    ['no list', { languages: 'de' }, 'must be a list such as [de, fr]'],
    ['no language', { languages: ['German!'] }, 'must be text such as de'],
    ['a language twice', { languages: ['de', 'DE'] }, 'names a language twice'],
    ['nobody', { approvers: [] }, 'an empty list means nobody'],
    ['whoever happens to be there', { approvers: ['anyone'] }, 'must name people or groups, or requester'],
  ])('refuses %s', (_, given, fault) => {
    expect(faultOf(given)).toContain(fault);
    expect(faultOf({ templates: { news: given } })).toContain(fault);
  });

  it('refuses what it does not know', () => {
    expect(translations.safeParse({ language: ['de'] }).success).toBe(false);
    expect(translations.safeParse({ templates: { news: { languages: [], voting: 2 } } }).success).toBe(false);
  });
});
