import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import type { MessageRef, Messenger } from '../../../src/delivery/messenger.ts';
import type { ArticleGateway, GatewayAnswer } from '../../../src/gateway/article-gateway.ts';
import type { EditionOrder } from '../../../src/gateway/edition-order.ts';
import type { ArticleSummary } from '../../../src/gateway/article-list.ts';
import type { TranslationOrder } from '../../../src/gateway/translation-order.ts';
import { GatewayError } from '../../../src/gateway/gateway-error.ts';
import type { Control, Decision } from '../../../src/protocol/decision.ts';
import type { ArticleStatus } from '../../../src/protocol/desk-state.ts';

/** What the desk then says in the thread. `edits` replaces what was said under that key. */
export interface Line {
  readonly key: string;
  readonly edits?: string;
  readonly content: ChatContent;
}

/** One call that the chat is expected to make, in order, and what comes of it. */
export type Scene =
  | { readonly call: 'list'; readonly answer: readonly ArticleSummary[] | GatewayError }
  | { readonly call: 'status'; readonly answer: ArticleStatus | GatewayError }
  | {
      readonly call: 'start';
      readonly topic: string;
      readonly answer: string | GatewayError;
      readonly lines?: readonly Line[];
    }
  | {
      readonly call: 'revise';
      readonly expect: Partial<EditionOrder>;
      readonly answer: string | GatewayError;
      readonly lines?: readonly Line[];
    }
  | {
      readonly call: 'translate';
      readonly expect: Partial<TranslationOrder>;
      readonly answer: string | GatewayError;
      readonly lines?: readonly Line[];
    }
  | {
      readonly call: 'decide';
      readonly expect: Partial<Decision>;
      readonly answer: GatewayAnswer | GatewayError;
      readonly lines?: readonly Line[];
    }
  | {
      readonly call: 'control';
      readonly expect: Partial<Control>;
      readonly answer: GatewayAnswer | GatewayError;
      readonly lines?: readonly Line[];
    };

export interface ScriptedDesk {
  readonly gateway: ArticleGateway;
  /** Says lines by itself, as a desk does that nobody asked. */
  say(lines: readonly Line[]): Promise<void>;
  /** What went off the script. */
  readonly complaints: readonly string[];
  /** Ids of decisions, as they came. */
  readonly decisionIds: readonly string[];
  left(): number;
}

const PAUSE_MS = 20;

/** A desk that plays a script and posts through a real messenger. It complains of calls that the script does not have. */
export function createScriptedDesk(messenger: Messenger, script: readonly Scene[]): ScriptedDesk {
  const scenes = [...script];
  const complaints: string[] = [];
  const decisionIds: string[] = [];
  const refs = new Map<string, MessageRef>();

  const say = async (lines: readonly Line[]): Promise<void> => {
    for (const { key, edits, content } of lines) {
      await sleep(PAUSE_MS);
      const [message] = await messenger.render(content);
      const place = {
        key: `${content.frame.articleId}/${key}`,
        thread: { platform: messenger.platform, channel: 'ann' },
        content,
        siblings: new Map(),
      };
      const known =
        edits === undefined
          ? undefined
          : (refs.get(edits) ??
            (await messenger.find(
              message,
              { ...place, key: `${content.frame.articleId}/${edits}` },
              { sentAt: new Date(), attempt: 1 },
            )));
      refs.set(
        key,
        known === undefined ? await messenger.post(message, place) : await messenger.edit(known, message, place),
      );
    }
  };

  const noScene = (call: string) => async (): Promise<never> => {
    complaints.push(`The chat called ${call}, which no script has.`);
    throw new Error(complaints.at(-1));
  };

  function next<C extends Scene['call']>(call: C, asked: object): Extract<Scene, { readonly call: C }> {
    const scene = scenes.shift();
    const isExpected =
      scene?.call === call &&
      Object.entries('expect' in scene ? scene.expect : 'topic' in scene ? { topic: scene.topic } : {}).every(
        ([name, value]) => JSON.stringify(value) === JSON.stringify((asked as Record<string, unknown>)[name]),
      );
    if (!isExpected) {
      const complaint = `The chat called ${call} with ${JSON.stringify(asked)}; the script has ${scene === undefined ? 'come to its end' : JSON.stringify({ ...scene, lines: undefined })}.`;
      complaints.push(complaint);
      throw new Error(complaint);
    }
    return scene as Extract<Scene, { readonly call: C }>;
  }

  async function play<T>(answer: T | GatewayError, lines: readonly Line[] = []): Promise<T> {
    if (answer instanceof Error) throw answer;
    void say(lines).catch((error: unknown) => complaints.push(String(error)));
    return answer;
  }

  return {
    complaints,
    decisionIds,
    left: () => scenes.length,
    say,
    gateway: {
      idOf: (eventKey) => eventKey,
      async start({ request }) {
        const { answer, lines } = next('start', { topic: request.topic });
        return { articleId: await play(answer, lines) };
      },
      async decide(_articleId, decision) {
        decisionIds.push(decision.id);
        const { answer, lines } = next('decide', decision);
        return await play(answer, lines);
      },
      async control(_articleId, control) {
        const { answer, lines } = next('control', control);
        return await play(answer, lines);
      },
      // Nobody has to script what is only asked to say more: then the desk is silent.
      status: async (articleId) => {
        if (scenes[0]?.call !== 'status') throw new GatewayError('unavailable', 'The script has no status here.');
        return await play(next('status', { articleId }).answer);
      },
      async revise(order) {
        const { answer, lines } = next('revise', order);
        return { articleId: await play(answer, lines) };
      },
      list: async (filter) => await play(next('list', filter).answer),
      waiting: noScene('waiting'),
      approvalFault: () => undefined,
      approvalRoom: () => ({ approvals: 1, most: 1 }),
      join: noScene('join'),
      async translate(order) {
        const { answer, lines } = next('translate', order);
        return { articleId: await play(answer, lines) };
      },
      report: noScene('report'),
      publish: noScene('publish'),
      home: noScene('home'),
    },
  };
}
