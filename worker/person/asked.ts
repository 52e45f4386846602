import { parseArgs } from 'node:util';

/** What somebody wants done about a person. `key`: `slack:T024BE7LH:U024BE7LH`, of any of their accounts. */
export type PersonAsked =
  | { readonly kind: 'help' }
  | { readonly kind: 'export'; readonly key: string }
  | { readonly kind: 'erase'; readonly key: string; readonly isMeant: boolean };

/** `slack:T024BE7LH:U024BE7LH`, `telegram:123456789`, `web:ann@example.com`: no group and no pattern. */
const KEY = /^[a-z]{1,20}(:[^\s:]{1,200}){1,2}$/;

/** Reads a command line. @throws TypeError that says what is wrong with it. */
export function readPersonAsked(args: readonly string[]): PersonAsked {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { yes: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help === true) return { kind: 'help' };
  const [verb, key, ...more] = positionals;
  if ((verb !== 'export' && verb !== 'erase') || more.length > 0)
    throw new TypeError(`Say export or erase, and whom${verb === undefined ? '' : `, not ${positionals.join(' ')}`}.`);
  if (key === undefined || !KEY.test(key))
    throw new TypeError(
      `Say whom as slack:WORKSPACE:PERSON, telegram:PERSON or web:PERSON${key === undefined ? '' : `, not ${key}`}.`,
    );
  if (verb === 'erase') return { kind: 'erase', key, isMeant: values.yes === true };
  if (values.yes === true) throw new TypeError('--yes goes with erase.');
  return { kind: 'export', key };
}
