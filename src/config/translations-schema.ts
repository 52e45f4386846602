import { z } from 'zod';
import type { TranslationRules } from '../protocol/translation.ts';
import { approverField } from './approver.ts';
import { group, named, shown, text } from './fields.ts';

const MAX_LANGUAGES = 20;

const languages = z
  .array(
    text({
      like: 'de',
      pattern: /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/,
      about: 'A language tag such as en, ru, pt-BR.',
    }),
    { error: ({ input }) => `must be a list such as [de, fr], is ${shown(input)}` },
  )
  .max(MAX_LANGUAGES)
  .refine((list) => new Set(list.map((tag) => tag.toLowerCase())).size === list.length, {
    error: 'names a language twice',
  })
  .meta({ description: 'Into which languages an article is translated by itself, once it is delivered.' });

const approver = approverField.refine((rule) => rule !== 'anyone' && !rule.startsWith('role:'), {
  error: 'must name people or groups, or requester; anyone and role:NAME are for approval',
});

const approvers = z
  .array(approver, {
    error: ({ input }) => `must be a list such as [requester], is ${shown(input)}`,
  })
  .min(1, { error: 'is empty, and an empty list means nobody: name somebody, or leave it out' })
  .meta({ description: 'Who decides about translations, each of them alone. Not set: as approval says.' })
  .optional();

const rules = { languages: languages.default([]), approvers };

export const translations = group(
  {
    ...rules,
    templates: named(
      group(rules, 'What holds for these articles instead.'),
      /^[a-z][a-z0-9-]*$/,
      'the name of a template such as news',
    )
      .meta({ description: 'Other languages and people for articles of some templates.' })
      .prefault({}),
  },
  'Articles in other languages.',
).prefault({});

/** Undefined: nothing is translated by itself, and approval says who decides. */
export function toTranslations({ templates, ...all }: z.output<typeof translations>): TranslationRules | undefined {
  const isSet = all.languages.length > 0 || all.approvers !== undefined || Object.keys(templates).length > 0;
  if (!isSet) return undefined;
  return {
    ...withoutNothing(all),
    templates: Object.fromEntries(Object.entries(templates).map(([template, one]) => [template, withoutNothing(one)])),
  };
}

function withoutNothing({ languages: into, approvers: who }: Omit<z.output<typeof translations>, 'templates'>) {
  return { languages: into, ...(who !== undefined && { approvers: who }) };
}
