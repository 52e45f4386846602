import { z } from 'zod';
import { isWithin } from '../protocol/settings.ts';
import { group, text } from './fields.ts';

/*
 * Other rules for some articles: by the template of their order, by where they are asked for, and by their language.
 */

const MAX_POLICIES = 100;

interface Place {
  readonly template?: string | undefined;
  readonly channel?: string | undefined;
  readonly language?: string | undefined;
}

/** Something that does not hold together. */
export interface Fault {
  readonly at: readonly PropertyKey[];
  readonly what: string;
}

/** @param rules what a policy may say, all of it optional */
export function policiesOf<Rules extends z.core.$ZodLooseShape>(rules: Rules) {
  const policy = group(
    {
      template: text({ like: 'news', about: 'Only articles whose order names this template.' }).optional(),
      channel: text({
        like: 'slack:C024BE91L',
        pattern: /^[a-z]+:\S+$/,
        about: 'Only articles that are asked for there: slack:C024BE91L, telegram:-1001234567890.',
      }).optional(),
      language: text({
        like: 'de',
        pattern: /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/,
        about:
          'Only articles in this language, whatever its region: de holds for de-AT, too, and pt-BR for that alone. What it is when the article begins counts.',
      }).optional(),
      ...rules,
    },
    'What holds for some articles, over what is above. The first that fits holds.',
  );
  return z
    .array(policy)
    .max(MAX_POLICIES)
    .meta({ description: 'Other rules for some templates and channels.' })
    .default([]);
}

/** What is wrong with the places of policies. */
export function faultsOfPlaces(policies: readonly Place[]): readonly Fault[] {
  return policies.flatMap((one, index): readonly Fault[] => {
    if (one.template === undefined && one.channel === undefined && one.language === undefined)
      return [{ at: ['policies', index], what: 'fits every article; name a template, a channel or a language' }];
    const before = policies.slice(0, index).findIndex((other) => takesAllOf(other, one));
    if (before === -1) return [];
    return [
      {
        at: ['policies', index],
        what: `is never reached: policies[${before}] fits all of its articles, and the first that fits holds; move it before that one, or remove it`,
      },
    ];
  });
}

function takesAllOf(one: Place, other: Place): boolean {
  return (
    (one.template === undefined || one.template === other.template) &&
    (one.channel === undefined || one.channel === other.channel) &&
    (one.language === undefined || (other.language !== undefined && isWithin(other.language, one.language)))
  );
}

/** What a policy leaves open is as above. */
export function over<Top extends object>(top: Top, one: { readonly [Key in keyof Top]?: Top[Key] | undefined }): Top {
  return { ...top, ...Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) };
}
