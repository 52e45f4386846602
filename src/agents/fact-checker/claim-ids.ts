import type { Faulty } from '../model/answer-format.ts';

/** What names a claim in a prompt and in the answer: `c1` is the first one. */
export function claimId(at: number): string {
  return `c${at + 1}`;
}

/**
 * What was answered about each claim, in their order. A claim without an answer, one with two, and an answer about no claim are faults;
 * `clear` are the claims about which one thing was said all the same.
 */
export function byIds<T extends { readonly id: string }>(
  claims: readonly string[],
  answers: readonly T[],
):
  | { readonly ok: true; readonly value: readonly (readonly [claim: string, answer: T])[] }
  | (Faulty & { readonly clear: ReadonlyMap<string, T> }) {
  const ids = claims.map((_, at) => claimId(at));
  const given = answers.map((answer) => ({ answer, id: canonical(answer.id) }));
  const strange = given.filter(({ id }) => !ids.includes(id)).length;
  const doubled = ids.filter((id) => given.filter((one) => one.id === id).length > 1);
  const matched = claims.flatMap((claim, at) => {
    const found = given.find(({ id }) => id === ids[at]);
    return found === undefined ? [] : [[claim, found.answer] as const];
  });
  const faults = [
    ...(matched.length < claims.length
      ? [`Nothing is said of ${ids.filter((id) => !given.some((one) => one.id === id)).join(', ')}.`]
      : []),
    ...(doubled.length > 0 ? [`More than one thing is said of ${doubled.join(', ')}.`] : []),
    ...(strange > 0 ? [`${strange} of the answers have an id that no claim has.`] : []),
  ];
  if (faults.length === 0) return { ok: true, value: matched };
  const clear = new Map(matched.filter(([claim]) => !doubled.includes(ids[claims.indexOf(claim)] ?? '')));
  return { ok: false, fault: `${faults.join(' ')} Answer once for each id: ${ids.join(', ')}.`, clear };
}

/** `C1`, `1` and `claim 1` all mean the first one. */
function canonical(id: string): string {
  const number = /(\d{1,4})\D{0,5}$/.exec(id.trim())?.[1];
  return number === undefined ? id : `c${Number(number)}`;
}
