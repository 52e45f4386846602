import type { ModelErrorCode } from '../agent.ts';

/** Why a place is passed over by everybody: it is away, or has asked all who use its key to wait. */
export const OUTAGE_CODES = ['model-unavailable', 'model-rate-limited'] as const satisfies readonly ModelErrorCode[];
export type OutageCode = (typeof OUTAGE_CODES)[number];

/** What one worker tells the others of a place that failed. */
export interface Outage {
  /** A model at a server, with the name of its key; no key. */
  readonly place: string;
  readonly code: OutageCode;
  /** For operators, without any secret. */
  readonly message: string;
  /** In a row. */
  readonly failures: number;
  /** Milliseconds from now until it is asked again, above 0. */
  readonly leftMs: number;
}

/** Where workers keep what they know of outages. Every method may reject: whoever calls it goes on without. */
export interface OutageStore {
  /** Of places that are passed over now. A release after this one may know other codes: they count for nothing. */
  read(): Promise<readonly Outage[]>;
  /** The later end counts where another worker has told of the place. */
  failed(outage: Outage): Promise<void>;
  answered(place: string): Promise<void>;
}

/** A server of this very machine: the worker on another one means another server by its address. */
const OWN = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?=[:/ ]|$)/;

/** Whether the place is the same for every worker. @param place begins with the host of its server */
export function isSharedPlace(place: string): boolean {
  return !OWN.test(place);
}
