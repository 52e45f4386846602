import { z } from 'zod';
import { group, shown } from './fields.ts';

/** How long something is kept, in days. Absent: for ever. */
export interface RetentionPolicy {
  /** What articles say in words, from their end on. */
  readonly texts?: number;
  /** Answers of models, from the end of their article on. */
  readonly modelAnswers?: number;
  /** What articles said and which messages it became, from their end on. */
  readonly feed?: number;
  /** Files that were handed in as sources and never read. */
  readonly sourceFiles?: number;
  /** What endpoints were told. */
  readonly webhooks?: number;
  /** Sessions, links and tokens that open nothing any more. */
  readonly sessions?: number;
  /** What there is of workspaces that have uninstalled the Slack app, from then on. */
  readonly uninstalled?: number;
  /** Who did or tried what. */
  readonly audit?: number;
}

/** What it is called in `config/copydesk.yaml`: `model_answers_days`. */
export function retentionKey(kind: keyof RetentionPolicy): string {
  return `${kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_days`;
}

const FOREVER = 'forever';
const MOST_DAYS = 36_500;

/** @param from the fewest days */
function days(about: string, from: number) {
  const error = ({ input }: { readonly input?: unknown }): string =>
    `must be a whole number of days between ${from} and ${MOST_DAYS}, or forever, is ${shown(input)}`;
  return z
    .union([z.int().min(from).max(MOST_DAYS), z.literal(FOREVER)], { error })
    .meta({ description: `${about} In days, or forever.` });
}

/** `retention` of `config/copydesk.yaml`. */
export const retention = group(
  {
    texts_days: days(
      'From the end of an article on: how long its drafts, what was said of them, sources, the delivered text and its receipt are kept. Topic, people, decisions and costs stay.',
      1,
    ).default(FOREVER),
    model_answers_days: days(
      'From the end of an article on: how long answers of models are kept, which hold every text once more. Nothing needs them then; what they cost stays known.',
      0,
    ).default(7),
    feed_days: days(
      'From the end of an article on: how long is known what it said where, and which messages of chats belong to it.',
      1,
    ).default(FOREVER),
    source_files_days: days('How long files that were handed in as sources wait to be read.', 1).default(90),
    webhooks_days: days('How long what endpoints were told can be told again.', 1).default(FOREVER),
    sessions_days: days(
      'How long sessions, links, invitations and tokens are kept that open nothing any more.',
      1,
    ).default(FOREVER),
    uninstalled_days: days(
      'From when a workspace has uninstalled the Slack app: how long what there is of it is kept. Installed again by then, it has all of it. Then its articles under way are cancelled, and all are deleted.',
      1,
    ).default(30),
    // The tables allow no less, whoever asks.
    audit_days: days('How long the audit is kept. What is left of it can still be verified.', 30).default(FOREVER),
  },
  'How long what people wrote and did is kept: docs/privacy.md.',
).prefault({});

/** @returns only what is not kept for ever */
export function toRetentionPolicy(yaml: z.output<typeof retention>): RetentionPolicy {
  const kept: Readonly<Record<keyof RetentionPolicy, number | typeof FOREVER>> = {
    texts: yaml.texts_days,
    modelAnswers: yaml.model_answers_days,
    feed: yaml.feed_days,
    sourceFiles: yaml.source_files_days,
    webhooks: yaml.webhooks_days,
    sessions: yaml.sessions_days,
    uninstalled: yaml.uninstalled_days,
    audit: yaml.audit_days,
  };
  return Object.fromEntries(Object.entries(kept).filter(([, time]) => time !== FOREVER));
}
