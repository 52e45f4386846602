import type { Telemetry } from '../lib/telemetry.ts';
import type { ChatDesk } from './chat-desk.ts';

/** What changes something. Who only looks is not watched. */
const ACTS: ReadonlySet<PropertyKey> = new Set<keyof ChatDesk>([
  'start',
  'startHeld',
  'startScheduled',
  'schedule',
  'scheduleAct',
  'decide',
  'bringBack',
  'revise',
  'takeOver',
  'control',
  'setLanguage',
  'stepIn',
  'assign',
  'move',
  'editExtra',
  'takeFile',
  'handFile',
  'useFile',
  'addSource',
  'adopt',
  'publishAgain',
  'comment',
  'replyToComment',
  'settleComment',
]);

/** The desk, whose every act is told with what it was answered and how long that took: from here a click is counted. */
export function watchedDesk(desk: ChatDesk, platform: string, telemetry: Telemetry): ChatDesk {
  return new Proxy(desk, {
    get(target, act): unknown {
      const method: unknown = Reflect.get(target, act);
      if (typeof method !== 'function' || typeof act !== 'string' || !ACTS.has(act)) return method;
      return (...asked: readonly unknown[]) =>
        telemetry.incoming({ platform, act }, async (mark) => {
          const startedAt = performance.now();
          const reply: unknown = await Reflect.apply(method, target, asked);
          const outcome = kindOf(reply);
          telemetry.note({ kind: 'answer', platform, act, outcome, durationMs: performance.now() - startedAt });
          mark({ 'copydesk.outcome': outcome });
          return reply;
        });
    },
  });
}

/** Every answer of the desk says of which kind it is. */
function kindOf(reply: unknown): string {
  return typeof reply === 'object' && reply !== null && 'kind' in reply && typeof reply.kind === 'string'
    ? reply.kind
    : 'none';
}
