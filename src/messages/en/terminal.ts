import { MAX_COMMENT_CHARS } from '../../protocol/decision.ts';
import { format } from './words.ts';

const CHARACTERS = { one: 'character', many: 'characters' };

/** What only the terminal chat says. */
export const terminal = {
  /** Before the address of the page, which stands alone below. */
  page: 'Open the page by this address: on this machine, and once.',
  greeting:
    'Welcome to the newsroom. Type a topic and an article will be written about it; /help shows what else there is.',
  topicPrompt: 'What should the article be about?',
  topicPlaceholder: 'How tides work',
  emptyTopic: 'Type a topic, or /help.',
  unknownCommand: (command: string): string => `There is no command ${command}. /help shows what there is.`,
  idOptional: 'No article is open here. Type /list to see yours, and /open with an id to enter one.',

  help: {
    /** What the other chats have no need of. */
    commands: [
      { usage: '/open <id>', does: 'enters an article: its drafts, critiques and decisions' },
      { usage: '/quit', does: 'leaves; running articles go on' },
    ] as readonly { readonly usage: string; readonly does: string }[],
    keys: 'Esc leaves a menu or an article, an empty line leaves a question. Ctrl-C ends the chat; nothing is lost.',
  },

  list: {
    pick: 'Open which one?',
    none: 'None, back to the chat',
  },

  /** Shown on the way in when articles are under way. */
  resumed: (count: number): string =>
    `Welcome back. ${format.count(count, { one: 'article is', many: 'articles are' })} under way; /list shows what is going on, /open enters one.`,
  opened: (topic: string): string => `Entering “${topic}”`,
  left: (topic: string): string => `You left “${topic}”. It goes on without you; /open brings you back.`,
  deskSilent: 'The desk is not answering. The article is safe and goes on when it is back.',

  /** Below an article that is delivered. */
  otherLanguages: (example: string): string => `In another language: ${example}`,
  pager: {
    offer: (lines: number): string => `Long text, ${format.count(lines, { one: 'line', many: 'lines' })}`,
    whole: 'Read it all',
    skip: 'Go on',
    hint: 'Space or Enter: next page · b: back · q: close',
    position: (from: number, to: number, of: number): string => `lines ${from}–${to} of ${of}`,
    end: 'end of text',
  },

  articleLanguage: {
    question: 'In what language is the article to be?',
    other: 'Another one',
    tag: 'The language, as a tag: de, pt-BR, …',
  },
  decide: {
    question: (version: number, outline?: true): string => `What about ${outline ? 'outline' : 'draft'} ${version}?`,
    /** Behind “Approve”, of an outline. */
    approveOutline: 'the article will follow it',
    comment: 'What should change?',
    reason: 'Why is it rejected?',
    textTooLong: (length: number): string =>
      `That is ${format.count(length, CHARACTERS)}; at most ${format.number(MAX_COMMENT_CHARS)} fit. Please say it more briefly.`,
    confirmCancel: (topic: string): string => `Stop “${topic}” for good? Nothing will be delivered.`,
    yes: 'Yes',
    no: 'No',
    unchanged: 'Nothing was changed.',
  },

  editor: {
    opening: (editor: string): string => `Opening ${editor}. Save and close it to hand in your text.`,
    missing: 'No editor was found. Set EDITOR to the command that opens one, for example EDITOR=nano, and start again.',
    failed: (editor: string, how: string): string =>
      `${editor} ended with an error (${how}). Your decision was not sent.`,
    unchanged: 'The text is the same as before. Nothing was sent.',
    empty: 'The text is empty. Nothing was sent.',
  },

  saved: (path: string): string => `Saved to ${path}`,
  changesSaved: (path: string): string => `What the final edit changed: ${path}`,
  saveFailed: (path: string, why: string): string =>
    `The article could not be saved to ${path}: ${why}. It is safe in the database; /open shows it again.`,
  goodbye: 'Goodbye. Running articles go on as soon as Copydesk runs again.',
  /** Below the opening of a long text. */
  moreLines: (count: number): string =>
    `${format.count(count, { one: 'more line', many: 'more lines' })}: press r to read it all.`,
  didYouMean: (command: string): string => `Did you mean ${command}?`,
  /** Below the status line; the letters are the keys. */
  keys: { menu: 'm menu', read: 'r read', leave: 'q leave' },
  back: 'Back',
  notNow: 'Not now',
  leave: 'Leave for now',
  leaveHint: 'the article goes on, or waits for you',
  read: 'Read the draft',
  tryAgain: 'Try again',
  emptyGoesBack: 'An empty line goes back',
  yourTextIsKept: 'What you wrote is kept.',
  databaseSilent: 'The database is not answering. Nothing is lost; this goes on when it is back.',
  /** `--demo`: it took longer than was allowed. */
  demoTimeout: (articleId: string, seconds: number): string =>
    `The article was not done within ${format.count(seconds, { one: 'second', many: 'seconds' })}. It goes on: /open ${articleId}`,
  /** `--demo`: the decision that a flag made. */
  decidedByFlag: (decision: string): string => `Decided by --decide: ${decision}`,
};
