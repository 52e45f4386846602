import type { ButtonVerb } from '../../protocol/button-codec.ts';
import { format } from './words.ts';

const CHARACTERS = { one: 'character', many: 'characters' };

/** What is said in Telegram only. Answers to taps have at most 200 characters. */
export const telegram = {
  /** `/start`: three lines, and below them a button with an example. */
  welcome: [
    'A newsroom in your chat: send me a topic, and an article is written, criticised and checked until it is good.',
    'Every draft appears here; you approve it, ask for changes, edit or reject it with the buttons below it.',
    'What you approve comes back as a message and as a file. /help shows what else there is.',
  ] as readonly string[],
  exampleTopic: 'How tides work',
  exampleButton: (topic: string): string => `Try it: ${topic}`,

  /** `/invite`, and who comes by the link that it gives. */
  invite: {
    admitted: {
      owner:
        'You are the owner of this bot now: you may start articles, see and control those of everybody, and invite others with /invite.',
      guest: 'Welcome: you may start articles now.',
    },
    link: (link: string, days: number): string =>
      `With this link one person may come and start articles. It is good for ${format.count(days, { one: 'day', many: 'days' })}:\n${link}`,
    /** Above names with commands that end their invitation. */
    guests: 'Who came by one. The command takes somebody out again:',
    removed: (name: string): string => `${name} starts no more articles. Those that were begun go on.`,
    noGuest: 'Nobody who came by an invitation has this number.',
    inPrivate: 'Please write /invite to me in private: whoever reads the link may use it.',
    notYou: (owner?: string): string =>
      owner === undefined
        ? 'This bot has no owner yet. It is who first opens the link that Copydesk shows when it starts.'
        : `Only ${owner} invites others.`,
    spent: (owner?: string): string =>
      `This link was used already, or is too old. ${owner === undefined ? 'Please ask whoever runs Copydesk for another one.' : `Please ask ${owner} for another one.`}`,
  },

  /** The menu of commands that Telegram shows. At most 256 characters each. */
  commands: [
    { command: 'article', description: 'Have an article written: /article How tides work' },
    { command: 'every', description: 'Have one written again and again: /every monday 9:00 Market news' },
    { command: 'schedules', description: 'Your schedules' },
    { command: 'inbox', description: 'What waits for you, longest first' },
    { command: 'list', description: 'Your articles' },
    { command: 'costs', description: 'What articles cost' },
    { command: 'status', description: 'Where an article stands' },
    { command: 'pause', description: 'Stop an article for a while' },
    { command: 'resume', description: 'Go on where it stopped' },
    { command: 'finish', description: 'Deliver the best draft so far' },
    { command: 'claim', description: 'Tell the others that you take it' },
    { command: 'release', description: 'Leave it to the others after all' },
    { command: 'assign', description: 'Ask somebody to decide: reply to them, or name them' },
    { command: 'another', description: 'Write another version, from the beginning' },
    { command: 'back', description: 'Bring an earlier draft back: /back 2' },
    { command: 'revise', description: 'Revise a section of a delivered article' },
    { command: 'translate', description: 'Translate a delivered article: /translate German' },
    { command: 'extras', description: 'Replace a text that goes with an article' },
    { command: 'retry', description: 'Try again what failed' },
    { command: 'raise', description: 'Spend more on an article' },
    { command: 'cancel', description: 'Stop an article for good' },
    { command: 'move', description: 'Go on with an article in this chat' },
    { command: 'follow', description: 'Show an article in this chat, too: /follow ID decides' },
    { command: 'unfollow', description: 'Show it here no more' },
    { command: 'language', description: 'The language I speak with you' },
    { command: 'away', description: 'Have somebody decide for you while you are away' },
    { command: 'link', description: 'Link yourself here and in Slack' },
    { command: 'unlink', description: 'Undo that link' },
    { command: 'zone', description: 'By whose clock you are reminded' },
    { command: 'web', description: 'Open the page in a browser' },
    { command: 'help', description: 'What you can type' },
  ] as readonly { readonly command: string; readonly description: string }[],

  help: {
    /** What `/article` without a topic does here. */
    askTopic: 'asks what it should be about',
    withoutCommands:
      'In a private chat every message is a topic, and a file with a topic is a source of its article. In a group, mention me, or reply to one of my messages. A command that replies to a message of an article is about that article.',
  },

  /** A message that is no command: shall it be a topic? The topic stands below. */
  proposal: 'Shall I write an article about this?',
  proposalButtons: { start: '✅ Start', change: '✏️ Change', answer: '✍️ It is my answer' },
  /** What may be chosen below a proposal. Labels of buttons: short, two of them fit a phone. */
  details: {
    button: '⚙️ Details…',
    back: '↩️ Back',
    ownWords: '⌨️ In my words',
    fields: {
      template: '🗂 Kind',
      lengthWords: '📏 Length',
      tone: '🎙 Tone',
      audience: '👥 Readers',
      language: '🌐 Language',
    },
    /** Nothing was chosen. */
    open: {
      template: 'whatever fits',
      lengthWords: 'as needed',
      tone: 'any',
      audience: 'anybody',
      language: 'of the topic',
    },
    words: (count: number): string => format.count(count, { one: 'word', many: 'words' }),
    /** As the writer is told them. */
    tones: ['plain and sober', 'friendly', 'formal', 'witty', 'urgent'] as readonly string[],
    audiences: ['general readers', 'beginners', 'experts', 'decision-makers', 'children'] as readonly string[],
    ask: {
      lengthWords: 'How many words should it have? Please reply to this message with a number.',
      tone: 'How should it sound? Please reply to this message.',
      audience: 'Who will read it? Please reply to this message.',
      approvals:
        'How many people have to approve it, and who has to be among them? Please reply to this message with a number, names, or both.',
    },
    placeholders: {
      lengthWords: '750 words',
      tone: 'Dry, with a wink',
      audience: 'CFOs of small firms',
      approvals: '2, Ben',
    },
    /** Behind it, people are asked how many have to approve. */
    moreApprovals: {
      button: '✅ More approvals…',
      /** @param wanted `2, Ben` */
      chosen: (wanted: string): string => `✅ Approvals: ${wanted}`,
    },
    taken: 'Noted. Press Start when it is as you want it.',
  },
  /** Somebody else tapped. */
  notYourProposal: 'This question is for whoever wrote the topic. Send /article with a topic of your own.',
  /** Somebody else sent the file. */
  notYourFile: 'This question is for whoever sent the file.',
  /** Somebody else asked to choose a language. */
  notYourLanguage: 'This question is for whoever asked it. Send /language to choose yours.',
  askTopic: 'What should the article be about? Please reply to this message.',
  topicPlaceholder: 'How tides work',

  /** Questions after a tap; `name` is who tapped. */
  ask: {
    'request-changes': (name: string, version: number): string =>
      `${name}, what should change in draft ${version}? Please reply to this message.`,
    reject: (name: string, version: number): string =>
      `${name}, why do you reject draft ${version}? Please reply to this message. The article ends with it.`,
    edit: (name: string, version: number): string =>
      `${name}, please reply to this message with the whole new text of draft ${version}: as a .md, .txt or .docx file, or as a message when it is short.`,
  },
  /** What was replied, below one of these lines, before it counts. */
  confirm: {
    reject: (version: number): string => `Reject draft ${version}, and end the article, with this reason?`,
    edit: (version: number, words: number): string =>
      `Take this text in place of draft ${version}? It has ${format.count(words, { one: 'word', many: 'words' })}:`,
  },
  confirmButtons: { reject: '❌ Reject', edit: '✏️ Take this text', neverMind: 'Never mind' },
  neverMind: 'Nothing was decided. The buttons below the draft still work.',
  /** They changed the message that had asked for an article, before its first draft was there, and after. */
  topicChanged: (topic: string): string => `You changed the topic, so the article begins anew: ${topic}`,
  topicStays: (topic: string): string =>
    `The article is about “${topic}” still: it has gone too far for another topic. Please ask for changes below its draft, or send /article with the new one.`,
  /** Somebody said “ok”, or wished for something, in a chat where a draft waits; this is a reply to the draft. */
  draftWaits: (topic: string): string =>
    `Nothing was decided. The draft of “${topic}” is waiting for you above: please use the buttons below it. For another article, send /article and its topic.`,
  /** A reply to a question that another person was asked. */
  notYourQuestion: 'That question was for somebody else. To decide yourself, please use the buttons below the draft.',
  /** They were asked for words, and replied to another message of the article. */
  replyToQuestion: 'Nothing was decided. To answer my question, please reply to the question itself.',
  /** A reply to a question about a decision that was asked too long ago, answered already, or put away. */
  questionClosed:
    'That question is closed, so this decided nothing. To decide, please use the buttons below the draft.',
  /** Words were asked for, and something else came. */
  wordsPlease: 'Please answer with words.',

  /** A text for Edit that cannot be used. */
  file: {
    kinds: 'Please send the text as a .md, .txt or .docx file.',
    tooLarge: (kilobytes: number): string => `That file is too large: ${format.number(kilobytes)} KB is the most.`,
    notText: 'That file is neither text in UTF-8 nor a Word document. Please save it as UTF-8 and send it again.',
    unreachable: 'The file could not be fetched from Telegram. Please send it again.',
    maybeCut: (characters: number): string =>
      `Telegram cuts messages of more than ${format.count(characters, CHARACTERS)} in pieces, so part of this text may be missing. Please send it as a .md, .txt or .docx file.`,
  },

  /** The desk is away; it is handed over as soon as it is back. */
  kept: 'Noted. The desk is not answering right now; this will be done as soon as it is back.',
  /** It stayed away for too long. `hours` after it was asked for. */
  givenUp: (hours: number): string =>
    `This could not be done: the desk did not answer for ${format.count(hours, { one: 'hour', many: 'hours' })}. Please ask again.`,
  /** Before an answer that comes too late for a notice above the chat. */
  lateAnswer: (name: string, text: string): string => `${name}: ${text}`,
  broken: 'This did not work, and the fault is ours; it has been noted. Please try again in a moment.',

  unknownButton: 'This button no longer works. Please use one below a newer message.',
  otherArticle: 'This button belongs to another article.',
  /** A person who cannot be told from others. */
  anonymous:
    'I cannot see who you are: you write as a group or channel. Please write as yourself, then what you do counts.',
  unknownCommand: (command: string): string => `I do not know ${command}. /help shows what you can type.`,
  textOnly:
    'I work with words: send me a topic, with a file if the article is to rest on one. /help shows what else there is.',

  list: {
    /** Leads to the status card. */
    open: 'open',
  },
  /** Below a draft, and below a failure: what a phone has room for. */
  buttons: {
    approve: '✅ Approve',
    'request-changes': '✍️ Changes',
    edit: '✏️ Edit',
    reject: '❌ Reject',
    pause: '⏸ Pause',
    resume: '▶️ Resume',
    cancel: '🛑 Cancel the article',
    finish: '🏁 Finish with the best draft',
    another: '🔄 Another version',
    retry: '🔁 Retry',
    raise: '💰 Continue, spend more',
    claim: '✋ I take it',
    release: '👐 Leave it to others',
    'take-over': '✏️ Take over proposal',
    'bring-back': '↩️ Draft before',
    changes: '🔍 What changed',
    adopt: '📖 Adopt for the house style',
    'publish-again': '🔁 Try again',
    translate: '🌐 Translate',
    'translate-again': '🌐 Translate again',
    original: '📄 Original',
    open: '🌐 Open in browser',
  } as Readonly<Record<ButtonVerb, string>>,
  /** Opens the page within Telegram. */
  miniApp: '📱 Open here',
  /** Where an article went that moved within Telegram. */
  anotherChat: 'in another chat or topic',
};
