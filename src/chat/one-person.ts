import type { Actor } from '../protocol/actor.ts';
import type { ChatDesk } from './chat-desk.ts';

export interface Acquaintance {
  /** The person, and by which door they came. */
  readonly here: (actor: Actor) => Actor;
  /** All that they are, here and in other chats. */
  readonly know: (actor: Actor) => Promise<Actor>;
}

/** The desk, before which everybody acts as all that they are in other chats. */
export function asOnePerson(desk: ChatDesk, { here, know }: Acquaintance): ChatDesk {
  return {
    // What an article is asked for by lasts longer than a link.
    start: async (actor, ...asked) => await desk.start(here(actor), ...asked),
    startScheduled: async (actor, ...asked) => await desk.startScheduled(here(actor), ...asked),
    schedule: async (actor, ...asked) => await desk.schedule(here(actor), ...asked),
    startHeld: async (actor, ...asked) => await desk.startHeld(actor, ...asked),
    people: async (actor, ...asked) => await desk.people(await know(actor), ...asked),
    translate: async (actor, ...asked) => await desk.translate(here(actor), ...asked),
    delegate: async (actor, ...asked) => await desk.delegate(await know(actor), ...asked),
    link: async (actor, ...asked) => await desk.link(here(actor), ...asked),
    unlink: async (actor, ...asked) => await desk.unlink(here(actor), ...asked),
    zone: async (actor, ...asked) => await desk.zone(here(actor), ...asked),
    takeFile: async (actor, ...asked) => await desk.takeFile(here(actor), ...asked),
    approvalRoom: async (actor, ...asked) => await desk.approvalRoom(await know(actor), ...asked),
    orderFault: async (actor, ...asked) => await desk.orderFault(here(actor), ...asked),
    objectionToStart: async (actor, ...asked) => await desk.objectionToStart(await know(actor), ...asked),
    schedules: async (actor, ...asked) => await desk.schedules(await know(actor), ...asked),
    scheduleAct: async (actor, ...asked) => await desk.scheduleAct(await know(actor), ...asked),
    list: async (actor, ...asked) => await desk.list(await know(actor), ...asked),
    search: async (actor, ...asked) => await desk.search(await know(actor), ...asked),
    status: async (actor, ...asked) => await desk.status(await know(actor), ...asked),
    control: async (actor, ...asked) => await desk.control(await know(actor), ...asked),
    setLanguage: async (actor, ...asked) => await desk.setLanguage(await know(actor), ...asked),
    stepIn: async (actor, ...asked) => await desk.stepIn(await know(actor), ...asked),
    assign: async (actor, ...asked) => await desk.assign(await know(actor), ...asked),
    move: async (actor, ...asked) => await desk.move(await know(actor), ...asked),
    follow: async (actor, ...asked) => await desk.follow(await know(actor), ...asked),
    unfollow: async (actor, ...asked) => await desk.unfollow(await know(actor), ...asked),
    decide: async (actor, ...asked) => await desk.decide(await know(actor), ...asked),
    bringBack: async (actor, ...asked) => await desk.bringBack(await know(actor), ...asked),
    revise: async (actor, ...asked) => await desk.revise(await know(actor), ...asked),
    original: async (actor, ...asked) => await desk.original(await know(actor), ...asked),
    translations: async (actor, ...asked) => await desk.translations(await know(actor), ...asked),
    editExtra: async (actor, ...asked) => await desk.editExtra(await know(actor), ...asked),
    takeOver: async (actor, ...asked) => await desk.takeOver(await know(actor), ...asked),
    objection: async (actor, ...asked) => await desk.objection(await know(actor), ...asked),
    costs: async (actor, ...asked) => await desk.costs(await know(actor), ...asked),
    stats: async (actor, ...asked) => await desk.stats(await know(actor), ...asked),
    changes: async (actor, ...asked) => await desk.changes(await know(actor), ...asked),
    read: async (actor, ...asked) => await desk.read(await know(actor), ...asked),
    handFile: async (actor, ...asked) => await desk.handFile(await know(actor), ...asked),
    useFile: async (actor, ...asked) => await desk.useFile(await know(actor), ...asked),
    addSource: async (actor, ...asked) => await desk.addSource(await know(actor), ...asked),
    publishAgain: async (actor, ...asked) => await desk.publishAgain(await know(actor), ...asked),
    adopt: async (actor, ...asked) => await desk.adopt(await know(actor), ...asked),
    comments: async (actor, ...asked) => await desk.comments(await know(actor), ...asked),
    comment: async (actor, ...asked) => await desk.comment(await know(actor), ...asked),
    replyToComment: async (actor, ...asked) => await desk.replyToComment(await know(actor), ...asked),
    settleComment: async (actor, ...asked) => await desk.settleComment(await know(actor), ...asked),
    admission: async (actor, ...asked) => await desk.admission(await know(actor), ...asked),
    openPage: async (actor, ...asked) => await desk.openPage(await know(actor), ...asked),
    home: async (actor, ...asked) => await desk.home(await know(actor), ...asked),
  };
}
