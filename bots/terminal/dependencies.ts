import { userInfo } from 'node:os';
import { createChatDesk } from '../../src/chat/chat-desk.ts';
import { openPlatform } from '../../src/chat/dependencies.ts';
import type { Environment, Variables } from '../../src/config/environment.ts';
import type { Config } from '../../src/config/load.ts';
import type { Logger } from '../../src/lib/logger.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { InterfaceLanguage } from '../../src/protocol/article.ts';
import { createTerminalStore } from '../../src/storage/terminal-store.ts';
import { type TerminalChatOptions, runTerminalChat } from './app.ts';
import { type DemoOutcome, type TerminalDemoOptions, runTerminalDemo } from './demo.ts';
import { PLATFORM, createTerminalMessenger } from './messenger.ts';

export { type DemoDecision, toDemoDecision } from './demo.ts';

export interface OpenTerminalOptions {
  readonly config: Config;
  readonly environment: Environment;
  readonly variables: Variables;
  readonly logger: Logger;
  /** Of everything the chat says to who has not chosen one. */
  readonly language: InterfaceLanguage;
  /** Address of the Temporal Web UI, when it is known without `temporal.ui_url`. */
  readonly webUi?: string;
  /** Gives up opening. */
  readonly signal: AbortSignal;
}

/** The terminal platform, with everything it opened. Messages go out by themselves. */
export interface OpenTerminal {
  /** Talks with the person at this terminal until they leave. */
  chat(at: Pick<TerminalChatOptions, 'input' | 'output' | 'signal'>): Promise<void>;
  /** Has one article made without a question. */
  demo(
    asked: Pick<TerminalDemoOptions, 'topic' | 'decisions' | 'progress' | 'timeoutMs' | 'signal'>,
  ): Promise<DemoOutcome>;
  /** Settles when nothing is delivered any more. */
  readonly done: Promise<void>;
  /** Lets what is under way finish, then closes everything. */
  stop(): Promise<void>;
}

/** Opens the platform's process. Waits for what is not up yet. */
export async function openTerminal({ language, ...options }: OpenTerminalOptions): Promise<OpenTerminal> {
  const { config, environment } = options;
  const { gateway, drafts, articles, people, pool, done, stop } = await openPlatform({
    ...options,
    messenger: (at) => createTerminalMessenger(createTerminalStore(at.pool)),
  });
  const username = userName();
  const actor: Actor = { platform: PLATFORM, userId: username, displayName: username, groups: [] };
  const common = {
    desk: createChatDesk({
      gateway,
      drafts,
      articles,
      articleLanguage: config.language.article,
      logger: options.logger,
    }),
    store: createTerminalStore(pool),
    language,
    actor,
    pollMs: config.terminal.refreshMilliseconds,
  };
  return {
    chat: async (at) =>
      await runTerminalChat({
        ...common,
        ...at,
        people,
        language: (await people.language(actor)) ?? language,
        articlesFolder: config.terminal.articlesFolder,
        ...(environment.editor !== undefined && { editor: environment.editor }),
      }),
    demo: (asked) => runTerminalDemo({ ...common, ...asked }),
    done,
    stop,
  };
}

/** Who sits at the terminal, as the system knows them. A container may run as a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user-${process.getuid?.() ?? 0}`;
  }
}
