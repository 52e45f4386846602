import { parseArgs } from 'node:util';

/** What `npm start -- …` was asked to do. */
export interface StartOptions {
  /** Runs one article without questions, then ends. */
  readonly demo?: string;
  /** For the demo, used up in order: `approve`, `changes:…`, `reject:…`. */
  readonly decide: readonly string[];
  /** False: a service that logs and asks nothing. */
  readonly terminal: boolean;
  readonly help: boolean;
}

export const USAGE = `npm start                                  everything, with the chat in this terminal
npm start -- --no-terminal                 the same as a service: logs, no questions
npm start -- --demo "How tides work"       one article without questions; the article goes to standard output
             --decide approve | --decide 'changes:Shorter' | --decide 'reject:Off topic'   (may be repeated, used up in order)`;

/** @throws TypeError that names the argument at fault. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      demo: { type: 'string' },
      decide: { type: 'string', multiple: true },
      'no-terminal': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  return {
    ...(values.demo !== undefined && { demo: values.demo }),
    decide: values.decide ?? [],
    terminal: values['no-terminal'] !== true,
    help: values.help === true,
  };
}
