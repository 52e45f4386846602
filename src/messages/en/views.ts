import { format } from './words.ts';

const FILES = { one: 'file', many: 'files' };

/** What the views of the page say beside the article itself. */
export const views = {
  order: {
    title: 'New article',
    topic: 'What should it be about?',
    topicHint: 'One sentence is enough, such as “How tides work”. Everything below may stay open.',
    topicMissing: 'Please say what the article should be about.',
    brief: 'Brief',
    template: 'What kind of text?',
    templateThatFits: 'Whatever fits',
    language: 'Language',
    languageOfTopic: 'That of the topic',
    audience: 'Who will read it?',
    audienceLike: 'Curious adults who never studied physics',
    purpose: 'What is it for?',
    purposeLike: 'To explain, to persuade, a column',
    tone: 'How should it sound?',
    toneLike: 'Sober, with short sentences',
    lengthWords: 'How long, in words?',
    lengthLike: 'As needed',
    mustMention: 'What has to be mentioned?',
    mustAvoid: 'What must not be in it?',
    onePerLine: 'One per line.',
    always: (items: readonly string[]): string => `Always here: ${format.both(items)}.`,
    /** What the house has set, where nothing is typed. */
    isDefault: (value: string): string => `${value} (usual here)`,
    sources: 'Sources',
    addresses: 'Web addresses to read',
    pasted: 'Text to rest on',
    pastedHint: 'Notes, an interview, a press release: as it is.',
    noSources: 'Articles here are written without sources: whoever runs Copydesk has switched them off.',
    submit: 'Start writing',
    sending: 'Starting …',
    clear: 'Clear the form',
    whatFollows: 'Drafts are written and criticised by themselves. You are asked before anything is delivered.',
  },

  files: {
    choose: 'Choose files',
    hint: (most: number, endings: string, megabytes: number): string =>
      `or drop them here: up to ${format.count(most, FILES)} (${endings}), ${format.number(megabytes)} MB each.`,
    sending: 'is being sent …',
    remove: (name: string): string => `Remove ${name}`,
    tooMany: (most: number): string => `is one too many: ${format.count(most, FILES)} can be used.`,
    badKind: (endings: string): string => `cannot be read as a source. These can: ${endings}.`,
    tooLarge: (megabytes: number): string => `is too large: ${format.number(megabytes)} MB is the most.`,
  },
};
