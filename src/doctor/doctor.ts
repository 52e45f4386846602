import type pc from 'picocolors';
import type { ConfigError } from '../config/config-error.ts';

/** What is not as it should be, in words for whoever runs Copydesk. */
export interface Trouble {
  readonly what: string;
  /** What to do about it, and where. Absent: `what` says it. */
  readonly wayOut?: string;
  /** Within a fault: would be a warning by itself. */
  readonly isMinor?: true;
}

/** What an examination found. */
export type Finding =
  | { readonly kind: 'ok'; readonly detail: string }
  /** Works, but perhaps not as people expect. */
  | { readonly kind: 'warning'; readonly troubles: readonly Trouble[] }
  | { readonly kind: 'fault'; readonly troubles: readonly Trouble[] }
  /** Cannot be told from here, or makes no sense after what was found before. */
  | { readonly kind: 'skipped'; readonly why: string };

/** One thing that is looked at. */
export interface Examination {
  readonly name: string;
  /** Never rejects with what a person could mend: that is a finding. */
  readonly examine: () => Promise<Finding>;
}

/** What belongs together, under one heading. */
export interface Section {
  /** `Copydesk in Slack` */
  readonly title: string;
  readonly examinations: readonly Examination[];
}

/** Where the findings are shown. */
export interface DoctorScreen {
  readonly write: (text: string) => void;
  /** How wide it is. */
  readonly columns: number;
  /** A terminal, on which a line can be written over. */
  readonly isLive: boolean;
  readonly colors: Pick<typeof pc, 'bold' | 'dim' | 'green' | 'red' | 'yellow'>;
}

export interface DoctorOptions {
  readonly sections: readonly Section[];
  /** How to run it again: `npm run doctor -- slack`. */
  readonly command: string;
  /** Takes secrets out of what is said. */
  readonly scrub: (text: string) => string;
  readonly screen: DoctorScreen;
}

/** Longer lines are hard to read, however wide the terminal. */
const MOST_COLUMNS = 110;
const FEWEST_COLUMNS = 50;
const MARKS: Readonly<Record<Finding['kind'], string>> = { ok: '✓', warning: '!', fault: '✗', skipped: '–' };
const ERASE_LINE = '\r\u001b[2K';

/**
 * Looks at one thing after another and shows at once what it found. An examination that breaks is a fault, and the others go on.
 * @returns whether there is no fault
 */
export async function runDoctor({ sections, command, scrub, screen }: DoctorOptions): Promise<boolean> {
  const { write, isLive, colors } = screen;
  const nameWidth = Math.max(...sections.flatMap(({ examinations }) => examinations.map(({ name }) => name.length)));
  const columns = Math.max(FEWEST_COLUMNS, Math.min(MOST_COLUMNS, screen.columns));
  const counts = { ok: 0, warning: 0, fault: 0, skipped: 0 };
  // Names of channels and what servers say come from outside.
  const clean = (text: string): string => scrub(text).replaceAll(/\p{Cc}+/gu, ' ');
  for (const { title, examinations } of sections) {
    write(`\n${colors.bold(title)}\n\n`);
    for (const { name, examine } of examinations) {
      if (isLive) write(colors.dim(`  … ${name}`));
      const finding = await findingOf(examine);
      if (isLive) write(ERASE_LINE);
      counts[finding.kind] += 1;
      const indent = ' '.repeat(nameWidth + 6);
      paragraphsOf(finding, clean, columns - indent.length).forEach(({ kind, lines }, paragraph) => {
        lines.forEach((line, index) => {
          const shown = finding.kind === 'skipped' ? colors.dim(line) : line;
          const label = (paragraph === 0 ? name : '').padEnd(nameWidth);
          write(index === 0 ? `  ${paintOf(kind, colors)(MARKS[kind])} ${label}  ${shown}\n` : `${indent}${shown}\n`);
        });
      });
    }
  }
  write(`\n${summary(counts, command)}\n`);
  return counts.fault === 0;
}

async function findingOf(examine: Examination['examine']): Promise<Finding> {
  try {
    return await examine();
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return fault(`could not be looked at (${why})`, 'This is a fault in Copydesk. The rest is looked at all the same.');
  }
}

export function ok(detail: string): Finding {
  return { kind: 'ok', detail };
}

export function warning(what: string, wayOut: string): Finding {
  return { kind: 'warning', troubles: [{ what, wayOut }] };
}

export function fault(what: string, wayOut: string): Finding {
  return { kind: 'fault', troubles: [{ what, wayOut }] };
}

export function skipped(why: string): Finding {
  return { kind: 'skipped', why };
}

/** Every fault of the environment, for when nothing else can be looked at. */
export function variablesFinding({ faults }: ConfigError): Finding {
  return {
    kind: 'fault',
    troubles: faults.map(({ where, what }) => {
      // They say first what is wrong, and then the way out.
      const [, wrong = what, wayOut] = /^([^;]+); (.+)$/s.exec(what) ?? [];
      return {
        what: `${where.replace(/^environment /, '')} ${wrong}`,
        ...(wayOut !== undefined && { wayOut: `${wayOut.charAt(0).toUpperCase()}${wayOut.slice(1)}.` }),
      };
    }),
  };
}

/** Each thing there is to say, with its own mark. */
function paragraphsOf(
  finding: Finding,
  clean: (text: string) => string,
  width: number,
): readonly { readonly kind: Finding['kind']; readonly lines: readonly string[] }[] {
  const { kind } = finding;
  switch (kind) {
    case 'ok':
      return [{ kind, lines: wrap(clean(finding.detail), width) }];
    case 'skipped':
      return [{ kind, lines: wrap(clean(`not looked at: ${finding.why}`), width) }];
    case 'warning':
    case 'fault':
      return finding.troubles.map(({ what, wayOut, isMinor }) => ({
        kind: isMinor === true ? 'warning' : kind,
        lines: [
          ...wrap(clean(what), width),
          ...(wayOut === undefined
            ? []
            : wrap(clean(wayOut), width - 2).map((line, index) => `${index === 0 ? '→' : ' '} ${line}`)),
        ],
      }));
    default:
      return finding satisfies never;
  }
}

/** Breaks at spaces; a word that is too long, such as an address, stays whole, so that it can be copied. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function paintOf(kind: Finding['kind'], colors: DoctorScreen['colors']): (text: string) => string {
  switch (kind) {
    case 'ok':
      return colors.green;
    case 'warning':
      return colors.yellow;
    case 'fault':
      return colors.red;
    case 'skipped':
      return colors.dim;
    default:
      return kind satisfies never;
  }
}

function summary(
  { fault: faults, warning: warnings }: Readonly<Record<Finding['kind'], number>>,
  command: string,
): string {
  if (faults > 0)
    return `${faults === 1 ? 'One thing does' : `${faults} things do`} not work (✗). Mend from the top, then run ${command} again.`;
  if (warnings > 0)
    return `Nothing is broken; ${warnings === 1 ? 'one thing is' : `${warnings} things are`} worth a look (!).`;
  return 'Everything that was looked at is in order.';
}
