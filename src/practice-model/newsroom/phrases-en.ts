import type { Phrases } from './phrases.ts';

export const PHRASES_EN: Phrases = {
  selfNaming: 'Written by Copydesk’s practice model: no facts were checked.',
  headings: {
    plain: ['In Plain Words'],
    summary: ['In Brief'],
    overview: ['The Basics', 'What It Is About', 'A First Look'],
    drivers: ['What It Depends On', 'Three Things That Decide', 'What Lies Behind It'],
    example: ['An Example', 'One Case, Looked At Closely', 'How It Looks in Practice'],
    secondExample: ['Another Example', 'A Second Case'],
    table: ['At a Glance', 'Signs and What They Mean', 'A Small Table for the Pocket'],
    mistakes: ['Common Mistakes', 'What People Get Wrong', 'Three Things One Often Hears'],
    steps: ['Try It Yourself', 'How to Begin', 'A Small Plan'],
    audience: ['What This Means for {audience}'],
    limits: ['Where the Picture Ends', 'What Stays Open', 'The Limits'],
    checking: ['How to Check What You Read', 'Reading On With Care'],
    questions: ['Short Answers', 'Questions People Ask'],
    sources: ['Sources to Check'],
    closing: ['In Short', 'What to Keep', 'To Sum Up'],
  },
  vagueLeads: [
    '“{title}” is one of those topics everybody has heard of. It is interesting, it matters, and there is a lot to say about it.',
    'Many people have heard about {subject}, and many have an opinion. Some things are well known, and others are less so.',
    'There is something fascinating about {subject}. It plays a role in many areas of life, often without our noticing.',
    'Few topics come up as often as {subject}. That is no surprise, because there are many sides to the matter.',
    'Where does one begin with {subject}? The topic is a wide one, and a great deal has been written about it already.',
  ],
  vagueBodies: [
    'Various factors play a part, and they influence one another in different ways. Depending on the situation, the result can be larger or smaller.',
    'Several things come together here. Some of them are important and some less so, and all of them have to be seen in context.',
    'Experts look at the matter from different angles. There are general rules, there are exceptions, and both deserve attention.',
    'Much depends on the circumstances. Under some conditions one thing happens and under others another, and the reasons are many.',
  ],
  vagueClosings: [
    'All in all, there is much more to discover about {subject}.',
    'So it is worth keeping an eye on {subject}.',
    'More could be said about {subject}, and surely will be.',
    'One thing is certain: interest in {subject} will not fade soon.',
  ],
  cliches: [
    'At the end of the day, the devil is in the details.',
    'In today’s fast-paced world, this is more relevant than ever.',
    'As we all know, there are two sides to every coin.',
    'Only time will tell what the future holds.',
    'It goes without saying that this is just the tip of the iceberg.',
  ],
  driversIntro: [
    'Take any question about {subject} and it leads back to one of three things:',
    'Those who know the matter well look at three things, in this order:',
    'The differences between one case and the next come down to three things:',
  ],
  tableIntro: [
    'A table says it faster than a paragraph; it is best read row by row.',
    'For a quick look, the most frequent cases side by side:',
    'The following table sorts the cases one meets most often.',
  ],
  limits: [
    'This picture leaves things out. It treats the three causes as if they came one at a time, which they seldom do, and it says nothing about rare cases, in which the exception is the rule. Whoever has to decide something on the strength of it should ask somebody who works with it every day.',
    'There are questions about {subject} on which careful people disagree. Some are about words, and a definition settles them. Others are about what to measure, and those stay open until somebody measures.',
    'A short article has to draw straight lines where the matter itself is crooked. Two things above all are simplified here: how strongly the causes act on each other, and how much the place and the moment change.',
  ],
  checking: [
    'A claim about {subject} deserves three questions. Who says so, and how would they know? Since when has it been true, and where? And what would we expect to see if it were false? A text that answers the first two is good; one that answers the third is rare.',
    'Numbers travel faster than their reasons. When a figure about {subject} turns up, look for the year, the place and the way it was counted; if one of the three is missing, treat the figure as a rumour. If all three are there, read the original and not the retelling.',
  ],
  questions: [
    {
      asked: 'How long does it take to understand this?',
      answer: 'The first picture takes an evening. The exceptions take longer, and they come one by one.',
    },
    { asked: 'Where do I start?', answer: 'With one case that you can look at yourself, not with a definition.' },
    {
      asked: 'What is the most frequent misunderstanding?',
      answer: 'That one cause is enough. It is nearly always a meeting of two or three.',
    },
    {
      asked: 'How do I notice that I am wrong?',
      answer: 'Say beforehand what you expect, and look at the cases in which it does not happen.',
    },
  ],
  closings: [
    'What remains is short: look first at {driver1}, then at {driver2} and last at {driver3}. Whoever keeps that order will find {subject} less of a riddle and more of a craft.',
    'If only one sentence stays with you, let it be this one: with {subject}, the pattern shows itself to those who look twice. The first look finds {driver1}, the second {driver2} and {driver3}.',
    'Three words are enough to take along: {driver1}, {driver2}, {driver3}. The next time the talk turns to {subject}, ask about them in this order, and most of the answer will be there.',
  ],
  audience: [
    'For {audience}, the useful question is not how much there is to know about {subject} but which part of it changes a decision this week. Begin with {driver1}; it costs the least time and clears up the most.',
    'Most of what is written about {subject} was not written for {audience}. From that point of view {driver1} and {driver2} come first, and everything else can wait until it is needed.',
  ],
  sourcesIntro: 'The request named these addresses. The practice model has not opened them; a reader should.',
  plain: [
    'In short sentences: three things matter. The first is {driver1}. The second is {driver2}. The third is {driver3}. If one of them changes, the result changes too. You do not need to know more than that to read on.',
  ],
  mustMention: [
    '{item} belongs in this picture as well: leave it out, and one of the causes above has no name.',
    'A word on {item}: it comes up in nearly every serious account, and rightly so.',
    'No account of {subject} is complete without {item}, if only because so many questions start there.',
  ],
  asked: [
    'No account of {subject} is complete without a word on {about}. The link is closer than it looks: whatever changes {driver1} is felt here early. To follow it up, ask where it can be observed, what else changes at the same time, and who keeps a record of it.',
    'Readers ask about {about}, and with good reason. Seen from here, the three causes named above appear in a different order: {driver2} comes first, and {driver1} explains the rest. A good beginning is one case of one’s own, written down before reading on.',
    'So much for the general picture; now to {about}. Two things are worth knowing. First, it cannot be told apart from {driver1} as easily as one might think. Second, it is one of the few points at which {subject} can be looked at directly, without instruments and without experts.',
  ],
  mention: [
    'It is worth mentioning {about} in this connection, since the question comes up sooner or later.',
    'This is also the place to mention {about}: it shows {driver1} at work.',
  ],
  remark: [
    'One remark by a reader deserves an answer here: “{comment}” It touches on {driver1}, and there the general picture is indeed too smooth. In practice the point decides how the rest of this article should be read, so keep it in mind in what follows.',
    'A reader’s objection belongs in the text and not in the margin: “{comment}” It is a fair point. It does not change the three causes, but it changes their weight: {driver2} counts for more than a first look suggests.',
  ],
  formalOpening:
    'This article sets out, in order, what is generally accepted about {subject}, what is disputed, and what has yet to be examined.',
  friendlyOpening:
    'Good news first: you need no previous knowledge for this, only a little curiosity and a cup of something warm.',
  titles: ['A closer look: {titleInside}', 'What to know first: {titleInside}', 'Looking twice: {titleInside}'],
  plainWords: [
    ['influence one another', 'act on each other'],
    ['depending on the situation', 'from case to case'],
    ['circumstances', 'conditions'],
    ['accounts', 'books'],
    ['the explanation comes second', 'the reasons can wait'],
    ['frequent', 'common'],
    ['beforehand', 'first'],
    ['on the strength of it', 'because of it'],
    ['definition', 'clear word'],
    ['in this connection', 'here'],
    ['previous knowledge', 'training'],
    ['merely', 'only'],
    ['seldom', 'rarely'],
    ['withdraws', 'goes out'],
  ],
  critic: {
    strengths: {
      plainBeginning: 'The topic is clear from the first line, and the text keeps to it.',
      lead: 'The opening shows something that a reader can picture.',
      example: 'A real case carries the explanation.',
      table: 'The table can be used without reading the rest.',
      list: 'The list puts the causes in an order one can remember.',
      mistakes: 'It clears up common mistakes instead of passing over them.',
      length: 'At {words} words it has the length that was asked for.',
      named: 'It names what had to be named: {items}.',
      heeded: 'What {by} asked for (“{comment}”) has been heeded.',
    },
    faults: {
      vagueLead: {
        weakness: 'The opening (“{quote}”) could stand above any article.',
        suggestion: 'Open with something that a reader can see or measure.',
      },
      doubtful: {
        weakness: 'The figure {figure} in “{quote}” comes without a source and looks doubtful.',
        suggestion: 'Have the figure {figure} checked; without a source, leave it out.',
      },
      cliche: { weakness: '“{quote}” is a cliché and says nothing.', suggestion: 'Strike “{quote}”.' },
      noExample: {
        weakness: 'There is not a single example.',
        suggestion: 'Tell one concrete case: who, where, what happened.',
      },
      tooShort: {
        weakness: 'It has {words} words where about {target} were wanted.',
        suggestion: 'Use the missing length for new sections and not for longer sentences.',
      },
      tooLong: {
        weakness: 'It has {words} words where about {target} were wanted.',
        suggestion: 'Cut whole sections first, then sentences.',
      },
      missing: {
        weakness: 'It does not mention {items}.',
        suggestion: 'Bring in {items} where the causes are explained.',
      },
      audience: {
        weakness: 'Nothing shows that it is written for {audience}.',
        suggestion: 'Say what {audience} can do with it.',
      },
      thin: {
        weakness: 'The structure is thin: sections with a heading of their own: {sections}.',
        suggestion: 'Give every question that a reader has a section of its own.',
      },
      noTable: {
        weakness: 'The cases stand one behind the other; nothing lets a reader compare them.',
        suggestion: 'Add a small table of signs and what they mean.',
      },
      noList: {
        weakness: 'What matters most is hidden in running text.',
        suggestion: 'Put the main causes in a list.',
      },
      noLimits: {
        weakness: 'It does not say where the explanation stops being true.',
        suggestion: 'Name the common mistakes and the limits.',
      },
      unheeded: {
        weakness: 'The comment by {by} (“{comment}”) has not been heeded yet.',
        suggestion: 'Do what {by} asked for: “{comment}”',
      },
      longParagraph: {
        weakness: 'The paragraph that begins “{quote}” runs to {words} words.',
        suggestion: 'Divide the paragraph that begins “{quote}”.',
      },
      longSentence: {
        weakness: 'The sentence that begins “{quote}” has {words} words.',
        suggestion: 'Make two of the sentence that begins “{quote}”.',
      },
      noSource: {
        weakness: 'A reader cannot look anything up: no source is named.',
        suggestion: 'Name a source for the claim that matters most.',
      },
    },
  },
  facts: {
    contradicted: '{correction}',
    contradictedWithoutCorrection: 'The practice archive has no such figure, and the text names no source for it.',
    supported: ['The practice archive says the same.', 'An entry in the practice archive agrees with this.'],
    notFound: ['Nothing about this in the practice archive.', 'The practice archive neither confirms nor denies it.'],
    sourceTitles: ['Practice almanac: {title}', 'Practice archive: {title}', 'Practice handbook: {title}'],
  },
  editor: {
    covers: 'With sections on: {headings}.',
    and: 'and',
    titles: [
      '{title}: what lies behind it',
      '{title}: a closer look',
      '{title}, one step at a time',
      '{title}: what to look at first',
    ],
  },
  introduction:
    'This is Copydesk’s practice model. It plays the writer, critic, fact-checker and editor of a newsroom and knows no other work. Set LLM_BASE_URL to talk to a real model.',
};
