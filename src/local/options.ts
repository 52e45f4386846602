import { parseArgs } from 'node:util';
import type { DemoDecision } from '../../bots/terminal/platform.ts';
import { MAX_TOPIC_CHARS } from '../protocol/article.ts';

/** What `npm start -- …` was asked to do. */
export interface StartOptions {
  /** The topic of the one article to run without questions, after which it ends. */
  readonly demo?: string;
  /** For the demo, used up in order. */
  readonly decide: readonly DemoDecision[];
  /** False: a service that logs and asks nothing. */
  readonly terminal: boolean;
  /** Traces of articles are written into files. */
  readonly observe: boolean;
  readonly help: boolean;
}

export const USAGE = `npm start                                  everything, with the chat in this terminal
npm start -- --no-terminal                 the same as a service: logs, no questions
npm start -- --demo "How tides work"       one article without questions; the article goes to standard output
             --decide approve | --decide 'changes:Shorter' | --decide 'reject:Off topic'   (may be repeated, used up in order)
npm start -- --observe                     with any of these: what each article does, step by step, in .copydesk/traces/ID.txt and ID.jsonl`;

/** @throws TypeError that names the argument at fault. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      demo: { type: 'string' },
      decide: { type: 'string', multiple: true },
      'no-terminal': { type: 'boolean' },
      observe: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const demo = values.demo?.trim();
  if (demo !== undefined && (demo === '' || demo.length > MAX_TOPIC_CHARS))
    throw new TypeError(`--demo takes a topic of 1 to ${MAX_TOPIC_CHARS} characters, not ${demo.length}.`);
  if (demo === undefined && values.decide !== undefined)
    throw new TypeError('--decide decides for nobody but --demo "A topic".');
  return {
    ...(demo !== undefined && { demo }),
    decide: (values.decide ?? []).map(toDemoDecision),
    terminal: values['no-terminal'] !== true,
    observe: values.observe === true,
    help: values.help === true,
  };
}

/**
 * Reads `approve`, `changes:…` or `reject:…`.
 * @throws TypeError for anything else.
 */
function toDemoDecision(flag: string): DemoDecision {
  const [, kind, , words = ''] = /^(approve|changes|reject)(:(.*))?$/s.exec(flag.trim()) ?? [];
  const text = words.trim().replace(/^"(.*)"$/s, '$1');
  if (kind === 'approve' && words === '') return { kind };
  if (kind === 'changes' && text !== '') return { kind: 'request-changes', comment: text };
  if (kind === 'reject' && text !== '') return { kind, reason: text };
  throw new TypeError(`--decide takes approve, changes:WHAT or reject:WHY, not “${flag}”.`);
}
