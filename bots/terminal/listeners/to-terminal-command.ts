import { printableLine } from '../render/text.ts';
import { type Command, toArticleCommand, toCommand, toScheduleCommand } from '../../../src/chat/to-command.ts';
import { nearest } from '../../../src/config/nearest.ts';

/** What a typed line asks for. An article id that is left open means the article that was open last. */
export type TerminalCommand =
  | Command
  /** Enters an article. */
  | { readonly kind: 'open'; readonly articleId?: string }
  | { readonly kind: 'quit' }
  | { readonly kind: 'unknown-command'; readonly typed: string; readonly nearest?: string };

/** What begins with a slash is one of these, or a mistake. */
const COMMANDS = [
  '/article',
  '/every',
  '/schedules',
  '/schedule',
  '/anyway',
  '/inbox',
  '/list',
  '/status',
  '/open',
  '/cancel',
  '/costs',
  '/pause',
  '/resume',
  '/finish',
  '/another',
  '/claim',
  '/assign',
  '/takeover',
  '/away',
  '/release',
  '/back',
  '/revise',
  '/translate',
  '/extras',
  '/retry',
  '/raise',
  '/move',
  '/new',
  '/language',
  '/link',
  '/unlink',
  '/zone',
  '/web',
  '/help',
  '/quit',
  '/exit',
];

export function toTerminalCommand(line: string): TerminalCommand {
  const text = printableLine(line);
  if (!text.startsWith('/')) return toCommand(text);
  const [typed = '', ...rest] = text.split(' ');
  const argument = rest.join(' ');
  const verb = typed.toLowerCase();
  switch (verb) {
    case '/quit':
    case '/exit':
      return { kind: 'quit' };
    case '/new':
    case '/article':
      return toArticleCommand(argument);
    case '/every':
      return toScheduleCommand(`every ${argument}`);
    case '/open': {
      const read = toCommand(`status ${argument}`);
      if (read.kind === 'status') return { ...read, kind: 'open' };
      return { kind: 'faulty', fault: { code: 'not-an-id', verb: 'open', typed: argument } };
    }
    default: {
      const read = toCommand(text);
      // An unknown word with a slash is a mistyped command, not a topic.
      if (read.kind !== 'start' && !(read.kind === 'faulty' && read.fault.code === 'topic-too-long')) return read;
      return COMMANDS.includes(verb)
        ? { kind: 'faulty', fault: { code: 'takes-nothing', verb: verb.slice(1), typed: argument } }
        : { kind: 'unknown-command', typed, ...nearestTo(verb) };
    }
  }
}

function nearestTo(typed: string): { readonly nearest?: string } {
  const found = COMMANDS.find((verb) => typed.length > 1 && verb.startsWith(typed)) ?? nearest(typed, COMMANDS);
  return found === undefined ? {} : { nearest: found };
}
