import { newKey } from '../../core/api.ts';
import type { Article, Outcome } from '../../core/article.ts';
import { api } from '../../core/session.ts';
import { toast } from '../../ui/toasts.tsx';

/** Keys of what was asked and not answered: asked again, it counts once. */
const unanswered = new Map<string, string>();

/**
 * Decides or controls, and says what became of it. @returns whether it was taken
 * @param shown is brought up to date afterwards
 */
export async function act(
  shown: { readonly refresh: () => Promise<void> },
  path: string,
  body: object,
): Promise<boolean> {
  const asked = `${path} ${JSON.stringify(body)}`;
  const key = unanswered.get(asked) ?? newKey();
  unanswered.set(asked, key);
  const answer = await api.post<Outcome>(path, body, { key });
  if (answer.ok || answer.problem.code !== 'offline') unanswered.delete(asked);
  if (answer.ok) toast(answer.value.detail);
  else toast(answer.problem.detail, { isProblem: true });
  await shown.refresh();
  return answer.ok;
}

/** By which a decision names what is up for decision. */
export function aboutOf({ gate, current }: Pick<Article, 'gate' | 'current'>) {
  const { version, hash } = gate ?? current ?? {};
  return { version, hash, ...(gate !== undefined && { gate: gate.id }) };
}
