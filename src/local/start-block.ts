import type { Messages } from '../messages/messages.ts';

/** One part of what runs, and where it came from. */
export type PartOrigin =
  /** Brought up by this instance; `where` is its address. */
  | { readonly kind: 'own'; readonly where: string }
  /** Set by an environment variable. */
  | { readonly kind: 'configured'; readonly variable: string; readonly where: string }
  | { readonly kind: 'in-process' };

export interface StartBlock {
  readonly temporal: PartOrigin;
  readonly database: PartOrigin;
  readonly cache: PartOrigin;
  readonly model: PartOrigin;
  /** How Slack reaches us; absent: not connected. */
  readonly slack?: 'socket' | 'http';
  /** How Telegram reaches us; absent: not connected. */
  readonly telegram?: 'polling' | 'webhook';
  /** Makes whoever opens it first the owner of the Telegram bot. Absent: it has one, or needs none. */
  readonly ownerLink?: string;
  /** Where the page and the API are. */
  readonly page: string;
  /** By which the person of this machine comes to the page, once. */
  readonly signIn: string;
  readonly webUi: string | undefined;
  readonly dataFolder: string;
  /** Where traces of articles are written. Absent: nowhere. */
  readonly traces?: string;
  readonly readySeconds: number;
  readonly isInteractive: boolean;
}

/** What `npm start` prints once everything runs: what it is, where it is, and what to do next. Lines without colour. */
export function renderStartBlock(t: Messages['startup'], block: StartBlock): readonly string[] {
  const { parts } = t;
  const told = (origin: PartOrigin): string => {
    switch (origin.kind) {
      case 'own':
        return t.own(origin.where);
      case 'configured':
        return t.configured(origin.variable, origin.where);
      case 'in-process':
        return t.inMemory;
      default:
        return origin satisfies never;
    }
  };
  const rows: readonly (readonly [string, string])[] = [
    [parts.page, block.page],
    [parts.webUi, block.webUi ?? t.webUiNone],
    [parts.temporal, told(block.temporal)],
    [parts.database, told(block.database)],
    [parts.cache, told(block.cache)],
    [parts.model, told(block.model)],
    ...(block.slack === undefined ? [] : [['Slack', t.slack[block.slack]] as const]),
    ...(block.telegram === undefined ? [] : [['Telegram', t.telegram[block.telegram]] as const]),
    [parts.data, block.dataFolder],
    ...(block.traces === undefined ? [] : [[parts.traces, block.traces] as const]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    `${t.heading}. ${t.ready(block.readySeconds)}`,
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    '',
    ...t.signIn(block.signIn).map((line) => `  ${line}`),
    '',
    ...(block.ownerLink === undefined ? [] : [...t.ownTelegram(block.ownerLink).map((line) => `  ${line}`), '']),
    ...(block.model.kind === 'own' ? [...t.practiceModel.map((line) => `  ${line}`), ''] : []),
    ...[
      ...(block.slack === undefined ? [t.connectSlack] : []),
      ...(block.telegram === undefined ? [t.connectTelegram] : []),
      block.isInteractive ? t.stopHint : t.service,
    ].map((line) => `  ${line}`),
  ];
}

/** An address that may be shown: without user, password and query. */
export function withoutCredentials(address: string): string {
  const url = URL.parse(address);
  return url === null ? address : `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}
