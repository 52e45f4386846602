import type { Cost, ToldDecision } from '../../delivery/chat-content.ts';
import type { BudgetScope, BudgetStop, BudgetWarning } from '../../protocol/budget.ts';
import type { JudgedName } from '../../protocol/critique.ts';
import type { ControlKind, DecisionKind, PlainControlKind } from '../../protocol/decision.ts';
import type { Outage, StopReason } from '../../protocol/desk-state.ts';
import type { DraftRecord } from '../../protocol/draft.ts';
import type { GuardReason } from '../../protocol/edit-record.ts';
import type { FactReport } from '../../protocol/fact-report.ts';
import type { Notice } from '../../protocol/feed.ts';
import type { Undeliverable } from '../failure-code.ts';
import { countVerdicts, type Judged } from '../count-verdicts.ts';
import { answers } from './answers.ts';
import { waited } from './waited.ts';
import { format, words } from './words.ts';

const COMMENTS = { one: 'comment', many: 'comments' };
const SUGGESTIONS = { one: 'suggestion', many: 'suggestions' };
const POINTS = { one: 'point', many: 'points' };

/** What is waited for, where it is not the model. */
const OUTAGES: Readonly<Record<string, string>> = {
  'storage-unavailable': 'the database',
  'key-missing': 'the key to the texts',
};

/** What a person asked for, as the subject of a sentence. */
const asked: Readonly<Record<DecisionKind | ControlKind, string>> = {
  approve: 'approval',
  'request-changes': 'request for changes',
  edit: 'edit',
  reject: 'rejection',
  'bring-back': 'request for an earlier draft',
  pause: 'request to pause',
  resume: 'request to resume',
  cancel: 'request to cancel',
  finish: 'request to finish',
  another: 'request for another version',
  language: 'choice of the language',
  retry: 'request to retry',
  raise: 'request to spend more',
  'step-in': 'taking over of the decision',
  assign: 'request that somebody decides',
  claim: 'word that they take it',
  release: 'word that they leave it to others',
  move: 'request to move',
  follow: 'request to show it in another place',
  unfollow: 'request not to show it in another place',
  'add-source': 'file',
};

const spenders: Readonly<Record<BudgetScope, string>> = {
  article: 'This article has',
  'person-day': 'The articles of who asked for this one have today',
  'channel-day': 'The articles of the channel in which this one was asked for have today',
  day: 'All articles together have today',
};

function budgetWarning({ scope, spentUsd, capUsd }: BudgetWarning): string {
  const cost = `${spenders[scope]} cost ${format.money(spentUsd)}`;
  return capUsd === undefined ? `${cost}.` : `${cost}. At ${format.money(capUsd)} you will be asked how to go on.`;
}

/** What the article says in its thread. */
const CRITERIA: Readonly<Record<JudgedName, string>> = {
  substance: 'Substance',
  truth: 'Truth',
  structure: 'Structure',
  language: 'Language',
  fit: 'Fit',
  fidelity: 'Fidelity',
  completeness: 'Completeness',
  fluency: 'Fluency',
  terms: 'Terms',
};

const NOTHING = '—';

/** What a translation has otherwise than its original: 1867 → 1876. */
function different(what: string, missing: readonly string[], added: readonly string[]): string {
  const listed = (items: readonly string[]): string => (items.length === 0 ? NOTHING : items.join(', '));
  return `${what}: ${listed(missing)} → ${listed(added)}`;
}

const UNDELIVERABLE: Readonly<Record<Undeliverable, string>> = {
  archived: 'its channel is archived',
  'not-a-member': 'Copydesk is no longer a member there',
  gone: 'the chat or the topic is gone, or Copydesk is no longer in it',
  refused: 'Copydesk may not write there',
};

function named({ version, outline }: { readonly version: number; readonly outline?: true }): string {
  return outline ? words.outline(version) : words.draft(version);
}

/** Why too few people are left who may approve. */
const SHORT = {
  requester: 'who asked for the article may not approve it',
  editors: 'who changed the text may not approve it',
  few: 'there are not as many different people among the approvers',
} as const;

export const article = {
  /** The status card: the first message of the thread, edited in place. */
  card: {
    /** @param edition absent: the first */
    title: (topic: string, edition?: number): string =>
      edition === undefined ? `Article: ${topic}` : `Article, edition ${edition}: ${topic}`,
    askedBy: (name: string): string => `Asked by ${name}`,
    /** @param tag BCP 47 */
    assumedLanguage: (tag: string): string =>
      `Written in ${format.languageName(tag)}, which is a guess. If it is wrong, cancel and ask again in a full sentence.`,
    /** @param command stands before the tag of any other one */
    askLanguage: (tag: string, command: string): string =>
      `Which language? ${format.languageName(tag)}, unless somebody says otherwise before the first draft. Another one: \`${command}de\``,
    /** @param isFound nobody chose it */
    template: (name: string, isFound: boolean): string =>
      isFound ? `Kind of text: ${name} (chosen to fit the topic)` : `Kind of text: ${name}`,
    /** @param isLater people have decided since the first drafts, and the count began anew */
    iteration: (iteration: number, of: number, isLater: boolean): string =>
      `Iteration ${iteration}/${of}${isLater ? ' since the last decision' : ''}`,
    scores: 'Scores',
    /** `6.1 → 7.4 (goal 8.0)`. */
    scoreLine: (scores: readonly number[], goal: number): string =>
      `${scores.length === 0 ? 'none yet' : scores.map(format.score).join(' → ')} (goal ${format.score(goal)})`,
    /** `6.1 → 7.4`, for where there is little room. */
    scoreTrail: (scores: readonly number[]): string => scores.map(format.score).join(' → '),
    /** `Current draft: 3 (8.2)`. */
    current: (version: number, score?: number, outline?: true): string =>
      outline
        ? `Current: ${words.outline(version).toLowerCase()}`
        : score === undefined
          ? `Current draft: ${version}`
          : `Current draft: ${version} (${format.score(score)})`,
    /** Paused by itself. */
    parked: 'Nobody has decided for too long. It wakes when somebody decides or resumes it.',
    waitingFor: (who: readonly string[]): string => `Waiting for: ${words.approvers(who)}`,
    /** Each one of them has to say so. */
    waitingForEach: (who: readonly string[]): string =>
      `Waiting for: ${format.both([...new Set(who.map((one) => words.approver(one)))])}`,
    /** `Waiting for: Ann, then Ben or Cy`: one after another. */
    waitingInTurn: (who: readonly string[], later: readonly (readonly string[])[]): string =>
      `Waiting for: ${[who, ...later].map((step) => words.approvers(step)).join(', then ')}`,
    questionFor: (who: readonly string[]): string => `A question for: ${words.approvers(who)}`,
    /** `Waiting for the model since 10:04, trying again at 10:12`. */
    outage: (code: Outage['code'], since: string, next: string): string =>
      `Waiting for ${OUTAGES[code] ?? 'the model'} since ${since}, trying again at ${next}`,
    /** `Budget: $2.03 of $2.00 spent`, `…, goes on at 00:00`. */
    budget: ({ spentUsd, capUsd }: Pick<BudgetStop, 'spentUsd' | 'capUsd'>, when?: string): string =>
      `Budget: ${format.money(spentUsd)} of ${format.money(capUsd)} spent${when === undefined ? '' : `, goes on by itself: ${when}`}`,
    /** On the card of a thread that the article left. @param where `#news`, `in Telegram` */
    alsoShown: (places: readonly { readonly where: string; readonly role: 'decides' | 'reads' }[]): string =>
      `Also shown: ${places.map(({ where, role }) => `${where} (${role === 'decides' ? 'to decide' : 'to read'})`).join(', ')}`,
    movedTo: (where: string): string => `The article goes on elsewhere: ${where}. Nothing is decided here any more.`,
    /** `12 model calls (3 from memory), 45,120 tokens, $0.12`. */
    costLine(cost: Cost): string {
      const calls = format.count(cost.modelCalls, { one: 'model call', many: 'model calls' });
      const remembered = cost.cachedCalls === 0 ? '' : ` (${format.number(cost.cachedCalls)} from memory)`;
      const tokens = format.count(cost.inputTokens + cost.outputTokens, { one: 'token', many: 'tokens' });
      return [`${calls}${remembered}`, tokens, ...(cost.usd === undefined ? [] : [format.money(cost.usd)])].join(', ');
    },
    /** The way from the card of what was delivered to its text. */
    toArticle: 'Read the article',
    runLink: 'Run in Temporal',
  },

  draft: {
    /** `Draft 3`, `Draft 3 (edited by Ann)`. */
    heading: (draft: {
      readonly version: number;
      readonly author: DraftRecord['author'];
      readonly authorName: string;
      readonly outline?: true;
    }): string => (draft.author === 'person' ? `${named(draft)} (edited by ${draft.authorName})` : named(draft)),
    /** Behind the heading of a draft that has the text of an earlier one. */
    again: (version: number): string => `the text of draft ${version}`,
    length: (wordCount: number): string => format.count(wordCount, { one: 'word', many: 'words' }),
    wholeText: 'The whole text is in the file.',
    /** The card of the draft itself has it, or a file below that. */
    wholeTextAbove: 'The whole text is with the draft, above.',
    /** Above the headings of the rest, where only the opening of a draft is shown. */
    contents: 'What follows',
    moreHeadings: (count: number): string =>
      `… and ${format.count(count, { one: 'more heading', many: 'more headings' })}`,
  },

  /** With a draft: what became of what people and the critic want. */
  ledger: {
    comments: (done: number, all: number): string =>
      done === all
        ? `${format.number(done)} of ${format.count(all, COMMENTS)} done`
        : `${format.number(done)} of ${format.count(all, COMMENTS)} done; ${format.number(all - done)} open:`,
    open: ({ byName, text, why }: { readonly byName: string; readonly text: string; readonly why?: string }): string =>
      why === undefined ? `“${text}” (${byName})` : `“${text}” (${byName}): ${why}`,
    moreOpen: (count: number): string => `… and ${format.number(count)} more open`,
    /** A later comment contradicts an earlier one, which holds no more. */
    superseded: (
      earlier: { readonly byName: string; readonly text: string },
      later: { readonly byName: string; readonly text: string },
    ): string =>
      `“${earlier.text}” (${earlier.byName}) no longer applies: “${later.text}” (${later.byName}) came later`,
    suggestions: (done: number, all: number): string =>
      `${format.number(done)} of ${format.count(all, SUGGESTIONS)} by the critic followed`,
  },

  critique: {
    heading: (version: number, score: number): string => `Critique of draft ${version}: ${format.score(score)} of 10`,
    /** `Substance 7.5` */
    criterion: (name: JudgedName, score: number): string => `${CRITERIA[name]} ${format.score(score)}`,
    strengths: 'Strengths',
    weaknesses: 'Weaknesses',
    suggestions: 'Suggestions',
    factsQuestionable: 'Some claims look doubtful: a fact check follows.',
    /** Found by counting words, not by the critic. */
    unmet: {
      missing: (item: string): string => `It should mention “${item}”, and does not.`,
      avoid: (item: string): string => `It should avoid “${item}”, and does not.`,
    },
    differs: {
      structure: (): string => 'It is built otherwise than the original.',
      code: (): string => 'Code is not as in the original.',
      links: (missing: readonly string[], added: readonly string[]): string => different('Links', missing, added),
      citations: (missing: readonly string[], added: readonly string[]): string => different('Notes', missing, added),
      numbers: (missing: readonly string[], added: readonly string[]): string => different('Numbers', missing, added),
    },
  },

  factReport: {
    heading: (version: number): string => `Fact check of draft ${version}`,
    /** `5 points: 3 supported, 1 contradicted, 1 not found`. */
    summary(report: Judged): string {
      if (report.claims.length === 0) return 'There was no claim to check.';
      const { supported, contradicted, notFound } = countVerdicts(report);
      return `${format.count(report.claims.length, POINTS)}: ${supported} supported, ${contradicted} contradicted, ${notFound} not found`;
    },
    basis: (report: Pick<FactReport, 'verified'>): string =>
      report.verified
        ? 'Looked up on the web.'
        : 'Not verified: the model answered from memory, and nobody looked anything up.',
    quote: (text: string): string => `“${text}”`,
  },

  gate: {
    unchecked: 'The facts in this text could not be checked.',
    heading: (draft: { readonly version: number; readonly score?: number; readonly outline?: true }): string =>
      draft.outline
        ? `Please decide on outline ${draft.version}`
        : draft.score === undefined
          ? `Please decide on draft ${draft.version}`
          : `Please decide on draft ${draft.version} (${format.score(draft.score)} of 10)`,
    /** How far people are, where it takes several. */
    approvedBy: (names: readonly string[], have: number, needed: number): string =>
      have === 0
        ? `${needed} people have to approve. Nobody has yet.`
        : have < names.length
          ? `${format.both(names)} have approved, which makes ${have} of ${needed}: whoever is waited for has to be among them.`
          : `${have} of ${needed} have approved: ${format.ended(format.both(names))}`,
    /** Who sees to it. @param when as the platform shows a moment */
    claimedBy: (name: string, when: string): string => `${name} has taken it, ${when}`,
    rejectedBy: (names: readonly string[], have: number, needed: number): string =>
      `${have} of ${needed} have rejected: ${format.ended(format.both(names))}`,
    stopReason: (
      reason: StopReason,
      limits: { readonly qualityThreshold: number; readonly maxIterations: number },
    ): string => words.stopReason(reason, limits),
    /** Why it is here, where it is known which draft it was. */
    broughtBack: (version: number): string => `Draft ${version} was brought back: this is its text.`,
    contradicted: (count: number): string =>
      count === 1 ? 'A claim in it is contradicted:' : `${format.number(count)} claims in it are contradicted:`,
    fromMemory: 'From a model’s memory; nobody looked it up.',
    unresolved: (count: number): string =>
      `${format.count(count, { one: 'claim', many: 'claims' })} could be neither confirmed nor refuted.`,
  },

  /** What became of a draft, in place of its buttons: `Approved by Ann (in Slack), 23 Nov 2026, 14:07 UTC`. @param where absent: here */
  decided(decision: Pick<ToldDecision, 'kind' | 'subject' | 'byName' | 'to'>, when: string, where?: string): string {
    const by = `by ${decision.byName}${where === undefined ? '' : ` (${where})`}, ${when}`;
    switch (decision.kind) {
      case 'approve':
        return decision.subject === 'outline' ? `Outline approved ${by}` : `Approved ${by}`;
      case 'request-changes':
        return `Changes requested ${by}`;
      case 'edit':
        return `Edited ${by}`;
      case 'reject':
        return `Rejected ${by}`;
      case 'bring-back':
        return decision.to === undefined
          ? `An earlier draft brought back ${by}`
          : `Draft ${decision.to} brought back ${by}`;
      default:
        return decision.kind satisfies never;
    }
  },

  failure: {
    options: 'What would you like to do?',
    solved: 'Somebody has chosen; the article goes on.',
  },

  /** A budget is spent, and people are asked how to go on. */
  budget: {
    heading(scope: BudgetScope, requesterName: string): string {
      switch (scope) {
        case 'article':
          return 'The budget of this article is spent';
        case 'person-day':
          return `Today’s budget for the articles of ${requesterName} is spent`;
        case 'channel-day':
          return 'Today’s budget for the channel in which this article was asked for is spent';
        case 'day':
          return 'Today’s budget for all articles is spent';
        default:
          return scope satisfies never;
      }
    },
    spent: ({ spentUsd, capUsd }: Pick<BudgetStop, 'spentUsd' | 'capUsd'>): string =>
      `${format.money(spentUsd)} of ${format.money(capUsd)} is spent, so no model is asked any more. Nothing is lost.`,
    unpriced: (count: number): string =>
      `Not counted: ${format.count(count, { one: 'call of a model', many: 'calls of models' })} without a known price.`,
    /** What a choice means, behind its label. */
    option(control: PlainControlKind, { scope, raiseByUsd }: Pick<BudgetStop, 'scope' | 'raiseByUsd'>): string {
      if (control === 'raise')
        return scope === 'article'
          ? `another ${format.money(raiseByUsd)} for this article`
          : `another ${format.money(raiseByUsd)} today, for this article`;
      if (control === 'finish') return 'the best draft is delivered as it is, without a final edit';
      return words.buttonHints[control];
    },
    until: (when: string): string => `Otherwise it goes on by itself when the next day’s budget begins: ${when}.`,
    settled: 'This is settled.',
  },

  /** Asked before what cannot be taken back. */
  confirm: {
    title: 'Are you sure?',
    yes: 'Yes',
    no: 'No',
  },
  /** Where Slack did not take the buttons of a message. */
  noButtons: 'The buttons could not be shown here. They are on the Home tab of Copydesk.',

  notice(notice: Exclude<Notice, { readonly code: 'undeliverable' | 'place-lost' }>): string {
    switch (notice.code) {
      case 'paused':
        return `${notice.byName} paused the article.`;
      case 'resumed':
        return `${notice.byName} resumed the article.`;
      case 'cancelled':
        return `${notice.byName} cancelled the article. Nothing will be delivered.`;
      case 'finishing':
        return `${notice.byName} asked to finish with the best draft so far.`;
      case 'another':
        return `${notice.byName} asked for another version, which is written from the beginning.`;
      case 'retrying':
        return `${notice.byName} asked to try again.`;
      case 'moved':
        return `${notice.byName} moved the article here.`;
      case 'stepped-in':
        return [
          `${notice.byName} takes the decision over: ${format.ended(notice.reason)}`,
          ...(notice.voted.length === 0
            ? []
            : [`So far ${format.both(notice.voted)} had voted; that stays in the record.`]),
        ].join(' ');
      case 'followed':
        if (notice.role === 'reads') return `${notice.byName} has the article shown in another place, too, to be read.`;
        return notice.anyone
          ? `${notice.byName} has the article shown in another place, too. It can be decided on there, by everybody who belongs there.`
          : `${notice.byName} has the article shown in another place, too, where those who decide can do so.`;
      case 'unfollowed':
        return `${notice.byName} has ended that the article is shown in another place.`;
      case 'assigned':
        return `${notice.byName} asks ${notice.toName} to decide.`;
      case 'language':
        return `${notice.byName} chose the language: ${format.languageName(notice.language)}.`;
      case 'revising':
        return notice.section === ''
          ? `${notice.byName} asked for edition ${notice.edition}. Only the passage that the comment names is rewritten.`
          : `${notice.byName} asked for edition ${notice.edition}. Only “${notice.section}” is rewritten.`;
      case 'taking-over':
        return `${notice.byName} accepted a proposal of the editor: edition ${notice.edition}.`;
      case 'translating':
        return notice.isAgain
          ? `${notice.byName} asked for what has changed in edition ${notice.edition} of the original: ${format.languageName(notice.from)} → ${format.languageName(notice.language)}. Everything else stays as it was delivered.`
          : `${notice.byName} asked for edition ${notice.edition} to be translated: ${format.languageName(notice.from)} → ${format.languageName(notice.language)}.`;
      case 'translation-begun':
        return `${notice.byName} asked for this article in another language: ${format.languageName(notice.language)}.`;
      case 'source-renewed':
        return `The original has changed: edition ${notice.edition} of it was delivered. This translation does not have that yet.`;
      case 'source-added':
        return `${notice.byName} added a source: ${notice.name}. It is read before the writing goes on.`;
      case 'raised':
        return notice.scope === 'article'
          ? `${notice.byName} allowed another ${format.money(notice.usd)} for this article.`
          : `${notice.byName} allowed another ${format.money(notice.usd)} today for this article.`;
      case 'budget-warning':
        return budgetWarning(notice.warning);
      case 'compared':
        return notice.won
          ? `Draft ${notice.version} scored much the same as draft ${notice.with}, so the critic compared them, in both orders: draft ${notice.version} is better.`
          : `Draft ${notice.version} scored much the same as draft ${notice.with}, so the critic compared them. It is not clearly better: draft ${notice.with} stays the best.`;
      case 'votes-void':
        return `The votes on draft ${notice.version} are void (${format.both(notice.names)}): the text changes, and everybody is asked again.`;
      case 'cannot-be-approved':
        return `Draft ${notice.version} cannot be approved as things are: it takes ${notice.needed}, and ${notice.left} can be reached, since ${SHORT[notice.why]}. You may still edit, ask for changes, reject or cancel it. To have it approved, let somebody else order it, or ask an operator to name more approvers and order it again: an article keeps the rules that it began with.`;
      case 'votes-joined':
        return `${notice.byName} had voted on draft ${notice.version} from two accounts, which are linked now. They are one person: the later vote counts, once.`;
      case 'escalated':
        return `Nobody has decided for ${waited(notice.waitedMs)}.`;
      case 'parked':
        return `Nobody has decided for ${waited(notice.waitedMs)}, so the article is parked: nobody is reminded of it any more. It wakes when somebody decides or resumes it.`;
      case 'expired':
        return `Nobody has decided for ${waited(notice.waitedMs)}, so the article was cancelled. Nothing will be delivered; everything that was written stays in this thread.`;
      case 'new-day':
        return 'A new day has begun, and with it a new budget: the article goes on.';
      case 'did-not-count':
        return `${notice.byName}, your ${asked[notice.asked]} did not count. ${answers.refusal(notice.refusal, {})}`;
      default:
        return notice satisfies never;
    }
  },

  /** Who is told that others are waited for. */
  told: (who: readonly string[]): string => `Told: ${format.both(who)}`,

  /** @param byName who had it shown there, too */
  placeLost: (platform: string, byName: string, reason: Undeliverable): string =>
    `The article is no longer shown ${words.where(platform)}, where ${byName} had it shown, too: ${UNDELIVERABLE[reason]}. Everything else goes on.`,

  /** To the requester in person: the thread of the article refuses us. */
  undeliverable: (reason: Undeliverable): string =>
    `The article cannot go on in its thread: ${UNDELIVERABLE[reason]}. Nothing is lost: it waits until you move it elsewhere, or until Copydesk may write there again and somebody retries.`,

  /** How an article goes on in another chat. */
  moveHint: (command: string): string => `To go on somewhere else, type there: ${command}`,

  /** What changed in a draft, for one person. */
  changed: {
    heading: (version: number, earlier: number, outline?: true): string =>
      outline
        ? `What changed in outline ${version} since outline ${earlier}`
        : `What changed in draft ${version} since draft ${earlier}`,
    sinceOwn: (outline?: true): string =>
      `Since the ${outline ? 'outline' : 'draft'} that you last decided on or opened.`,
    sinceShown: (outline?: true): string =>
      `Since the ${outline ? 'outline' : 'draft'} that was last put before people.`,
    nothing: 'Not a word has changed.',
    more: (count: number): string => `${format.count(count, { one: 'place', many: 'places' })} more in the file.`,
  },

  /** What people's edits suggest. */
  styleRule: {
    heading: 'For the house style?',
    rule: (ours: string, others: readonly string[]): string =>
      `Always “${ours}”, not ${others.map((one) => `“${one}”`).join(', ')}`,
    /** `Changed so by Ann and Ben; 3 places in all.` */
    from: (names: readonly string[], times: number): string =>
      `${format.both(names)} changed it like this, in ${format.count(times, { one: 'place', many: 'places' })}.`,
    adopted: (byName: string, when: string): string => `Adopted by ${byName}, ${when}`,
    removed: 'An operator has removed it from the house style.',
  },

  /** What goes with an article: its summary, posts for social networks. */
  extras: {
    heading: 'Texts that go with it',
    byPerson: (byName: string): string => `by ${byName}`,
    /** Before a command. */
    replace: 'Whoever decides may replace any of them:',
    missing:
      'The texts that go with the article are missing: none were written for this draft. If you approve it now, it is delivered without them.',
    /** Of the file. */
    file: 'Texts that go with it',
  },

  final: {
    /** `The article is ready: How tides work.` */
    ready: (title: string, edition?: number): string =>
      edition === undefined ? `The article is ready: ${title}` : `Edition ${edition} is ready: ${title}`,
    from: (version: number): string => `Made from draft ${version}.`,
    /** Of the file that says who decided what, and whose words the article is made of. */
    receipt: 'Receipt: who wrote and decided what',
    /** What the final edit did. @param kept sentences in which the editor wanted more than a copy edit */
    edited: (changed: number, kept: number): string =>
      [
        changed === 0
          ? 'The editor changed no sentence'
          : `The editor changed ${format.count(changed, { one: 'sentence', many: 'sentences' })}`,
        ...(kept === 0 ? [] : [`kept ${format.number(kept)} as approved`]),
      ].join(' and ') + '.',
    /** A sentence that the editor wanted otherwise, or one more. */
    proposals: 'Proposed by the editor, not carried out',
    moreProposals: (count: number): string =>
      `And ${format.count(count, { one: 'proposal', many: 'proposals' })} more, in the file of changes.`,
    changesOf: (title: string): string => `What the final edit changed: ${title}`,
    reasons: {
      negation: 'It would deny what was affirmed, or affirm what was denied',
      name: 'A name would change',
      number: 'A number or a unit would change',
      date: 'A date would change',
      quote: 'A quotation would change',
      link: 'A link would change',
      code: 'Code would change',
      reservation: 'A qualification would change',
      comparison: 'A comparison would change',
      question: 'A statement would become a question, or the other way round',
      words: 'Words would change',
      order: 'Words would change places',
      added: 'A sentence would be added',
      dropped: 'A sentence would be dropped',
      heading: 'A heading would say something else',
      whole: 'The texts could not be compared',
    } as Readonly<Record<GuardReason, string>>,
  },
};
