import { typedLine } from '../../../src/lib/clean-text.ts';
import { type Command, toCommand } from '../../../src/chat/to-command.ts';

/** How Slack writes mentions, channels and links into a text: `<@U1>`, `<#C1|general>`, `<!here>`, `<https://a.org|a>`. */
const REFERENCE = /<([@#!])?([^<>|]+)(?:\|([^<>]*))?>/g;

/** What a person typed, as they saw it: references by their names, and the three characters that Slack escapes. */
export function toPlainText(text: string): string {
  return text
    .replaceAll(REFERENCE, (_whole, sign: string | undefined, target: string, label: string | undefined) => {
      if (sign === undefined) return label === undefined || label === '' ? target : label;
      const name = label === undefined || label === '' ? target.replace(/^subteam\^/, '') : label;
      return `${sign === '#' ? '#' : '@'}${name.replace(/^@/, '')}`;
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The text without what mentions us. Undefined: nothing does. */
export function withoutMention(text: string, botUserId: string): string | undefined {
  const mention = new RegExp(`<@${botUserId}(?:\\|[^<>]*)?>`, 'g');
  return mention.test(text) ? text.replaceAll(mention, ' ').trim() : undefined;
}

/** A topic of which nobody said that an article is wanted: a person may only have said something. */
export interface UnsureStart {
  readonly kind: 'unsure-start';
  readonly topic: string;
}

/** Reads a message to us. Other than after `/article`, only `article TOPIC` starts one: people also say “thanks”. */
export function toMessageCommand(text: string): Command | UnsureStart {
  const typed = toPlainText(text);
  const command = toCommand(typed);
  // Whatever says that an article is wanted is no part of its topic.
  const whole = typedLine(typed);
  if (command.kind === 'start' && command.topic === whole) return { kind: 'unsure-start', topic: whole };
  const isSpeech =
    command.kind === 'faulty' && command.fault.code === 'topic-too-long' && command.fault.length === whole.length;
  return isSpeech ? { kind: 'help' } : command;
}
