import type { Telemetry } from '../lib/telemetry.ts';
import type { ChatDesk } from './chat-desk.ts';

/** Whether it changes something. Who only looks is not watched. */
const IS_ACT: Readonly<Record<keyof ChatDesk, boolean>> = {
  start: true,
  startHeld: true,
  startScheduled: true,
  schedule: true,
  scheduleAct: true,
  decide: true,
  bringBack: true,
  revise: true,
  takeOver: true,
  control: true,
  setLanguage: true,
  stepIn: true,
  assign: true,
  move: true,
  follow: true,
  unfollow: true,
  translate: true,
  editExtra: true,
  takeFile: true,
  handFile: true,
  useFile: true,
  addSource: true,
  adopt: true,
  publishAgain: true,
  comment: true,
  replyToComment: true,
  settleComment: true,
  delegate: true,
  link: true,
  unlink: true,
  zone: true,
  schedules: false,
  approvalRoom: false,
  orderFault: false,
  objectionToStart: false,
  list: false,
  search: false,
  status: false,
  translations: false,
  original: false,
  objection: false,
  costs: false,
  stats: false,
  changes: false,
  read: false,
  home: false,
  comments: false,
  admission: false,
  people: false,
  openPage: false,
};

const ACTS: ReadonlySet<string> = new Set(Object.entries(IS_ACT).flatMap(([name, isAct]) => (isAct ? [name] : [])));

/** The desk, whose every act is told with what it was answered and how long that took: from here a click is counted. */
export function watchedDesk(desk: ChatDesk, platform: string, telemetry: Telemetry): ChatDesk {
  return new Proxy(desk, {
    get(target, act): unknown {
      const method: unknown = Reflect.get(target, act);
      if (typeof method !== 'function' || typeof act !== 'string' || !ACTS.has(act)) return method;
      return (...asked: readonly unknown[]) =>
        telemetry.incoming({ platform, act }, async (mark) => {
          const startedAt = performance.now();
          const tell = (outcome: string): void => {
            telemetry.note({ kind: 'answer', platform, act, outcome, durationMs: performance.now() - startedAt });
            mark({ 'copydesk.outcome': outcome });
          };
          try {
            const reply: unknown = await Reflect.apply(method, target, asked);
            tell(kindOf(reply));
            return reply;
          } catch (error) {
            tell('fault');
            throw error;
          }
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
