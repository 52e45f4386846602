import { Writable } from 'node:stream';
import { vi } from 'vitest';
import { type OpenSlack, type OpenSlackOptions, slackPlatform } from '../../../bots/slack/platform.ts';
import { readEnvironment } from '../../../src/config/environment.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { decodeButton } from '../../../src/protocol/button-codec.ts';
import type { DecisionKind } from '../../../src/protocol/decision.ts';
import { createThreadIndex } from '../../../src/storage/thread-index.ts';
import type { ArticleSettings } from '../../../src/protocol/settings.ts';
import type { SlackTransport } from '../../emulators/slack/delivery.ts';
import { createSlackPerson, onlyWords, type SlackPerson, type Told } from '../../emulators/slack/person.ts';
import type { RenderedButton, RenderedMessage } from '../../emulators/slack/rendered.ts';
import { createHttpSender, type HttpSender } from '../../emulators/slack/sender.ts';
import { type SlackEmulator, startSlackEmulator } from '../../emulators/slack/web-api.ts';
import type { SlackEmulatorOptions } from '../../emulators/slack/workspace.ts';
import { approversOf, type Who } from '../../contracts/listeners/bench.ts';
import { type Newsroom, type NewsroomOptions, openNewsroom } from '../../support/newsroom.ts';
import { step } from '../../support/scripted-model.ts';
import { TEST_SETTINGS } from '../../support/settings.ts';
import { openTcpGate, type TcpGate } from '../../support/tcp-gate.ts';
import { UNPACED_SLACK } from '../../support/unpaced-slack.ts';
import { readManifest } from './manifest.ts';

/** A whole Copydesk with its Slack platform, in front of a Slack of our own. */
export interface SlackDesk {
  readonly newsroom: Newsroom;
  readonly slack: SlackEmulator;
  readonly temporal: TcpGate;
  readonly app: OpenSlack;
  /** Opens the platform once more, as a second process would. It is stopped with the desk. */
  openAnother(changes?: Pick<SlackDeskOptions, 'whenTokenIsLost'>): Promise<OpenSlack>;
  /** HTTP mode only. */
  readonly sender: HttpSender | undefined;
  readonly people: Readonly<Record<Who, SlackPerson>>;
  /** Lines of the log so far, as JSON. */
  readonly log: readonly string[];
  /** What the model does when it criticises drafts about a topic. */
  scores(topic: string, ...scores: readonly number[]): void;
  /** Types `/article TOPIC`. @throws when it was not taken. */
  order(topic: string, more?: { readonly who?: Who; readonly channel?: string }): Promise<SlackArticle>;
  /** The article whose id somebody was told. */
  article(articleId: string): SlackArticle;
  close(): Promise<void>;
}

export interface SlackArticle {
  readonly articleId: string;
  /** Its status card, once it is there. */
  root(): Promise<RenderedMessage>;
  /** Its thread, status card first. */
  thread(): Promise<readonly RenderedMessage[]>;
  /** The newest card about a draft that has buttons. Waits for it. */
  card(version: number): Promise<RenderedMessage>;
  /** Clicks a button of a card, and fills in and sends the form that opens. */
  decide(card: RenderedMessage, kind: DecisionKind, who: Who, words?: string): Promise<Told>;
  until(stage: string): Promise<void>;
}

export interface SlackDeskOptions
  extends Partial<Pick<OpenSlackOptions, 'delivery' | 'whenTokenIsLost' | 'checkTokenMs'>> {
  readonly newsroom?: NewsroomOptions;
  /** A Copydesk that is there, with another platform in front of it perhaps. It is not closed with the desk. */
  readonly within?: Newsroom;
  readonly mode?: 'http' | 'socket';
  /** `oauth`: nobody has installed the app yet. Default: the operator has. */
  readonly access?: 'token' | 'oauth';
  /** The only workspaces in which it may be. Default: whichever. */
  readonly workspaces?: readonly string[];
  readonly slack?: SlackEmulatorOptions;
  readonly settings?: Partial<ArticleSettings>;
  /** Who decides. Default: Ann when she asked, and Ben. */
  readonly approvers?: (slack: SlackEmulator) => readonly string[];
  /** Its Slack, when it was there before. */
  readonly emulator?: SlackEmulator;
}

/** Everything at once, and waits for Slack that a test can afford. */
const FAST = { pace: UNPACED_SLACK, requestTimeoutMs: 1500, settleMs: 2000 } as const;
const WAIT = { timeout: 60_000, interval: 30 };

export async function openSlackDesk(options: SlackDeskOptions = {}): Promise<SlackDesk> {
  const { mode = 'http', settings = {}, delivery = FAST } = options;
  const manifest = readManifest();
  const [newsroom, slack] = await Promise.all([
    options.within ?? openNewsroom(options.newsroom),
    options.emulator ?? startSlackEmulator({ scopes: manifest.scopes, ...options.slack }),
  ]);
  const temporal = await openTcpGate(newsroom.place.temporalAddress);
  const variables = {
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: newsroom.place.namespace,
    DATABASE_URL: newsroom.place.databaseUrl,
    COPYDESK_SECRET: 'a-secret-of-thirty-two-characters',
    COPYDESK_ENCRYPTION_KEY: 'a key of thirty-two letters at least',
  };
  const config = loadConfig('config');
  const approvers =
    options.approvers?.(slack) ??
    approversOf({ platform: 'slack', workspace: slack.teamId, userId: slack.user('ben') });
  const log: string[] = [];
  const open = (changes: Pick<SlackDeskOptions, 'whenTokenIsLost'> = {}): Promise<OpenSlack> =>
    slackPlatform.open({
      config: {
        ...config,
        access: {
          ...config.access,
          slack: {
            ...config.access.slack,
            ...(options.workspaces !== undefined && { workspaces: options.workspaces }),
          },
        },
        worker: { ...config.worker, shutdownGraceSeconds: 1 },
        article: { ...TEST_SETTINGS, ...settings, approval: { gate: 'final', approvers } },
      },
      environment: readEnvironment(variables),
      variables,
      slack: {
        access:
          options.access === 'oauth'
            ? { kind: 'oauth', clientId: slack.clientId, clientSecret: slack.clientSecret, port: 0 }
            : { kind: 'token', botToken: slack.botToken },
        mode:
          mode === 'socket'
            ? { kind: 'socket', appToken: slack.appToken }
            : { kind: 'http', signingSecret: slack.signingSecret, port: 0 },
        apiUrl: slack.apiUrl,
        secrets: [slack.botToken, slack.appToken, slack.signingSecret],
      },
      logger: createLogger({
        level: 'debug',
        secrets: [slack.botToken, slack.appToken, slack.signingSecret],
        destination: new Writable({
          write(line: Buffer, _encoding, done) {
            log.push(line.toString('utf8'));
            done();
          },
        }),
      }),
      signal: new AbortController().signal,
      whenTokenIsLost: changes.whenTokenIsLost ?? options.whenTokenIsLost ?? 'wait',
      host: '127.0.0.1',
      retry: { initialDelayMs: 50, maximumDelayMs: 500 },
      delivery,
      ...(options.checkTokenMs !== undefined && { checkTokenMs: options.checkTokenMs }),
    });
  const apps = [await open()];
  const [app] = apps as [OpenSlack];
  await eventually(() => (app.isHealthy() ? true : undefined), 'healthy Slack platform');
  const sender =
    mode === 'http'
      ? createHttpSender({ url: `http://127.0.0.1:${app.port()}/slack/events`, signingSecret: slack.signingSecret })
      : undefined;
  const transport: SlackTransport = sender ?? slack.sockets;
  const person = (handle: Who): SlackPerson =>
    createSlackPerson({ slack, transport, subscriptions: manifest.events }, handle);
  const people = { ann: person('ann'), ben: person('ben'), eve: person('eve') };
  const threads = createThreadIndex(newsroom.pool);

  const article = (articleId: string): SlackArticle => {
    const place = async (): Promise<{ readonly channel: string; readonly ts: string; readonly threadTs: string }> => {
      const found = (await threads.cardsOf([articleId])).get(articleId);
      const { channel, ts } = found?.ref ?? {};
      if (typeof channel !== 'string' || typeof ts !== 'string') throw new Error('The status card is not there yet');
      return { channel, ts, threadTs: found?.thread.thread ?? ts };
    };
    const thread = async (): Promise<readonly RenderedMessage[]> => {
      const { channel, threadTs } = await place();
      return await slack.thread(channel, threadTs);
    };
    return {
      articleId,
      thread,
      async root() {
        const { ts } = await eventually(() => place().catch(() => undefined), 'status card');
        const root = (await thread()).find((message) => message.ts === ts);
        if (root === undefined) throw new Error('The status card is gone');
        return root;
      },
      async card(version) {
        return await eventually(
          async () =>
            (await thread().catch(() => [])).findLast((one) => decisionsOn(one).some(({ draft }) => draft === version)),
          `card about draft ${version}`,
        );
      },
      async decide(card, kind, who, words = 'Shorter, please') {
        const button = decisionsOn(card).find((one) => one.kind === kind)?.button;
        if (button === undefined) throw new Error(`The card has no button for ${kind}: ${card.shown}`);
        const clicked = await people[who].click(card, button);
        return kind === 'approve' ? clicked : await people[who].submit(onlyWords(words), clicked.modal?.id);
      },
      async until(stage) {
        await vi.waitFor(async () => {
          const status = await newsroom.gateway.status(articleId);
          if (status.stage === stage) return;
          const told = [people.ann, people.ben].flatMap(({ id }) => slack.privates(id).slice(-3));
          throw new Error(`It is not ${stage}: ${JSON.stringify({ status, told: told.map(({ text }) => text) })}`);
        }, WAIT);
      },
    };
  };

  return {
    newsroom,
    slack,
    temporal,
    app,
    async openAnother(changes) {
      const another = await open(changes);
      apps.push(another);
      return another;
    },
    sender,
    people,
    log,
    scores: (topic, ...scores) =>
      newsroom.script(topic, 'critique', ...scores.map((score) => step.practice({ score, factsQuestionable: false }))),
    async order(topic, { who = 'ann', channel } = {}) {
      const { ack } = await people[who].command(topic, channel);
      const articleId = articleIdIn(JSON.stringify(ack.body ?? {}));
      if (articleId === undefined) throw new Error(`It was not taken: ${JSON.stringify(ack)}`);
      return article(articleId);
    },
    article,
    async close() {
      await Promise.allSettled(apps.map((one) => one.stop()));
      await Promise.all([options.within === undefined && newsroom.close(), temporal.close()]);
      if (options.emulator === undefined) await slack.stop();
    },
  };
}

/** Looks until there is one. @throws with `what` when it does not come. */
export async function eventually<T>(look: () => Promise<T | undefined> | T | undefined, what: string): Promise<T> {
  return await vi.waitFor(async () => {
    const found = await look();
    if (found === undefined) throw new Error(`There is no ${what}`);
    return found;
  }, WAIT);
}

/** The id within `On it: How tides work (article 7k3m9x2c4p0qrstv).` */
export function articleIdIn(text: string): string | undefined {
  return /\(article ([0-9a-hjkmnp-tv-z]{16})\)/.exec(text)?.[1];
}

/** Buttons of a message that decide about a draft. */
export function decisionsOn(
  message: RenderedMessage,
): readonly { readonly kind: DecisionKind; readonly draft: number; readonly button: RenderedButton }[] {
  return message.buttons.flatMap((button) => {
    const meant = decodeButton(button.value);
    return meant?.kind === 'decision' ? [{ kind: meant.decision, draft: meant.draft.version, button }] : [];
  });
}

/** Drafts, critiques and the article, as their messages begin. */
export function said(messages: readonly RenderedMessage[]): readonly string[] {
  return messages.flatMap(({ text }) => /^(?:Draft|Critique of draft|The article)(?: \d| is ready)/.exec(text) ?? []);
}
