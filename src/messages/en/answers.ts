import { isOver, MAX_TOPIC_CHARS, type Stage } from '../../protocol/article.ts';
import { type ControlKind, type DecisionKind, MAX_COMMENT_CHARS, type Refusal } from '../../protocol/decision.ts';
import type { RuleNames } from '../approver-rule.ts';
import type { ApprovalFault, ApprovalRoom } from '../../protocol/stricter.ts';
import { createTimeAgo } from '../relative-time.ts';
import { format, words } from './words.ts';

const ago = createTimeAgo('en');

/** What somebody else's decision had been. */
const outcomes: Readonly<Record<DecisionKind, string>> = {
  approve: 'approved this draft',
  'request-changes': 'asked for changes to this draft',
  edit: 'edited this draft',
  reject: 'rejected this draft',
  'bring-back': 'brought an earlier draft back in its place',
};

const over: Readonly<Record<'delivered' | 'rejected' | 'cancelled', string>> = {
  delivered: 'it has been delivered',
  rejected: 'it was rejected',
  cancelled: 'it was cancelled',
};

function ending(stage: Stage): string {
  return stage === 'delivered' || stage === 'rejected' || stage === 'cancelled' ? `: ${over[stage]}` : '';
}

const PEOPLE = { one: 'person', many: 'people' };

function mayApprove(count: number): string {
  return count === 0 ? 'here nobody may' : `here only ${format.number(count)} may`;
}

const notNow: Readonly<Record<ControlKind, string>> = {
  pause: 'The article cannot be paused now.',
  resume: 'There is nothing to resume: the article is not paused.',
  cancel: 'The article cannot be cancelled now.',
  finish: 'The article cannot be finished now: there is no draft to finish with, or it is being finished already.',
  another: 'Another version is written only while the article waits for a decision.',
  retry: 'There is nothing to retry: nothing has failed.',
  raise: 'There is nothing to raise: no budget of this article is used up.',
  language: 'The language can be chosen only before the first draft. Please order the article again in that language.',
  move: 'The article cannot move there: it lives there already, or on another platform.',
  follow: 'The article cannot be shown in another place now.',
  unfollow: 'That the article is shown there cannot be ended now.',
  'step-in': 'There is nothing left to decide.',
  assign: 'There is nothing left to decide.',
  claim: 'There is nothing to take: nothing waits for a decision, or you have it already.',
  release: 'Nobody has taken it.',
  'add-source': 'Sources are taken as long as drafts may be written, and not too many at once: this file was not.',
};

/** What a person is told at once, in answer to a command or a click. */
export const answers = {
  /**
   * Why a decision or control did not count, and what is true instead. At most 200 characters with ordinary names: Telegram's alert.
   * @param told.now absent: it is read later, too, when no longer true is how long ago something was
   */
  refusal(
    refusal: Refusal,
    { now, names }: { readonly now?: Date; readonly names?: RuleNames['names'] } = { now: new Date() },
  ): string {
    switch (refusal.code) {
      case 'not-a-reviewer':
        return `This is not yours to decide. It is up to: ${format.ended(words.approvers(refusal.reviewers, { ...refusal, ...(names && { names }) }))}`;
      case 'may-not-approve':
        switch (refusal.why) {
          case 'requester':
            return 'You asked for this article, so others have to approve it. You may ask for changes, edit or reject it.';
          case 'editor':
            return 'You changed this text, so others have to approve it. You may ask for changes, edit or reject it.';
          case 'unsure':
            return 'It could not be looked up just now who you are in other chats, so your vote does not count yet. Try again in a moment.';
          case 'not-yet':
            return `It is not your turn yet. First: ${format.ended(words.approvers(refusal.waitingFor ?? [], { ...refusal, ...(names && { names }) }))}`;
          default:
            return refusal.why satisfies never;
        }
      case 'already-decided':
        return now === undefined
          ? `${refusal.byName} already ${outcomes[refusal.decision]}.`
          : `${refusal.byName} already ${outcomes[refusal.decision]}, ${ago(new Date(refusal.at), now)}.`;
      case 'other-draft-is-current':
        return refusal.asked < refusal.current
          ? `Draft ${refusal.asked} is no longer up for decision. Draft ${refusal.current} is the current one: please decide there.`
          : `Draft ${refusal.asked} is not up for decision. Draft ${refusal.current} is the current one: please decide there.`;
      case 'no-draft-yet':
        return 'There is no draft to decide on yet. The first one will appear here soon.';
      case 'not-an-overseer':
        return 'Only administrators step in.';
      case 'has-voted':
        return `${refusal.name} has said something themselves, and that counts.`;
      case 'may-not-be-asked':
        return `${refusal.name} may not decide about this article. It is up to: ${format.ended(words.approvers(refusal.reviewers, { ...refusal, ...(names && { names }) }))}`;
      case 'claimed':
        return now === undefined
          ? `${refusal.byName} has taken it. You may decide all the same.`
          : `${refusal.byName} has taken it, ${ago(new Date(refusal.at), now)}. You may decide all the same.`;
      case 'lives-here':
        return 'The article lives in this place: it is shown and decided there already.';
      case 'too-many-places':
        return `The article is shown in ${refusal.most} other places already, which is the most. Have one of them end first: “unfollow”, typed there.`;
      case 'not-shown-here':
        return 'The article is not shown in this place beside the one where it lives.';
      case 'sources-not-read':
        return 'This was not taken: articles are written here without reading sources.';
      case 'article-over':
        return isOver(refusal.stage)
          ? `This article is over${ending(refusal.stage)}.`
          : 'This article has been approved and is being finished: there is nothing left to decide.';
      case 'no-such-draft':
        return `There is no draft ${refusal.asked}. The newest one is draft ${refusal.newest}.`;
      case 'same-draft':
        return `Draft ${refusal.asked} has the text that is up for decision already, as draft ${refusal.current}.`;
      case 'bad-comment':
        return `Please say what you mean, in at most ${format.number(MAX_COMMENT_CHARS)} characters.`;
      case 'not-now':
        return `${notNow[refusal.control]} Stage: ${words.stages[refusal.stage].toLowerCase()}.`;
      default:
        return refusal satisfies never;
    }
  },

  /** The decision or control counts. */
  counted: {
    approve: 'Approved. The final edit is on its way.',
    'request-changes': 'Noted. The next draft will take your comment into account.',
    edit: 'Your text is the new draft. The one before it can be brought back.',
    reject: 'Rejected. Nothing will be delivered.',
    'bring-back': 'Brought back. The earlier text is up for decision again, as a new draft.',
    pause: 'Paused.',
    resume: 'Resumed.',
    cancel: 'Cancelled. Nothing will be delivered.',
    finish: 'The best draft so far will be finished.',
    another: 'Another version is being written from the beginning. The draft that is there stays in the thread.',
    retry: 'Trying again.',
    raise: 'The budget is raised, and the article goes on.',
    language: 'Noted. The article will be in that language.',
    move: 'The article goes on here.',
    follow: 'From now on the article is shown in this place, too.',
    unfollow: 'The article is shown in this place no more.',
    'step-in': 'You decide now, alone, and everybody sees why. The buttons are where they were.',
    assign: 'They are asked, in the thread.',
    claim: 'It is yours, and the others see that. Whoever may decide still can.',
    release: 'It is left to the others.',
    'add-source': 'Taken as a source: it is read before the writing goes on.',
  } as Readonly<Record<DecisionKind | ControlKind, string>>,

  /** An order that asks for other people or gates than it can have. */
  badApproval: (fault: ApprovalFault): string => {
    const { why, of, typed } = fault;
    switch (why) {
      case 'unknown':
        return {
          approvals: `“${typed}” is no number of people. Write, for example, 2.`,
          approvers: `I know of nobody called “${typed}”. Name somebody who has worked on an article with you, or write an id: slack:WORKSPACE:PERSON, telegram:123456789.`,
          gates: `“${typed}” is no moment at which people decide. There are outline, final and every_draft.`,
        }[of];
      case 'less':
        return of === 'approvals'
          ? `Here it takes ${format.count(Number(fault.limit), PEOPLE)} to approve, and an order can only ask for more people: ${typed} would be fewer.`
          : `Here people decide at “${fault.limit}”, and an order can only ask them more often: “${typed}” would be less often.`;
      case 'too-many':
        return `${format.count(Number(typed), PEOPLE)} would have to approve it, and ${mayApprove(Number(fault.limit))}. Ask for fewer, or name others who have to approve it, too.`;
      case 'kept-away':
        return 'Whoever asks for an article may not approve it here. Name somebody else.';
      default:
        return why satisfies never;
    }
  },
  /** Where an order may ask for more people than the settings do. */
  moreApprovals: {
    approvals: 'How many people have to approve it?',
    approvers: 'Who has to be among them?',
    /** What holds when nothing is said, and how much more may be asked for. */
    room: ({ approvals, most }: ApprovalRoom): string => {
      if (approvals === 0) return 'Usual here: nobody is asked.';
      const usual = `Usual here: ${format.number(approvals)}.`;
      if (most === undefined) return `${usual} It may be more.`;
      return most > approvals
        ? `${usual} It may be up to ${format.number(most)}, or more if you name others.`
        : `${usual} For more, name who has to be among them.`;
    },
  },
  /** It takes several, and this was one of them. */
  countedVote: (names: readonly string[], have: number, needed: number, isRejection: boolean): string =>
    !isRejection && have < names.length
      ? `Your approval is noted. ${format.both(names)} have approved, which makes ${have} of ${needed}: whoever is waited for has to be among them. Until it is decided, you may change your mind.`
      : `Your ${isRejection ? 'rejection' : 'approval'} counts: ${have} of ${needed} (${format.both(names)}). Until it is decided, you may change your mind.`,
  /** As above, of the plan of an article. */
  countedOfOutline: {
    approve: 'Approved. The article will follow this outline; nothing is delivered yet.',
    edit: 'Your text is the new outline.',
  } as Readonly<Record<'approve' | 'edit', string>>,

  /** As above, while the article is paused. */
  countedWhilePaused: {
    approve: 'Approved. The article is paused: the final edit begins when somebody resumes it.',
    finish: 'The best draft so far is approved. The article is paused: it is finished when somebody resumes it.',
  } as Readonly<Record<'approve' | 'finish', string>>,

  /** No worker answered, but the decision is recorded. */
  noted:
    'Noted. The desk is not answering right now; your decision is recorded and takes effect as soon as it is back.',
  /** The rule is part of the house style now, or was before. */
  adopted: (ours: string, byName: string): string => `Adopted by ${byName}: from now on it is spelled “${ours}” here.`,
  /** Somebody would have an article shown where they are not. */
  notInPlace: 'You can have articles shown only in places that you belong to.',
  noSuchComment: 'There is no such comment on this article.',
  commentsClosed: 'The article is over, and takes no more comments.',
  tooManyComments: 'There are as many comments on this article as it takes. Ask for changes with those first.',
  /** Its texts were kept for as long as the settings say. */
  textsGone: (at: Date): string =>
    `The texts of this article are gone: they were deleted on ${format.day(at)}, as they are here after some time. Who decided what is still known.`,
  noDraftOfNumber: (version: number): string => `There is no draft ${version}.`,
  noSuchRule: 'This rule cannot be adopted any more: it is gone, or an operator has removed it.',
  /** @param name `seo_title` */
  extraReplaced: (name: string): string => `Replaced: ${name}. The card shows it.`,
  extraWhat: (example: string): string =>
    `Please write which text goes with the article and what it should say, for example: ${example}`,
  noExtrasNow:
    'There is nothing to replace: what goes with an article can be replaced while its draft is up for decision, and nothing goes with this one now.',
  unknownExtra: (known: readonly string[]): string =>
    `No text of that name goes with the draft. There are: ${known.join(', ')}.`,
  extraTooLong: (name: string, chars: number, maxChars: number): string =>
    `That text has ${format.number(chars)} characters, and ${format.number(maxChars)} are the most for ${name}. Please say it more briefly.`,
  started: (topic: string, articleId: string): string => `On it: ${topic} (article ${articleId}).`,
  /** @param section heading of what is written anew; empty: it has none */
  revising: (edition: number, section: string, articleId: string): string =>
    section === ''
      ? `On it: edition ${edition}. Only the passage that you name is rewritten (article ${articleId}).`
      : `On it: edition ${edition}. Only “${section}” is rewritten (article ${articleId}).`,
  takenOver: (edition: number, articleId: string): string =>
    `Edition ${edition} has the editor’s sentence and is up for decision (article ${articleId}).`,
  /** The sentence that it would replace does not stand in the text any more, or more than once. */
  proposalGone:
    'The sentence that this proposal would replace is no longer in the newest edition. “revise” changes its section.',
  notDelivered: (stage: Stage): string =>
    isOver(stage)
      ? 'This article was never delivered, so there is nothing to revise.'
      : 'This article is not delivered yet. Please ask for changes with the buttons below its draft.',
  unknownSection: (typed: string, sections: readonly string[]): string => {
    const named = sections.map((heading, at) => `${at + 1}. ${heading === '' ? '(no heading)' : heading}`).join('\n');
    const missing = typed === '' ? 'Which section?' : `“${typed}” names no section of the article, or several.`;
    return `${missing} These are its sections:\n${named}\nPlease write the section, a colon, and what should change.`;
  },
  editionUnderWay: ({
    edition,
    articleId,
    byName,
  }: {
    readonly edition: number;
    readonly articleId: string;
    readonly byName?: string;
  }): string =>
    byName === undefined
      ? `Somebody has just begun edition ${edition} of this article. Please ask for your changes below its draft.`
      : `Edition ${edition} is under way already, asked for by ${byName} (article ${articleId}). Please ask for your changes below its draft.`,
  unavailable: 'This was not taken: the desk cannot be reached right now. Please try again in a moment.',
  /** Another person's article was made by the same chat event, as far as anybody can tell. */
  firstDraft: 'This is the first draft: nothing came before it.',
  conflict: 'This was not taken: somebody else’s article has the same number. Please ask again in a new message.',
  noSuchArticle: (articleId: string): string =>
    `There is no article ${articleId}. The list of articles shows their ids.`,
  emptyTopic: 'What should the article be about? Please give a topic.',
  topicTooLong: (length: number): string =>
    `That topic has ${format.number(length)} characters, and ${format.number(MAX_TOPIC_CHARS)} is the most. Please say it more briefly.`,
};
