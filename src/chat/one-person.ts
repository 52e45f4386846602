import type { Actor } from '../protocol/actor.ts';
import type { ChatDesk } from './chat-desk.ts';

/** The desk, before which everybody acts as all that they are in other chats. */
export function asOnePerson(desk: ChatDesk, know: (actor: Actor) => Promise<Actor>): ChatDesk {
  return {
    // What an article is asked for by lasts longer than a link.
    start: async (actor, order) => await desk.start(actor, order),
    link: async (actor, code) => await desk.link(actor, code),
    unlink: async (actor) => await desk.unlink(actor),
    objectionToStart: async (actor, thread) => await desk.objectionToStart(await know(actor), thread),
    list: async (actor, ...asked) => await desk.list(await know(actor), ...asked),
    status: async (actor, articleId) => await desk.status(await know(actor), articleId),
    control: async (actor, ask) => await desk.control(await know(actor), ask),
    setLanguage: async (actor, ask) => await desk.setLanguage(await know(actor), ask),
    move: async (actor, ask) => await desk.move(await know(actor), ask),
    decide: async (actor, ask) => await desk.decide(await know(actor), ask),
    bringBack: async (actor, ask) => await desk.bringBack(await know(actor), ask),
    revise: async (actor, ask) => await desk.revise(await know(actor), ask),
    editExtra: async (actor, ask) => await desk.editExtra(await know(actor), ask),
    takeOver: async (actor, ask) => await desk.takeOver(await know(actor), ask),
    objection: async (actor, button) => await desk.objection(await know(actor), button),
    costs: async (actor, channel) => await desk.costs(await know(actor), channel),
    changes: async (actor, button) => await desk.changes(await know(actor), button),
    takeFile: async (file) => await desk.takeFile(file),
    read: async (actor, ask) => await desk.read(await know(actor), ask),
    handFile: async (actor, ask) => await desk.handFile(await know(actor), ask),
    useFile: async (actor, ask) => await desk.useFile(await know(actor), ask),
    addSource: async (actor, ask) => await desk.addSource(await know(actor), ask),
    adopt: async (actor, button) => await desk.adopt(await know(actor), button),
    home: async (actor) => await desk.home(await know(actor)),
  };
}
