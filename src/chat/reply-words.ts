import { shownNames } from '../cards/waiting-for.ts';
import { interfaceLanguages, type Messages } from '../messages/messages.ts';
import { MAX_PASTED_CHARS, MAX_SOURCE_FILES } from '../protocol/article.ts';
import type { Tally } from '../protocol/voting.ts';
import type { FileQuestion } from './hand-file.ts';
import type { RunNews } from '../storage/schedule-store.ts';
import type { Alike, Refused, Reply } from './reply.ts';
import { topicOf } from './schedules.ts';
import { MAX_EDITED_CHARS } from './store-edited.ts';
import {
  LENGTH_WORDS,
  MAX_DESCRIPTION_CHARS,
  MAX_MENTION_CHARS,
  MAX_MENTIONS,
  MAX_SOURCES,
} from './to-article-request.ts';

/** Makes of a command what stands in its place. */
export type ShowCommand = (typed: string) => string;

/** Is the same in every chat. */
const ARTICLE = '/article ';

/** A command as it is typed where the reply is read. */
type CommandOf = (verb: string, rest?: string) => string;

/** `Your approval counts: 2 of 3 (Ann and Ben). …` */
function votedWords(
  { done, approvals, approved, rejected, rejections }: Tally,
  isRejection: boolean,
  t: Messages,
): string {
  const names = shownNames((isRejection ? rejected : approved).map(({ name }) => name));
  return isRejection
    ? t.answers.countedVote(names, rejected.length, rejections, true)
    : t.answers.countedVote(names, done, approvals, false);
}

/**
 * A reply in words: plain text, lines apart by `\n`; what people wrote is in it as it is.
 * @param prefix what is typed before a verb where the reply is read, for examples: `/article ` in Slack, `/` elsewhere
 * @param show how a command stands in the words that the reply suggests. Default: as it is
 */
export function replyWords(reply: Reply, t: Messages, prefix: string, show: ShowCommand = (typed) => typed): string {
  switch (reply.kind) {
    case 'started':
      return t.answers.started(reply.topic, reply.articleId);
    case 'alike':
      return alikeWords(reply, t, show(`${prefix}anyway ${reply.orderId}`));
    case 'scheduled': {
      const { topic, timing, next, scheduleId } = reply.schedule;
      return t.schedules.made(topic, timing, next[0], scheduleId);
    }
    case 'schedule-changed': {
      const { topic, timing, next } = reply.schedule;
      return t.schedules.changed(reply.act, topic, timing, next[0]);
    }
    case 'revising':
      return reply.section === undefined
        ? t.answers.takenOver(reply.edition, reply.articleId)
        : t.answers.revising(reply.edition, reply.section, reply.articleId);
    case 'translating':
      return t.translations.begun(reply.topic, reply.language, reply.articleId);
    case 'counted':
      if (
        reply.tally !== undefined &&
        (reply.asked === 'approve' || reply.asked === 'reject' || reply.asked === 'finish')
      )
        return votedWords(reply.tally, reply.asked === 'reject', t);
      if (reply.subject === 'outline' && (reply.asked === 'approve' || reply.asked === 'edit'))
        return t.answers.countedOfOutline[reply.asked];
      return reply.isPaused === true && (reply.asked === 'approve' || reply.asked === 'finish')
        ? t.answers.countedWhilePaused[reply.asked]
        : t.answers.counted[reply.asked];
    case 'adopted':
      return t.answers.adopted(reply.ours, reply.byName);
    case 'publishing-again':
      return t.publication.answered(reply.title);
    case 'extra-replaced':
      return t.answers.extraReplaced(reply.name);
    case 'link-offered':
      return t.chat.link.offered(reply.code, reply.minutes);
    case 'linked':
      return t.chat.link.linked(reply.names, show(`${prefix}unlink`));
    case 'unlinked':
      return t.chat.link.unlinked;
    case 'delegated':
      return reply.delegation === undefined
        ? t.chat.absence.none
        : t.chat.absence.set(
            reply.delegation.substitute.name,
            reply.delegation.from,
            new Date(reply.delegation.until.getTime() - 1),
            reply.zone,
          );
    case 'zone':
      return reply.isSet
        ? t.reminders.zone.set(reply.zone)
        : t.reminders.zone.is(reply.zone, show(`${prefix}zone Europe/Berlin`));
    case 'page-link':
      return `${t.chat.page.link(reply.minutes)}\n${reply.address}`;
    case 'noted':
      return t.answers.noted;
    case 'refused':
      return refusalWords(reply, t, (verb, rest = '') =>
        show(`${prefix}${[verb, rest].filter((part) => part !== '').join(' ')}`),
      );
    case 'away':
      return reply.what === 'store' ? t.chat.edit.notStored : t.answers.unavailable;
    default:
      return reply satisfies never;
  }
}

/** That there is an article like the one that is asked for. @param example what is typed to start it all the same; absent: nothing is */
export function alikeWords({ other }: Alike, t: Messages, example?: string): string {
  const stage = other.stage === 'requested' ? undefined : other.stage;
  return t.schedules.alike({ ...other, stage }, example);
}

/** What became of a schedule's moment, for its maker. @param prefix as of {@link replyWords} */
export function scheduleNewsWords({ news, schedule, dueAt }: RunNews, t: Messages, prefix: string): string {
  const { timing, scheduleId } = schedule;
  const topic = topicOf(schedule);
  const said = t.schedules.news;
  switch (news.kind) {
    case 'started':
      return said.started(topic, news.articleId);
    case 'waiting':
      return said.waiting(topic, timing, news.topic, news.articleId);
    case 'late':
      return said.late(topic, timing, dueAt);
    case 'stopped':
      return said.stopped(topic, timing, dueAt);
    case 'refused': {
      const why = replyWords({ kind: 'refused', refusal: news.refusal }, t, prefix);
      const told = said.refused(topic, timing, why);
      return news.isPaused ? `${told}\n${said.pausedItself(`${prefix}schedules resume ${scheduleId}`)}` : told;
    }
    default:
      return news satisfies never;
  }
}

/** What whoever sent a file is asked. */
export function fileQuestionWords({ file, named, subject }: FileQuestion, t: Messages): string {
  return named === undefined || subject === undefined
    ? t.chat.file.ask(file.name)
    : t.chat.file.askOfOther(file.name, named, subject.version);
}

function refusalWords({ refusal, names }: Refused, t: Messages, command: CommandOf): string {
  switch (refusal.code) {
    case 'no-such-article':
      return t.answers.noSuchArticle(refusal.articleId);
    case 'not-in-place':
      return t.answers.notInPlace;
    case 'nobody-called':
      return t.chat.assign.nobody(refusal.typed, command('assign'));
    case 'several-called':
      return t.chat.assign.several(refusal.typed, refusal.keys);
    case 'away-when':
      return t.chat.absence.when(command('away'));
    case 'own-substitute':
      return t.chat.absence.ownSubstitute;
    case 'unknown-code':
      return t.chat.link.unknownCode(command('link'));
    case 'code-of-here':
      return t.chat.link.codeOfHere;
    case 'too-many-codes':
      return t.chat.link.tooManyCodes(refusal.minutes);
    case 'code-in-private':
      return t.chat.link.inPrivate;
    case 'not-linked':
      return t.chat.link.notLinked;
    case 'no-page':
      return t.chat.page.none;
    case 'conflict':
      return t.answers.conflict;
    case 'none-under-way':
      return t.chat.noneUnderWay;
    case 'not-delivered':
      return t.answers.notDelivered(refusal.stage);
    case 'proposal-gone':
      return t.answers.proposalGone;
    case 'unknown-section':
      return t.answers.unknownSection(refusal.typed, refusal.sections);
    case 'edition-under-way':
      return t.answers.editionUnderWay(refusal);
    case 'not-translatable':
      return t.translations.notTranslatable(refusal.stage);
    case 'no-translation':
      return t.translations.none;
    case 'unknown-tongue':
      return t.translations.unknownTongue(refusal.typed);
    case 'own-tongue':
      return t.translations.ownTongue(refusal.language);
    case 'translation-under-way':
      return t.translations.underWay(refusal.language, refusal.articleId, refusal.byName);
    case 'translation-there':
      return t.translations.there(refusal.language, refusal.title, refusal.articleId);
    case 'translate-what':
      return t.translations.what(command(refusal.verb, '7k3m9x2c4p0qrstv German'));
    case 'revise-what':
      return t.chat.reviseWhat((example) => command(refusal.verb, example), forTopic(refusal, command));
    case 'first-draft':
      return t.answers.firstDraft;
    case 'no-such-rule':
      return t.answers.noSuchRule;
    case 'nothing-to-publish':
      return t.publication.nothingToRepeat;
    case 'extra-what':
      return t.answers.extraWhat(command(refusal.verb, 'seo_title: …'));
    case 'no-extras-now':
      return t.answers.noExtrasNow;
    case 'unknown-extra':
      return t.answers.unknownExtra(refusal.known);
    case 'extra-too-long':
      return t.answers.extraTooLong(refusal.name, refusal.chars, refusal.maxChars);
    case 'several-under-way':
      return t.chat.which(refusal.candidates, command(refusal.verb, refusal.candidates[0]?.articleId));
    case 'not-an-administrator':
      return t.chat.list.notAnAdministrator;
    case 'may-not-start':
      return t.chat.mayNotStart(refusal.why, refusal.ask);
    case 'quota-reached':
      return t.chat.quotaReached(refusal.quota, command('pause', refusal.quota.atWork.at(-1)?.articleId));
    case 'no-such-comment':
      return t.answers.noSuchComment;
    case 'comments-closed':
      return t.answers.commentsClosed;
    case 'too-many-comments':
      return t.answers.tooManyComments;
    case 'texts-gone':
      return t.answers.textsGone(new Date(refusal.at));
    case 'no-draft-of-number':
      return t.answers.noDraftOfNumber(refusal.asked);
    case 'broken':
      return t.chat.failed;
    case 'empty-topic':
      return t.answers.emptyTopic;
    case 'topic-too-long':
      return t.answers.topicTooLong(refusal.length);
    case 'description-too-long':
      return t.chat.order.descriptionTooLong(refusal.of, MAX_DESCRIPTION_CHARS);
    case 'unknown-template':
      return t.chat.order.unknownTemplate(refusal.typed, refusal.known);
    case 'unknown-flag':
      return t.chat.order.unknownFlag(refusal.typed, refusal.meant);
    case 'mention-and-avoid':
      return t.chat.order.mentionAndAvoid;
    case 'bad-approval':
      return t.answers.badApproval(refusal);
    case 'bad-length':
      return t.chat.order.badLength(LENGTH_WORDS.least, LENGTH_WORDS.most);
    case 'bad-language':
      return t.chat.order.badLanguage(refusal.typed);
    case 'unknown-zone':
      return t.reminders.zone.unknown(refusal.typed);
    case 'too-many-mentions':
      return t.chat.order.tooManyMentions(MAX_MENTIONS, MAX_MENTION_CHARS);
    case 'pasted-too-long':
      return t.chat.order.pastedTooLong(MAX_PASTED_CHARS);
    case 'too-many-sources':
      return t.chat.order.tooManySources(MAX_SOURCES);
    case 'bad-source':
      return t.chat.order.badSource(refusal.typed);
    case 'file-kind':
      return t.sources.file.kinds(refusal.name);
    case 'file-too-large':
      return t.sources.file.tooLarge(refusal.name, refusal.maxMegabytes);
    case 'file-empty':
      return t.sources.file.empty(refusal.name);
    case 'file-unreachable':
      return t.sources.file.unreachable(refusal.name);
    case 'file-not-text':
      return t.sources.file.notText(refusal.name);
    case 'too-many-files':
      return t.sources.file.tooMany(MAX_SOURCE_FILES);
    case 'empty-text':
      return t.chat.edit.empty;
    case 'text-unchanged':
      return t.chat.edit.unchanged;
    case 'text-too-long':
      return t.chat.edit.tooLong(refusal.length, MAX_EDITED_CHARS);
    case 'schedule-when':
      return t.schedules.when(
        t.schedules.notWhen(refusal.what, refusal.typed),
        ARTICLE + t.schedules.exampleTopic,
        `${ARTICLE}article: …`,
      );
    case 'schedule-limit':
      return t.schedules.limit(refusal.scope, refusal.most);
    case 'schedules-off':
      return t.schedules.off;
    case 'schedule-files':
      return t.schedules.files;
    case 'no-such-schedule':
      return t.schedules.noSuch(refusal.scheduleId);
    case 'no-schedules':
      return t.schedules.noneOfYours;
    case 'schedule-paused':
      return t.schedules.isPaused;
    case 'no-such-slot':
      return t.schedules.noSuchSlot(refusal.slot);
    case 'several-schedules':
      return t.schedules.which(
        refusal.candidates,
        command('schedules', `${refusal.act} ${refusal.candidates[0]?.scheduleId ?? ''}`),
      );
    case 'schedule-waits':
      return t.schedules.waits(refusal.articleId, refusal.topic);
    case 'left-place':
      return t.schedules.leftPlace;
    case 'signed-out':
      return t.schedules.signedOut;
    case 'place-shut':
      return t.schedules.placeShut;
    case 'no-such-order':
      return t.schedules.noSuchOrder;
    case 'not-an-id':
      return t.chat.notAnId(refusal.typed, forTopic(refusal, command));
    case 'takes-nothing':
      return t.chat.takesNothing(refusal.verb, forTopic(refusal, command));
    case 'unknown-list':
      return t.chat.list.unknown((view) => command(refusal.verb, view), forTopic(refusal, command));
    case 'unknown-language':
      return t.chat.unknownLanguage(refusal.typed, interfaceLanguages(), forTopic(refusal, command));
    case 'no-draft-number':
      return t.chat.noDraftNumber(command(refusal.verb, '2'));
    default:
      return t.answers.refusal(refusal, { now: new Date(), ...(names && { names }) });
  }
}

/** How to have an article written about what was typed: `/article article cancel culture` in Slack, `/article cancel culture` elsewhere. */
function forTopic({ verb, typed }: { readonly verb: string; readonly typed: string }, command: CommandOf): string {
  return command('article', `${verb} ${typed}`);
}
