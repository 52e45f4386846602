import { z } from 'zod';
import { nearest } from './nearest.ts';

/** The value as a fault names it, short. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of keys';
  if (typeof value === 'string') return `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'something else';
}

/** A number within limits. `whole` refuses fractions. */
export function number({
  from,
  to,
  whole = false,
  about,
}: {
  readonly from: number;
  readonly to: number;
  readonly whole?: boolean;
  readonly about: string;
}) {
  const kind = whole ? 'a whole number' : 'a number';
  const error = ({ input }: { readonly input?: unknown }): string => {
    if (typeof input !== 'number' || (whole && !Number.isInteger(input))) {
      const quoted =
        typeof input === 'string' && input.trim() !== '' && !Number.isNaN(Number(input))
          ? '; write it without quotes'
          : '';
      return `must be ${kind} between ${from} and ${to}, is ${shown(input)}${quoted}`;
    }
    return `must be between ${from} and ${to}, is ${input}`;
  };
  const base = whole ? z.int({ error }) : z.number({ error });
  return base.min(from, { error }).max(to, { error }).meta({ description: about });
}

/** One of a few words. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words, about: string) {
  const error = ({ input }: { readonly input?: unknown }): string => {
    const meant = typeof input === 'string' ? nearest(input, words) : undefined;
    return `must be one of ${words.join(', ')}, is ${shown(input)}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
  };
  return z.enum(words, { error }).meta({ description: about });
}

/** Yes or no. */
export function flag(about: string) {
  const error = ({ input }: { readonly input?: unknown }): string => {
    const meant = input === 'yes' || input === 'on' ? 'true' : input === 'no' || input === 'off' ? 'false' : undefined;
    return `must be true or false, is ${shown(input)}${meant === undefined ? '' : `; write ${meant}`}`;
  };
  return z.boolean({ error }).meta({ description: about });
}

/** Text that is not empty. `like` is an example that goes into the fault. */
export function text({
  like,
  pattern,
  about,
}: {
  readonly like: string;
  readonly pattern?: RegExp;
  readonly about: string;
}) {
  const error = ({ input }: { readonly input?: unknown }): string => `must be text such as ${like}, is ${shown(input)}`;
  const base = z.string({ error }).regex(pattern ?? /\S/, { error });
  return base.meta({ description: about });
}

/** Groups of keys under names of the operator's own. @param keys what a name has to be: `a language tag such as en` */
export function named<Schema extends z.ZodType>(schema: Schema, pattern: RegExp, keys: string) {
  return z.record(z.string().regex(pattern), schema, {
    error: ({ code, input }) =>
      code === 'invalid_key'
        ? `must be ${keys}, is ${shown(input)}`
        : `must have ${keys} as its keys, is ${shown(input)}`,
  });
}

/** A group of keys; unknown ones are faults. */
export function group<Shape extends z.core.$ZodLooseShape>(shape: Shape, about: string) {
  // The fault for unknown keys needs each key's own place: read-yaml-file.ts words it.
  const error = (issue: { readonly code?: string; readonly input?: unknown }): string | undefined =>
    issue.code === 'unrecognized_keys'
      ? undefined
      : `must be a group of keys below it, indented, is ${shown(issue.input)}`;
  return z.strictObject(shape, { error }).meta({ description: about });
}
