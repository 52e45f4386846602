import { views } from './views.ts';

/** What only the page says. */
export const page = {
  ...views,
  skip: 'Skip to the text',
  loading: 'One moment …',
  dismiss: 'Dismiss',
  close: 'Close',
  tryAgain: 'Try again',
  language: 'Language of this page',
  theme: { label: 'Colours', auto: 'As the system', light: 'Light', dark: 'Dark' },
  noScript: 'This page needs JavaScript. Everything it shows is also in the chat and at /docs.',
  signIn: {
    again: 'Sign in',
    title: 'Who are you?',
    how: 'Nobody is known in this browser, or not any more. In Slack or Telegram, press “Open in browser” below an article; on the machine on which Copydesk runs, open the address that “npm start” has printed.',
  },
  nothingHere: { title: 'There is nothing here', text: 'No page has this address.' },
  article: {
    receipt: {
      issued: 'Finished',
      approvedBy: 'Approved by',
      votes: {
        counted: 'One of the votes that made the decision.',
        'not-counted': 'A vote that is not among those that made the decision.',
      },
      rule: (rule: string): string => `By the rule ${rule}.`,
      nobodyAsked: 'nobody was asked',
      words: 'Whose words',
      disclosure: {
        human: 'Written by people.',
        'ai-assisted': 'Written with the help of models.',
        ai: 'Written by models.',
      },
      people: (written: string, all: string): string => `${written} of ${all} words are by people.`,
      hash: 'SHA-256 of the Markdown file',
      decisions: 'Decisions',
      drafts: 'Drafts',
      draft: 'Draft',
      author: 'By',
      length: 'Words',
      written: 'Written',
      models: 'Models',
      purpose: 'What for',
      model: 'Model',
      calls: 'Answers',
      cost: 'Cost',
      whatItIs:
        'Evidence of how the article came about, and no certificate. The whole of it, to be checked by a program:',
    },
    others: {
      language: 'Written in',
      addSource: 'Add a source file',
      move: 'Move it here',
      moveHint: 'from now on it lives among your own articles, and not in the chat',
    },
    /** Who is to decide. */
    handOver: {
      assign: {
        button: 'Ask somebody to decide',
        hint: 'they are called in the thread, and are asked first from now on',
        title: 'Ask somebody to decide',
        lead: 'They are called in the thread, and everybody sees that they were asked. The others may decide all the same.',
        label: 'Who is to decide?',
        fieldHint: 'A name, or an id such as slack:WORKSPACE:PERSON.',
        missing: 'Please say who.',
        submit: 'Ask them',
      },
      'step-in': {
        button: 'Take the decision over',
        hint: 'for administrators: from now on what you decide counts at once, and everybody reads why',
        title: 'Take the decision over',
        lead: 'From now on what you decide counts at once, whatever it takes otherwise. The others keep their votes, and may decide as before until somebody has. Your reason stands in the thread, for everybody to read.',
        label: 'Why do you take it over?',
      },
    },
    places: {
      title: 'Also shown',
      /** @param where `in Slack` @param channel as the platform calls it, told only to whoever may change that */
      place: (where: string, channel?: string): string => (channel === undefined ? where : `${where} (${channel})`),
      roles: { decides: 'to decide', reads: 'to read' },
      anyone: 'to decide, by everybody there',
      by: (name: string): string => `by ${name}`,
      end: 'Show it there no more',
      add: 'Show it also',
      what: 'What for',
      show: 'Show',
    },
    comments: {
      states: { open: 'open', sent: 'with the writer', done: 'done', 'not-done': 'not done', resolved: 'resolved' },
      title: 'Said of the text',
      add: 'Comment',
      yours: 'Your comment',
      yourReply: 'Your reply',
      reply: 'Reply',
      resolve: 'Resolve',
      reopen: 'Open again',
      resolvedBy: (byName: string): string => `Resolved by ${byName}`,
      goAlong: 'These comments go to the writer, too:',
    },
    /** Of what it takes several for. */
    yours: {
      approve: 'You have approved it, and may change your mind until it is decided.',
      reject: 'You have rejected it, and may change your mind until it is decided.',
    },
    more: 'What else can be done',
    bringBack: (version: number): string => `Decide on draft ${version} instead`,
    downloads: 'Download',
    download: (ending: string): string =>
      ({ md: 'Markdown', docx: 'Word', html: 'Web page', pdf: 'PDF' })[ending] ?? ending.toUpperCase(),
    edit: {
      how: 'Each section is Markdown; beside it you see how it will look. Everything that you type stays in this browser until it has arrived, also when the connection goes or you close the page.',
      changed: 'changed',
      unchanged: 'Nothing is changed yet.',
      kept: 'Your changes are kept in this browser.',
      conflicts: (count: number): string =>
        count === 1
          ? 'Somebody else changed a section that you changed. Please choose.'
          : `Somebody else changed ${count} sections that you changed. Please choose.`,
      overtaken: 'Somebody else has changed this section meanwhile. Yours is below, and nothing of it is lost.',
      gone: 'The newest draft has this section no more. Copy what you need of it into another one.',
      theirs: 'Theirs',
      keepMine: 'Keep mine',
      takeTheirs: 'Take theirs',
      dropMine: 'Drop mine',
      preview: 'How it will look',
      save: 'Save as a new draft',
      discard: 'Discard my changes',
      back: 'Back to the text',
      notNow: (button: string): string => `“${button}” is not open to you right now. Your changes are kept.`,
    },
    gone: 'This article is not yours to see any more.',
    views: {
      label: 'Views of the article',
      text: 'Text',
      compare: 'Changes',
      ledger: 'Comments',
      thread: 'Thread',
      receipt: 'Receipt',
      original: 'Original',
    },
    writing: 'Being written right now. What you see is not a draft yet.',
    beside: { added: 'The original has nothing here.', missing: 'Not translated yet.' },
    languages: {
      title: 'In other languages',
      into: 'Translate into …',
      stale: 'stale',
      behind: (of: number, newer: number): string =>
        `Stale: edition ${of} of the original is translated, edition ${newer} has been delivered.`,
    },
    compare: {
      from: 'Earlier',
      to: 'Later',
      kinds: { same: 'unchanged', changed: 'changed', added: 'new', removed: 'removed' },
      beginning: 'Beginning',
      sameText: 'The two have the same text.',
    },
    ledger: {
      none: 'Nobody has asked for anything yet.',
      done: 'Done',
      open: 'Not done',
      pending: 'Nothing has become of it yet',
      comments: 'Comments by people',
      suggestions: 'Suggestions by the critic',
    },
    threadEmpty: 'The article has not said anything yet.',
    sources: 'Sources',
    notes: {
      title: 'Claims and evidence',
      fromMemory: 'from memory',
      citation: (number: number | undefined, verdict?: 'supported' | 'partly' | 'not'): string => {
        const source = number === undefined ? 'A source' : `Source ${number}`;
        if (verdict === undefined) return source;
        return `${source} ${{ supported: 'says so', partly: 'says so in part', not: 'does not say so' }[verdict]}`;
      },
      weakness: 'The critic objects',
      suggestion: 'The critic suggests',
      comment: (byName: string, done?: boolean): string =>
        done === undefined ? byName : done ? `${byName}: done` : `${byName}: not done`,
      show: 'Show in the text',
    },
    drafts: 'Drafts',
    current: 'up for decision',
    noDraft: 'There is no draft yet. The first one appears here as soon as it is written.',
    away: 'Copydesk does not answer right now. What you see may be out of date; it comes back by itself.',
    scores: (scores: readonly string[], goal: string): string => `Scores: ${scores.join(', ')}. The goal is ${goal}.`,
    sayWhy: { 'request-changes': 'What should change?', reject: 'Why?' },
  },
  problems: {
    offline:
      'Copydesk did not answer. Nothing that you typed is lost: check the connection and try again; what is sent twice counts once.',
    unsaid: (status: number): string => `Copydesk could not do this (error ${status}). Please try again.`,
  },
};
