import pc from 'picocolors';
import { CONFIG_EXIT_CODE, ConfigError } from '../config/config-error.ts';
import { createScrub } from '../lib/scrub.ts';
import { type DoctorScreen, type Examination, runDoctor, variablesFinding } from './doctor.ts';
import { readDoctorArguments } from './doctor-arguments.ts';

/** `npm run doctor -- <platform>`: what differs between platforms. */
export interface DoctorCommand<Variables extends { readonly secrets: readonly string[] }> {
  /** `slack` */
  readonly platform: string;
  readonly title: string;
  /** The one option there is: `--chat`. */
  readonly option: string;
  /** What is wrong with a value of it; undefined: nothing. */
  readonly faultOfValue: (value: string) => string | undefined;
  /** How it is typed, after the command: `[--chat <id>]`. */
  readonly synopsis: string;
  /** One line about the option. */
  readonly explanation: string;
  /** @throws {ConfigError} */
  readonly readVariables: () => Variables;
  readonly examinations: (variables: Variables, value: string | undefined) => readonly Examination[];
}

const FAULT_EXIT_CODE = 1;
const DEFAULT_COLUMNS = 100;
/** A page of Slack's that looks like the head of a request with a password in it. */
const NO_SECRET = 'Basic Information';

/**
 * Examines the platform. Wrong arguments go to stderr, all else to the screen.
 * @returns the exit code: 0 no fault, 1 a fault, 2 wrong arguments or variables
 */
export async function runDoctorCommand<Variables extends { readonly secrets: readonly string[] }>(
  definition: DoctorCommand<Variables>,
  args: readonly string[],
  screen: DoctorScreen = stdoutScreen(),
): Promise<number> {
  const { platform, title, option, synopsis, explanation, readVariables, examinations } = definition;
  const command = `npm run doctor -- ${platform}`;
  const usage = `Usage: ${command} ${synopsis}\n${explanation}\n`;
  const typed = readDoctorArguments(args, option, definition.faultOfValue);
  if (typed.kind === 'help') {
    screen.write(usage);
    return 0;
  }
  if (typed.kind === 'wrong') {
    process.stderr.write(`${typed.what}.\n${usage}`);
    return CONFIG_EXIT_CODE;
  }
  let variables: Variables;
  try {
    variables = readVariables();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const finding = variablesFinding(error);
    const examination = { name: 'Variables', examine: () => Promise.resolve(finding) };
    await runDoctor({ title, command, examinations: [examination], scrub: scrubbing([]), screen });
    return CONFIG_EXIT_CODE;
  }
  const isWell = await runDoctor({
    title,
    command,
    examinations: examinations(variables, typed.value),
    scrub: scrubbing(variables.secrets),
    screen,
  });
  return isWell ? 0 : FAULT_EXIT_CODE;
}

function scrubbing(secrets: readonly string[]): (text: string) => string {
  const scrub = createScrub(secrets);
  return (text) => text.split(NO_SECRET).map(scrub).join(NO_SECRET);
}

function stdoutScreen(): DoctorScreen {
  const { stdout } = process;
  return {
    write: (text) => void stdout.write(text),
    columns: stdout.isTTY ? stdout.columns : DEFAULT_COLUMNS,
    isLive: stdout.isTTY,
    colors: pc,
  };
}
