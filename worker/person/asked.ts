import { parseArgs } from 'node:util';

/** What somebody wants done about a person. `key`: `slack:T024BE7LH:U024BE7LH`, of any of their accounts. */
export type PersonAsked = { readonly kind: 'help' } | { readonly kind: 'export'; readonly key: string };

/** `slack:T024BE7LH:U024BE7LH`, `telegram:123456789`, `web:ann@example.com`: no group and no pattern. */
const KEY = /^[a-z]{1,20}(:[^\s:]{1,200}){1,2}$/;

/** Reads a command line. @throws TypeError that says what is wrong with it. */
export function readPersonAsked(args: readonly string[]): PersonAsked {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help === true) return { kind: 'help' };
  const [verb, key, ...more] = positionals;
  if (verb !== 'export' || more.length > 0)
    throw new TypeError(`Say export and whom${verb === undefined ? '' : `, not ${positionals.join(' ')}`}.`);
  if (key === undefined || !KEY.test(key))
    throw new TypeError(
      `Say whom as slack:WORKSPACE:PERSON, telegram:PERSON or web:PERSON${key === undefined ? '' : `, not ${key}`}.`,
    );
  return { kind: 'export', key };
}
