import { signal } from '@preact/signals';
import { createApi, type Problem } from './api.ts';
import { say } from './words.ts';

/** Who uses the page, as `GET /session` tells. */
export interface Session {
  readonly person: { readonly name: string; readonly key: string };
  readonly language?: string;
  readonly csrfToken: string;
  readonly scopes: readonly string[];
  readonly expiresAt?: string;
}

/** `unknown`: not asked yet · `none`: nobody is known, or not any more. */
export const session = signal<Session | 'unknown' | 'none'>('unknown');
/** Why it cannot be told who it is. */
export const sessionProblem = signal<Problem | undefined>(undefined);

/** The server, on behalf of whoever uses the page. */
export const api = createApi({
  fetch: async (path, init) => await fetch(path, init),
  csrfToken() {
    const known = session.peek();
    return typeof known === 'object' ? known.csrfToken : undefined;
  },
  sentences: () => say().page.problems,
  onSignedOut: () => {
    session.value = 'none';
  },
});

/** Asks who it is. */
export async function loadSession(): Promise<void> {
  const answer = await api.get<Session>('/session');
  sessionProblem.value = answer.ok || session.peek() === 'none' ? undefined : answer.problem;
  if (answer.ok) session.value = answer.value;
}

/** Has the person spoken to in this language from now on, also in the chats. Where it cannot be kept, it holds on this device. */
export async function keepLanguage(language: string): Promise<void> {
  await api.post('/session', { language }, { method: 'PATCH' });
}

/** Leaves this browser, or all in which the person is signed in. @returns why not */
export async function signOut({
  everywhere = false,
}: {
  readonly everywhere?: boolean;
} = {}): Promise<Problem | undefined> {
  const path = everywhere ? '/session?everywhere=true' : '/session';
  const answer = await api.post(path, undefined, { method: 'DELETE' });
  if (!answer.ok) return answer.problem;
  session.value = 'none';
  return undefined;
}
