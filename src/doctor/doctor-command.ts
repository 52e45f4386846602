import pc from 'picocolors';
import { CONFIG_EXIT_CODE, ConfigError } from '../config/config-error.ts';
import type { Variables } from '../config/environment.ts';
import { createScrub } from '../lib/scrub.ts';
import { type DoctorScreen, type Examination, runDoctor, type Section, skipped, variablesFinding } from './doctor.ts';
import { readDoctorArguments } from './doctor-arguments.ts';

/** What is examined by one word of the command line: `npm run doctor -- slack`. */
export interface DoctorSection {
  /** `Slack` */
  readonly name: string;
  /** `Copydesk in Slack` */
  readonly title: string;
  /** One line about what is looked at. */
  readonly explanation: string;
  /** The one option that the word may be followed by. */
  readonly option?: DoctorOption;
  /** Whether anybody set its variables, rightly or wrongly. */
  readonly isSet: (variables: Variables) => boolean;
  /** Said where it is not set, and was not asked for: `SLACK_BOT_TOKEN is not set. How to get one: …`. Empty: nothing is missing. */
  readonly howToSet: string;
  /** @throws {ConfigError} also when nobody set its variables. */
  readonly open: (variables: Variables) => OpenSection;
}

export interface DoctorOption {
  /** With its dashes: `--chat`. */
  readonly name: string;
  /** How it is typed: `[--chat <id>]`. */
  readonly synopsis: string;
  /** What is wrong with a value of it; undefined: nothing. */
  readonly faultOfValue: (value: string) => string | undefined;
}

export interface OpenSection {
  /** What must never be shown. */
  readonly secrets: readonly string[];
  /** @param value of the option */
  readonly examinations: (value: string | undefined) => readonly Examination[];
  readonly close?: () => Promise<void>;
}

/** By their words, in the order in which they are examined. Each is loaded when it is needed: a platform's library takes half a second. */
export type DoctorSections = Readonly<Record<string, () => Promise<DoctorSection>>>;

/** Whether variables are set, as their reader tells: it answers undefined when none is, and throws when they are wrong. */
export function isSetBy(read: () => unknown): boolean {
  try {
    return read() !== undefined;
  } catch (error) {
    if (error instanceof ConfigError) return true;
    throw error;
  }
}

const COMMAND = 'npm run doctor';
const FAULT_EXIT_CODE = 1;
const DEFAULT_COLUMNS = 100;
/** A page of Slack's that looks like the head of a request with a password in it. */
const NO_SECRET = 'Basic Information';

/**
 * Examines what the first argument names, or else all that is configured. Wrong arguments go to stderr, all else to the screen.
 * @returns the exit code: 0 no fault, 1 a fault, 2 wrong arguments or variables
 */
export async function runDoctorCommand(
  sections: DoctorSections,
  args: readonly string[],
  variables: Variables,
  screen: DoctorScreen = stdoutScreen(),
): Promise<number> {
  const [word, ...rest] = args;
  if (word === undefined) return await examineAll(sections, variables, screen);
  const load = Object.hasOwn(sections, word) ? sections[word] : undefined;
  if (load !== undefined) return await examineOne(word, await load(), rest, variables, screen);
  if (word === '--help' || word === '-h') {
    screen.write(await usageOfAll(sections));
    return 0;
  }
  process.stderr.write(`${word} is not known.\n${await usageOfAll(sections)}`);
  return CONFIG_EXIT_CODE;
}

async function examineAll(sections: DoctorSections, variables: Variables, screen: DoctorScreen): Promise<number> {
  const all = await Promise.all(Object.values(sections).map((load) => load()));
  const opened = all
    .filter((section) => section.isSet(variables))
    .map((section) => openSection(section, variables, undefined));
  const notSet: Section = {
    title: 'Not configured',
    examinations: all
      .filter((section) => !section.isSet(variables) && section.howToSet !== '')
      .map(({ name, howToSet }) => ({ name, examine: () => Promise.resolve(skipped(howToSet)) })),
  };
  return await examine(opened, notSet.examinations.length > 0 ? [notSet] : [], COMMAND, screen);
}

async function examineOne(
  word: string,
  section: DoctorSection,
  args: readonly string[],
  variables: Variables,
  screen: DoctorScreen,
): Promise<number> {
  const typed = readDoctorArguments(args, section.option);
  switch (typed.kind) {
    case 'help':
      screen.write(usageOf(word, section));
      return 0;
    case 'wrong':
      process.stderr.write(`${typed.what}.\n${usageOf(word, section)}`);
      return CONFIG_EXIT_CODE;
    case 'run':
      return await examine([openSection(section, variables, typed.value)], [], `${COMMAND} -- ${word}`, screen);
    default:
      return typed satisfies never;
  }
}

interface Opened extends Section {
  readonly secrets: readonly string[];
  /** Of its variables. */
  readonly isFaulty: boolean;
  readonly close: () => Promise<void>;
}

function openSection({ title, open }: DoctorSection, variables: Variables, value: string | undefined): Opened {
  try {
    const { secrets, examinations, close = () => Promise.resolve() } = open(variables);
    return { title, secrets, examinations: examinations(value), isFaulty: false, close };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const finding = variablesFinding(error);
    const examinations = [{ name: 'Variables', examine: () => Promise.resolve(finding) }];
    return { title, secrets: [], examinations, isFaulty: true, close: () => Promise.resolve() };
  }
}

async function examine(
  opened: readonly Opened[],
  more: readonly Section[],
  command: string,
  screen: DoctorScreen,
): Promise<number> {
  const scrub = createScrub(opened.flatMap(({ secrets }) => secrets));
  const isWell = await runDoctor({
    sections: [...opened, ...more],
    command,
    scrub: (text) => text.split(NO_SECRET).map(scrub).join(NO_SECRET),
    screen,
  });
  await Promise.all(opened.map(({ close }) => close()));
  if (opened.some(({ isFaulty }) => isFaulty)) return CONFIG_EXIT_CODE;
  return isWell ? 0 : FAULT_EXIT_CODE;
}

function usageOf(word: string, { option, explanation }: DoctorSection): string {
  return `Usage: ${COMMAND} -- ${word}${option === undefined ? '' : ` ${option.synopsis}`}\n${explanation}\n`;
}

async function usageOfAll(sections: DoctorSections): Promise<string> {
  const lines = await Promise.all(
    Object.entries(sections).map(async ([word, load]) => {
      const { option, explanation } = await load();
      return `  ${COMMAND} -- ${word}${option === undefined ? '' : ` ${option.synopsis}`}\n      ${explanation}\n`;
    }),
  );
  return `Usage:\n  ${COMMAND}\n      Looks at everything that is configured, and says what to mend.\n${lines.join('')}`;
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
