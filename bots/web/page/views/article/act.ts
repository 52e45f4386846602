import { type Answer, newKey, type PostOptions } from '../../core/api.ts';
import type { Article, Outcome } from '../../core/article.ts';
import { api } from '../../core/session.ts';
import { toast } from '../../ui/toasts.tsx';

/** What is brought up to date after something was done. */
interface Shown {
  readonly refresh: () => Promise<void>;
}

/** Keys of what was asked and not answered: asked again, it counts once. */
const unanswered = new Map<string, string>();

/** Decides or controls, and says what became of it. @returns whether it was taken */
export async function act(
  shown: Shown,
  path: string,
  body: object | undefined,
  method?: PostOptions['method'],
): Promise<boolean> {
  const problem = await actOrSay(shown, path, body, method);
  if (problem !== undefined) toast(problem, { isProblem: true });
  return problem === undefined;
}

/** As {@link act}, for whoever has a place for what is wrong. @returns it, in words; undefined: it was taken */
export async function actOrSay(
  shown: Shown,
  path: string,
  body: object | undefined,
  method?: PostOptions['method'],
): Promise<string | undefined> {
  const answer = await send<Outcome>(shown, path, body, method);
  if (!answer.ok) return answer.problem.detail;
  toast(answer.value.detail);
  return undefined;
}

/** Asks for something that is seen to have been done. @returns whether it was */
export async function ask(shown: Shown, path: string, body: object): Promise<boolean> {
  const answer = await send(shown, path, body);
  if (!answer.ok) toast(answer.problem.detail, { isProblem: true });
  return answer.ok;
}

async function send<T>(
  shown: Shown,
  path: string,
  body: object | undefined,
  method: PostOptions['method'] = 'POST',
): Promise<Answer<T>> {
  const asked = `${method} ${path} ${JSON.stringify(body)}`;
  const key = unanswered.get(asked) ?? newKey();
  unanswered.set(asked, key);
  const answer = await api.post<T>(path, body, { key, method });
  if (answer.ok || answer.problem.code !== 'offline') unanswered.delete(asked);
  await shown.refresh();
  return answer;
}

/** By which a decision names what is up for decision. */
export function aboutOf({ gate, current }: Pick<Article, 'gate' | 'current'>) {
  const { version, hash } = gate ?? current ?? {};
  return { version, hash, ...(gate !== undefined && { gate: gate.id }) };
}
