import type { DecisionKind } from '../../protocol/decision.ts';
import { format } from './words.ts';

const CHARACTERS = { one: 'character', many: 'characters' };

/** What is said in Slack only. */
export const slack = {
  originalFile: 'The whole original is in your conversation with me.',
  originalUnsent: 'This is only its beginning: the whole text could not be sent. Please try again.',
  changesPage: 'The whole draft, with every change marked, is in your conversation with me.',
  /** Label of the button that leads to the thread. */
  openThread: 'Open the thread',
  /** On the page that Slack leads to, for a workspace in which the app may not be. */
  notInstalled: (workspace: string): string =>
    `Copydesk was not installed in ${workspace}: it is not among the workspaces where it may be. Nothing was kept. Please ask whoever runs Copydesk.`,
  /** Label of the button that opens the form. */
  newArticle: 'New article',

  /** The form behind `/article`. Titles and buttons of a form have at most 24 characters. */
  form: {
    title: 'New article',
    submit: 'Start',
    cancel: 'Cancel',
    topic: 'What should it be about?',
    topicPlaceholder: 'How tides work',
    template: 'What kind of text?',
    templateThatFits: 'Whatever fits',
    purpose: 'What is it for?',
    purposePlaceholder: 'To explain · to persuade · a column · an announcement',
    audience: 'Who will read it?',
    audiencePlaceholder: 'Curious adults who never studied physics',
    length: 'How long, in words?',
    language: 'Language',
    languageOfTopic: 'That of the topic',
    tone: 'How should it sound?',
    tonePlaceholder: 'Sober, with short sentences',
    mustMention: 'What has to be mentioned?',
    mustMentionHint: 'One thing per line.',
    mustAvoid: 'What must not be in it?',
    mustAvoidHint: 'One word or name per line.',
    sources: 'Which sources should it rest on?',
    sourcesHint: 'One web address per line; any other text is taken for a source itself.',
    files: 'Which files should it rest on?',
    filesHint: 'Up to ten: Markdown, plain text, PDF or Word.',
    /** Among those who have to approve it. */
    noPerson: 'Only people can approve: please take out apps, and whoever has left.',
  },

  /** The forms behind “Request changes” and “Reject”. */
  commentForm: {
    title: { 'request-changes': 'Request changes', reject: 'Reject the draft' } as Readonly<
      Record<Extract<DecisionKind, 'request-changes' | 'reject'>, string>
    >,
    label: { 'request-changes': 'What should change?', reject: 'Why is it rejected?' } as Readonly<
      Record<Extract<DecisionKind, 'request-changes' | 'reject'>, string>
    >,
    submit: { 'request-changes': 'Request changes', reject: 'Reject' } as Readonly<
      Record<Extract<DecisionKind, 'request-changes' | 'reject'>, string>
    >,
  },

  /** The form behind “Edit”. */
  editForm: {
    title: 'Edit the draft',
    /** Above the inputs. */
    hint: 'Markdown. A part that you leave empty is removed.',
    /** @param heading of the section; empty: it has none @param part 1, 2, …: of a long section */
    label: (heading: string, part: number): string =>
      `${heading === '' ? 'Text' : heading}${part === 1 ? '' : ` (${part})`}`,
    submit: 'Use this text',
    close: 'Close',
    tooLong: (length: number, most: number): string =>
      `This draft has ${format.count(length, CHARACTERS)}, and a form in Slack takes ${format.number(most)}.`,
    /** How it is done instead. */
    byFile: [
      'The draft is in your conversation with me, as a file.',
      'Change it in any editor, or in Word, and keep its name.',
      'Send it as a reply in the thread of the article. It becomes the new draft, as if you had edited it here.',
    ] as readonly string[],
    /** Behind the reason why a text does not count, when somebody else was quicker. */
    kept: 'What you wrote is not lost: it stays here, and comes to your conversation with me as a file.',
    /** With that file. */
    returned: (version: number): string =>
      `Your text of draft ${version} is in this file: the article had changed meanwhile. Send it into the thread of the article to use it all the same.`,
    unread: 'The text of the draft could not be read right now. Please close this and press “Edit” again in a moment.',
  },

  /** The answer took longer than Slack waits; it follows. */
  answerFollows: 'This takes a little longer than usual. The answer will appear here.',
  /** As above, in a form: pressing its button again does no harm. */
  pressAgain: 'No answer yet. What you wrote is kept: please press the button again in a moment.',
  /** A button of a version that is gone, or of nobody. */
  deadButton: 'This button does nothing any more. The Home tab of Copydesk has the current ones.',

  /** The channel takes no messages of ours. Nothing was started. */
  cannotWrite: {
    closed:
      'This was not taken: Copydesk is not a member of this conversation and could not write here. In a channel, type “/invite @Copydesk” and try again; or write to Copydesk directly.',
    archived: 'This was not taken: this channel is archived. Please try again in another one.',
  },

  /** Somebody wrote to us, and it may have been meant as a topic. */
  offer: (topic: string): string =>
    `Shall I write this article? “${topic}” The button opens a form; “article ${topic}” starts without one.`,

  /** Below what explains that a reply decides nothing. */
  toButtons: 'To the current draft',
  /** Opens the form with what was typed. */
  requestThis: 'Request this…',

  /** The text of a draft in a form, by pages: it is too long for its card, or nobody looks at it any more. */
  reading: {
    read: 'Read',
    on: 'Read on',
    previous: '← Previous page',
    next: 'Next page →',
    page: (page: number, of: number): string => `Page ${page} of ${of}`,
  },

  file: {
    /** A source without a word. */
    needsTopic: 'What should the article be about? Please send the file once more, with the topic in the same message.',
  },

  home: {
    refresh: 'Refresh',
  },
};
