/** What was typed after `npm run doctor -- <platform>`. */
export type DoctorArguments =
  | { readonly kind: 'run'; readonly value?: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly what: string };

/**
 * Reads the one option that a doctor has, as `--chat -100123` or `--chat=-100123`: unlike with `parseArgs` of Node, its value may begin
 * with a minus.
 * @param option with its dashes: `--chat`
 * @param fault what is wrong with a value; undefined: nothing
 */
export function readDoctorArguments(
  args: readonly string[],
  option: string,
  fault: (value: string) => string | undefined,
): DoctorArguments {
  if (args.some((arg) => arg === '--help' || arg === '-h')) return { kind: 'help' };
  const values: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === option) {
      at += 1;
      values.push(args[at] ?? '');
    } else if (arg.startsWith(`${option}=`)) values.push(arg.slice(option.length + 1));
    else return { kind: 'wrong', what: `${arg} is not known` };
  }
  const [value, ...more] = values.map((one) => one.trim());
  if (value === undefined) return { kind: 'run' };
  if (more.length > 0) return { kind: 'wrong', what: `${option} is given more than once` };
  if (value === '') return { kind: 'wrong', what: `${option} needs a value` };
  const what = fault(value);
  return what === undefined ? { kind: 'run', value } : { kind: 'wrong', what: `${option} ${what}` };
}
