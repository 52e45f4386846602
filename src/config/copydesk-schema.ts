import { z } from 'zod';
import type { BudgetLimit, BudgetSettings } from '../protocol/budget.ts';
import type { Quotas } from '../gateway/request-store.ts';
import type { LogLevel } from '../lib/logger.ts';
import type { Approver } from '../protocol/settings.ts';
import { access, type AccessConfig, toAccessConfig } from './access-schema.ts';
import { namedField } from './approver.ts';
import { choice, flag, group, number, shown, text } from './fields.ts';
import { oidc, type OidcConfig, toOidcConfig } from './oidc-schema.ts';
import { orders, type OrdersConfig, toOrdersConfig } from './orders-schema.ts';
import { retention, type RetentionPolicy, toRetentionPolicy } from './retention-schema.ts';
import {
  type ScheduleRules,
  schedules,
  type SimilarRules,
  similarTopics,
  toScheduleRules,
} from './schedules-schema.ts';
import { telemetry, type TelemetrySettings, toTelemetrySettings } from './telemetry-schema.ts';
import { toWebhooksConfig, webhooks, type WebhooksConfig } from './webhooks-schema.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const satisfies readonly LogLevel[];

const versioning = group(
  {
    enabled: flag(
      'Whether articles finish on the code on which they began their last gate, beside workers of newer code. Then whoever deploys says which code new articles begin on: npm run deploy. Needs Temporal 1.31 or newer and a build id (COPYDESK_BUILD_ID). What npm start brings up by itself has one code only, and no versions.',
    ).default(false),
    deployment: text({
      like: 'copydesk',
      pattern: /^[A-Za-z][A-Za-z0-9_-]{0,62}$/,
      about:
        'What Temporal calls all versions of these workers together: letters, digits, - and _. Another one for each Copydesk in the same namespace.',
    }).default('copydesk'),
  },
  'Workers of old and new code side by side.',
).prefault({});

const worker = group(
  {
    max_cached_workflows: number({
      from: 0,
      to: 100_000,
      whole: true,
      about:
        'Articles a worker keeps in memory. One costs some 270 KB; one that was dropped costs a click about 30 ms more, because its history is read again.',
    }).default(100),
    max_concurrent_activities: number({
      from: 1,
      to: 10_000,
      whole: true,
      about: 'Steps a worker does at once. They mostly wait for a model, so many fit one machine.',
    }).default(50),
    shutdown_grace_seconds: number({
      from: 0,
      to: 3600,
      about:
        'How long a worker that is asked to stop lets model calls finish before it cuts them off. Keep it below what the supervisor waits before it kills (Docker: 10 s).',
    }).default(6),
    sticky_timeout_seconds: number({
      from: 0.5,
      to: 60,
      about:
        'How long the server waits for the worker that has an article in memory before another may take it. After a crash the next decision about an article waits this long.',
    }).default(2),
    words_every_seconds: number({
      from: 0,
      to: 3600,
      about:
        'How often the status card says how many words of a text are written, while a model writes it; a text that is there sooner is not counted. 0: never.',
    }).default(8),
    versioning,
  },
  'How one worker process works.',
).prefault({});

const storage = group(
  {
    pool_size: number({
      // One hears what others have to say, and is used for nothing else.
      from: 2,
      to: 500,
      whole: true,
      about: 'Connections one process may open to PostgreSQL. PostgreSQL allows 100 in all unless told otherwise.',
    }).default(10),
    connection_timeout_seconds: number({
      from: 0.5,
      to: 120,
      about: 'How long a query waits for a connection before it fails and is tried again.',
    }).default(5),
    statement_timeout_seconds: number({
      from: 0.5,
      to: 600,
      about: 'How long one query may run. All of ours take milliseconds; what takes longer is stuck.',
    }).default(15),
    encrypt_texts: flag(
      'Whether texts are encrypted before they are stored, with the keys in COPYDESK_DATA_KEYS: docs/privacy.md says which. What is stored in clear, or was encrypted with an earlier key, is read all the same; npm run rotate encrypts it.',
    ).default(false),
  },
  'PostgreSQL.',
).prefault({});

const temporal = group(
  {
    ui_url: text({
      like: 'https://temporal.example.com',
      pattern: /^https?:\/\/\S+$/,
      about:
        'Where people can open the Temporal Web UI: status cards lead there. Without it none does, as the server that npm start brings up can be opened on its own machine alone.',
    }).optional(),
    retention_days: number({
      from: 1,
      to: 3650,
      whole: true,
      about:
        'How long finished articles stay in the Web UI. Applies to the server that npm start brings up; other servers have their own. Lists and texts stay in PostgreSQL.',
    }).default(90),
    encrypt_payloads: flag(
      'Whether what workflows are given, say and remember is encrypted before it goes to Temporal, with the keys in COPYDESK_DATA_KEYS. The Web UI then shows none of it. Turned off again, what was encrypted is still read as long as the keys are there.',
    ).default(false),
  },
  'Temporal. Its address and credentials are environment variables (TEMPORAL_ADDRESS, …).',
).prefault({});

const logging = group(
  {
    level: choice(LOG_LEVELS, 'The least important lines that are still logged. LOG_LEVEL overrides it.').default(
      'info',
    ),
  },
  'Logs.',
).prefault({});

const terminal = group(
  {
    articles_folder: text({
      like: 'articles',
      about: 'Where the terminal chat saves finished articles, from the folder in which it was started.',
    }).default('articles'),
    refresh_milliseconds: number({
      from: 50,
      to: 10_000,
      whole: true,
      about: 'How often the terminal chat looks for news of the open article.',
    }).default(250),
  },
  'The terminal chat.',
).prefault({});

const telegram = group(
  {
    rich_messages: flag(
      'Drafts and articles as rich messages of Bot API 10.2 (headings and tables as such, up to 32,768 characters). Older apps cannot show them.',
    ).default(false),
    poll_seconds: number({
      from: 1,
      to: 50,
      whole: true,
      about: 'How long Telegram holds back the answer when there is nothing new. Shorter only means more requests.',
    }).default(50),
    keep_hours: number({
      from: 0.1,
      to: 168,
      about:
        'How long a command or tap is kept and tried again while Temporal does not answer. After that the person is told that it was not done.',
    }).default(24),
    max_file_kilobytes: number({
      from: 1,
      to: 20_480,
      whole: true,
      about: 'The largest file that is taken as an edited draft. Telegram hands 20 MB to bots at most.',
    }).default(1024),
  },
  'The Telegram bot. Its token is an environment variable: TELEGRAM_BOT_TOKEN.',
).prefault({});

const slack = group(
  {
    announce_finished: flag(
      'Show the finished article in the channel too, with its title, a summary and the way to its thread.',
    ).default(true),
  },
  'The Slack bot. Its tokens are environment variables: SLACK_BOT_TOKEN, …',
).prefault({});

const web = group(
  {
    sessions: group(
      {
        idle_hours: number({
          from: 0.05,
          to: 8760,
          about: 'After so long without a request whoever is signed in has to sign in again.',
        }).default(72),
        most_hours: number({
          from: 0.05,
          to: 8760,
          about: 'After so long everybody has to sign in again, whatever they do.',
        }).default(720),
      },
      'How long people stay signed in to the page.',
    ).prefault({}),
    requests_per_minute: number({
      from: 1,
      to: 1_000_000,
      whole: true,
      about:
        'How often a token, or a session of the page, may ask, in all processes together. Who asks more often is told when to come back.',
    }).default(600),
    burst: number({
      from: 1,
      to: 100_000,
      whole: true,
      about: 'How many of these requests may come at once, after a pause.',
    }).default(120),
    facts_minutes: number({
      from: 1,
      to: 43_200,
      about:
        'How long what a chat says of whoever opens the page from there holds on the page: groups, memberships, whether they may start articles or look after those of others. Then they open it from the chat again.',
    }).default(60),
    streams: group(
      {
        per_caller: number({
          from: 1,
          to: 10_000,
          whole: true,
          about: 'How many articles a token, or a session of the page, may watch at once; each open page watches one.',
        }).default(50),
        per_process: number({
          from: 1,
          to: 100_000,
          whole: true,
          about: 'How many one process shows articles to at once. Each costs about a third of a megabyte of memory.',
        }).default(2000),
        heartbeat_seconds: number({
          from: 1,
          to: 300,
          about:
            'How often who watches is sent a sign of life: less than after what a proxy in between cuts off what is silent.',
        }).default(15),
        recheck_seconds: number({
          from: 1,
          to: 3600,
          about: 'How often it is asked whether who watches may still see the article.',
        }).default(60),
        waiting_kilobytes: number({
          from: 64,
          to: 100_000,
          about:
            'How much may wait in memory for somebody who reads slowly. Then the stream is cut off, and they go on where it broke.',
        }).default(1000),
      },
      'Streams of events, by which pages and programs watch articles. Who is refused one is told when to come back.',
    ).prefault({}),
    oidc,
  },
  'The web page and the API. Their addresses are environment variables: WEB_URL, WEB_PORT, WEB_HOST.',
).prefault({});

const operators = z
  .array(namedField, { error: ({ input }) => `must be a list such as [slack:T024BE7LH:U024BE7LH], is ${shown(input)}` })
  .meta({
    description:
      'Who is told what all articles cost (`costs`): slack:WORKSPACE_ID:USER_ID, slack:WORKSPACE_ID:group:GROUP_ID, or PLATFORM:USER_ID. Whoever sits at the terminal is told anyway.',
  })
  .default([]);

const places = (whose: string) =>
  number({
    from: 0,
    to: 100_000,
    whole: true,
    about: `Articles ${whose} that may be at work at once, when another one is asked for. What waits for people (at the gate, paused, stuck) does not count. 0: any number.`,
  }).default(0);

const quotas = group(
  { articles_per_person: places('of one person'), articles_per_channel: places('that were asked for in one channel') },
  'How many articles may be at work at once.',
).prefault({});

const receipt = group(
  {
    deliver: flag(
      'Send receipt.json with the finished article: who decided what, whose words it is made of, the models, hashes. It names people. Kept in the database in any case.',
    ).default(true),
  },
  'The receipt of a finished article: docs/receipt.md.',
).prefault({});

const usd = (about: string) => number({ from: 0.01, to: 1_000_000, about }).optional();

/** It would never be said. */
function warnFirst({
  value,
  issues,
}: z.core.ParsePayload<{ readonly warn_usd?: unknown; readonly stop_usd?: unknown }>): void {
  const { warn_usd: warn, stop_usd: stop } = value;
  if (typeof warn !== 'number' || typeof stop !== 'number' || warn < stop) return;
  issues.push({
    code: 'custom',
    input: warn,
    path: ['warn_usd'],
    message: `must be less than stop_usd (${stop}), is ${warn}`,
  });
}

const limit = (whose: string) =>
  group(
    {
      warn_usd: usd('From here on the thread is told, once, in USD. Not set: nobody is told.'),
      stop_usd: usd(
        'From here on no call of a model begins, in USD: the article waits and asks people. Not set: never.',
      ),
    },
    `What may be spent ${whose}.`,
  )
    .check(warnFirst)
    .prefault({});

const budget = group(
  {
    per_article: limit('on one article'),
    per_person_and_day: limit('in a day (UTC) on all articles that one person asked for'),
    per_channel_and_day: limit('in a day (UTC) on all articles that were asked for in one channel'),
    per_day: limit('in a day (UTC) on all articles'),
    raise_by_usd: number({
      from: 0.01,
      to: 1_000_000,
      about: 'What “Continue, spend more” adds to the limit that stopped an article, for this article, in USD.',
    }).default(1),
  },
  'What models may cost. Holds for articles under way, too.',
).prefault({});

/** `config/copydesk.yaml`. */
export const copydeskSchema = group(
  {
    access,
    operators,
    quotas,
    budget,
    worker,
    storage,
    temporal,
    logging,
    telemetry,
    orders,
    schedules,
    similar_topics: similarTopics,
    receipt,
    retention,
    webhooks,
    terminal,
    slack,
    telegram,
    web,
  },
  'The processes: worker, storage, connections, logs, platforms.',
);

export interface VersioningConfig {
  readonly enabled: boolean;
  /** What Temporal calls all versions of these workers together. */
  readonly deployment: string;
}

export interface CopydeskConfig {
  readonly access: AccessConfig;
  /** Who is told what all articles cost. Neither `requester` nor `anyone`. */
  readonly operators: readonly Approver[];
  readonly quotas: Quotas;
  readonly budget: BudgetSettings;
  readonly worker: {
    readonly maxCachedWorkflows: number;
    readonly maxConcurrentActivities: number;
    readonly shutdownGraceSeconds: number;
    readonly stickyTimeoutSeconds: number;
    /** 0: never. */
    readonly wordsEverySeconds: number;
    readonly versioning: VersioningConfig;
  };
  readonly storage: {
    readonly poolSize: number;
    readonly connectionTimeoutSeconds: number;
    readonly statementTimeoutSeconds: number;
    readonly encryptTexts: boolean;
  };
  readonly temporal: {
    /** Without a slash at its end. */
    readonly uiUrl?: string;
    readonly retentionDays: number;
    readonly encryptPayloads: boolean;
  };
  readonly logging: { readonly level: LogLevel };
  readonly telemetry: TelemetrySettings;
  readonly orders: OrdersConfig;
  readonly schedules: ScheduleRules;
  readonly similarTopics: SimilarRules;
  readonly receipt: { readonly deliver: boolean };
  readonly retention: RetentionPolicy;
  readonly webhooks: WebhooksConfig;
  readonly terminal: {
    /** As written: relative to the folder in which the process was started, or absolute. */
    readonly articlesFolder: string;
    readonly refreshMilliseconds: number;
  };
  readonly slack: { readonly announceFinished: boolean };
  readonly telegram: {
    readonly richMessages: boolean;
    readonly pollSeconds: number;
    readonly keepHours: number;
    readonly maxFileKilobytes: number;
  };
  readonly web: {
    /** How often a caller may ask. */
    readonly rate: { readonly perMinute: number; readonly burst: number };
    readonly sessions: { readonly idleHours: number; readonly mostHours: number };
    readonly factsMinutes: number;
    /** `most`: of all callers of a process. */
    readonly streams: {
      readonly perCaller: number;
      readonly most: number;
      readonly beatMs: number;
      readonly askMs: number;
      readonly mostWaitingBytes: number;
    };
    readonly oidc: OidcConfig;
  };
}

export function toCopydeskConfig(yaml: Yaml): CopydeskConfig {
  const uiUrl = yaml.temporal.ui_url?.replace(/\/+$/, '');
  return {
    access: toAccessConfig(yaml.access),
    operators: yaml.operators,
    quotas: {
      ...(yaml.quotas.articles_per_person > 0 && { perPerson: yaml.quotas.articles_per_person }),
      ...(yaml.quotas.articles_per_channel > 0 && { perChannel: yaml.quotas.articles_per_channel }),
    },
    budget: toBudget(yaml.budget),
    worker: {
      maxCachedWorkflows: yaml.worker.max_cached_workflows,
      maxConcurrentActivities: yaml.worker.max_concurrent_activities,
      shutdownGraceSeconds: yaml.worker.shutdown_grace_seconds,
      stickyTimeoutSeconds: yaml.worker.sticky_timeout_seconds,
      wordsEverySeconds: yaml.worker.words_every_seconds,
      versioning: yaml.worker.versioning,
    },
    storage: {
      poolSize: yaml.storage.pool_size,
      connectionTimeoutSeconds: yaml.storage.connection_timeout_seconds,
      statementTimeoutSeconds: yaml.storage.statement_timeout_seconds,
      encryptTexts: yaml.storage.encrypt_texts,
    },
    temporal: {
      ...(uiUrl === undefined ? {} : { uiUrl }),
      retentionDays: yaml.temporal.retention_days,
      encryptPayloads: yaml.temporal.encrypt_payloads,
    },
    logging: yaml.logging,
    telemetry: toTelemetrySettings(yaml.telemetry),
    orders: toOrdersConfig(yaml.orders),
    schedules: toScheduleRules(yaml.schedules),
    similarTopics: yaml.similar_topics,
    receipt: yaml.receipt,
    retention: toRetentionPolicy(yaml.retention),
    webhooks: toWebhooksConfig(yaml.webhooks),
    terminal: {
      articlesFolder: yaml.terminal.articles_folder,
      refreshMilliseconds: yaml.terminal.refresh_milliseconds,
    },
    slack: { announceFinished: yaml.slack.announce_finished },
    telegram: {
      richMessages: yaml.telegram.rich_messages,
      pollSeconds: yaml.telegram.poll_seconds,
      keepHours: yaml.telegram.keep_hours,
      maxFileKilobytes: yaml.telegram.max_file_kilobytes,
    },
    web: {
      rate: { perMinute: yaml.web.requests_per_minute, burst: yaml.web.burst },
      sessions: { idleHours: yaml.web.sessions.idle_hours, mostHours: yaml.web.sessions.most_hours },
      factsMinutes: yaml.web.facts_minutes,
      streams: {
        perCaller: yaml.web.streams.per_caller,
        most: yaml.web.streams.per_process,
        beatMs: yaml.web.streams.heartbeat_seconds * 1000,
        askMs: yaml.web.streams.recheck_seconds * 1000,
        mostWaitingBytes: yaml.web.streams.waiting_kilobytes * 1000,
      },
      oidc: toOidcConfig(yaml.web.oidc),
    },
  };
}

type Yaml = z.output<typeof copydeskSchema>;

function toBudget(yaml: Yaml['budget']): BudgetSettings {
  return {
    limits: {
      article: toLimit(yaml.per_article),
      'person-day': toLimit(yaml.per_person_and_day),
      'channel-day': toLimit(yaml.per_channel_and_day),
      day: toLimit(yaml.per_day),
    },
    raiseByUsd: yaml.raise_by_usd,
  };
}

function toLimit({ warn_usd: warnUsd, stop_usd: stopUsd }: Yaml['budget']['per_day']): BudgetLimit {
  return { ...(warnUsd !== undefined && { warnUsd }), ...(stopUsd !== undefined && { stopUsd }) };
}
