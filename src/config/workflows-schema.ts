import type { z } from 'zod';
import type { InterfaceLanguage } from '../protocol/article.ts';
import type { Policies, ArticleSettings } from '../protocol/settings.ts';
import { adaptive, toAdaptive } from './adaptive-schema.ts';
import { approval, toApproval } from './approval-schema.ts';
import { extrasSchema, toExtras } from './extras-schema.ts';
import { choice, group, number, text } from './fields.ts';
import { patience, toPatience } from './patience-schema.ts';
import { toTranslations, translations } from './translations-schema.ts';

const minutes = (about: string) => number({ from: 0.1, to: 1440, about });

const timeouts = group(
  {
    read_sources_minutes: minutes('The longest that reading the sources of an article may take.').default(15),
    write_article_minutes: minutes('The longest that writing or revising a draft may take.').default(15),
    critique_article_minutes: minutes('The longest that a critique may take.').default(10),
    fact_check_minutes: minutes('The longest that a fact check may take.').default(15),
    edit_article_minutes: minutes('The longest that the final edit may take.').default(15),
    heartbeat_seconds: number({
      // They go out every two seconds.
      from: 5,
      to: 600,
      about: 'A worker that has not said for this long that it lives is taken for dead, and another one takes over.',
    }).default(15),
  },
  'How long each step may take, per attempt.',
).prefault({});

/** Temporal refuses such a policy when the first activity starts; we say it before. */
function shorterFirst({
  value,
  issues,
}: {
  readonly value: { readonly initial_interval_seconds?: unknown; readonly maximum_interval_seconds?: unknown };
  readonly issues: z.core.$ZodRawIssue[];
}): void {
  const { initial_interval_seconds: first, maximum_interval_seconds: longest } = value;
  if (typeof first !== 'number' || typeof longest !== 'number' || first <= longest) return;
  issues.push({
    code: 'custom',
    input: longest,
    path: ['maximum_interval_seconds'],
    message: `must be at least initial_interval_seconds (${first}), is ${longest}`,
  });
}

const retry = group(
  {
    initial_interval_seconds: number({ from: 0.1, to: 3600, about: 'The wait before the second attempt.' }).default(1),
    maximum_interval_seconds: number({
      from: 0.1,
      to: 86_400,
      about: 'The longest wait between two attempts.',
    }).default(60),
    maximum_attempts: number({
      from: 1,
      to: 1000,
      whole: true,
      about:
        'After so many attempts that failed by themselves the article waits and asks a person what to do. Outages, rate limits and lost workers do not count.',
    }).default(3),
    backoff_coefficient: number({
      from: 1,
      to: 10,
      about: 'How much longer each wait is than the one before.',
    }).default(2),
    outage_minutes: number({
      from: 0,
      to: 43_200,
      about: 'How long a model may be away, or refuse for its rate limit, before the article waits and asks a person.',
    }).default(60),
    outage_interval_seconds: number({
      from: 0.1,
      to: 3600,
      about:
        'In an outage the wait before the next attempt is this, times the number of the attempt, and no longer than maximum_interval_seconds.',
    }).default(10),
  },
  'When and how often a step that failed is tried again.',
)
  .check(shorterFirst)
  .prefault({});

const improvement = group(
  {
    min_gain: number({
      from: 0,
      to: 10,
      about: 'Points by which the best score has to rise within so many drafts as `patience` says.',
    }).default(0.2),
    patience: number({
      from: 1,
      to: 50,
      whole: true,
      about: 'Drafts that may bring no gain before the loop ends. As many as max_iterations: it never ends for that.',
    }).default(2),
    compare_within: number({
      from: 0,
      to: 10,
      about:
        'Points: a new draft whose score is so close to the best one’s replaces it only if the critic prefers it in both orders.',
    }).default(0.5),
  },
  'When the loop ends because drafts get no better. It also ends when the writer gives back a text that was there already, and when a draft gains less than that and what the critic finds most wrong in it was named before.',
).prefault({});

const language = group(
  {
    interface: text({
      like: 'auto, en or ru',
      pattern: /^(auto|[a-z]{2,3}(-[A-Z]{2})?)$/,
      about:
        'The language the product speaks: en, ru, or one that has a dictionary in config/messages. auto: that of the request.',
    }).default('auto'),
    article: text({
      like: 'auto, en, ru or pt-BR',
      pattern: /^(auto|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)$/,
      about: 'The language articles are written in, as a BCP 47 tag. auto: that of the request.',
    }).default('auto'),
    ask_seconds: number({
      from: 0,
      to: 86_400,
      about:
        'How long an article waits for an answer when its language is a guess and its thread asks: then it begins in that language. 0: it begins at once. Until the first draft the answer counts.',
    }).default(20),
  },
  'Languages.',
).prefault({});

const articleWorkflow = group(
  {
    max_iterations: number({
      from: 1,
      to: 50,
      whole: true,
      about: 'Drafts written in one round at most. A request for changes by a person opens a new round.',
    }).default(10),
    quality_threshold: number({ from: 0, to: 10, about: 'A draft with at least this score is good enough.' }).default(
      8,
    ),
    research: choice(
      ['auto', 'always', 'never'],
      'Whether sources are read before anything is written. auto: when the request names some, or research.search in agents.yaml names who searches. never: sources are not read, and nothing is linked.',
    ).default('auto'),
    improvement,
    adaptive,
    timeouts,
    retry,
    approval,
    patience,
    extras: extrasSchema,
    translations,
    language,
  },
  'How an article comes about.',
);

/** `config/workflows.yaml`. */
export const workflowsSchema = group(
  { article_workflow: articleWorkflow },
  'The article workflow. Running articles keep the settings they were started with.',
);

/** `auto` means: as the request is. */
export interface LanguageSettings {
  readonly interface: InterfaceLanguage;
  /** BCP 47 tag. */
  readonly article: string;
}

export interface WorkflowsConfig {
  readonly article: ArticleSettings;
  /** What holds for some of them, instead. */
  readonly policies: Policies;
  readonly language: LanguageSettings;
}

/** @param zone IANA: of people of whom nobody tells one */
export function toWorkflowsConfig(
  { article_workflow: yaml }: z.output<typeof workflowsSchema>,
  zone: string,
): WorkflowsConfig {
  const decided = toApproval(yaml.approval);
  const translated = toTranslations(yaml.translations);
  const waited = toPatience(yaml.patience, zone);
  return {
    policies: { approval: decided.policies, patience: waited.policies },
    article: {
      maxIterations: yaml.max_iterations,
      qualityThreshold: yaml.quality_threshold,
      askLanguageSeconds: yaml.language.ask_seconds,
      research: { when: yaml.research, hasSearch: false },
      timeouts: {
        researchMinutes: yaml.timeouts.read_sources_minutes,
        writeMinutes: yaml.timeouts.write_article_minutes,
        critiqueMinutes: yaml.timeouts.critique_article_minutes,
        factCheckMinutes: yaml.timeouts.fact_check_minutes,
        editMinutes: yaml.timeouts.edit_article_minutes,
        heartbeatSeconds: yaml.timeouts.heartbeat_seconds,
      },
      retry: {
        initialIntervalSeconds: yaml.retry.initial_interval_seconds,
        maximumIntervalSeconds: yaml.retry.maximum_interval_seconds,
        maximumAttempts: yaml.retry.maximum_attempts,
        backoffCoefficient: yaml.retry.backoff_coefficient,
        outageMinutes: yaml.retry.outage_minutes,
        outageIntervalSeconds: yaml.retry.outage_interval_seconds,
      },
      improvement: {
        minGain: yaml.improvement.min_gain,
        patience: yaml.improvement.patience,
        compareWithin: yaml.improvement.compare_within,
      },
      adaptive: toAdaptive(yaml.adaptive),
      approval: decided.approval,
      patience: waited.patience,
      ...(yaml.extras.length > 0 && { extras: toExtras(yaml.extras) }),
      ...(translated !== undefined && { translations: translated }),
    },
    language: { interface: yaml.language.interface, article: yaml.language.article },
  };
}
