import type { DoctorOption } from './doctor-command.ts';

/** What was typed after `npm run doctor -- <word>`. */
export type DoctorArguments =
  | { readonly kind: 'run'; readonly value?: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly what: string };

/**
 * Reads the one option that a word may have, as `--chat -100123` or `--chat=-100123`: unlike with `parseArgs` of Node, its value may begin
 * with a minus.
 * @param option absent: there is none
 */
export function readDoctorArguments(
  args: readonly string[],
  option: Pick<DoctorOption, 'name' | 'faultOfValue'> | undefined,
): DoctorArguments {
  if (args.some((arg) => arg === '--help' || arg === '-h')) return { kind: 'help' };
  const name = option?.name;
  const values: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === name) {
      at += 1;
      values.push(args[at] ?? '');
    } else if (name !== undefined && arg.startsWith(`${name}=`)) values.push(arg.slice(name.length + 1));
    else return { kind: 'wrong', what: `${arg} is not known` };
  }
  const [value, ...more] = values.map((one) => one.trim());
  if (value === undefined) return { kind: 'run' };
  if (more.length > 0) return { kind: 'wrong', what: `${name} is given more than once` };
  if (value === '') return { kind: 'wrong', what: `${name} needs a value` };
  const what = option?.faultOfValue(value);
  return what === undefined ? { kind: 'run', value } : { kind: 'wrong', what: `${name} ${what}` };
}
