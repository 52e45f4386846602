import type { Actor } from './actor.ts';

/** Where delivered articles are published, as the settings had it when the article started. Its address and keys stay with the worker. */
export interface PublishTarget {
  /** Its name in the settings: `blog`. */
  readonly name: string;
  /** As people call it. Absent: by its name. */
  readonly title?: string;
  /** How long one attempt may take. */
  readonly timeoutSeconds: number;
  readonly retry: PublishRetry;
  /** Ids of templates: only articles of these go there. Absent: of any, or of none. */
  readonly templates?: readonly string[];
  /** BCP 47 tags; `en` stands for `en-GB`, too. Absent: in any language. */
  readonly languages?: readonly string[];
  /** `slack:C024BE91L`: only articles that live there. Absent: wherever they live. */
  readonly channels?: readonly string[];
}

/** How an attempt that may succeed later is made again. */
export interface PublishRetry {
  /** Before the second attempt; each later wait is twice as long. */
  readonly firstSeconds: number;
  /** The longest wait, unless the target asks for more. */
  readonly mostSeconds: number;
  /** From the first failure on; then people are told. */
  readonly forMinutes: number;
}

/** The input of the workflow `publish`: one edition, one target. */
export interface PublishInput {
  readonly articleId: string;
  readonly target: PublishTarget;
  /** Who wants it to be tried again. Absent: the article was delivered just now. */
  readonly by?: Pick<Actor, 'platform' | 'workspace' | 'userId' | 'displayName'>;
}

/** What the workflow `publish` returns. `code`: why it could not be. */
export type PublishOutcome =
  | { readonly status: 'published' }
  | { readonly status: 'failed'; readonly code: PublishFailureCode };

/** What became of an edition at a target. */
export interface Published {
  readonly made: 'draft' | 'post' | 'page' | 'pull-request' | 'file' | 'message';
  /** Where people open it. Absent: nowhere by an address. */
  readonly address?: string;
  /** `articles/how-tides-work.md`, where it is a file. */
  readonly place?: string;
  /** What an earlier edition had made says this one now. */
  readonly isUpdate?: true;
}

/** How it stands with one edition at one target, as its card shows it. */
export type PublicationState =
  | {
      readonly status: 'publishing';
      /** It is tried again by itself. `since` and `next`: ISO 8601, of the first failure and of the next attempt. */
      readonly trouble?: PublishFailure & { readonly since: string; readonly next: string };
      /** Who has it tried again. */
      readonly byName?: string;
    }
  | ({ readonly status: 'published'; readonly at: string } & Published)
  | ({ readonly status: 'failed'; readonly at: string } & PublishFailure);

export interface PublishFailure {
  readonly code: PublishFailureCode;
  /** In the target's own words, on one line, without secrets. */
  readonly detail?: string;
}

export const PUBLISH_FAILURE_CODES = [
  /** It does not know the key, or not any more. */
  'unauthorized',
  /** The key is known and may not do this. */
  'forbidden',
  /** The blog, repository or bucket is not there. */
  'not-found',
  /** Somebody else changed it at the same moment, however often it was tried. */
  'conflict',
  /** It takes no such text. */
  'rejected',
  'too-large',
  'rate-limited',
  /** It is away, or says that it cannot. */
  'unavailable',
  'timeout',
  /** Its address leads to this machine or its networks. */
  'private-address',
  /** It sends us on to another address. */
  'moved',
  /** What answers is not what the settings say that it is. */
  'unusable-answer',
  /** The folder or disk does not take it. */
  'not-writable',
  /** A later edition is there already. */
  'newer-edition',
  /** The settings name no such target any more. */
  'no-such-target',
  /** An operator has ended it. */
  'cancelled',
  /** What was at it is gone without a word: its time was over, or its history is there no more. */
  'lost',
  'storage-unavailable',
  'internal',
] as const;
export type PublishFailureCode = (typeof PUBLISH_FAILURE_CODES)[number];

/** Failures after which the same attempt may succeed without anybody's doing. */
const PASSING: ReadonlySet<PublishFailureCode> = new Set<PublishFailureCode>([
  'conflict',
  'rate-limited',
  'unavailable',
  'timeout',
]);

export function isPassing(code: PublishFailureCode): boolean {
  return PASSING.has(code);
}

/** Whether a person can do anything by having it tried again. */
export function canBeRepeated(state: PublicationState): boolean {
  return state.status === 'failed' && state.code !== 'newer-edition';
}

/** What of an article says where it goes. */
export interface PublishedArticle {
  readonly template?: string;
  /** BCP 47 tag. */
  readonly language: string;
  /** Where it lives. */
  readonly platform: string;
  readonly channel: string;
}

/** Targets to which an article goes, in the order of the settings. */
export function targetsOf<T extends PublishTarget>(
  targets: readonly T[],
  { template, language, platform, channel }: PublishedArticle,
): readonly T[] {
  const isOneOf = (allowed: readonly string[] | undefined, ...given: readonly (string | undefined)[]): boolean =>
    allowed === undefined || given.some((one) => one !== undefined && allowed.includes(one));
  const tag = language.toLowerCase();
  return targets.filter(
    ({ templates, languages, channels }) =>
      isOneOf(templates, template) &&
      isOneOf(channels, `${platform}:${channel}`) &&
      isOneOf(
        languages?.map((one) => one.toLowerCase()),
        ...tag.split('-').map((_, at, parts) => parts.slice(0, at + 1).join('-')),
      ),
  );
}

/** Before the next attempt, in milliseconds. @param attempt that failed, from 1 @param askedMs how long the target asks to wait */
export function publishRetryMs({ firstSeconds, mostSeconds }: PublishRetry, attempt: number, askedMs = 0): number {
  return Math.max(Math.min(firstSeconds * 2 ** (attempt - 1), mostSeconds) * 1000, Math.min(askedMs, MOST_ASKED_MS));
}

/** A target that asks for more than a day asks for a person. */
const MOST_ASKED_MS = 24 * 60 * 60_000;
