import type { TranslationOf } from '../../protocol/translation.ts';
import type { Stage } from '../../protocol/article.ts';
import type { DecisionKind } from '../../protocol/decision.ts';
import type { StartObjection } from '../../protocol/may-start.ts';
import type { ListView } from '../../protocol/list-view.ts';
import type { QuotaReached } from '../../gateway/request-store.ts';
import type { Count, Missing, Waits } from '../../gateway/article-list.ts';
import type { Spending } from '../../storage/cost-store.ts';
import { createTimeAgo } from '../relative-time.ts';
import { failures } from './failures.ts';
import { reminders } from './reminders.ts';
import { format, words } from './words.ts';

const CHARACTERS = { one: 'character', many: 'characters' };
const ARTICLES = { one: 'article', many: 'articles' };
const CALLS = { one: 'model call', many: 'model calls' };

const DECIDED_BELOW = ['approve', 'request-changes', 'edit', 'reject'] as const satisfies readonly DecisionKind[];

const ago = createTimeAgo('en');

/** A sentence within another one. */
function startSmall(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

/** Never a sum that leaves out what is not known without a word. */
function spending({ calls, unpriced, usd }: Spending): string {
  if (calls === 0) return 'nothing';
  if (unpriced === calls) return `${format.count(calls, CALLS)} without a known price`;
  const known = `${format.money(usd)}, ${format.count(calls, CALLS)}`;
  return unpriced === 0 ? known : `${known}, of which ${format.number(unpriced)} without a known price`;
}

/** An article that a person may have meant. */
interface Candidate {
  readonly articleId: string;
  readonly topic: string;
}

function listed(articles: readonly Candidate[]): string {
  return articles.map(({ articleId, topic }) => `• ${articleId} — ${topic}`).join('\n');
}

/**
 * What is said in every chat in answer to commands. `prefix` is what a person types before a verb: `/article ` in Slack, `/` in
 * Telegram; `/article` itself is the same in both.
 */
export const chat = {
  help: {
    title: 'What you can type',
    /** In the order shown. `usage` is typed as it stands; what is in brackets may be left out. */
    commands: (prefix: string): readonly { readonly usage: string; readonly does: string }[] => [
      { usage: '/article How tides work', does: 'starts an article about it' },
      { usage: '/article', does: 'asks what it should be about, for whom and how long' },
      {
        usage: `${prefix}every monday 9:00 Market news`,
        does: 'starts an article about it every week; also: every weekday, every day, every 1st',
      },
      {
        usage: `${prefix}schedules`,
        does: 'shows your schedules; with pause, resume, skip, run or delete and an id: does that',
      },
      { usage: `${prefix}list`, does: 'shows your articles' },
      { usage: `${prefix}inbox`, does: 'shows what waits for you, longest first' },
      {
        usage: `${prefix}list here`,
        does: 'shows all that is here; “running”, “done”: what is under way or done; with a number: another page',
      },
      { usage: `${prefix}costs`, does: 'shows what articles cost' },
      { usage: `${prefix}status [id]`, does: 'shows where an article stands' },
      { usage: `${prefix}pause [id]`, does: 'stops an article for a while' },
      { usage: `${prefix}resume [id]`, does: 'goes on where it stopped' },
      { usage: `${prefix}finish [id]`, does: 'delivers the best draft so far' },
      { usage: `${prefix}claim [id]`, does: 'tells the others that you take it; release: that you do not after all' },
      { usage: `${prefix}takeover ID reason`, does: 'for administrators: you decide alone, and everybody sees why' },
      { usage: `${prefix}assign [id] @Ben`, does: 'asks somebody who may decide to do so' },
      { usage: `${prefix}another [id]`, does: 'writes another version, from the beginning' },
      { usage: `${prefix}back [id] 2`, does: 'brings draft 2 back to decide on' },
      {
        usage: `${prefix}revise [id] Section: comment`,
        does: 'makes a new edition of a delivered article, with only that section rewritten',
      },
      {
        usage: `${prefix}translate [id] German`,
        does: 'translates a delivered article: an article of its own, with its own decision',
      },
      {
        usage: `${prefix}extras [id] seo_title: text`,
        does: 'replaces a text that goes with an article, while its draft is up for decision',
      },
      { usage: `${prefix}retry [id]`, does: 'tries again what failed' },
      { usage: `${prefix}raise [id]`, does: 'goes on where a budget was spent' },
      { usage: `${prefix}cancel [id]`, does: 'stops an article for good' },
      { usage: `${prefix}move [id] here`, does: 'goes on with an article in this chat' },
      {
        usage: `${prefix}follow ID decides`,
        does: 'shows an article here, too, with its buttons; reads: to look on; whole: from its beginning; anyone: all here may decide; unfollow: ends it',
      },
      {
        usage: `${prefix}language: de [id]`,
        does: 'has an article written in German, before its first draft',
      },
      { usage: `${prefix}language en`, does: 'speaks English to you; ru: Russian' },
      {
        usage: `${prefix}away 2026-12-24 2027-01-06 @Ben`,
        does: 'has somebody else decide for you while you are away; away off: ends it',
      },
      { usage: `${prefix}link`, does: 'links you with yourself in another chat, by a code; unlink: undoes it' },
      { usage: `${prefix}zone Europe/Berlin`, does: 'says by whose clock you are reminded' },
      { usage: `${prefix}web [ID]`, does: 'opens the article, or the page with all of yours, in your browser' },
      { usage: `${prefix}help`, does: 'shows this' },
    ],
    /** What goes without a command. */
    ids: 'The id may be left out when only one of your articles is under way. Drafts are decided on with the buttons below them.',
  },

  /** The way to the page. */
  page: {
    link: (minutes: number): string =>
      `Your link to the page: for you alone, once, and for ${format.count(minutes, { one: 'minute', many: 'minutes' })}. Give it to nobody: whoever opens it acts in your name.`,
    none: 'The page cannot be opened from here: nobody has set its address (WEB_URL). On the machine that Copydesk runs on, npm start prints it.',
    sentPrivately: 'The link is in our private chat.',
    inPrivate: 'Everybody here would read the link. Write to me in private first.',
  },

  /** One person in two chats. */
  assign: {
    /** @param usage how it is typed */
    nobody: (typed: string, usage: string): string =>
      typed === ''
        ? `Who is to decide? Type ${usage}, then a name: ${usage} @Ben`
        : `I know of nobody here called ${typed}. Name somebody who has to do with this article, or their id in this chat.`,
    several: (typed: string, keys: readonly string[]): string =>
      `Several people are called ${typed}. Please name one so: ${format.either(keys)}`,
  },

  absence: {
    none: 'Nobody decides for you: you are here.',
    /** @param last within the last day @param zone IANA: by whose clock days begin and end */
    set: (name: string, from: Date, last: Date, zone: string): string =>
      `From ${format.day(from, zone)} to ${format.day(last, zone)} (${zone}), ${name} decides where you would have to, and every vote says that it is for you. What you decide yourself counts, and nobody overrules it. “away off” ends it.`,
    /** @param usage how it is typed */
    when: (usage: string): string =>
      `From when until when, and who decides for you? For example: ${usage} 2026-12-24 2027-01-06 @Ben`,
    ownSubstitute: 'You cannot stand in for yourself. Name somebody else.',
  },

  link: {
    offered: (code: string, minutes: number): string =>
      [
        `Your code is ${code}. Type it in the other chat within ${format.count(minutes, { one: 'minute', many: 'minutes' })}: in Slack “/article link ${code}”, in Telegram “/link ${code}”.`,
        'Give it to nobody: whoever types it is taken for you, and you for them.',
      ].join('\n'),
    linked: (names: readonly string[], unlink: string): string =>
      `Done: here and in the other chat (${names.join(', ')}) you are one person now, and may do in each what you may in the other. If that is not you, type ${unlink} at once.`,
    unlinked: 'Done: nobody in another chat is taken for you any more.',
    unknownCode: (link: string): string =>
      `There is no such code, or it was used or is too old. Type ${link} in the other chat for a new one.`,
    codeOfHere: 'This code was made here. Type it in the other chat: in Telegram, if you got it in Slack.',
    tooManyCodes: (minutes: number): string =>
      `None of these codes was right. Please try again in ${format.count(minutes, { one: 'minute', many: 'minutes' })}.`,
    inPrivate: 'Everybody here would read the code. Write to me in private.',
    notLinked: 'You are not linked with anybody in another chat, so there is nothing to undo.',
  },

  list: {
    heading: ({ scope, state, page }: ListView, count?: Count): string =>
      [
        {
          mine: 'Your articles',
          waiting: 'Waiting for you',
          here: 'Articles here',
          everywhere: 'Articles of everybody',
        }[scope],
        ...(count === undefined ? [] : [words.counted(count)]),
        ...(state === undefined ? [] : [{ running: 'under way', done: 'done' }[state]]),
        ...(page === 1 ? [] : [`page ${format.number(page)}`]),
      ].join(' · '),
    empty: ({ scope, state, page }: ListView): string => {
      if (page > 1) return `There is nothing on page ${format.number(page)}.`;
      if (scope === 'waiting') return 'Nothing is waiting for you.';
      if (state === 'running') return 'No article is under way.';
      if (state === 'done') return 'No article is done yet.';
      return scope === 'here' || scope === 'everywhere'
        ? 'There is no article here yet.'
        : 'You have no articles yet. “/article How tides work” starts one.';
    },
    /** Somebody wants to see everybody's. */
    notAnAdministrator: 'Only administrators see the articles of everybody. “list here” shows those of this chat.',
    /** Names of the lists, to be chosen. */
    views: {
      mine: 'Mine',
      waiting: 'Waiting for me',
      here: 'All here',
      running: 'Under way',
      done: 'Done',
      newer: '‹ Newer',
      older: 'Older ›',
      /** Of what waits: on the next page is what has waited less. */
      back: '‹ Back',
      more: 'More ›',
    },
    /** @param command shows the next page */
    older: (command: string): string => `Older ones: \`${command}\``,
    /** As {@link older}, of what waits. */
    more: (command: string): string => `More: \`${command}\``,
    unknown: (list: (view?: string) => string, forTopic: string): string =>
      `Which list? ${list()} shows yours; ${list('waiting')} what waits for you, ${list('here')} all that is here, ${list('running')} and ${list('done')} what is under way or done, with a number behind it for another page. To have an article written about this, type: ${forTopic}`,
    /**
     * `Being written · 3 hours ago`; with a name for the articles of others. Of what waits: `Draft 2: 1 of 2 approvals · waiting for 3 hours ·
     * 8.5 of 10 · $0.12`.
     */
    detail: (
      article: {
        readonly stage: Stage;
        readonly edition?: number;
        readonly translation?: TranslationOf;
        readonly startedAt: Date;
        readonly closedAt?: Date;
        readonly claimedBy?: string;
        readonly requesterName: string;
        readonly waits?: Waits;
        readonly score?: number;
        readonly usd?: number;
      },
      options?: { readonly requesterName?: string; readonly now?: Date },
    ): string => {
      const { stage, waits, claimedBy, edition, translation, startedAt, closedAt, requesterName, score, usd } = article;
      return [
        waits === undefined ? words.stages[stage] : chat.inbox.missing(waits.missing, requesterName),
        ...(claimedBy === undefined ? [] : [words.claimed(claimedBy)]),
        ...(edition === undefined ? [] : [`edition ${edition}`]),
        ...(translation === undefined
          ? []
          : [words.translation(translation.from, translation.into, translation.newer !== undefined)]),
        ...(options?.requesterName === undefined ? [] : [`asked by ${options.requesterName}`]),
        ...(waits === undefined
          ? [ago(closedAt ?? startedAt, options?.now)]
          : [
              reminders.waits(Math.max(0, (options?.now ?? new Date()).getTime() - waits.since.getTime())),
              ...(waits.escalatedAt === undefined ? [] : [chat.inbox.escalated]),
              ...(score === undefined ? [] : [`${format.score(score)} of 10`]),
              ...(usd === undefined ? [] : [format.money(usd)]),
            ]),
      ].join(' · ');
    },
  },

  /** What waits for somebody. */
  inbox: {
    /** `Draft 2: 1 of 2 approvals; not heard yet: Ann and Ben`. */
    missing(missing: Missing, requesterName: string): string {
      switch (missing.kind) {
        case 'decision': {
          const { about, votes, waitingFor, assigned, names = {} } = missing;
          const what =
            about === undefined
              ? undefined
              : about.kind === 'outline'
                ? words.outline(about.version)
                : words.draft(about.version);
          if (votes === undefined)
            return [
              what === undefined ? words.stages.waiting : `${what} waits`,
              ...(assigned === undefined ? [] : [`${assigned.name} was asked to decide`]),
            ].join('; ');
          const { approvals, done, rejections, rejected } = votes;
          const who = [
            ...new Set(
              waitingFor.map((rule) =>
                rule === assigned?.key ? assigned.name : (names[rule] ?? words.approver(rule, requesterName)),
              ),
            ),
          ];
          const counts = [
            `${done} of ${approvals} approvals`,
            ...(rejected === 0 ? [] : [`${rejected} of ${rejections} rejections`]),
          ].join(', ');
          const others = who.length === 0 ? '' : `; not heard yet: ${format.both(who)}`;
          return `${what === undefined ? '' : `${what}: `}${counts}${others}`;
        }
        case 'way-on':
          return missing.step === undefined
            ? words.stages.stuck
            : `Stuck: ${startSmall(failures.heading(missing.step))}`;
        case 'money':
          return `Stuck: ${format.money(missing.spentUsd)} of ${format.money(missing.capUsd)} spent`;
        default:
          return missing satisfies never;
      }
    },
    escalated: 'overdue, others have been told',
  },

  costs: {
    title: 'What articles cost',
    person: 'Your articles',
    channel: 'Asked for in this channel',
    everyone: 'All articles',
    /** `Today: $0.12, 5 model calls, of which 2 without a known price`. */
    today: (spent: Spending): string => `Today: ${spending(spent)}`,
    month: (spent: Spending): string => `This month: ${spending(spent)}`,
    latest: 'Your latest articles',
    none: 'You have no articles yet.',
    /** `$0.12, 5 model calls · Delivered`. */
    detail: (stage: Stage, spent: Spending): string => `${spending(spent)} · ${words.stages[stage]}`,
    basis: 'Days and months begin at midnight UTC. Prices are the provider’s, or those that the operator has set.',
  },

  /** Somebody may not have articles written, or not here. `ask`: rules and names of whom to ask. In Telegram at most 200 characters: an alert. */
  mayNotStart(why: StartObjection, ask: readonly string[]): string {
    const whom =
      ask.length === 0
        ? 'Please ask whoever runs Copydesk.'
        : `Please ask ${format.either(ask.map((rule) => words.approver(rule)))}.`;
    switch (why) {
      case 'workspace':
        return `Articles are not started in this workspace. ${whom}`;
      case 'place':
        return `Articles are not started here. ${whom}`;
      case 'person':
        return `You cannot start articles here yet. ${whom}`;
      case 'guest':
        return `Guests do not start articles here. ${whom}`;
      case 'external':
        return `People of other companies do not start articles here. ${whom}`;
      case 'unknown':
        return 'This was not taken: Slack does not say right now who you are in this workspace. Please try again in a moment.';
      default:
        return why satisfies never;
    }
  },

  /** As many articles are at work as may be. What waits for people does not count. */
  quotaReached: ({ scope, most, atWork }: QuotaReached, example: string): string =>
    [
      scope === 'person'
        ? `This was not taken: at most ${format.count(most, ARTICLES)} of yours can be in the works at once, and so many are.`
        : `This was not taken: at most ${format.count(most, ARTICLES)} of this channel can be in the works at once, and so many are.`,
      listed(atWork),
      `Please ask again when one of them is done or waits for a decision. Or pause one: ${example}`,
    ].join('\n'),

  /** The command was without an id, and several articles may be meant. */
  which: (articles: readonly Candidate[], example: string): string =>
    `Which article do you mean? Several are under way:\n${listed(articles)}\nPlease add its id, for example: ${example}`,
  /** As {@link chat.which}, of nobody. */
  noneUnderWay: 'None of your articles is under way. For somebody else’s article, please add its id.',

  notAnId: (typed: string, forTopic: string): string =>
    `“${typed}” is not the id of an article; the list shows the ids. To have an article written about this, type: ${forTopic}`,
  takesNothing: (verb: string, forTopic: string): string =>
    `Nothing follows “${verb}”. To have an article written about this, type: ${forTopic}`,
  noDraftNumber: (example: string): string => `Which draft? Please add its number, for example: ${example}`,
  /** @param example the command, with what stands behind its verb */
  reviseWhat: (example: (rest: string) => string, forTopic: string): string =>
    `Please name the delivered article, one of its sections and what should change, for example: ${example('7k3m9x2c4p0qrstv The pull of the Moon: shorter')}. In its thread the id may be left out. To have an article written about this, type: ${forTopic}`,
  unknownLanguage: (typed: string, known: readonly string[], forTopic: string): string =>
    `Copydesk speaks ${format.both(known.map((tag) => `${format.languageName(tag)} (${tag})`))}, not “${typed}”. To have an article written about this, type: ${forTopic}`,

  language: {
    question: 'Which language should Copydesk speak with you?',
    set: 'Copydesk speaks English with you from now on. Articles that have begun keep their language.',
  },

  /** The form that asks what the article should be. */
  order: {
    descriptionTooLong: (of: 'purpose' | 'audience' | 'tone', most: number): string =>
      `Please describe ${{ purpose: 'what it is for', audience: 'the readers', tone: 'the tone' }[of]} in at most ${format.count(most, CHARACTERS)}.`,
    unknownTemplate: (typed: string, known: readonly string[]): string =>
      known.length === 0
        ? 'There are no templates here.'
        : `There is no template “${typed}”, only ${known.join(', ')}.`,
    unknownFlag: (typed: string, meant: string): string => `“${typed}” is not known. Did you mean “${meant}”?`,
    mentionAndAvoid: 'The same thing cannot be both mentioned and avoided.',
    badLength: (least: number, most: number): string =>
      `The length is a number of words from ${format.number(least)} to ${format.number(most)}.`,
    badLanguage: (typed: string): string => `“${typed}” is not the tag of a language, such as en, ru or de.`,
    tooManyMentions: (most: number, mostChars: number): string =>
      `An article can be made to mention at most ${format.number(most)} things and to avoid as many, each of at most ${format.count(mostChars, CHARACTERS)}.`,
    pastedTooLong: (most: number): string =>
      `A text that an article should rest on can have at most ${format.number(most)} characters.`,
    tooManySources: (most: number): string =>
      `At most ${format.count(most, { one: 'source', many: 'sources' })} can be given.`,
    badSource: (typed: string): string => `“${typed}” is not a web address: sources begin with https:// or http://.`,
  },

  /** A file in an article's thread of which nobody knows what it is for: only whoever sent it is asked. */
  file: {
    ask: (name: string): string => `What is ${name} for? So far it has changed nothing.`,
    /** It is called one draft, and another one is up for decision. */
    askOfOther: (name: string, named: number, current: number): string =>
      `${name} is called draft ${named}, and draft ${current} is the one to decide on. What is it for? So far it has changed nothing.`,
    buttons: {
      draft: (version: number): string => `Use as draft ${version}`,
      source: 'Keep as a source',
      ignore: 'Ignore',
    },
    ignored: (name: string): string => `${name} was left aside: nothing was changed.`,
  },

  edit: {
    empty: 'The text is empty, so nothing was changed.',
    unchanged: 'The text is the same as before, so nothing was changed. If it is good as it is, please approve it.',
    tooLong: (length: number, most: number): string =>
      `That text has ${format.count(length, CHARACTERS)}, and ${format.number(most)} is the most. Nothing was changed.`,
    /** The database would not take the text. */
    notStored: 'This was not taken: your text could not be stored right now. Please try again in a moment.',
  },

  /** A reply reads like a decision. @param buttons what the platform calls them */
  notADecision: (buttons: Readonly<Record<DecisionKind, string>>): string =>
    `A reply decides nothing. Please use the buttons below the current draft: ${DECIDED_BELOW.map((kind) => buttons[kind]).join(', ')}.`,

  /** Words in an article's thread want something changed. @param button opens the form for it */
  wish: (button: string): string =>
    `Words here change nothing: the draft waits for a decision. To have this done, use “${button}” below it.`,

  home: {
    askedByMe: 'Asked for by you',
    running: 'Under way',
    finishedLastWeek: 'Finished in the last week',
    empty: {
      askedByMe: 'None of your articles is under way.',
      running: 'Nobody else has an article under way.',
      finishedLastWeek: 'Nothing was finished in the last seven days.',
    },
  },

  /** A fault of ours. */
  failed: 'This did not work, and the fault is ours; it has been noted. Please try again in a moment.',
};
