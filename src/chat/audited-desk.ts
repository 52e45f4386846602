import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import type { Actor } from '../protocol/actor.ts';
import { channelKey } from '../protocol/thread.ts';
import type { AuditEntry, AuditLog } from '../storage/audit-log.ts';
import type { ChatDesk } from './chat-desk.ts';
import type { Refused } from './reply.ts';

/** A database that is well takes milliseconds, and the person waits for their answer. */
const NOTE_BUDGET_MS = 300;

/**
 * The desk, with every attempt that it refuses written down: who tried what, when, and why not; and what was done that no
 * statement of a store writes down: with schedules, rules of style, and what goes with drafts.
 */
export function auditedDesk(desk: ChatDesk, audit: AuditLog, logger: Logger): ChatDesk {
  /** @param alsoDone what is not refused is written down, too */
  async function noting<T extends { readonly kind: string } | undefined>(
    by: Actor,
    attempt: Omit<AuditEntry, 'by' | 'code'>,
    answer: Promise<T>,
    alsoDone = false,
  ): Promise<T> {
    const reply = await answer;
    if (!isRefused(reply) && (!alsoDone || reply?.kind === 'away')) return reply;
    const code = isRefused(reply) ? { code: reply.refusal.code } : {};
    try {
      await within(NOTE_BUDGET_MS, 'PostgreSQL', audit.note({ ...attempt, by, ...code }));
    } catch (error) {
      logger.warn({ act: attempt.act, ...code, reason: reasonOf(error) }, 'Could not write down what was attempted');
    }
    return reply;
  }

  return {
    ...desk,
    start: (by, order) =>
      noting(by, { id: order.eventKey, act: 'start', place: channelKey(order.thread) }, desk.start(by, order)),
    startHeld: (by, orderId) => noting(by, { act: 'start' }, desk.startHeld(by, orderId)),
    startScheduled: (by, run) =>
      noting(
        by,
        { id: `${run.schedule.scheduleId}:${run.slot}`, act: 'start', place: channelKey(run.schedule.thread) },
        desk.startScheduled(by, run),
      ),
    schedule: (by, ask) =>
      noting(by, { id: ask.eventKey, act: 'schedule', place: channelKey(ask.thread) }, desk.schedule(by, ask), true),
    schedules: (by, ask) => noting(by, { act: 'see' }, desk.schedules(by, ask)),
    scheduleAct: (by, ask) => noting(by, { act: `schedule-${ask.act}` }, desk.scheduleAct(by, ask), true),
    objectionToStart: (by, thread) =>
      noting(by, { act: 'start', place: channelKey(thread) }, desk.objectionToStart(by, thread)),
    list: (by, view, where) => noting(by, { act: 'see' }, desk.list(by, view, where)),
    search: (by, search, where) => noting(by, { act: 'see' }, desk.search(by, search, where)),
    status: (by, articleId) => noting(by, { act: 'see', ...of(articleId) }, desk.status(by, articleId)),
    comments: (by, articleId) => noting(by, { act: 'see', articleId }, desk.comments(by, articleId)),
    comment: (by, ask) => noting(by, { id: ask.id, act: 'comment', articleId: ask.articleId }, desk.comment(by, ask)),
    replyToComment: (by, ask) =>
      noting(by, { id: ask.id, act: 'comment', articleId: ask.articleId }, desk.replyToComment(by, ask)),
    settleComment: (by, ask) =>
      noting(by, { act: 'settle-comment', articleId: ask.articleId }, desk.settleComment(by, ask)),
    admission: (by, articleId) => noting(by, { act: 'see', articleId }, desk.admission(by, articleId)),
    stats: (by, ask) => noting(by, { act: 'see' }, desk.stats(by, ask)),
    changes: (by, button) => noting(by, { act: 'see', articleId: button.articleId }, desk.changes(by, button)),
    read: (by, ask) => noting(by, { act: 'see', articleId: ask.articleId }, desk.read(by, ask)),
    control: (by, ask) => noting(by, { id: ask.id, act: ask.control, ...of(ask.articleId) }, desk.control(by, ask)),
    setLanguage: (by, ask) =>
      noting(by, { id: ask.id, act: 'language', ...of(ask.articleId) }, desk.setLanguage(by, ask)),
    stepIn: (by, ask) => noting(by, { id: ask.id, act: 'step-in', ...of(ask.articleId) }, desk.stepIn(by, ask)),
    assign: (by, ask) => noting(by, { id: ask.id, act: 'assign', ...of(ask.articleId) }, desk.assign(by, ask)),
    move: (by, ask) =>
      noting(by, { id: ask.id, act: 'move', ...of(ask.articleId), place: channelKey(ask.thread) }, desk.move(by, ask)),
    follow: (by, ask) =>
      noting(
        by,
        { id: ask.id, act: 'follow', ...of(ask.articleId), place: channelKey(ask.thread) },
        desk.follow(by, ask),
      ),
    unfollow: (by, ask) =>
      noting(
        by,
        { id: ask.id, act: 'unfollow', ...of(ask.articleId), place: channelKey(ask.thread) },
        desk.unfollow(by, ask),
      ),
    addSource: (by, ask) =>
      noting(by, { id: ask.id, act: 'add-source', articleId: ask.articleId }, desk.addSource(by, ask)),
    takeFile: (by, ask) =>
      noting(by, { id: ask.file.eventKey, act: 'start', place: channelKey(ask.thread) }, desk.takeFile(by, ask)),
    handFile: (by, ask) =>
      noting(by, { id: ask.file.eventKey, act: 'hand-file', articleId: ask.articleId }, desk.handFile(by, ask)),
    useFile: (by, ask) =>
      noting(
        by,
        { id: ask.file.id, act: ask.use === 'draft' ? 'edit' : 'add-source', articleId: ask.articleId },
        desk.useFile(by, ask),
      ),
    decide: (by, ask) => noting(by, { act: ask.kind, articleId: ask.button.articleId }, desk.decide(by, ask)),
    objection: (by, button) =>
      noting(by, { act: button.decision, articleId: button.articleId }, desk.objection(by, button)),
    bringBack: (by, ask) => noting(by, { act: 'bring-back', ...of(ask.articleId) }, desk.bringBack(by, ask)),
    revise: (by, ask) => noting(by, { id: ask.eventKey, act: 'revise', ...of(ask.articleId) }, desk.revise(by, ask)),
    takeOver: (by, ask) =>
      noting(by, { id: ask.eventKey, act: 'take-over', articleId: ask.articleId }, desk.takeOver(by, ask)),
    translate: (by, ask) =>
      noting(
        by,
        { id: ask.eventKey, act: 'translate', ...of(ask.articleId), place: channelKey(ask.thread) },
        desk.translate(by, ask),
      ),
    original: (by, articleId) => noting(by, { act: 'see', articleId }, desk.original(by, articleId)),
    translations: (by, articleId) => noting(by, { act: 'see', articleId }, desk.translations(by, articleId)),
    editExtra: (by, ask) => noting(by, { act: 'edit-extra', ...of(ask.articleId) }, desk.editExtra(by, ask), true),
    people: (by, articleId) => noting(by, { act: 'see', ...of(articleId) }, desk.people(by, articleId)),
    delegate: (by, ask) => noting(by, { act: 'delegate' }, desk.delegate(by, ask)),
    link: (by, code) => noting(by, { act: 'link' }, desk.link(by, code)),
    unlink: (by) => noting(by, { act: 'unlink' }, desk.unlink(by)),
    publishAgain: (by, button) =>
      noting(by, { act: 'publish-again', articleId: button.articleId }, desk.publishAgain(by, button)),
    openPage: (by, ask) =>
      noting(by, { act: 'see', ...of(ask.articleId), place: channelKey(ask.thread) }, desk.openPage(by, ask)),
    adopt: (by, button) => noting(by, { act: 'adopt', articleId: button.articleId }, desk.adopt(by, button), true),
  };
}

function of(articleId: string | undefined): { readonly articleId?: string } {
  return articleId === undefined ? {} : { articleId };
}

function isRefused(reply: { readonly kind: string } | undefined): reply is Refused {
  return reply?.kind === 'refused';
}
