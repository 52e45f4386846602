import type { Actor } from '../../../src/protocol/actor.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { Thread } from '../../../src/protocol/thread.ts';

/** What a caller may be allowed to do. A person with a session may do all that they may in a chat. */
export const SCOPES = [
  'articles:read',
  'articles:start',
  'articles:comment',
  'articles:decide',
  'articles:control',
  'agents:run',
  'webhooks:manage',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who asks, as a token or a session says. */
export interface Caller {
  readonly actor: Actor;
  readonly scopes: ReadonlySet<Scope>;
  /** By which they are told apart in limits and logs: `token:7Q2…`, `session:…`. No secret. */
  readonly name: string;
  /** Where articles live that they ask for. */
  readonly home: Thread;
  /** Absent: what the request asks for (`Accept-Language`). */
  readonly language?: InterfaceLanguage;
  /** They are a person at the page. Absent: a program, with a token. */
  readonly session?: {
    /** No secret. */
    readonly id: string;
    /** What the page shows with everything that it asks to change. */
    readonly csrfToken: string;
    readonly expiresAt: Date;
  };
}

/**
 * Who sent a request, by one way of saying so. `none`: it does not say so in this way, and the next one is asked · `refused`: it does, and
 * wrongly · `away`: it cannot be told now. Never rejects.
 */
export type Authenticate = (request: Request) => Promise<Caller | 'none' | 'refused' | 'away'>;

/** Asks one after the other; the first who knows, or says no, is believed. */
export function firstOf(authenticators: readonly Authenticate[]): Authenticate {
  return async (request) => {
    for (const authenticate of authenticators) {
      const known = await authenticate(request);
      if (known !== 'none') return known;
    }
    return 'none';
  };
}
