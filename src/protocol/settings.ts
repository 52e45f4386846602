import type { TranslationRules } from './translation.ts';
import type { AdaptiveRule } from './adaptive.ts';
import type { WantedExtra } from './extras.ts';
import type { PatienceRules } from './patience.ts';
import type { PublishTarget } from './publication.ts';

/**
 * The rules of one article, as `config/workflows.yaml` had them when it started. Plain data: it is part of the workflow's input.
 * Units are in the names.
 */
export interface ArticleSettings {
  /** Drafts by agents in one round; a request for changes opens a new round. */
  readonly maxIterations: number;
  /** 0 to 10. A draft that scores at least this goes to the gate. */
  readonly qualityThreshold: number;
  /** How long an article whose language is a guess waits for somebody to say. Absent: not at all. */
  readonly askLanguageSeconds?: number;
  /** Absent: as `auto`, and nobody searches. */
  readonly research?: ResearchRule;
  readonly timeouts: {
    /** Absent: as long as a fact check. */
    readonly researchMinutes?: number;
    readonly writeMinutes: number;
    readonly critiqueMinutes: number;
    readonly factCheckMinutes: number;
    readonly editMinutes: number;
    /** An activity that has not said for this long that it lives is taken for dead. */
    readonly heartbeatSeconds: number;
  };
  readonly improvement: ImprovementSettings;
  /** In the order in which they are run. */
  readonly adaptive: readonly AdaptiveRule[];
  readonly retry: RetrySettings;
  readonly approval: ApprovalSettings;
  /** Absent: people are waited for, and nothing is said. */
  readonly patience?: PatienceRules;
  /** What is written beside the article before people decide on it. Absent or empty: nothing. */
  readonly extras?: readonly WantedExtra[];
  /** Absent: nothing is translated by itself. */
  readonly translations?: TranslationRules;
  /** Where it is published once it is delivered. Absent or empty: nowhere. */
  readonly publish?: readonly PublishTarget[];
}

/** When sources are read before anything is written. */
export interface ResearchRule {
  /** `auto`: when the request names some, or somebody searches. */
  readonly when: 'auto' | 'always' | 'never';
  /** An agent is named that searches. */
  readonly hasSearch: boolean;
}

/** What the loop of drafts goes by. */
export interface LoopRules
  extends Pick<ArticleSettings, 'maxIterations' | 'qualityThreshold' | 'improvement' | 'adaptive' | 'extras'> {
  readonly approval: Pick<ApprovalSettings, 'gate' | 'outline'>;
}

/** When drafts no longer get better, the loop ends early. */
export interface ImprovementSettings {
  /** Points by which the best score has to rise. */
  readonly minGain: number;
  /** Within so many drafts. */
  readonly patience: number;
  /**
   * Points: a new draft whose score is so close to the best one's replaces it only if it is preferred in a comparison, in both orders. Absent:
   * nothing is compared, the higher score is the better draft.
   */
  readonly compareWithin?: number;
}

export interface RetrySettings {
  /** Before the second attempt. */
  readonly initialIntervalSeconds: number;
  /** The longest wait between two attempts, unless whoever refused asks for more. */
  readonly maximumIntervalSeconds: number;
  /** Failures of the step itself, after which people are asked; outages, rate limits, shutdowns and lost workers do not count. */
  readonly maximumAttempts: number;
  readonly backoffCoefficient: number;
  /** How long an outage or a rate limit may last before people are asked. */
  readonly outageMinutes: number;
  /** In an outage the wait before the next attempt is this, times the number of the attempt. */
  readonly outageIntervalSeconds: number;
}

/** For which articles other rules hold: of several policies, the first that fits. */
interface ForSome {
  /** Id of the template that the request names. Absent: any, or none. */
  readonly template?: string;
  /** `slack:C024BE91L`, `telegram:-1001234567890`: where it is asked for. Absent: anywhere. */
  readonly channel?: string;
  /** Tag of the language in which the article is written, `de`; see {@link isWithin}. Absent: any. */
  readonly language?: string;
}

/** Who decides, and how, about some articles. */
export interface ApprovalPolicy extends ForSome {
  readonly approval: Pick<ApprovalSettings, 'gate' | 'outline' | 'approvers' | 'voting'>;
}

/** What happens while people are waited for at some articles. */
export interface PatiencePolicy extends ForSome {
  readonly patience: PatienceRules;
}

export interface Policies {
  readonly approval: readonly ApprovalPolicy[];
  readonly patience: readonly PatiencePolicy[];
}

export const NO_POLICIES: Policies = { approval: [], patience: [] };

/** The rules of an article that is asked for. */
export function settingsOf(
  settings: ArticleSettings,
  policies: Policies,
  asked: {
    readonly template?: string;
    readonly platform: string;
    readonly channel: string;
    /** BCP 47. */
    readonly language: string;
  },
): ArticleSettings {
  const channel = `${asked.platform}:${asked.channel}`;
  const fits = (one: ForSome): boolean =>
    (one.template === undefined || one.template === asked.template) &&
    (one.channel === undefined || one.channel === channel) &&
    (one.language === undefined || isWithin(asked.language, one.language));
  const approval = policies.approval.find(fits)?.approval;
  const patience = policies.patience.find(fits)?.patience;
  const { raisers } = settings.approval;
  return {
    ...settings,
    ...(approval !== undefined && { approval: { ...approval, ...(raisers !== undefined && { raisers }) } }),
    ...(patience !== undefined && { patience }),
  };
}

/** Whether a language tag is another one, or a narrower one: `de-AT` is within `de`, `de` not within `de-AT`. Case says nothing. */
export function isWithin(tag: string, other: string): boolean {
  return `${tag.toLowerCase()}-`.startsWith(`${other.toLowerCase()}-`);
}

export interface ApprovalSettings {
  /** `final`: people decide once the loop is done · `every_draft`: after each critique · `none`: the best draft is delivered without asking, unless a claim in it is contradicted. */
  readonly gate: 'final' | 'every_draft' | 'none';
  /** People decide on the outline, too, before anything is written. Absent: they do not see one. */
  readonly outline?: true;
  /** See {@link Approver}. Never empty: an empty list would mean nobody, and is refused at start-up. */
  readonly approvers: readonly Approver[];
  /** How people agree. Absent: the first who decides has decided for all. */
  readonly voting?: VotingRules;
  /** Who may have more spent on it than the budget allows (`raise`), beside operators. Absent: the approvers. */
  readonly raisers?: readonly Approver[];
}

/** When what several people say comes to a decision. Whatever it says, requests for changes and edits count at once: the text becomes another one. */
export interface VotingRules {
  /** How many different people have to approve. At least 1. */
  readonly approvals: number;
  /** How many different people have to reject. At least 1. */
  readonly rejections: number;
  /** One of each has to approve, one step after the other; nobody for two of them. Absent: whoever, in any order. */
  readonly steps?: readonly (readonly Approver[])[];
  /** Who has to be among those who approve, each of them. Absent: nobody in particular. */
  readonly must?: readonly Approver[];
  /** Who asked for the article may not approve it. */
  readonly excludeRequester?: true;
  /** Who changed the text may not approve it. */
  readonly excludeEditors?: true;
  /** Whose rejection is enough, also of people who do not approve. Absent: nobody's. */
  readonly veto?: readonly Approver[];
}

/**
 * `requester` (who asked for the article) · `anyone` (members of the channel where the article lives) ·
 * `slack:T024BE7LH:U024BE7LH`, `telegram:123456789` (that person) · `slack:T024BE7LH:group:S0614TZR7` (everyone in that user group).
 */
export type Approver = string;
