/** What every part of the product tells of what it does, beside the log. Nothing of it throws, waits for anybody, or holds a text, a topic, a person or a secret. */
export interface Telemetry {
  /** Something that has taken place, to be counted. */
  note(fact: Fact): void;
  /** Runs something that somebody asks for in a chat or on the page: it becomes part of the trace of each article that it touches. */
  incoming<T>(door: Incoming, work: (mark: Mark) => Promise<T>): Promise<T>;
  /** Runs something as a step of an article's trace. What it does in turn becomes its steps. */
  span<T>(step: Step, work: (mark: Mark) => Promise<T>): Promise<T>;
}

/** Says what is known of a step only when it has been taken. */
export type Mark = (attributes: Attributes) => void;

export interface Incoming {
  /** `slack` */
  readonly platform: string;
  /** What the desk was asked for: `decide`. */
  readonly act: string;
}

export interface Step {
  /** Of a handful of names: `gateway decide`. */
  readonly name: string;
  /** Absent: the one that this is about. Where there is none, the step is in no trace. */
  readonly articleId?: string;
  /** Whom it concerns. Default: nobody but us. */
  readonly kind?: 'server' | 'client' | 'consumer';
  readonly attributes?: Attributes;
  /**
   * What others may refer to it by, before or after it took place. It is the first attempt that did not fail: others have ids of their own.
   * What it does in turn is beside it.
   */
  readonly key?: string;
  /** Keys of steps that it follows from without being part of them. */
  readonly follows?: readonly string[];
}

/** By names of `src/telemetry/attributes.ts`: others go nowhere. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export type Fact =
  /** A model that an agent may ask, so that what is counted of it begins at 0 and its first call shows as a rise. */
  | { readonly kind: 'model'; readonly agent: string; readonly model: string }
  /** A chat that is served: likewise. */
  | { readonly kind: 'chat'; readonly platform: string }
  | {
      readonly kind: 'model-call';
      readonly agent: string;
      /** As configured. */
      readonly model: string;
      /** `answered`, `cached`, or the code of the failure. */
      readonly outcome: string;
      readonly durationMs: number;
      readonly inputTokens?: number;
      readonly outputTokens?: number;
      readonly costUsd?: number;
    }
  /** What the desk was asked for is answered. `outcome`: the kind of the reply. */
  | ({ readonly kind: 'answer'; readonly outcome: string; readonly durationMs: number } & Incoming)
  /** A call of a chat platform. `outcome`: `sent`, or the kind of the failure. */
  | {
      readonly kind: 'chat-call';
      readonly platform: string;
      /** `post`, `edit`, `find`, `upload`. */
      readonly call: string;
      readonly outcome: string;
      readonly durationMs: number;
      /** The platform asked us to come back later. */
      readonly isLimited: boolean;
    }
  /** A thread was brought up to date. */
  | { readonly kind: 'drain'; readonly platform: string; readonly durationMs: number }
  /** An article went on from a stage. */
  | { readonly kind: 'stage'; readonly stage: string; readonly durationMs: number }
  /** Something was deleted because it was kept for long enough. `what`: a kind of `retention`. */
  | { readonly kind: 'forgotten'; readonly what: string; readonly count: number }
  /** Steps of traces that were sent off, or never will be. */
  | { readonly kind: 'spans'; readonly outcome: 'exported' | 'failed' | 'dropped'; readonly count: number };

const NOTHING: Mark = () => undefined;

/** Nobody watches. */
export const NO_TELEMETRY: Telemetry = {
  note: () => undefined,
  incoming: (_door, work) => work(NOTHING),
  span: (_step, work) => work(NOTHING),
};

/** The key of the step in which an article said something. Whoever shows it knows the number, and nothing else has to be told. */
export function saidKey(seq: number): string {
  return `feed/${seq}`;
}
