import type { Count } from '../../gateway/article-list.ts';
import { waited } from './waited.ts';
import { format } from './words.ts';

const FILES = { one: 'file', many: 'files' };
const ARTICLES = { one: 'article', many: 'articles' };

/** What the views of the page say beside the article itself. */
export const views = {
  nav: {
    label: 'Main',
    home: 'Inbox',
    list: 'Articles',
    schedules: 'Schedules',
    dashboard: 'Dashboard',
    /** Behind a number of articles. */
    waiting: 'wait for you',
    newArticle: 'New article',
    /** Label of the button that opens the palette. */
    commands: 'Search and commands',
    keys: 'Keyboard shortcuts',
    signOut: 'Sign out',
  },

  palette: {
    title: 'Commands',
    label: 'What would you like to do, or which article do you look for?',
    nothing: (typed: string): string => `Nothing is called “${typed}”.`,
    theme: (name: string): string => `Colours: ${name}`,
    language: (name: string): string => `Language: ${name}`,
  },

  keys: {
    title: 'Keyboard shortcuts',
    here: 'On this view',
    everywhere: 'Everywhere',
    next: 'Next article',
    previous: 'Previous article',
    singleKeys: 'Single keys do something. Switch this off if you dictate, or hit them by accident.',
  },

  rows: {
    edition: (edition: number): string => `edition ${edition}`,
    askedBy: (name: string): string => `asked by ${name}`,
    /** Of what waits for people. */
    waits: (ms: number): string => `waiting for ${waited(ms)}`,
    overdue: 'overdue, others have been told',
    score: (score: string): string => `Score ${score} of 10`,
  },

  inbox: {
    title: (count: Count): string => {
      if (count.total === 0) return 'Nothing waits for you';
      if (count.isMore) return `More than ${format.count(count.total, ARTICLES)} wait for you`;
      return `${format.count(count.total, { one: 'article waits', many: 'articles wait' })} for you`;
    },
    /** What does not fit in one view. */
    more: 'More that waits',
    nothingWaits: 'Whatever needs your decision appears here, the oldest first. You will find it in the chat as well.',
    underWay: 'Under way',
    latest: 'Finished lately',
    notNow: (topic: string): string => `“${topic}” cannot be decided like that right now: open it to see why.`,
    approve: (topic: string): string => `Approve “${topic}”?`,
  },

  list: {
    title: 'Articles',
    search: 'Search in topics',
    scope: 'Whose articles',
    scopes: { mine: 'Asked for by me', waiting: 'Waiting for me', everywhere: 'All I may see' },
    stage: 'How far they are',
    anyStage: 'At any stage',
    states: { running: 'Under way', done: 'Over' },
    nothingFound: 'No article is like that.',
    nothingYet: 'You have not asked for an article yet.',
    showAll: 'Show all',
    pages: 'Pages',
    newest: 'Newest',
    older: 'Older',
    /** Of what waits, of which what has waited longest comes first. */
    first: 'First page',
    next: 'Next page',
  },

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
    badLength: (least: number, most: number): string =>
      `Please give a number of words from ${format.number(least)} to ${format.number(most)}.`,
    /** Below a field. */
    notLikeThat: 'This cannot be used as it is: it may be too long, or more than there may be.',
    mustMention: 'What has to be mentioned?',
    mustAvoid: 'What must not be in it?',
    onePerLine: 'One per line.',
    always: (items: readonly string[]): string => `Always here: ${format.both(items)}.`,
    /** What the house has set, where nothing is typed. */
    isDefault: (value: string): string => `${value} (usual here)`,
    approval: 'Approval',
    approversHint: 'Names or ids, one per line: of people with whom you have worked on articles.',
    addApprover: (name: string): string => `Have ${name} approve it, too`,
    sources: 'Sources',
    addresses: 'Web addresses to read',
    pasted: 'Text to rest on',
    pastedHint: 'Notes, an interview, a press release: as it is.',
    noSources: 'Articles here are written without sources: whoever runs Copydesk has switched them off.',
    submit: 'Start writing',
    sending: 'Starting …',
    writeAnyway: 'Write it all the same',
    openOther: 'Open the other one',
    clear: 'Clear the form',
    whatFollows: 'Drafts are written and criticised by themselves. You are asked before anything is delivered.',
  },

  /** Part of the form for an article. */
  repeat: {
    title: 'When',
    once: 'Now, once',
    again: 'Again and again',
    days: 'On which days?',
    onDays: {
      weekday: 'Every weekday',
      day: 'Every day',
      weekend: 'At weekends',
      monday: 'Every Monday',
      tuesday: 'Every Tuesday',
      wednesday: 'Every Wednesday',
      thursday: 'Every Thursday',
      friday: 'Every Friday',
      saturday: 'Every Saturday',
      sunday: 'Every Sunday',
      '1st': 'On the 1st of the month',
    },
    otherDays: 'Otherwise, in words',
    at: 'At what time?',
    inWords: 'When, in words?',
    wordsLike: 'every first monday 10:00',
    wordsHint:
      'As in the chats: every mon, wed and fri 9:00; every 2 weeks on friday 16:00; every 1st and 15th 10:00; every day 9:00 and 18:00.',
    zone: 'By the clock of which time zone?',
    /** @param moment `Mon, 7 Dec, 09:00` */
    first: (moment: string): string => `The first article begins: ${moment}.`,
    timeMissing: 'Please say at what time.',
    noZone: (typed: string): string => `There is no time zone “${typed}”.`,
    wordsMissing: 'Please say when, such as: every first monday 10:00',
    noFiles: 'A file is read once, so a schedule takes none. What stands at an address is read anew each time.',
    submit: 'Schedule it',
    whatFollows:
      'Each time an article begins as if you had asked for it then. You are asked before anything is delivered.',
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

  welcome: {
    title: 'Welcome to your newsroom',
    lead: 'Say what an article should be about. It is written, criticised and checked until it is good, and nothing is delivered before you have approved it.',
    steps: [
      { title: 'You ask', text: 'A topic is enough. Audience, tone, length and sources help.' },
      {
        title: 'Drafts come',
        text: 'A writer writes, a critic scores and objects, claims are checked. You can watch and interrupt.',
      },
      { title: 'You decide', text: 'Approve, say what should change, edit it yourself, or reject it.' },
      { title: 'It is yours', text: 'As Markdown, Word, HTML or PDF, with a receipt of how it came about.' },
    ],
    begin: 'Ask for your first article',
    keys: 'Press ? at any time to see what the keyboard can do.',
  },

  schedules: {
    title: 'Schedules',
    whose: { label: 'Whose schedules', mine: 'Yours', everywhere: 'Everybody’s' },
    make: 'New schedule',
    none: 'Nothing is scheduled yet. An article that is wanted again and again begins by itself, every weekday at nine for example, and then waits for a decision as any other does.',
    /** @param where `in Slack` */
    begins: (where: string): string => `begins ${where}`,
    /** @param act label of a button */
    command: (act: string, topic: string): string => `${act}: ${topic}`,
    open: 'Open the article',
    /** @param when `every Monday at 9:00 (Europe/Berlin)` */
    made: (when: string): string => `Scheduled ${when}.`,
    sure: {
      run: (topic: string): string => `Begin “${topic}” now?`,
      delete: (topic: string): string => `Delete the schedule of “${topic}”?`,
    },
    runSure: 'An article begins at once, besides those that begin by the clock.',
    keys: { next: 'Next schedule', previous: 'Previous schedule' },
  },

  /** Who decides for the person. */
  absence: {
    title: 'When I am away',
    lead: 'Somebody else can decide where you would have to, and every vote of theirs says that it is for you. What you decide yourself counts, and nobody overrules it.',
    /** @param last within the last day @param zone IANA: by whose clock days begin and end */
    stands: (name: string, from: Date, last: Date, zone: string): string =>
      `From ${format.day(from, zone)} to ${format.day(last, zone)} (${zone}), ${name} decides for you.`,
    none: 'Nobody decides for you.',
    from: 'First day',
    fromHint: 'Open: from now on. Days are those of where you are.',
    until: 'Last day',
    whom: 'Who decides for you?',
    whomHint: 'Somebody with whom you have worked on articles, or an id such as slack:WORKSPACE:PERSON.',
    untilMissing: 'Please say until when.',
    whomMissing: 'Please say who.',
    notThen: 'The last day is today or later, not before the first, and at most a year from now.',
    submit: 'Have them decide',
    submitInstead: 'Change it',
    end: 'I decide myself again',
  },

  sessions: {
    title: 'Where you are signed in',
    lead: 'Sign out wherever it is not you, or not any more.',
    /** Of whose browser nothing is known. */
    browser: 'A browser',
    isThis: 'this browser',
    cameBy: {
      machine: 'by the address that Copydesk printed on its machine',
      chat: 'by a link from a chat',
      company: 'with the company’s account',
      'mini-app': 'in Telegram',
    },
    began: 'Signed in',
    seen: 'Last seen',
    until: 'Until',
    signOut: 'Sign out there',
    /** For who listens: of several such buttons. */
    signOutOf: (browser: string): string => `Sign out there: ${browser}`,
    signedOut: (browser: string): string => `Signed out: ${browser}.`,
    everywhere: 'Sign out everywhere',
    everywhereSure:
      'You are signed out in every browser, also in this one. What you have not sent from one of them is lost there.',
    keys: { next: 'Next browser', previous: 'Previous browser' },
  },

  webhooks: {
    title: 'Webhooks',
    lead: 'Systems of yours that are told what happens to articles, signed as Standard Webhooks says.',
    make: 'New webhook',
    none: 'Nobody is told yet.',
    url: 'Where to?',
    urlHint: 'An address that everybody can reach, by https.',
    what: 'What of?',
    events: {
      'article.started': 'started',
      'article.draft': 'a draft',
      'article.waiting': 'waits for people',
      'article.decided': 'decided on',
      'article.stuck': 'stuck',
      'article.delivered': 'delivered',
      'article.cancelled': 'cancelled',
    },
    allEvents: 'everything',
    ofAll: 'of every article',
    ofMaker: 'of articles that its maker asked for',
    onlyIn: (places: readonly string[]): string => `only in ${places.join(', ')}`,
    inSettings: (name: string): string => `“${name}” in the settings`,
    disabled: 'It answered that it is gone, and is told nothing',
    submit: 'Make webhook',
    delivered: (count: number): string => `${format.number(count)} delivered`,
    pending: (count: number): string => `${format.number(count)} on the way`,
    givenUp: (count: number): string => `${format.number(count)} given up`,
    buttons: { deliveries: 'What was sent', enable: 'Tell it again', rotate: 'New secret', delete: 'Delete' },
    /** @param act label of a button */
    command: (act: string, what: string): string => `${act}: ${what}`,
    sure: { rotate: 'Make a new secret?', delete: 'Delete this webhook?' },
    sureWhy: {
      rotate: 'the new secret signs from now on, and for a day the one before does, too.',
      delete: 'it is told nothing more, and what is on the way is given up.',
    },
    did: { enable: 'It is told again from now on.', delete: 'It is told nothing more.' },
    secret: 'The secret',
    secretLabel: 'Give it to whoever receives',
    secretOnce: 'It is shown here and nowhere again. If it is lost, make a new one.',
    copy: 'Copy',
    copied: 'Copied.',
    notCopied: 'This browser does not let the page copy. Please mark the secret and copy it by hand.',
    state: 'What became of it',
    anyState: 'Everything that was sent',
    states: { pending: 'on the way', delivered: 'delivered', 'given-up': 'given up' },
    nothingSent: 'Nothing of that kind.',
    attempts: (count: number): string => format.count(count, { one: 'attempt', many: 'attempts' }),
    answered: (status: number): string => `answered ${status}`,
    replay: 'Send again',
    replayAll: 'Send again all that was given up',
    replayed: (count: number): string =>
      count === 0 ? 'There is nothing to send again.' : `Sent again: ${format.number(count)}.`,
    keys: { next: 'Next webhook', previous: 'Previous webhook' },
  },

  dashboard: {
    title: 'Dashboard',
    whose: { label: 'Whose articles', mine: 'Asked for by you', all: 'All' },
    begun: (days: number): string => `Begun in ${format.number(days)} days`,
    delivered: (days: number): string => `Delivered in ${format.number(days)} days`,
    articles: (count: number): string => format.count(count, ARTICLES),
    timeInStage: 'Median time in each stage',
    stage: 'Stage',
    time: 'Time',
    costByDay: 'Cost by day',
    day: 'Day',
    cost: 'Cost',
    costByPerson: (days: number): string => `Cost by person, ${format.number(days)} days`,
    person: 'Person',
    edits: 'How delivered texts came about',
    asWritten: 'as the writer wrote them',
    edited: 'edited by people',
    howMany: 'Texts',
    share: 'Share',
    nothingDelivered: 'Nothing was delivered in these days.',
    noCost: 'No model has told what it cost.',
    unpriced: (calls: number): string =>
      `${format.count(calls, { one: 'answer of a model is', many: 'answers of models are' })} in no sum: nobody told the price.`,
    duration(seconds: number): string {
      const minutes = seconds / 60;
      if (minutes < 1) return 'under a minute';
      if (minutes < 90) return `${format.number(Math.round(minutes))} min`;
      const hours = minutes / 60;
      return hours < 48
        ? `${format.score(hours)} h`
        : format.count(Math.round(hours / 24), { one: 'day', many: 'days' });
    },
  },

  charts: {
    inWords: (from: string, to: string, when: string, most: string): string =>
      `From ${from} to ${to}; the most was ${most}, on ${when}.`,
    most: (most: string): string => `at most ${most}`,
    asTable: 'As a table',
  },
};
