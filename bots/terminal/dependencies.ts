import { keepTranslating } from '../../src/chat/keep-translating.ts';
import { createChatDesk } from '../../src/chat/chat-desk.ts';
import { deskSettings } from '../../src/chat/desk-settings.ts';
import { keepReminding } from '../../src/chat/keep-reminding.ts';
import { keepStartingScheduled } from '../../src/chat/scheduled-runs.ts';
import { OPEN_DOOR } from '../../src/chat/door.ts';
import { localPerson } from '../../src/process/local-person.ts';
import { openPlatform } from '../../src/process/open-platform.ts';
import type { ProcessOptions, RunningProcess } from '../../src/process/run-process.ts';
import { actorKey } from '../../src/protocol/actor.ts';
import type { InterfaceLanguage } from '../../src/protocol/article.ts';
import { createTerminalStore } from './connect/terminal-store.ts';
import { type TerminalChatOptions, runTerminalChat } from './listeners/app.ts';
import { type DemoOutcome, type TerminalDemoOptions, runTerminalDemo } from './listeners/demo.ts';
import { createTerminalMessenger } from './messenger/messenger.ts';
import { PLATFORM } from './platform.ts';

export interface OpenTerminalOptions extends ProcessOptions {
  /** Of everything the chat says to who has not chosen one. */
  readonly language: InterfaceLanguage;
}

/** The terminal platform, with everything it opened. Messages go out by themselves. */
export interface OpenTerminal extends RunningProcess {
  /** Talks with the person at this terminal until they leave. */
  chat(at: Pick<TerminalChatOptions, 'input' | 'output' | 'signal' | 'openPage'>): Promise<void>;
  /** Has one article made without a question. */
  demo(
    asked: Pick<TerminalDemoOptions, 'topic' | 'decisions' | 'progress' | 'timeoutMs' | 'signal'>,
  ): Promise<DemoOutcome>;
}

/** Opens the platform's process. Waits for what is not up yet. */
export async function openTerminal({ language, ...options }: OpenTerminalOptions): Promise<OpenTerminal> {
  const { config, environment } = options;
  const platform = await openPlatform({
    ...options,
    messenger: (at) => createTerminalMessenger(createTerminalStore(at.pool)),
  });
  const { people, pool, isHealthy, done, stop } = platform;
  const actor = localPerson();
  const desk = createChatDesk({
    ...platform,
    ...deskSettings(config),
    // Whoever starts it has the database's address.
    operators: [actorKey(actor)],
    // A terminal has one user.
    membership: { isMember: async () => false, canRead: async () => false },
    door: OPEN_DOOR,
    logger: options.logger,
  });
  void keepStartingScheduled(
    {
      platform: PLATFORM,
      desk,
      schedules: platform.schedules,
      scheduling: platform.scheduling,
      rules: config.schedules,
      logger: options.logger,
    },
    platform.ending,
  );
  void keepTranslating({ ...platform, platform: PLATFORM, logger: options.logger }, platform.ending);
  void keepReminding({ platform: PLATFORM, reminders: platform.reminders, logger: options.logger }, platform.ending);
  const common = {
    desk,
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
        schedules: platform.schedules,
        reminders: platform.reminders,
        language: (await people.language(actor)) ?? language,
        articlesFolder: config.terminal.articlesFolder,
        ...(environment.editor !== undefined && { editor: environment.editor }),
      }),
    demo: (asked) => runTerminalDemo({ ...common, ...asked }),
    isHealthy,
    done,
    stop,
  };
}

/** The terminal while a person chats in it, which is as long as they want, and as deliveries reach them. */
export function chatting(terminal: OpenTerminal, at: Pick<TerminalChatOptions, 'input' | 'output'>): RunningProcess {
  const leaving = new AbortController();
  const chat = async (): Promise<void> => {
    // Nothing would arrive in it any more.
    terminal.done.catch(() => leaving.abort());
    try {
      await terminal.chat({ ...at, signal: leaving.signal });
    } finally {
      await terminal.stop();
    }
  };
  const done = chat();
  return {
    isHealthy: terminal.isHealthy,
    done,
    async stop() {
      leaving.abort();
      await done;
    },
  };
}
